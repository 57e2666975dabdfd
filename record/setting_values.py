"""Values of settings, read from the words of the environment: a mailbox, a telephone, an address, yes or no."""

import re
from urllib.parse import urlsplit

from planning.errors import quoted
from record.refusals import BadSetting

UNSET_SENDER = "council@council.invalid"
MOST = 10_000  # of what a setting counts
LEAST_KEPT = 6  # months: links in mails work for thirty days after a close, and a letter may be asked about after that
_PHONE = re.compile(r"\+?[0-9(][0-9 ()./-]{4,38}[0-9]")


def mailbox(name: str, text: str) -> str:
    """Return an address as the wire wants it. Raises BadSetting."""
    if text == UNSET_SENDER:
        return text
    from notifications.address import BadAddress, wire_address  # brings a parser, for who sets an address

    try:
        return wire_address(text.strip())
    except BadAddress as why:
        raise BadSetting(f"COUNCIL_{name}", f"{why.why}; write name@example.org") from why


def phone(text: str | None) -> str | None:
    """Return a telephone number as people wrote it. Raises BadSetting."""
    if text is None or _PHONE.fullmatch(text.strip()):
        return text and text.strip()
    raise BadSetting("COUNCIL_CONTACT_PHONE", f"{quoted(text)} is no telephone number; write +41 22 730 51 11")


def yes_or_no(name: str, word: str) -> bool:
    """Return whether the word is yes. Raises BadSetting for any other one."""
    known = {"yes": True, "no": False}
    if word.strip().casefold() not in known:
        raise BadSetting(f"COUNCIL_{name}", f"{quoted(word)} is neither yes nor no")
    return known[word.strip().casefold()]


def identity_provider(issuer: str | None, client: str | None) -> str | None:
    """Return the address of an identity provider, as its tokens say it; None where there is none. Raises BadSetting."""
    if issuer is None:
        return None
    url = urlsplit(issuer)
    is_near = url.hostname in ("127.0.0.1", "localhost", "::1")
    if not url.hostname or url.scheme not in (("https", "http") if is_near else ("https",)) or url.query:
        raise BadSetting(
            "COUNCIL_OIDC_ISSUER", f"{quoted(issuer)} is no https address; write https://login.example.org"
        )
    if not client:
        raise BadSetting(
            "COUNCIL_OIDC_CLIENT", "it is not set; write the name under which the provider knows this desk"
        )
    return issuer


def count(name: str, word: str, least: int = 1) -> int:
    """Return a whole number. Raises BadSetting."""
    digits = word.strip().lstrip("0")
    is_number = digits.isascii() and digits.isdecimal() and len(digits) <= len(str(MOST))
    if not (is_number and least <= int(digits) <= MOST):
        raise BadSetting(f"COUNCIL_{name}", f"{quoted(word)} is no whole number from {least} to {MOST}")
    return int(digits)

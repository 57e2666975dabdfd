"""Seals and signatures: stored channel URLs are encrypted, and the links in mail are signed.

The newest key of the ring seals and signs (key_ring.py); each key opens and verifies what was made with it. All
machines of one store need the same ring.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TYPE_CHECKING

from planning.errors import CouncilError
from record.key_ring import Key, ring
from record.settings import Settings

if TYPE_CHECKING:
    from cryptography.fernet import Fernet  # costs more than most commands should pay

SEALED = "sealed:"
MARK = 16  # bytes of a signature: 128 bits


class WrongSecret(CouncilError):
    """What was sealed with another secret cannot be opened with this one."""

    def __init__(self) -> None:
        super().__init__("this was sealed with another secret", "add that one to COUNCIL_SECRET, behind a comma")


class BadLink(CouncilError):
    """A link that nobody here has signed, or that was cut."""

    def __init__(self) -> None:
        super().__init__("this link is not complete; open it from the letter, or copy all of it")


def seal(settings: Settings, text: str) -> str:
    """Return the text sealed, with the id of its key; equal texts give different results."""
    key = ring(settings).newest
    return f"{SEALED}{key.id}:{_fernet(key).encrypt(text.encode()).decode()}"


def unseal(settings: Settings, text: str) -> str:
    """Return the text that was sealed; an unsealed text is returned as it is. Raises WrongSecret."""
    from cryptography.fernet import InvalidToken

    if not text.startswith(SEALED):
        return text
    name, _, token = text.removeprefix(SEALED).rpartition(":")
    for key in ring(settings).named(name):
        try:
            return _fernet(key).decrypt(token).decode()
        except InvalidToken:
            continue
    raise WrongSecret


def is_newest(settings: Settings, text: str) -> bool:
    """Return True if the text is sealed with the newest key."""
    return text.startswith(f"{SEALED}{ring(settings).newest.id}:")


def sealed_by(text: str) -> str:
    """Return the id of the key that sealed a text; empty for a text sealed before keys had ids."""
    return text.removeprefix(SEALED).rpartition(":")[0]


def fingerprints(settings: Settings, text: str) -> tuple[str, ...]:
    """Return fingerprints by which texts can be compared without being revealed: one by each key, newest first."""
    return tuple(hmac.digest(key.derived("fingerprint"), text.encode(), "sha256").hex() for key in ring(settings).keys)


def sign(settings: Settings, purpose: str, text: str) -> str:
    """Return a token for a link that says `text`, for one purpose; it fits into one part of an address."""
    return _signed(ring(settings).newest, purpose, text)


def read(settings: Settings, purpose: str, token: str) -> str:
    """Return what a token of that purpose says. Raises BadLink."""
    try:
        signed_words = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        text = signed_words[MARK:].decode()
    except ValueError as why:
        raise BadLink from why
    believed = [_signed(key, purpose, text) for key in ring(settings).keys]
    if not any(hmac.compare_digest(signed.encode(), token.encode()) for signed in believed):
        raise BadLink
    return text


def _signed(key: Key, purpose: str, text: str) -> str:
    mark = hmac.digest(key.derived(purpose), text.encode(), "sha256")[:MARK]
    return urlsafe_b64encode(mark + text.encode()).decode().rstrip("=")


def _fernet(key: Key) -> "Fernet":
    from cryptography.fernet import Fernet

    return Fernet(urlsafe_b64encode(key.derived("seal")))

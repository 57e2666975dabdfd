"""What only this secretariat can open or sign: channel URLs at rest, and the links in its mail.

One secret, from COUNCIL_SECRET or a file in the data folder that only its owner may read; every machine of one store
needs the same. A link that was signed once holds for as long as the secret does.
"""

import hmac
import os
import secrets
from base64 import b64encode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from actions.settings import Settings
from planning.errors import CouncilError

if TYPE_CHECKING:
    from cryptography.fernet import Fernet  # costs more than most commands should pay

FILE = "secret.key"
SEALED = "sealed:"
MARK = 16  # bytes of a signature: 128 bits


class WrongSecret(CouncilError):
    """What was sealed with another secret cannot be opened with this one."""

    def __init__(self) -> None:
        super().__init__("this was sealed with another secret; set COUNCIL_SECRET to the one it was sealed with")


class BadLink(CouncilError):
    """A link that nobody here has signed, or that was cut."""

    def __init__(self) -> None:
        super().__init__("this link is not complete; open it from the message, or copy all of it")


def secret_of(settings: Settings) -> bytes:
    """Return the secret; without one in the environment, that of the data folder, made on first use."""
    if settings.secret:
        return settings.secret.encode()
    return secret_in(settings.home / FILE, lambda: b64encode(secrets.token_bytes(32)))


def secret_in(file: Path, draw: Callable[[], bytes]) -> bytes:
    """Return the secret that a file keeps for its owner alone; drawn on first use."""
    if not file.exists():
        _make(file, draw())
    return file.read_bytes().strip()


def seal(settings: Settings, text: str) -> str:
    """Return the text sealed; each time otherwise, so that equal texts do not look equal."""
    return SEALED + _fernet(settings).encrypt(text.encode()).decode()


def unseal(settings: Settings, text: str) -> str:
    """Return what was sealed; a text that never was comes back as it is. Raises WrongSecret."""
    from cryptography.fernet import InvalidToken

    if not text.startswith(SEALED):
        return text
    try:
        return _fernet(settings).decrypt(text.removeprefix(SEALED)).decode()
    except InvalidToken as why:
        raise WrongSecret from why


def fingerprint(settings: Settings, text: str) -> str:
    """Return what tells two texts apart without giving either away."""
    return hmac.digest(_key(settings, "fingerprint"), text.encode(), "sha256").hex()


def sign(settings: Settings, purpose: str, text: str) -> str:
    """Return a token for a link that says `text`, for one purpose; it fits into one part of an address."""
    mark = hmac.digest(_key(settings, purpose), text.encode(), "sha256")[:MARK]
    return urlsafe_b64encode(mark + text.encode()).decode().rstrip("=")


def read(settings: Settings, purpose: str, token: str) -> str:
    """Return what a token of that purpose says. Raises BadLink."""
    try:
        said = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        text = said[MARK:].decode()
    except ValueError as why:
        raise BadLink from why
    if not hmac.compare_digest(sign(settings, purpose, text).encode(), token.encode()):
        raise BadLink
    return text


def _key(settings: Settings, purpose: str) -> bytes:
    return hmac.digest(secret_of(settings), f"council {purpose}".encode(), "sha256")


def _fernet(settings: Settings) -> "Fernet":
    from cryptography.fernet import Fernet

    return Fernet(urlsafe_b64encode(_key(settings, "seal")))


def _make(file: Path, secret: bytes) -> None:
    """Write a new secret, whole or not at all; of two processes that make one, the first wins."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as written:
        written.write(secret)
        written.flush()
        os.fsync(written.fileno())
    with suppress(FileExistsError):
        os.link(draft, file)
    draft.unlink()

"""Passwords: kept as argon2id hashes (RFC 9106, the profile for little memory), compared two at a time.

Length is what protects one (NIST SP 800-63B-4 asks for 15 characters where nothing else does); signs are not asked for.
"""

from functools import cache
from threading import BoundedSemaphore
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from planning.errors import CouncilError
from planning.names import folded

LEAST, MOST, DIFFERENT = 15, 200, 6  # characters
_HASHER = PasswordHasher()
_AT_A_TIME = BoundedSemaphore(2)  # each takes 64 MiB


class BadPassword(CouncilError):
    """A password that others would guess."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"{why}; take at least {LEAST} characters, such as four or five words that do not belong together"
        )


def check(password: str, *known: str) -> None:
    """Check that nobody will guess this password, who may know these words of its owner. Raises BadPassword."""
    text = normalize("NFKC", password)
    if len(text) < LEAST:
        raise BadPassword(f"this password has {len(text)} characters")
    if len(text) > MOST:
        raise BadPassword(f"this password has more than {MOST} characters")
    if len(set(text)) < DIFFERENT:
        raise BadPassword("this password repeats the same few characters")
    if any(folded(text) in (folded(word), folded(word) * 2) for word in known):
        raise BadPassword("this password is your own name or address")


def hash_of(password: str) -> str:
    """Return what is kept of a password."""
    with _AT_A_TIME:
        return _HASHER.hash(normalize("NFKC", password))


def is_right(password: str, kept: str | None) -> bool:
    """Return whether this is the password; without one it takes as long, so that nobody learns who has an account."""
    with _AT_A_TIME:
        try:
            return _HASHER.verify(kept or _nobodys(), normalize("NFKC", password[:MOST])) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


@cache
def _nobodys() -> str:
    return _HASHER.hash("of nobody, so that comparing takes its time")

"""The text of a line, which is canonical JSON, and its seal, which covers the text and the seal before.

The seals of version 1 are plain hashes, which anybody can compute. From version 2 on they need a key derived from the
secretariat's secret: the database alone does not suffice to make one.
"""

import hmac
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from hashlib import sha256

from record.key_ring import Key

FIRST = "0" * 64  # what stands before the first line
VERSION = 2
SEAL = "seal"  # the journal's own line under a new key
RESTORE = "restore"  # the store came back from a copy, as who resumes its sending says
ACCEPT = "journal/accept"  # it did so by hand, or a key is lost
GOES_ON = (RESTORE, ACCEPT)  # acts after which a head from before counts no more


def canonical(facts: Mapping[str, object]) -> str:
    """Return the one JSON text of these facts: sorted, without spaces, dates in ISO."""
    return _JSON.encode(facts)


def plain(value: object) -> str:
    """Return a value as canonical JSON holds it: instants in UTC, days in ISO."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


_JSON = json.JSONEncoder(default=plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def seal(key: Key, previous: str, text: str) -> str:
    """Return the seal of a line of version 2 on top of the line before, in hex."""
    return hmac.digest(key.derived("journal"), f"{previous}\n{text}".encode(), "sha256").hex()


def old_seal(previous: str, text: str) -> str:
    """Return the SHA-256 of a line of version 1 on top of the line before, in hex."""
    return sha256(f"{previous}\n{text}".encode()).hexdigest()


class Everything:
    """One digest over all lines so far, seals and texts: what a sealing line says of those before it."""

    def __init__(self) -> None:
        self.lines = 0
        self._digest = sha256()

    def add(self, seal: str, text: str) -> None:
        """Add the next line to the digest."""
        self.lines += 1
        self._digest.update(f"{seal}\n{text}\n".encode())

    @property
    def digest(self) -> str:
        """The digest in hex."""
        return self._digest.hexdigest()

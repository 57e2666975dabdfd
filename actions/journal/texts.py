"""The text of a line: one canonical JSON, and its seal on top of the line before."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from hashlib import sha256

FIRST = "0" * 64  # what stands before the first line


def canonical(facts: Mapping[str, object]) -> str:
    """Return the one JSON text of these facts: sorted, without spaces, dates in ISO."""
    return json.dumps(facts, default=plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def seal(previous: str, text: str) -> str:
    """Return the SHA-256 of a line on top of the line before."""
    return sha256(f"{previous}\n{text}".encode()).hexdigest()


def plain(value: object) -> str:
    """Return a value as canonical JSON holds it: instants in UTC, days in ISO."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)

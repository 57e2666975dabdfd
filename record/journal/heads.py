"""The head of the journal: number and seal of its last line, kept in the store and in a file of the data folder.

Whoever can change only the database cannot change the file. The file may have an earlier line's head, after a machine
failed between commit and write, or when another machine wrote the journal.
"""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import Any

from record.refusals import NoHead

FILE = "journal.head"
DIGITS = 18  # of so many lines, and far more


@dataclass(frozen=True, slots=True)
class Head:
    """The number of lines, and the seal of the last one."""

    lines: int
    hash: str

    def __str__(self) -> str:
        """`17:9f86d081…`, as people keep it elsewhere."""
        return f"{self.lines}:{self.hash}"


@dataclass(frozen=True, slots=True)
class Kept:
    """A head as a data folder keeps it, with the instant at which its line was written."""

    head: Head
    written_at: datetime


def read_head(words: str) -> Head:
    """Return the head that these words give (`17:9f86d081…`). Raises NoHead."""
    number, _, seal = words.strip().partition(":")
    if not number.isdecimal() or len(number) > DIGITS or len(seal) != 64:
        raise NoHead(words)
    return Head(int(number), seal)


def kept(home: Path, store: str) -> Kept | None:
    """Return the head that a data folder keeps of a store; None if there is none, or its file cannot be read."""
    stored = _read(home).get(store) or {}
    try:
        return Kept(Head(int(stored["lines"]), str(stored["hash"])), datetime.fromisoformat(stored["written_at"]))
    except (KeyError, TypeError, ValueError):
        return None


def keep(home: Path, store: str, head: Kept) -> None:
    """Write a store's head into the data folder. If the disk is full, the older head stays: the act is committed."""
    words = {"lines": head.head.lines, "hash": head.head.hash, "written_at": head.written_at.isoformat()}
    draft = home / f".{FILE}.{token_hex(8)}"
    try:
        with suppress(OSError):
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                json.dump(_read(home) | {store: words}, file)
            draft.rename(home / FILE)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _read(home: Path) -> dict[str, dict[str, Any]]:
    file = home / FILE
    try:
        heads = json.loads(file.read_text()) if file.is_file() else {}  # nobody waits for a pipe in its place
    except (OSError, ValueError):
        return {}
    return heads if isinstance(heads, dict) else {}

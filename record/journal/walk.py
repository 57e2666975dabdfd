"""The walk through the journal: each line must follow the one before, and its seal must be made with a key of ours."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from record.journal.fact_digests import OLD
from record.journal.line_texts import FIRST, SEAL, VERSION, Everything, old_seal, plain, seal
from record.key_ring import Ring
from record.refusals import BadSeal

SHOWN = ("act", "by", "cycle", "at", "written_at")  # columns that the text says too
RESTORE_IT = "restore the store from a backup of before"


class Line(Protocol):
    """A row of the journal."""

    id: int
    at: datetime
    written_at: datetime
    by: str
    act: str
    cycle: str | None
    text: str
    previous: str
    hash: str
    key: str | None


def changed(number: int) -> BadSeal:
    """Return the refusal of a line that is not what was written."""
    return BadSeal(f"line {number} of the journal was changed after it was written; {RESTORE_IT}")


@dataclass
class Chain:
    """What is known of the lines walked so far."""

    ring: Ring
    number: int = 0  # of the last line
    previous: str | None = FIRST  # its seal; None: not known, as the walk begins in the middle
    whole: bool = True  # the walk began with the first line
    last_old: int = 0  # the id of the last line of version 1
    first: int | None = None  # the id of the first line of the walk
    keyed: bool = False  # a line of version 2 was met
    unproved: int | None = None  # the first line whose key we do not have, until a later line proves it
    notes: list[str] = field(default_factory=list)  # what lines say of those before them that nobody can prove
    digests: dict[int, dict[str, str]] = field(default_factory=dict)  # of the rows of each line, by its id
    numbers: dict[int, int] = field(default_factory=dict)  # of each line, by its id
    everything: Everything = field(default_factory=Everything)
    proves: int | None = None  # the generation of row digests that the last line knows

    def add(self, line: Line) -> None:
        """Check the next line and add it. Raises BadSeal."""
        self.number += 1
        self.numbers[line.id] = self.number
        self.first = self.first or line.id
        try:
            words = json.loads(line.text)
        except ValueError:
            raise changed(self.number) from None
        if not isinstance(words, dict) or not self._follows(line) or not _columns_agree(line, words):
            raise changed(self.number)
        if "v" in words:
            self._add_keyed(line, words)
        else:
            self._add_old(line)
        self.previous = line.hash
        self.everything.add(line.hash, line.text)

    def _follows(self, line: Line) -> bool:
        return self.previous is None or line.previous == self.previous

    def _add_old(self, line: Line) -> None:
        """Add a line of version 1; after a line with a key none may follow. Raises BadSeal."""
        if self.keyed or line.key is not None or line.hash != old_seal(line.previous, line.text):
            raise changed(self.number)
        self.last_old = line.id

    def _add_keyed(self, line: Line, words: Mapping[str, Any]) -> None:
        if words.get("v") != VERSION or words.get("key") != line.key or not line.key:
            raise changed(self.number)
        keys = self.ring.named(line.key)
        if keys and not hmac.compare_digest(line.hash, seal(keys[0], line.previous, line.text)):
            raise changed(self.number)
        facts, digests = words.get("facts"), words.get("digests")
        if not isinstance(facts, dict) or not isinstance(digests, dict):
            raise changed(self.number)
        self.digests[line.id] = digests
        self.proves = words.get("proves")
        if line.act == SEAL and "rows" in facts:
            self.digests[OLD] = facts["rows"]
        if not keys:
            self.unproved = self.unproved or self.number
        elif line.act == SEAL:
            self._believe(facts)
        elif not self.keyed and self.last_old:
            raise changed(self.number)  # between lines without a key and those with one stands a sealing line
        self.keyed = True

    def _believe(self, facts: Mapping[str, Any]) -> None:
        """Accept what a sealing line says of every line before it, if its digest fits. Raises BadSeal."""
        if self.whole and (facts["lines"], facts["digest"]) != (self.everything.lines, self.everything.digest):
            raise BadSeal(f"a line before line {self.number} of the journal was changed; {RESTORE_IT}")
        if "because" in facts:
            self.notes.append(f"line {self.number} says why lines before it cannot be proved: {facts['because']}")
        self.unproved = None


def _columns_agree(line: Line, words: Mapping[str, Any]) -> bool:
    shown = (line.act, line.by, line.cycle, plain(line.at), plain(line.written_at))
    return shown == tuple(words.get(key) for key in SHOWN)

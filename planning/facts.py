"""A deadline as facts for machines: the one JSON shape that plan, status and feeds' `schedule.json` share."""

from datetime import date, datetime
from typing import Protocol

from planning.basis import Basis
from planning.fit import Conflict
from planning.flags import Flag
from planning.links import Link
from planning.sentences import sentences
from planning.window import Precision


class Dated(Protocol):
    """What stands in the JSON of a deadline."""

    @property
    def step(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def by(self) -> str: ...
    @property
    def to(self) -> str | None: ...
    @property
    def opens(self) -> date | None: ...
    @property
    def due(self) -> date | None: ...
    @property
    def earliest(self) -> date | None: ...
    @property
    def precision(self) -> Precision: ...
    @property
    def closes(self) -> datetime | None: ...
    @property
    def basis(self) -> Basis: ...
    @property
    def flags(self) -> tuple[Flag, ...]: ...
    @property
    def float_days(self) -> int | None: ...
    @property
    def derivation(self) -> tuple[Link, ...]: ...


def deadline_facts(found: Dated) -> dict[str, object]:
    """Return the deadline with ISO dates; undated: `due`, `closes`, `float_days` are None.

    The derivation is its sentences; a flag is its code, its operands and its sentence.
    """
    return {
        "step": found.step,
        "title": found.title,
        "by": found.by,
        "to": found.to,
        "opens": _iso(found.opens),
        "due": _iso(found.due),
        "earliest": _iso(found.earliest),
        "precision": str(found.precision),
        "closes": _iso(found.closes),
        "basis": str(found.basis),
        "flags": [flag.facts for flag in found.flags],
        "float_days": found.float_days,
        "derivation": list(sentences(found.derivation)),
    }


def conflict_facts(conflict: Conflict) -> dict[str, object]:
    """Return the conflict as its four facts."""
    return {
        "step": conflict.step,
        "needs": conflict.needs,
        "days": conflict.days,
        "sentence": conflict.sentence,
    }


def _iso(value: date | datetime | None) -> str | None:
    return value.isoformat() if value else None

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
    def source(self) -> str | None: ...
    @property
    def flags(self) -> tuple[Flag, ...]: ...
    @property
    def float_days(self) -> int | None: ...
    @property
    def derivation(self) -> tuple[Link, ...]: ...


def deadline_facts(deadline: Dated) -> dict[str, object]:
    """Return the deadline with ISO dates; undated: `due`, `closes`, `float_days` are None; a vague date has no hour.

    The derivation is its sentences; a flag is its code, its operands and its sentence.
    """
    return {
        "step": deadline.step,
        "title": deadline.title,
        "by": deadline.by,
        "to": deadline.to,
        "opens": _iso(deadline.opens),
        "due": _iso(deadline.due),
        "earliest": _iso(deadline.earliest),
        "precision": str(deadline.precision),
        "closes": _iso(deadline.closes) if deadline.precision is Precision.DAY else None,
        "basis": str(deadline.basis),
        "flags": [flag.facts for flag in deadline.flags],
        "float_days": deadline.float_days,
        "derivation": list(sentences(deadline.derivation)),
    }


def basis_words(deadline: Dated) -> str | None:
    """Return what the date rests on, a rule with its text: `by rule: Decision 556`; None while there is no date."""
    if deadline.basis is Basis.RULE:
        return f"by rule: {deadline.source}"
    return None if deadline.basis is Basis.AWAITED else str(deadline.basis)


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

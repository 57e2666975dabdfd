"""A text to which a session added clauses: what was read of it before is carried over, so that nothing of it ends."""

from collections.abc import Sequence
from datetime import date
from itertools import chain, count

from planning.clauses import Clause
from record.mandates.versions import InForce, ResolutionView, VersionView


def read_on(known: ResolutionView | None, on: date) -> tuple[Clause, ...]:
    """Return the clauses that are read of a resolution on a day; none of one that is not on record."""
    read = _read(known, on)
    return read.clauses if read else ()


def _read(known: ResolutionView | None, on: date) -> VersionView | None:
    reading = known.reading(on) if known else None
    return reading.read if reading else None


def version(
    known: ResolutionView | None, key: str, added: Sequence[Clause], *, since: date, by: str, source: str
) -> VersionView:
    """Return the version that is in force from a day on: that read until then, with what was added; or a new text."""
    before = _read(known, since)
    taken = {each.name for each in known.versions} if known else set()
    names = chain([by], (f"{by}, {number}" for number in count(2)))
    called = key.replace("-", " ").capitalize()
    return VersionView(
        id=0,
        name=next(name for name in names if name not in taken),
        kind="modified" if known else "adopted",
        text_held=True,
        source=source,
        note=f"{before.name}, with what was added" if before else None,
        clauses=(*(before.clauses if before else ()), *added),
        force=InForce(since, since, by),
        resolution=known.name if known else called,
        title=known.title if known else called,
    )

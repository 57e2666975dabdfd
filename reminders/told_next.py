"""Whom the next rounds tell of the dates that an act touched: read once it is done, while nobody waits for it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from kernel.done import Done
from models.cycles import Cycle
from models.deadlines import Deadline
from models.slices import slices
from planning.grammar import parse
from reminders import forecast, people_concerned
from reminders.forecast import HORIZON, NAMED, Letter, Told

NOUN = "deadline:"  # before the public id of a deadline, in what an act touched


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is told one date by one kind of news, when the first of them is, and whether it waits for approval."""

    about: Told
    people: tuple[str, ...]
    leaves_at: datetime
    waits: bool


def audiences(session: Session, done: Done, *, now: datetime) -> tuple[Audience, ...] | None:
    """Return who is told within a week of what the act touched; None if it touched no step of a cycle.

    Reckoned are the cycles of these steps alone. None as well where more than 2,000 people may be told of anything.
    """
    changed = {*_changed(session, done), *(about for letter in done.letters for about in letter.about)}
    if not changed or people_concerned.readers(session, now + HORIZON) > NAMED:
        return None
    rows = _of_cycles(session, {step.split()[0] for step in changed})
    numbers = {row.id for row in rows}
    letters = forecast.outlook(session, numbers, now=now, among=numbers)
    return _by_date(letters, changed | _opened_by(changed, rows))


def _changed(session: Session, done: Done) -> list[str]:
    """Return the steps that the act changed or opened: `hlpf-contribution/2017 comments`."""
    ids = [name.removeprefix(NOUN) for name in done.touched if name.startswith(NOUN)]
    query = select(Cycle.chain, Cycle.edition, Deadline.step).join(Deadline, Deadline.cycle_id == Cycle.id)
    rows = (row for some in slices(ids) for row in session.execute(query.where(Deadline.public_id.in_(some))))
    opened = [f"{cycle.cycle} {each.step}" for cycle in done.opened for each in cycle.plan.deadlines]
    return [f"{row.chain}/{row.edition} {row.step}" for row in rows] + opened


def _of_cycles(session: Session, names: Collection[str]) -> Sequence[Row[int, str, str, str | None]]:
    """Return all deadlines of these cycles: id, cycle, step, and on what its window opens."""
    name = Cycle.chain + "/" + Cycle.edition
    query = select(Deadline.id, name.label("cycle"), Deadline.step, Deadline.opening)
    query = query.join(Cycle, Cycle.id == Deadline.cycle_id)
    return [row for some in slices(names) for row in session.execute(query.where(name.in_(some)))]


def _opened_by(changed: Collection[str], rows: Sequence[Row[int, str, str, str | None]]) -> set[str]:
    """Return the windows that open on one of these steps: whoever is invited to them hears of it."""
    return {
        f"{row.cycle} {row.step}"
        for row in rows
        if row.opening and f"{row.cycle} {parse(row.opening).refers_to}" in changed
    }


def _by_date(letters: Sequence[Letter], steps: Collection[str]) -> tuple[Audience, ...]:
    """Return who is told each date of these steps, the first letter first."""
    told: dict[tuple[Told, bool], list[Letter]] = {}
    for letter in sorted(letters, key=lambda letter: letter.leaves_at):
        for about in letter.told:
            if f"{about.cycle} {about.step}" in steps:
                told.setdefault((about, letter.waits), []).append(letter)
    return tuple(
        Audience(about, tuple(dict.fromkeys(letter.person for letter in some)), some[0].leaves_at, waits)
        for (about, waits), some in told.items()
    )

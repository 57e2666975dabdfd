"""A body's year as members read it: its meetings, the dates of each cycle, what shows that they were met, what is new.

All of it is what is issued; the journal is not asked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from feeds import facts, selected
from feeds.facts import Catalogue, CycleFacts, DeadlineFacts
from feeds.meeting_facts import MeetingFacts
from feeds.selected import Wanted
from feeds.selection import BODY, EVERYTHING, Selection
from models.bodies import Body
from models.cycles import Anchor, Cycle
from models.deadlines import Deadline, Settlement
from models.issues import Issue, is_public
from models.meetings import Meeting
from models.slices import slices
from notifications.language import speak

LATELY = timedelta(days=30)

Facts = DeadlineFacts | MeetingFacts


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that a step was completed: a document, or an address."""

    document: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class BodyYear:
    """The year of a body: its name, the years that there are, and what there is in this one."""

    name: str
    years: Sequence[int]
    meetings: Sequence[MeetingFacts]
    cycles: Sequence[tuple[CycleFacts, Sequence[DeadlineFacts]]]
    lately: Sequence[tuple[datetime, Facts]]  # since when members read it, the newest first
    proofs: dict[str, Proof]  # by the public id of the step


def body_year(session: Session, body: str, year: int, language: str, *, now: datetime) -> BodyYear:
    """Return the year of a body, with all dates of the cycles in which it has a part. Raises NothingThere."""
    own = selected.choose(session, Wanted(Selection(BODY, body), language), now=now)
    every = selected.choose(session, Wanted(Selection(EVERYTHING), language), now=now)
    cycles = _cycles(session, body) | {each.cycle.name for each in own.deadlines}
    catalogue = replace(own, deadlines=tuple(each for each in every.deadlines if each.cycle.name in cycles))
    meetings = [each for each in catalogue.meetings if each.opens.year <= year <= each.closes.year]
    deadlines = [each for each in catalogue.deadlines if each.due and each.due.year == year]
    return BodyYear(
        name=_name(session, body, language),
        years=sorted({year, *_years(catalogue)}),
        meetings=meetings,
        cycles=_by_cycle(deadlines),
        lately=_lately(session, catalogue, now),
        proofs=_proofs(session, deadlines, now),
    )


def _name(session: Session, body: str, language: str) -> str:
    names = facts.names_of_body(session, body)
    bodies = session.execute(select(Body.key, Body.name)).all()
    return next((speak(language).body(key, name) for key, name in bodies if key.casefold() in names), body)


def _cycles(session: Session, body: str) -> set[str]:
    """Return the cycles in which something comes from a body, goes to it or through it, or hangs from its meeting."""
    names = facts.names_of_body(session, body)
    is_part = or_(*(func.lower(column).in_(names) for column in (Deadline.by, Deadline.to, Deadline.via)))
    steps = select(Cycle.chain, Cycle.edition).join(Deadline, Deadline.cycle_id == Cycle.id).where(is_part)
    hung = select(Cycle.chain, Cycle.edition).join(Anchor, Anchor.cycle_id == Cycle.id)
    hung = hung.join(Meeting, Meeting.id == Anchor.meeting_id).join(Body, Body.id == Meeting.body_id)
    rows = session.execute(steps.union(hung.where(func.lower(Body.key).in_(names))))
    return {f"{chain}/{edition}" for chain, edition in rows}


def _years(catalogue: Catalogue) -> Iterable[int]:
    yield from (each.opens.year for each in catalogue.meetings)
    yield from (each.due.year for each in catalogue.deadlines if each.due)


def _by_cycle(deadlines: Sequence[DeadlineFacts]) -> Sequence[tuple[CycleFacts, Sequence[DeadlineFacts]]]:
    """Return the dates of each cycle, the cycle whose date comes first before the others."""
    ordered = sorted(deadlines, key=lambda each: (each.due or date.max, each.public_id))
    cycles = {each.cycle.name: each.cycle for each in ordered}
    return [(cycle, [each for each in ordered if each.cycle.name == name]) for name, cycle in cycles.items()]


def _lately(session: Session, catalogue: Catalogue, now: datetime) -> Sequence[tuple[datetime, Facts]]:
    deadlines = {each.id: each for each in catalogue.deadlines}
    meetings = {each.id: each for each in catalogue.meetings}
    query = select(Issue.deadline_id, Issue.meeting_id, func.max(Issue.effective_at).label("at")).where(
        is_public(now), Issue.effective_at > now - LATELY, Issue.entry_id.is_not(None)
    )
    found: list[tuple[datetime, Facts]] = []
    for row in session.execute(query.group_by(Issue.deadline_id, Issue.meeting_id)):
        fact: Facts | None = meetings.get(row.meeting_id) or deadlines.get(row.deadline_id)
        found += [(row.at, fact)] if fact else []
    return sorted(found, key=lambda each: (each[0], each[1].public_id), reverse=True)


def _proofs(session: Session, deadlines: Sequence[DeadlineFacts], now: datetime) -> dict[str, Proof]:
    """Return what completed each step that is completed, as it was recorded last."""
    met = {each.id: each.public_id for each in deadlines if each.settled == "met"}
    last = select(func.max(Settlement.id)).where(Settlement.at <= now).group_by(Settlement.deadline_id)
    query = select(Settlement.deadline_id, Settlement.document, Settlement.url).where(
        Settlement.id.in_(last), or_(Settlement.document.is_not(None), Settlement.url.is_not(None))
    )
    rows = (row for some in slices(list(met)) for row in session.execute(query.where(Settlement.deadline_id.in_(some))))
    return {met[row.deadline_id]: Proof(row.document, row.url) for row in rows}

"""Yearly data: circulars with their answers, roles per action line, and reporting windows."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.papers import circulars as circular_acts
from kernel import act_lines
from kernel.done import Done
from loading.entry_refusals import inside, refused
from loading.file_entries import Entry
from loading.paper_shapes import ActionLineShape, AnswerShape, CircularShape, WindowShape
from loading.result import Tally
from models.documents import Circular, LineRole, ReportingWindow
from models.journal import Entry as Line
from models.people import Organization, Person
from record.cycles.snapshots import split_name
from record.organizations import Organizations
from record.papers import action_lines, circulars
from record.papers.action_lines import StatedRole
from record.papers.circulars import Sheet
from record.refusals import NoSuchOrganization

CIRCULAR = ("title", "kind", "to", "sent_on", "answers_by", "source")


def take_circular(session: Session, entry: Entry[CircularShape], tally: Tally, *, now: datetime, by: str) -> None:
    """Add the circular and the answers that are new. Raises LoadRefused for one that differs."""
    shape = entry.given
    row = session.scalar(select(Circular).where(Circular.symbol == shape.symbol))
    with inside(entry.where):
        circular = row or _register(session, shape, now=now, by=by)
        new = _send(session, circular, shape, now=now, by=by)
        _check_same(entry, circular)
        new += [each.organization for each in shape.answers if _take_answer(session, circular, each, now=now, by=by)]
    if row is None:
        tally.add("circulars", shape.symbol, shape.title)
    elif new:
        tally.change("circulars", shape.symbol, new)
    else:
        tally.keep("circulars")


def _register(session: Session, shape: CircularShape, *, now: datetime, by: str) -> Circular:
    sheet = Sheet(shape.title, shape.kind, shape.to, shape.sent, shape.answers_by, shape.source)

    def insert(line: Line) -> Done:
        circulars.register(session, shape.symbol, sheet, line)
        facts: dict[str, object] = {"circular": shape.symbol, "kind": shape.kind, "to": shape.to}
        facts |= {"sent_on": shape.sent, "answers_by": shape.answers_by}
        return Done("registered", f"{shape.symbol} is registered", facts=facts)

    act_lines.part(session, "circular/register", {"circular": shape.symbol}, insert, now=now, by=by)
    return session.scalars(select(Circular).where(Circular.symbol == shape.symbol)).one()


def _send(session: Session, row: Circular, shape: CircularShape, *, now: datetime, by: str) -> list[str]:
    """Record that a circular whose day was awaited was sent, and return the words for it. Raises OutOfTime."""
    if row.sent_on or shape.sent is None:
        return []

    def send(line: Line) -> Done:
        return circular_acts.send(row, line, on=shape.sent, answers_by=shape.answers_by, now=now)

    words = {"circular": row.symbol, "on": shape.sent}
    act_lines.part(session, "circular/sent", words, send, now=now, by=by)
    return [f"sent on {shape.sent}"]


def _check_same(entry: Entry[CircularShape], row: Circular) -> None:
    shape = entry.given
    stated = (shape.title, shape.kind, shape.to, shape.sent, shape.answers_by, shape.source)
    stored = tuple(getattr(row, name) for name in CIRCULAR)
    if differs := [name for name, was, new in zip(CIRCULAR, stored, stated, strict=True) if was != new]:
        raise refused(entry.where, f"the record has its {', '.join(differs)} otherwise; keep the file to it")


def _take_answer(session: Session, row: Circular, shape: AnswerShape, *, now: datetime, by: str) -> bool:
    """Return True if an organization's answer was new, and is recorded. Raises NoSuchOrganization, OutOfTime."""
    organizations = Organizations(session)
    number = organizations.find(shape.organization)
    if number is None:
        raise NoSuchOrganization(shape.organization, organizations.near(shape.organization))
    member = session.get_one(Organization, number)
    if shape.on in circular_acts.answered_on(session, row, member):
        return False

    def add(line: Line) -> Done:
        day = circular_acts.past(shape.on, now, f"{member.name} cannot have answered")
        return circular_acts.add_answer(session, row, member, line, on=day, document=shape.document)

    words = {"circular": row.symbol, "organization": member.name, "on": shape.on}
    act_lines.part(session, "circular/answer", words, add, now=now, by=by)
    return True


def take_line(session: Session, entry: Entry[ActionLineShape], tally: Tally, *, now: datetime, by: str) -> None:
    """Add the role that a source states for a year. Raises LoadRefused for one that differs."""
    shape = entry.given
    row = session.scalar(select(LineRole).where(LineRole.line == shape.place, LineRole.year == shape.year))
    focal = _person(session, entry) if shape.focal_point else None
    if row is None:
        _state_role(session, shape, focal, now=now, by=by)
        tally.add("action_lines", f"{shape.place} {shape.year}", shape.role)
    elif (row.role, row.focal_point) != (shape.role, focal):
        words = f"for {shape.year} the record has {row.role}, as in: {row.source}"
        raise refused(entry.where, f"{words}; what a source stated stays, give another statement a year of its own")
    else:
        tally.keep("action_lines")


def _state_role(session: Session, shape: ActionLineShape, focal: str | None, *, now: datetime, by: str) -> None:
    year_of: dict[str, Any] = {"line": shape.place, "year": shape.year}
    stated: dict[str, Any] = {"role": shape.role, "source": shape.source, "focal_point": focal}

    def state(line: Line) -> Done:
        role = StatedRole(**year_of, **stated, title=shape.title)
        action_lines.state_role(session, role, line)
        return Done("stated", f"{shape.role} of {shape.place} for {shape.year}", facts=year_of | stated)

    act_lines.part(session, "action-line/state", year_of, state, now=now, by=by)


def _person(session: Session, entry: Entry[ActionLineShape]) -> str:
    public_id = session.scalar(select(Person.public_id).where(Person.email == entry.given.focal_point))
    if public_id is None:
        why = f"there is no contact {entry.given.focal_point!r}; load the focal point under `contacts` first"
        raise refused(entry.where, why)
    return public_id


def take_window(session: Session, entry: Entry[WindowShape], tally: Tally, *, now: datetime, by: str) -> None:
    """Add the span that an edition covers. Raises LoadRefused for one that differs."""
    shape = entry.given
    with inside(entry.where):
        split_name(shape.cycle)
    row = session.scalar(select(ReportingWindow).where(ReportingWindow.cycle == shape.cycle))
    if row is None:
        _state_window(session, shape, now=now, by=by)
        tally.add("reporting_windows", shape.cycle, shape.opens)
    elif (row.opens, row.closes) != (shape.opens, shape.closes):
        was = f"{row.opens} to {row.closes or 'an end that its source does not give'}"
        raise refused(entry.where, f"the record has {was} ({row.source}); keep the file to it")
    else:
        tally.keep("reporting_windows")


def _state_window(session: Session, shape: WindowShape, *, now: datetime, by: str) -> None:
    edition: dict[str, object] = {"edition": shape.cycle}

    def state(line: Line) -> Done:
        action_lines.state_window(session, shape.cycle, shape.opens, shape.closes, shape.source, line)
        sentence = f"{shape.cycle} covers {shape.opens} to {shape.closes or 'an end not given'}"
        return Done(
            "stated", sentence, facts=edition | {name: getattr(shape, name) for name in ("opens", "closes", "source")}
        )

    act_lines.part(session, "reporting-window/state", edition, state, now=now, by=by)

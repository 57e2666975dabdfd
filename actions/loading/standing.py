"""What changes over the years and is data: circulars with their answers, roles per action line, reporting windows."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.cycles.reading import split_name
from actions.loading.entries import Entry
from actions.loading.papers import ActionLineShape, CircularShape, WindowShape
from actions.loading.refusing import inside, refused
from actions.loading.tally import Tally
from actions.papers import circulars, lines
from models.documents import Circular, LineRole, ReportingWindow
from models.people import Person

CIRCULAR = ("title", "kind", "to", "sent_on", "answers_by", "source")


def take_circular(session: Session, entry: Entry[CircularShape], tally: Tally, *, now: datetime, by: str) -> None:
    """Add the circular and the answers that are new. Raises LoadRefused for one that differs."""
    given = entry.given
    said = (given.title, given.kind, given.to, given.sent, given.answers_by, given.source)
    row = session.scalar(select(Circular).where(Circular.symbol == given.symbol))
    sent: list[str] = []
    with inside(entry.where):
        if row is None:
            circulars.register(
                session,
                given.symbol,
                title=given.title,
                kind=given.kind,
                to=given.to,
                sent_on=given.sent,
                answers_by=given.answers_by,
                source=given.source,
                now=now,
                by=by,
            )
        elif given.sent and row.sent_on is None:
            circulars.send(session, given.symbol, on=given.sent, answers_by=given.answers_by, now=now, by=by)
            sent = [f"sent on {given.sent}"]
        if row and (stored := tuple(getattr(row, name) for name in CIRCULAR)) != said:
            differs = [name for name, was, new in zip(CIRCULAR, stored, said, strict=True) if was != new]
            raise refused(entry.where, f"the record has its {', '.join(differs)} otherwise; keep the file to it")
        new = [
            one.organization
            for one in given.answers
            if circulars.answer(session, given.symbol, one.organization, one.on, one.document, now=now, by=by)
        ]
    if row is None:
        tally.add("circulars", given.symbol, given.title)
    elif sent or new:
        tally.change("circulars", given.symbol, [*sent, *new])
    else:
        tally.keep("circulars")


def take_line(session: Session, entry: Entry[ActionLineShape], tally: Tally, *, now: datetime, by: str) -> None:
    """Add the role that a source states for a year. Raises LoadRefused for one that differs."""
    given = entry.given
    row = session.scalar(select(LineRole).where(LineRole.line == given.line, LineRole.year == given.year))
    focal = _person(session, entry) if given.focal_point else None
    if row is None:
        lines.state_role(
            session,
            given.line,
            given.year,
            given.role,
            title=given.title,
            source=given.source,
            focal_point=focal,
            now=now,
            by=by,
        )
        tally.add("action_lines", f"{given.line} {given.year}", given.role)
    elif (row.role, row.focal_point) != (given.role, focal):
        said = f"for {given.year} the record has {row.role}, as in: {row.source}"
        raise refused(entry.where, f"{said}; what a source stated stays, give another statement a year of its own")
    else:
        tally.keep("action_lines")


def _person(session: Session, entry: Entry[ActionLineShape]) -> str:
    found = session.scalar(select(Person.public_id).where(Person.email == entry.given.focal_point))
    if found is None:
        why = f"there is no contact {entry.given.focal_point!r}; load the focal point under `contacts` first"
        raise refused(entry.where, why)
    return found


def take_window(session: Session, entry: Entry[WindowShape], tally: Tally, *, now: datetime, by: str) -> None:
    """Add the span that an edition covers. Raises LoadRefused for one that differs."""
    given = entry.given
    with inside(entry.where):
        split_name(given.cycle)
    row = session.scalar(select(ReportingWindow).where(ReportingWindow.cycle == given.cycle))
    if row is None:
        lines.state_window(session, given.cycle, given.opens, given.closes, given.source, now=now, by=by)
        tally.add("reporting_windows", given.cycle, given.opens)
    elif (row.opens, row.closes) != (given.opens, given.closes):
        was = f"{row.opens} to {row.closes or 'an end that its source does not give'}"
        raise refused(entry.where, f"the record has {was} ({row.source}); keep the file to it")
    else:
        tally.keep("reporting_windows")

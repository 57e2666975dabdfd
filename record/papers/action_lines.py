"""ITU's roles, for each WSIS action line and in other things, and the spans of reports: data, from their sources."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.documents import LineRole, ReportingWindow
from models.journal import Entry
from models.people import Person
from planning.grammar import parse
from planning.rule_context import Known
from planning.window import Window

LINES = tuple(f"C{number}" for number in range(1, 12))


@dataclass(frozen=True, slots=True)
class StatedRole:
    """A role that a source states for a year, in an action line or something else; `focal_point` is a public id."""

    line: str
    year: int
    role: str
    title: str | None
    source: str
    focal_point: str | None = None


def state_role(session: Session, role: StatedRole, entry: Entry) -> None:
    """Record a stated role, under the line of an act."""
    session.add(
        LineRole(
            line=role.line,
            year=role.year,
            role=role.role,
            title=role.title,
            source=role.source,
            focal_point=role.focal_point,
            at=entry.at,
            entry_id=entry.id,
        )
    )
    session.flush()


def state_window(session: Session, cycle: str, opens: str, closes: str | None, source: str, entry: Entry) -> None:
    """Record, under the line of an act, the span that an edition covers, in its source's words."""
    session.add(ReportingWindow(cycle=cycle, opens=opens, closes=closes, source=source, at=entry.at, entry_id=entry.id))
    session.flush()


@dataclass(frozen=True, slots=True)
class RoleView:
    """ITU's role for a line, or in something else, in a year, and what it rests on; all None: no source states it."""

    line: str
    title: str | None
    role: str | None
    stated_for: int | None
    source: str | None
    focal_point: str | None


def roles(session: Session, year: int, *, now: datetime) -> list[RoleView]:
    """Return ITU's role for each action line, and in what else sources name, as last stated for the year or before."""
    rows = session.scalars(
        select(LineRole).where(LineRole.at <= now, LineRole.year <= year).order_by(LineRole.year, LineRole.id)
    ).all()
    names = {row.public_id: row.name for row in session.scalars(select(Person))}
    last = {row.line: row for row in rows}
    titles = {row.line: row.title for row in rows if row.title}
    focal = {row.line: row.focal_point for row in rows if row.focal_point}
    return [
        RoleView(line, titles.get(line), row.role, row.year, row.source, names.get(focal.get(line, "")))
        if (row := last.get(line))
        else RoleView(line, None, None, None, None, None)
        for line in dict.fromkeys((*LINES, *(row.line for row in rows)))
    ]


@dataclass(frozen=True, slots=True)
class ReportingWindowView:
    """The span of an edition: its first and last day in the source's precision; an end not given is None."""

    cycle: str
    opens: Window
    closes: Window | None
    words: str
    source: str

    def holds(self, on: date) -> bool | None:
        """Return whether a day lies in it; None where the source's precision, or its missing end, leaves it open."""
        if on < self.opens.first or (self.closes and on > self.closes.last):
            return False
        sure = on >= self.opens.last and self.closes is not None and on <= self.closes.first
        return True if sure else None


def reporting_windows(session: Session, *, now: datetime) -> list[ReportingWindowView]:
    """Return the spans recorded by `now`, by edition."""
    rows = session.scalars(
        select(ReportingWindow).where(ReportingWindow.at <= now).order_by(ReportingWindow.cycle)
    )  # fmt: skip
    return [
        ReportingWindowView(
            row.cycle, _window(row.opens), _window(row.closes) if row.closes else None, _words(row), row.source
        )
        for row in rows
    ]


def _window(words: str) -> Window:
    return parse(words).window(Known({}))


def _words(row: ReportingWindow) -> str:
    return f"{row.opens} to {row.closes}" if row.closes else f"{row.opens} on"

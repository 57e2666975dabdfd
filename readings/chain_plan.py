"""`chain/plan`: the dates that a procedure would have in an edition, or has if it is open. It stores nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from sqlalchemy.orm import Session

from kernel import chains
from kernel.grants import Grant
from kernel.parameters import CHAIN, WORDS, AnchorDates
from kernel.readings import reading
from kernel.shapes import as_span
from kernel.shown import Part, Shown
from models.cycles import Cycle
from planning.calendar import Calendars
from planning.day_range import believed_year
from planning.deadline_facts import Dated, conflict_facts, deadline_facts
from planning.fit import Conflict
from planning.library import find
from planning.plan import plan as reckon
from planning.window import Window, span_words
from readings.plan_tables import COLUMNS, of_plan, rows_of
from record.cycles import provisional_anchors
from record.cycles import snapshots as cycles
from record.cycles.latest_rows import opened
from record.cycles.views import CycleView
from record.mandates import year_plan
from record.meetings import meetings
from record.refusals import AlreadyOpen, NeitherDayNorMeeting, NoSuchMeeting

Edition = Annotated[
    str, WORDS.saying("The year that rules such as '24 February' mean; that of the edition.", metavar="YEAR")
]


@dataclass(frozen=True, slots=True)
class Outlook:
    """The dates of a procedure or of one edition, what they hang from, and what is still missing."""

    name: str
    version: int
    is_open: bool
    anchors: Mapping[str, str]  # by name: its days, and the meeting that it follows
    deadlines: Sequence[Dated]
    conflicts: Sequence[Conflict]
    notes: Sequence[str] = ()


@reading("chain/plan", who=(Grant.VIEWER,), short="plan", needs_store=False, columns=COLUMNS)
def plan(
    session: Session | None,
    chain: Annotated[str, CHAIN],
    *,
    anchors: AnchorDates = None,
    edition: Edition = "",
    now: datetime,
) -> Shown[Outlook]:
    """Show the dates of a procedure, or of an edition of it, with the reasons for each; store nothing.

    Of an edition that is open, the dates are its own. Of another one, meetings that are known give the reference dates
    that are not given. Raises NoSuchChain, BadChainFile, BadCycleName, AlreadyOpen,
    AnchorMissing, NotADate.
    """
    slug, _, own = chain.partition("/")
    if "/" in chain:
        cycles.split_name(chain)
    if session and own and (view := _open(session, chain, now)):
        if anchors:
            raise AlreadyOpen(chain)
        return _show_plan(_stored(view))
    known = _known(session, chain, now) if session and own else None
    year = cycles.edition_year(edition or own)
    declared = find(chains.declared(), slug)
    dates = {**(known.anchors if known else {}), **(anchors or {})}
    days = {name: _find_days(session, each, now) for name, each in dates.items()}
    waiting = [name for name in (known.provisional if known else ()) if name not in (anchors or {})]
    lists = cycles.calendars(session) if session else Calendars()
    named = None if year is None else believed_year(year)
    planned = reckon(provisional_anchors.without(declared, waiting), days, calendars=lists, edition=named)
    missing = [*known.missing.values(), *known.awaited.values()] if known else []
    notes = [sentence for sentence in missing if sentence.partition(":")[0] not in days]
    notes += [f"{name} is not confirmed yet" for name in waiting]
    words = {name: _words(each, days[name]) for name, each in dates.items()}
    return _show_plan(Outlook(chain, declared.version, False, words, planned.deadlines, planned.conflicts, notes))


def _show_plan(outlook: Outlook) -> Shown[Outlook]:
    return Shown(outlook, _facts, _parts, for_tables=lambda of: rows_of(of.deadlines))


def _open(session: Session, name: str, now: datetime) -> CycleView | None:
    slug, _, edition = name.partition("/")
    which = opened(now) & (Cycle.chain == slug) & (Cycle.edition == edition)
    return next(iter(cycles.views_of(session, which, now, now)), None)


def _stored(view: CycleView) -> Outlook:
    words = {each.name: _words(each.meeting or each.span, each.span) for each in view.anchors if each.span}
    return Outlook(view.name, view.chain.version, True, words, view.deadlines, view.conflicts)


def _known(session: Session, name: str, now: datetime) -> year_plan.Proposal | None:
    """Return the edition as the known meetings date it; None if nothing says in which year it falls."""
    slug, _, edition = name.partition("/")
    return year_plan.edition(session, find(chains.declared(), slug), edition, now=now)


def _find_days(session: Session | None, named: Window | str, now: datetime) -> Window:
    """Return the days of a reference date, or of the meeting that it follows. Raises NeitherDayNorMeeting, NotADate."""
    if isinstance(named, Window) or session is None:
        return as_span(named)
    try:
        meeting = meetings.meeting(session, named, now=now)
    except NoSuchMeeting:
        raise NeitherDayNorMeeting(named) from None
    return Window(meeting.opens, meeting.closes)


def _words(named: Window | str, days: Window) -> str:
    return f"{span_words(days)} ({named})" if isinstance(named, str) else span_words(days)


def _facts(outlook: Outlook) -> dict[str, object]:
    chain, _, edition = outlook.name.partition("/")
    of_edition = {"cycle": outlook.name, "open": outlook.is_open, "notes": list(outlook.notes)} if edition else {}
    return {
        "chain": chain,
        "version": outlook.version,
        **of_edition,
        "anchors": dict(outlook.anchors),
        "deadlines": [deadline_facts(deadline) for deadline in outlook.deadlines],
        "conflicts": [conflict_facts(conflict) for conflict in outlook.conflicts],
    }


def _parts(outlook: Outlook) -> Iterator[Part]:
    if "/" in outlook.name:
        yield f"{outlook.name} is open, with these dates" if outlook.is_open else f"{outlook.name} is not open yet"
        yield from (f"{name}: {words}" for name, words in outlook.anchors.items())
    yield from of_plan(outlook.deadlines, outlook.conflicts)
    yield from outlook.notes

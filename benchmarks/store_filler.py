"""Fill a store as years of work would: `insert … select` from template cycles, ids by arithmetic, foreign keys on.

`python -m benchmarks.store_filler URL [ENDED]` fills an empty store. Every number is an argument; by default they are
those of a store on which readings were seen to take minutes: 2,003 cycles, of which 1,700 have ended, with some 44,500
deadlines, and a million messages sent. Copies lie whole weeks from their template, so that weekdays stay. The copied
lines of the journal are no acts: their seals are unique, and verify as nothing.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import CTE, ColumnElement, Engine, String, cast, func, insert, literal, null, select, text
from sqlalchemy import case as case_
from sqlalchemy.orm import Session

import flows.chains
from actions.cycles import openings
from actions.cycles.planned_cycles import OpeningTerms
from benchmarks.row_copies import digits, numbered, restart_counters, shifted, table_of
from loading import load
from models.base import Base, Day, UtcDateTime
from models.bodies import Body
from models.cycles import Anchor, AnchorDate, Cycle
from models.deadlines import Deadline, Promise, Settlement
from models.engine import make_engine, writing
from models.journal import Entry
from models.meetings import Meeting, MeetingState, MeetingStatus
from models.message_identities import MessageIdentity
from models.outbox import Message, Owed, State
from models.people import Channel, Organization, Person, Role
from models.schema import upgrade
from models.store import public_id, the_store
from planning.chain import Chain
from planning.library import chains_in
from planning.window import Window, day
from record import journal, settings
from record.cycles.snapshots import cycle_row

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)  # a Monday
OPENED = NOW - timedelta(weeks=4)
BY = "Office"
EXAMPLES = Path(__file__).parent.parent / "examples"
TEXTS = [EXAMPLES / "2017" / "1-bodies.yaml", *sorted((EXAMPLES / "resolutions").glob("resolution-*.yaml"))]
TEMPLATES = {  # by chain, the anchor that follows a meeting
    "hlpf-contribution": "review",
    "annual-report": "cwg",
    "working-group-meeting": "cwg",
    "council-documents": "council",
    "wsis-forum": "forum",
}
PARTS = 3  # each step is there so often: 22 deadlines a cycle
BLOCK = 1_000  # ids kept for the rows of one cycle in each table
ADMINISTRATIONS = 200
DEAD, HELD = 20, 200  # messages that need a hand
COPIED = (
    Meeting, MeetingState, Cycle, Anchor, AnchorDate, Deadline, Promise, Settlement, MessageIdentity, Owed, Entry,
)  # fmt: skip
Own = Mapping[str, ColumnElement[Any]]


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is of each."""

    living: int = 303
    ended: int = 1_700
    people: int = 20_000
    bodies: int = 200
    messages: int = 1_000_000
    lines: int = 100_000


E1 = Size()


def fill(engine: Engine, size: Size = E1) -> dict[str, int]:
    """Fill an empty store, and return how many rows of each table it holds; its keys are gone afterwards."""
    with TemporaryDirectory() as home, writing(engine) as session:
        ours = settings.read({"COUNCIL_HOME": home})
        journal.attach(engine, ours)
        if engine.dialect.name == "postgresql":
            session.execute(text("SET LOCAL statement_timeout = 0"))  # a statement writes a million rows
        _people(session, size)
        load(session, TEXTS, chains_in(flows.chains), now=OPENED, by=BY)
        templates = [_template(session, number, slug) for number, slug in enumerate(TEMPLATES)]
        assert max(session.scalar(select(func.max(of.id))) or 0 for of in (Promise, AnchorDate)) < BLOCK
        living = size.living - len(templates)
        for position, template in enumerate(templates):
            _copies(session, template, position, 1, size.ended, size, has_ended=True)
            _copies(session, template, position, size.ended + 1, size.ended + living, size, has_ended=False)
        _settle(session)
        _mail(session, size)
        _lines(session, size.lines)
        restart_counters(session, COPIED)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
        counted = (Cycle, Deadline, Meeting, Person, Message, Owed, Entry)
        return {table_of(of).name: connection.scalar(select(func.count()).select_from(of)) or 0 for of in counted}


# -- templates -------------------------------------------------------------------------------------------------------


def _people(session: Session, size: Size) -> None:
    """Put bodies into the store, and people who belong to one of them each; one in a hundred is of the office."""
    store, ids = the_store(session), range(1, size.people + 1)
    session.execute(insert(Body), [{"key": f"body-{n}", "name": f"Working group {n}"} for n in range(size.bodies)])
    session.execute(insert(Organization), [{"name": f"Administration {n}"} for n in range(ADMINISTRATIONS)])
    session.execute(
        insert(Person),
        [
            {
                "public_id": public_id(store, "person", f"p{n}@state.example"),
                "name": f"Person {n}",
                "email": f"p{n}@state.example",
                "organization_id": 1 + n % ADMINISTRATIONS,
                "language": ("en", "fr", "es", "ru", "zh", "ar")[n % 6],
            }
            for n in ids
        ],
    )
    offices = ("secretariat", "secretary")
    roles = [{"role": offices[n // 100 % 2] if n % 100 == 0 else "membership"} for n in ids]
    scopes = [{"person_id": n, "scope": f"body-{n % size.bodies}"} for n in ids]
    session.execute(insert(Role), [role | scope for role, scope in zip(roles, scopes, strict=True)])
    session.execute(insert(Channel), [{"person_id": n} for n in ids])


def _template(session: Session, number: int, slug: str) -> Cycle:
    """Open a cycle of a shipped chain that follows a meeting, with each of its steps PARTS times."""
    chain, meeting = _lengthened(chains_in(flows.chains)[slug]), _meeting(session, number)
    days = (day(date(2026, 12, 7)), day(date(2027, 4, 28)), day(date(2027, 7, 1)))
    given: dict[str, Window | str] = {
        anchor.name: meeting.key if anchor.name == TEMPLATES[slug] else days[position % 3]
        for position, anchor in enumerate(chain.anchors)
    }
    terms = OpeningTerms(given, accept_conflicts="a template")
    openings.open_cycle(session, chain, "template", terms, now=OPENED, by=BY)
    return cycle_row(session, f"{slug}/template")


def _lengthened(chain: Chain) -> Chain:
    more = [
        replace(step, slug=f"{step.slug}-{part}", title=f"{step.title} ({part})")
        for part in range(2, PARTS + 1)
        for step in chain.steps
    ]
    return replace(chain, steps=(*chain.steps, *more))


def _meeting(session: Session, number: int) -> Meeting:
    known = {
        "title": f"Meeting {number}",
        "opens_on": date(2026, 11, 30),
        "closes_on": date(2026, 12, 4),
        "place": "Geneva",
        "status": MeetingStatus.CONFIRMED,
    }
    name = public_id(the_store(session), "meeting", f"template-{number}")
    meeting = Meeting(key=f"template-{number}", body_id=1 + number, public_id=name, updated_at=OPENED, **known)
    session.add(meeting)
    session.flush()
    session.add(MeetingState(meeting_id=meeting.id, **known, at=OPENED, entry_id=None))
    session.flush()
    return meeting


# -- copies ----------------------------------------------------------------------------------------------------------


def _copies(
    session: Session, template: Cycle, position: int, first: int, last: int, size: Size, *, has_ended: bool
) -> None:
    """Copy a template for each of these numbers whose turn it is: the cycle, its meeting, its anchors and deadlines."""
    numbers = numbered(first, last)
    n = numbers.c.n
    weeks = -(60 + n * 7 % 460) if has_ended else -(n * 7 % 30)  # ended: one to ten years ago; living: since spring
    days, turn = weeks * 7, n % len(TEMPLATES) == position
    meeting = select(Anchor.meeting_id).where(Anchor.cycle_id == template.id, Anchor.meeting_id.is_not(None))
    meeting_id = session.scalars(meeting).one()
    opened = shifted(table_of(Cycle).c.opened_at, days)
    ending = {
        "ended_at": shifted(table_of(Cycle).c.opened_at, days + 40 * 7) if has_ended else null(),
        "ending": literal("closed") if has_ended else null(),
    }
    body = {"body_id": 1 + n % size.bodies, "key": literal("meeting-") + cast(n, String)}
    edition = {"edition": literal("copy-") + cast(n, String), "opened_at": opened}
    of_cycle = {"cycle_id": template.id + n * BLOCK}
    anchors = select(Anchor.id).where(Anchor.cycle_id == template.id)
    deadlines = select(Deadline.id).where(Deadline.cycle_id == template.id)
    for of, own, where in (
        (Meeting, body, Meeting.id == meeting_id),
        (MeetingState, {"meeting_id": MeetingState.meeting_id + n * BLOCK}, MeetingState.meeting_id == meeting_id),
        (Cycle, edition | ending, Cycle.id == template.id),
        (Anchor, of_cycle | {"meeting_id": Anchor.meeting_id + n * BLOCK}, Anchor.cycle_id == template.id),
        (
            AnchorDate,
            {"anchor_id": AnchorDate.anchor_id + n * BLOCK, "meeting_id": AnchorDate.meeting_id + n * BLOCK},
            AnchorDate.anchor_id.in_(anchors),
        ),
        (Deadline, of_cycle | {"open": literal(not has_ended)}, Deadline.cycle_id == template.id),
        (Promise, {"deadline_id": Promise.deadline_id + n * BLOCK}, Promise.deadline_id.in_(deadlines)),
    ):
        _copy(session, of, own, days, numbers, turn, where)


def _copy(
    session: Session,
    of: type[Base],
    own: Own,
    days: ColumnElement[int],
    numbers: CTE,
    turn: ColumnElement[bool],
    where: ColumnElement[bool],
) -> None:
    """Insert a row for each number in turn and each row found: days shifted, ids and public ids by arithmetic."""
    table, n = table_of(of), numbers.c.n
    values: dict[str, ColumnElement[Any]] = {
        column.name: shifted(column, days) if isinstance(column.type, Day | UtcDateTime) else column
        for column in table.columns
    }
    values["id"] = table.c.id + n * BLOCK
    if "public_id" in values:
        values["public_id"] = func.substr(table.c.public_id, 1, 24) + digits(n)
    values |= own
    found = select(*values.values()).select_from(table.join(numbers, turn)).where(where)
    session.execute(insert(table).from_select(list(values), found))


# -- what has happened -----------------------------------------------------------------------------------------------


def _settle(session: Session) -> None:
    """Record each deadline of an ended cycle as met on its day."""
    values = {
        "deadline_id": Deadline.id,
        "kind": literal("met"),
        "on": func.coalesce(Promise.due_on, literal(OPENED.date(), Promise.due_on.type)),
        "by": literal(BY),
        "document": literal("C26/1"),
        "at": Cycle.ended_at,
        "entry_id": Promise.entry_id,
    }
    found = select(*values.values()).join(Cycle, Cycle.id == Deadline.cycle_id)
    found = found.join(Promise, Promise.deadline_id == Deadline.id).where(Cycle.ended_at.is_not(None))
    session.execute(insert(table_of(Settlement)).from_select(list(values), found))


def _mail(session: Session, size: Size) -> None:
    """Record what was owed and sent, deadline after deadline and person after person; a few messages need a hand."""
    total = session.scalar(select(func.count()).select_from(Deadline)) or 1
    turns = (func.row_number().over(order_by=Deadline.id) - 1).label("turn")
    each = select(Deadline.id, Deadline.cycle_id, Cycle.chain, Cycle.opened_at, turns)
    each_ = each.join(Cycle, Cycle.id == Deadline.cycle_id).cte("each_deadline")
    numbers = numbered(0, size.messages - 1)
    n = numbers.c.n
    person, at = 1 + n * 31 % size.people, each_.c.opened_at
    states = case_((n < DEAD, State.DEAD.value), (n < DEAD + HELD, State.HELD.value), else_=State.SENT.value)
    identity = {"id": 1 + n, "public_id": literal("00000000-0000-5000-8000-") + digits(n)}
    message = {
        "id": 1 + n, "person_id": person,
        "address": literal("email"), "kind": literal("rung"), "chain": each_.c.chain, "cycle_id": each_.c.cycle_id,
        "state": states, "due_at": at, "planned_at": at, "sent_at": case_((n < DEAD + HELD, null()), else_=at),
        "tries": literal(1), "carrier": literal("email"), "unanswered": literal(0), "in_doubt": literal(False),
    }  # fmt: skip
    owed = {
        "id": 1 + n, "deadline_id": each_.c.id, "promise": literal(1), "person_id": person,
        "rung": literal("before-") + cast(n // total, String),
        "address": literal("email"), "message_id": 1 + n, "at": at,
    }  # fmt: skip
    for of, values in ((MessageIdentity, identity), (Message, message), (Owed, owed)):
        found = select(*values.values()).select_from(numbers).join(each_, each_.c.turn == n % total)
        session.execute(insert(table_of(of)).from_select(list(values), found))


def _lines(session: Session, lines: int) -> None:
    """Lengthen the journal by lines that are no acts: each has a seal of its own, and none verifies."""
    numbers = numbered(1, lines)
    n, at, start = numbers.c.n, literal(OPENED, UtcDateTime()), literal("f" * 52)
    values = {
        "id": BLOCK + n, "at": at, "written_at": at, "by": literal(BY), "act": literal("filler"), "cycle": null(),
        "text": literal('{"act":"filler"}'), "previous": start + digits(n - 1), "hash": start + digits(n),
    }  # fmt: skip
    session.execute(insert(table_of(Entry)).from_select(list(values), select(*values.values()).select_from(numbers)))


if __name__ == "__main__":
    into = make_engine(sys.argv[1])
    upgrade(into, uid_host="council.example", now=OPENED)
    print(fill(into, replace(E1, ended=int(sys.argv[2])) if len(sys.argv) > 2 else E1))

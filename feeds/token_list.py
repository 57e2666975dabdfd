"""List private addresses (`tokens/list`), and the links by which people get them (`tokens/asked`)."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Annotated

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from feeds import link_requests, stale_calendars
from feeds.selection import parse
from feeds.stale_calendars import Missed
from kernel.grants import Grant
from kernel.parameters import PERSON
from kernel.readings import reading
from kernel.shown import Column, Part, Row, Shown, listing, table
from models.subscriptions import Subscription
from planning.remedies import Call
from planning.zones import local_day
from record.people import people

OF_ONE = PERSON.saying("Of one person only.", option="of")


@dataclass(frozen=True, slots=True)
class Line:
    """One subscription, as its list shows it."""

    number: str
    person: str
    selection: str
    language: str
    issued_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None
    moved: tuple[str, ...] = ()  # the deadlines whose dates it has not fetched since they moved


@reading(
    "tokens/list",
    who=(Grant.SECRETARIAT, Grant.LINK),
    columns=(
        Column("Issued", date),
        Column("Number"),
        Column("Person"),
        Column("Selection"),
        Column("Language"),
        Column("Use"),
    ),
)
def tokens(session: Session, *, person: Annotated[str | None, OF_ONE] = None, now: datetime) -> Shown[list[Line]]:
    """List the subscriptions with their last use and what moved since; the addresses themselves are kept nowhere."""
    subscriptions = lines(session, person, now=now)
    return Shown(subscriptions, lambda lines: [asdict(line) for line in lines], _parts, for_tables=_rows)


def _parts(lines: list[Line]) -> Iterator[Part]:
    if not lines:
        arguments = {"person": "PERSON", "selection": "SELECTION"}
        yield ("nobody has subscribed; ", Call("tokens/issue", arguments, "issue an address"))
    yield table(_rows(lines))


def _rows(lines: list[Line]) -> Iterator[Row]:
    for line in lines:
        issued, read = local_day(line.issued_at), parse(line.selection).words
        yield issued, line.number, line.person, read, line.language, _use(line)


def _use(line: Line) -> str:
    if line.revoked_at:
        return f"revoked {local_day(line.revoked_at)}"
    if line.used_at is None:
        return "never fetched"
    moved = f"; moved since: {', '.join(line.moved)}" if line.moved else ""
    return f"last fetched {line.used_at:%Y-%m-%d %H:%M} UTC{moved}"


@reading(
    "tokens/asked",
    who=(Grant.SECRETARIAT,),
    columns=(
        Column("At", datetime),
        Column("Person"),
        Column("Selection"),
        Column("Language"),
        Column("Standing"),
        Column("Detail"),
    ),
)
def asked(session: Session, *, now: datetime) -> Shown[list[link_requests.Line]]:
    """List the links that people asked for, or were offered, in the last thirty days, and what became of them."""
    return listing(
        link_requests.lines(session, now=now),
        lambda lines: [asdict(line) for line in lines],
        lambda lines: (
            (line.at, line.person, parse(line.selection).words, line.language, line.state, line.detail)
            for line in lines
        ),
        "nobody asked for a link in the last thirty days",
    )


def lines(session: Session, person: str | None = None, *, now: datetime) -> list[Line]:
    """Return the subscriptions that were issued by `now`, of one person or of all. Raises NoSuchPerson."""
    query = select(Subscription).where(Subscription.issued_at <= now).options(selectinload(Subscription.person))
    if person:
        query = query.where(Subscription.person_id == people.named(session, person).id)
    rows = session.scalars(query.order_by(Subscription.id)).all()
    fetched = {row: row.used_at for row in rows if row.used_at and row.used_at <= now and not row.revoked_at}
    missed = stale_calendars.of(session, fetched, now=now)
    return [_make_line(row, missed.get(row, ())) for row in rows]


def _make_line(row: Subscription, missed: Iterable[Missed] = ()) -> Line:
    """Return the subscription as its list shows it."""
    facts = (row.selection, row.language, row.issued_at, row.used_at, row.revoked_at)
    moved = tuple(f"{move.deadline.cycle.name} {move.deadline.step}" for move in missed)
    return Line(row.number, row.person.name, *facts, moved)

"""List the channels of people, and whether they work (`channels/list`); a channel's URL is never shown."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from delivery.sealed_channels import is_sealed
from kernel.grants import Grant
from kernel.parameters import OptionalPersonName
from kernel.readings import reading
from kernel.shown import Column, Row, Shown, listing
from letters.delivery_history import result_of
from models.outbox import Message
from models.people import Channel
from record.people.people import EMAIL, address_of, named


@dataclass(frozen=True, slots=True)
class Line:
    """One channel, without its secret; `last` is what became of the last message by it."""

    number: int
    person: str
    carrier: str
    sealed: bool
    last: str


@reading(
    "channels/list",
    who=(Grant.SECRETARIAT,),
    columns=(Column("Number", int), Column("Person"), Column("Channel"), Column("Sealed"), Column("Last letter")),
)
def listed(session: Session, person: OptionalPersonName = None) -> Shown[list[Line]]:
    """List the channels of one person, or of all, and what became of the last letter by each. Raises NoSuchPerson."""
    return listing(
        lines(session, person),
        lambda lines: [asdict(line) for line in lines],
        lambda lines: map(_make_row, lines),
        "nobody has a channel",
    )


def _make_row(line: Line) -> Row:
    return line.number, line.person, line.carrier, None if line.sealed else "NOT SEALED", line.last


def lines(session: Session, person: str | None = None) -> list[Line]:
    """Return the channels, or those of one person by e-mail address or name. Raises NoSuchPerson."""
    query = select(Channel).order_by(Channel.person_id, Channel.id).options(selectinload(Channel.person))
    if person:
        query = query.where(Channel.person_id == named(session, person).id)
    rows, last = session.scalars(query).all(), _find_last_results(session)
    return [
        Line(
            row.id,
            row.person.name,
            row.carrier,
            row.address == EMAIL or is_sealed(row),
            last.get((row.person_id, address_of(row)), ""),
        )
        for row in rows
    ]


def _find_last_results(session: Session) -> Mapping[tuple[int, str], str]:
    newest = select(func.max(Message.id)).where(Message.tries > 0).group_by(Message.person_id, Message.address)
    return {(row.person_id, row.address): result_of(row) for row in session.scalars(
        select(Message).where(Message.id.in_(newest)))}  # fmt: skip

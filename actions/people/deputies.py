"""Deputies: who is told in a person's place, from a day to a day; the deadlines stay the person's own.

A deputy hears at the next round what is owed by then: that is the hand-over. A person who comes back hears in the same
way what they have missed.
"""

from datetime import date, datetime
from typing import Annotated

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.cycles import rows_to_change
from kernel import effects
from kernel.declaration import act
from kernel.done import Done, Happening
from kernel.grants import Grant, Identity
from kernel.parameters import DAY, PERSON
from models.journal import Entry
from models.people import Deputy, Person
from planning.remedies import Call
from planning.zones import local_day
from record import journal
from record.people import people
from record.people.deputies import DeputyView, standing
from record.refusals import BadDeputy, NoSuchDeputy


@act("deputy/set", who=(Grant.SECRETARIAT,), undo="deputy/end", tags=("people",))
def appoint(
    session: Session,
    person: Annotated[str, PERSON.saying("Who is away, by e-mail address or name.")],
    deputy: Annotated[str, PERSON.saying("Who is told instead, by e-mail address or name.", metavar="DEPUTY")],
    *,
    from_on: Annotated[date | None, DAY.saying("The first day; today if left empty.", option="from")] = None,
    to_on: Annotated[date | None, DAY.saying("The last day; until it is ended if left empty.", option="to")] = None,
    now: datetime,
    by: Identity,
) -> Done:
    """Have somebody told, and approve if that person does, in a person's place; the person stays responsible.

    Raises NoSuchPerson, BadDeputy.
    """
    absent, other = people.known(session, person), people.known(session, deputy)
    starts = from_on or local_day(now)
    check(session, absent, other, starts, to_on)
    effects.note(session, f"deputy:{person} {deputy} {starts}", None)
    session.add(new(absent.id, other.id, starts, to_on, journal.line(session)))
    rows_to_change.wake_all(session, now=now)
    return Done(
        "appointed",
        DeputyView(absent.name, other.name, starts, to_on, absent.id, other.id).sentence,
        facts={"person": person, "deputy": deputy, "from": starts, "to": to_on},
        events=(Happening("readers-changed", "outbox", ()),),
        undo=Call("deputy/end", {"person": person, "deputy": deputy, "from_on": starts}),
    )


@act(
    "deputy/end",
    who=(Grant.SECRETARIAT,),
    undo="deputy/set",
    undo_unless="it ended several stays at once; each is set anew",
    tags=("people",),
)
def end(
    session: Session,
    person: Annotated[str, PERSON.saying("Who is back, by e-mail address or name.")],
    deputy: Annotated[
        str | None, PERSON.saying("Only this deputy; all of them if left empty.", metavar="DEPUTY")
    ] = None,
    *,
    from_on: Annotated[date | None, DAY.saying("Only from the stay that begins on this day.", option="from")] = None,
    now: datetime,
    by: Identity,
) -> Done:
    """Have a person who was away told again. Raises NoSuchPerson, NoSuchDeputy."""
    absent, other = people.known(session, person), people.known(session, deputy) if deputy else None
    ended = [
        (row, name)
        for row, name in standing(session, local_day(now), Deputy.person_id == absent.id)
        if (other is None or row.deputy_id == other.id) and from_on in (None, row.from_on)
    ]
    if not ended:
        raise NoSuchDeputy(absent.name, other.name if other else None)
    ids = [_public_id(session, row.deputy_id) for row, _ in ended]
    for (row, _), public_id in zip(ended, ids, strict=True):
        effects.note(session, f"deputy:{person} {public_id} {row.from_on}", row.to_on)
        row.ended_at = now
    rows_to_change.wake_all(session, now=now)
    sentences = [f"{name} no longer stands in for {absent.name}" for _, name in ended]
    return Done(
        "ended",
        sentences[0],
        facts={"person": person, "deputies": ids},
        notes=tuple(sentences[1:]),
        events=(Happening("readers-changed", "outbox", ()),),
        undo=_appoint_again(person, ids[0], ended[0][0]) if len(ended) == 1 else None,
    )


def _appoint_again(person: str, deputy: str, row: Deputy) -> Call:
    """Return the act that has the deputy stand in once more in the same days."""
    stay: dict[str, object] = {"person": person, "deputy": deputy, "from_on": row.from_on}
    return Call("deputy/set", stay | ({"to_on": row.to_on} if row.to_on else {}))


def check(session: Session, person: Person, other: Person, starts: date, ends: date | None) -> None:
    """Refuse a deputy who cannot stand in. Raises BadDeputy."""
    if person.id == other.id:
        raise BadDeputy(f"{person.name} cannot stand in for themselves; name another contact")
    if ends and ends < starts:
        raise BadDeputy(f"it ends on {ends}, before it begins on {starts}; correct one of the two")
    mine = (Deputy.person_id == person.id) & (Deputy.deputy_id == other.id)
    theirs = (Deputy.person_id == other.id) & (Deputy.deputy_id == person.id)
    for row, _ in standing(session, starts, mine | theirs):
        if ends and row.from_on > ends:
            continue
        if row.person_id == person.id:
            raise BadDeputy(f"{other.name} stands in for {person.name} already in these days; end that first")
        raise BadDeputy(f"{person.name} stands in for {other.name} in these days; name somebody who is there")


def new(person_id: int, deputy_id: int, starts: date, ends: date | None, entry: Entry) -> Deputy:
    """Return the row of a deputy that an act or a load appoints."""
    return Deputy(
        person_id=person_id, deputy_id=deputy_id, from_on=starts, to_on=ends, at=entry.at, entry_id=entry.id
    )  # fmt: skip


def _public_id(session: Session, person_id: int) -> str:
    return session.scalars(select(Person.public_id).where(Person.id == person_id)).one()

"""Erase a person who asks for it: the record goes on, and no longer says who they are.

Acts, dates and letters stay under the person's public id, which is what the journal holds; so its proof holds too.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, String, delete, func, or_, select, update
from sqlalchemy.orm import Session

from actions.cycles import rows_to_change
from delivery.keys import act_and_forget
from kernel.declaration import act
from kernel.done import Done, Happening
from kernel.grants import Grant, Identity
from kernel.outside import Outside
from kernel.parameters import PersonName, Reason
from letters import kept_words, named_in
from models.accounts import Account, Credential, RefusedSignIn, Right, SignIn
from models.cycles import Cycle
from models.deadlines import Assignment, Deadline
from models.outbox import Message, StandingRelease
from models.people import Bounce, Channel, Deputy, Mute, Person, Role
from models.sending_state import Hold
from models.subscriptions import Asked, Subscription
from models.tables import tables
from planning.errors import CouncilError
from planning.remedies import Call
from planning.rule_words import count_of
from planning.zones import local_day
from record import journal
from record.people import people
from record.people.people import STAFF
from record.refusals.erasures import LettersWait, NamedInReason, OnlyAdministrator, OnlyOfficer, StillResponsible

READERS = (Happening("readers-changed", "outbox", ()),)


class StillKept(CouncilError):
    """The person is erased, and the file of the store, which is in use, still holds the bytes."""

    def __init__(self) -> None:
        super().__init__(
            "the person is erased, but the database is in use and still keeps the bytes from before",
            Call("channels/seal", words="rebuild it when it is quiet"),
        )


def _erase_and_forget(asked: Outside) -> Done:
    """Erase, and have the database forget who it was: where it is in use, that is said."""
    done = act_and_forget(asked)
    return replace(done, failure=StillKept()) if done.failure else done


@act(
    "people/erase",
    who=(Grant.ADMINISTRATOR,),
    no_undo="name and address are kept nowhere here any more; a backup from before still has them",
    no_form="a run keeps what is typed into it",
    outside=_erase_and_forget,
    tags=("people",),
)
def erase(session: Session, person: PersonName, *, because: Reason, now: datetime, by: Identity) -> Done:
    """Erase a person who asks for it: name, address, organization, roles, channels, account, and the words of letters.

    What was done stays under their id. Raises NoSuchPerson, NamedInReason, StillResponsible, LettersWait, OnlyOfficer,
    OnlyAdministrator.
    """
    row = people.known(session, person)
    words = named_in.Names(row.name, row.email)
    if words.are_in(because):
        raise NamedInReason
    _check_free(session, row, words, now)
    letters = named_in.clear(session, row.id, words, now=now)
    notes = ["it was the official address of its organization: mark another"] if row.official else []
    _take_names_from_rows(session, row)
    _end_all(session, row.id, now)
    row.name, row.email, row.organization_id = "", f"erased-{row.public_id}", None
    row.language, row.zone, row.digest, row.file_said, row.official = "en", None, None, None, False
    row.link_series += 1
    session.flush()
    journal.tables_changed(session, *ENDED)
    journal.forget_guesses(session, "person", [row.id])
    journal.forget_guesses(session, "standing_release", session.scalars(select(StandingRelease.id)))
    rows_to_change.wake_all(session, now=now)
    return Done(
        "erased",
        f"the person is erased; the words of {count_of(letters, 'letter')} that named them are cleared",
        facts={"person": person, "because": because, "letters": letters},
        notes=(*notes, *_left(session, words), *ELSEWHERE),
        events=(*READERS, Happening("erased", "person", (row.public_id,))),
    )


ELSEWHERE = ("files from which people are loaded, backups, and logs may still name them: see to those",)


def _check_free(session: Session, row: Person, words: named_in.Names, now: datetime) -> None:
    """Check that nothing waits for the person, and that somebody else is there. Raises as `erase` does."""
    if steps := _open_assignments(session, row.id):
        raise StillResponsible(row.name, steps)
    if named_in.waiting(session, row.id, words):
        raise LettersWait(row.name, row.email)
    if _is_last_officer(session, row.id, now):
        raise OnlyOfficer(row.name)
    administrators = session.scalars(
        select(Account.person_id).where(Account.ended_at.is_(None), Account.holds == Right.ADMINISTRATOR)
    ).all()
    if list(administrators) == [row.id]:
        raise OnlyAdministrator(row.name)


def _open_assignments(session: Session, person_id: int) -> list[tuple[str, str]]:
    """Return the cycles and steps that are open and for which the person is responsible."""
    last = select(func.max(Assignment.id)).group_by(Assignment.deadline_id)
    query = (
        select(Cycle.chain, Cycle.edition, Deadline.step)
        .join(Deadline, Deadline.cycle_id == Cycle.id)
        .join(Assignment, Assignment.deadline_id == Deadline.id)
        .where(Deadline.open, Assignment.person_id == person_id, Assignment.id.in_(last))
        .order_by(Cycle.id, Deadline.position)
    )
    return [(f"{row.chain}/{row.edition}", row.step) for row in session.execute(query)]


def _is_last_officer(session: Session, person_id: int, now: datetime) -> bool:
    """Return whether the person is of the Secretariat today, and nobody else is."""
    today = local_day(now)
    holds = (
        Role.role.in_(STAFF),
        or_(Role.from_on.is_(None), Role.from_on <= today),
        or_(Role.to_on.is_(None), Role.to_on >= today),
    )
    holders = set(session.scalars(select(Role.person_id).where(*holds).distinct()))
    return holders == {person_id}


def _take_names_from_rows(session: Session, row: Person) -> None:
    """Put the public id where a row names the person, unless somebody else has the same name."""
    if session.scalar(select(func.count()).where(Person.name == row.name)) != 1:
        return
    for column in (Message.released_by, StandingRelease.by, Hold.by, Hold.lifted_by):
        session.execute(update(column.class_).where(column == row.name).values({column.key: row.public_id}))


ENDED = ("role", "channel", "deputy", "mute", "account", "subscription", "standing_release")  # rows of which change


def _end_all(session: Session, person_id: int, now: datetime) -> None:
    """End what is the person's: absences and cover, choices, account, private calendars; take away what names them."""
    kept_words.forget_for_good(session)
    for table in (Role, Channel, Credential, SignIn, RefusedSignIn, Asked):
        session.execute(delete(table).where(table.person_id == person_id))
    ended = {"ended_at": now}
    stands_in = or_(Deputy.person_id == person_id, Deputy.deputy_id == person_id)
    session.execute(update(Deputy).where(stands_in, Deputy.ended_at.is_(None)).values(ended))
    for kept in (Mute, Account):
        session.execute(update(kept).where(kept.person_id == person_id, kept.ended_at.is_(None)).values(ended))
    living = (Subscription.person_id == person_id, Subscription.revoked_at.is_(None))
    session.execute(update(Subscription).where(*living).values(revoked_at=now))
    session.execute(update(Bounce).where(Bounce.person_id == person_id).values(address="", detail=""))


def _left(session: Session, words: named_in.Names) -> list[str]:
    """Return, in sentences, which tables hold the name or the address still, in words that somebody typed."""
    notes = []
    for table in tables().sorted_tables:
        typed = [column for column in table.columns if _holds_words(column)]
        count = session.scalar(select(func.count()).select_from(table).where(words.found_in(*typed))) if typed else 0
        if count:
            notes.append(f"{count_of(count, 'row')} of {table.name!r} still name them, in words that somebody typed")
    return notes


def _holds_words(column: Column[Any]) -> bool:
    """Return True for a column in which words may stand."""
    return isinstance(getattr(column.type, "impl", column.type), String | JSON)

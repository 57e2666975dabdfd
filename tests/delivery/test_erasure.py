"""A person who asks for it is erased: nothing in the store says who they were, and the journal's proof still holds."""

from pathlib import Path

import pytest
from sqlalchemy import make_url, select, update

from desk import message_shown, outbox_list
from kernel.done import Done
from kernel.runner import do
from models.engine import reading, writing
from models.outbox import Message
from models.people import Person
from models.tables import tables
from planning.errors import CouncilError
from record import journal
from record.people import contacts
from record.refusals import NoSuchPerson
from record.refusals.erasures import LettersWait, NamedInReason, OnlyAdministrator, OnlyOfficer, StillResponsible
from tests.beginnings import told_once
from tests.secretariat import HLPF, Desk, moment

pytestmark = pytest.mark.both_databases("rewrites many tables, and looks for what is left in a file")

NAME, EMAIL, ON = "Zoltan Quillfeather", "zoltan.quillfeather@state.example", "2017-03-02"
ASKED = {"because": "asked for it in a letter of 1 March"}


def erases(desk: Desk, person: str = EMAIL, on: str = ON, **how: str) -> Done:
    return desk.performs("people/erase", person=person, on=on, **(ASKED | how))


@told_once
def is_known(desk: Desk) -> None:
    """Have somebody be told, stand in, have an account, private calendars, choices, and letters that name them."""
    desk.knows(NAME, EMAIL, "secretariat")
    desk.opens_agreed()
    desk.deputizes(EMAIL, of="focal@itu.example", on="2017-02-10", first="2017-02-10", last="2017-02-20")
    desk.releases(on="2017-02-10 10:00")
    desk.turn("2017-02-13 10:00")
    desk.turn("2017-02-23 10:00")
    desk.performs("account/invite", person=EMAIL, holds="viewer", on="2017-02-14")
    desk.performs("sending/hold", because="a pause", on="2017-02-14", by=None)
    desk.performs("sending/resume", because="on again", on="2017-02-14")
    desk.subscribes(EMAIL, on="2017-02-14")
    desk.bounces(EMAIL, on="2017-02-15")
    desk.mutes(EMAIL, "hlpf-contribution", on="2017-02-16")
    with writing(desk.engine) as session:
        told = session.scalars(select(Message.id).where(Message.state == "sent")).all()
        session.execute(update(Message).where(Message.id.in_(told)).values(released_by=NAME))


def everything(desk: Desk) -> str:
    """Return every row of every table as text, and on SQLite the bytes of the file."""
    with reading(desk.engine) as session:
        rows = [repr(tuple(row)) for table in tables().sorted_tables for row in session.execute(select(table))]
    url = make_url(desk.settings.database_url)
    file = Path(str(url.database)).read_bytes().decode("latin-1") if url.get_backend_name() == "sqlite" else ""
    return "\n".join(rows) + file


def waits_no_more(desk: Desk) -> None:
    """Have no letter wait that is for them."""
    with reading(desk.engine) as session:
        theirs = select(Message.id).join(Person, Person.id == Message.person_id).where(Person.email == EMAIL)
        waiting = session.scalars(theirs.where(Message.state.in_(("held", "queued")))).all()
    if waiting:
        desk.drops(*waiting, on="2017-03-01")


@pytest.mark.proof_on_postgresql("two CPU seconds; other erasures are told there")
def test_nothing_says_any_more_who_they_were_and_the_record_goes_on(desk: Desk) -> None:
    is_known(desk)
    waits_no_more(desk)
    with reading(desk.engine) as session:
        number = session.scalars(
            select(Message.id).join(Person, Person.id == Message.person_id).where(Person.email == EMAIL)
        ).first()
        key = session.scalars(select(Person.public_id).where(Person.email == EMAIL)).one()
    assert "Quillfeather" in everything(desk)
    done = erases(desk)
    left = everything(desk)
    assert NAME not in left
    assert EMAIL not in left
    assert NAME not in done.sentence
    with reading(desk.engine) as session:
        assert journal.verify(session)
        row = session.scalars(select(Person).where(Person.public_id == key)).one()
        assert (row.name, row.organization_id, row.email) == ("", None, f"erased-{key}")
        assert number
        shown = message_shown.show(session, number, settings=desk.settings, now=moment(ON)).subject
        assert ("to", f"<erased-{key}>") in shown.facts
        assert outbox_list.messages(session, now=moment(ON)).subject is not None
        assert EMAIL not in {each.email for each in contacts.everybody(session, now=moment(ON))}
    with pytest.raises(NoSuchPerson):
        erases(desk)
    desk.turn("2017-03-06 10:00")
    assert not [mail for mail in desk.sink.mails if "erased-" in mail.recipient]


@pytest.mark.proof_on_postgresql("a CPU second; what waits for somebody is told there in every run")
def test_who_has_the_address_after_them_is_somebody_else(desk: Desk) -> None:
    is_known(desk)
    waits_no_more(desk)
    erases(desk)
    desk.performs("people/add", name="Another One", email=EMAIL, on="2017-03-03")
    with reading(desk.engine) as session:
        keys = session.execute(select(Person.public_id, Person.name).where(Person.name.in_(("", "Another One")))).all()
    assert {name for _, name in keys} == {"", "Another One"}
    assert len({key for key, _ in keys}) == 2


def test_what_waits_for_somebody_is_settled_first(desk: Desk) -> None:
    is_known(desk)
    waits_no_more(desk)
    with pytest.raises(NamedInReason):
        erases(desk, because=f"asked by {NAME.upper()}")
    desk.assigns("final-draft", EMAIL, on="2017-03-01")
    with pytest.raises(StillResponsible, match=f"is responsible for 1 open step, the first one {HLPF} final-draft"):
        erases(desk)
    with desk.acting() as session:
        do(session, "deadline/hand-back", cycle=HLPF, step="final-draft", now=moment("2017-03-01"), by="Anna")
    desk.performs("account/change", person=EMAIL, holds="administrator", on="2017-03-01")
    with pytest.raises(OnlyAdministrator):
        erases(desk)
    desk.performs("account/end", person=EMAIL, because="leaves", on="2017-03-01")
    with writing(desk.engine) as session:
        person = session.scalars(select(Person.id).where(Person.email == EMAIL)).one()
        one = session.scalars(select(Message.id).where(Message.person_id == person)).first()
        session.execute(update(Message).where(Message.id == one).values(state="dead"))
    with pytest.raises(LettersWait):
        erases(desk)
    assert issubclass(OnlyOfficer, CouncilError)


def test_the_last_of_the_secretariat_stays(desk: Desk) -> None:
    desk.opens_agreed()
    with reading(desk.engine) as session:
        staff = [each for each in contacts.everybody(session, now=moment(ON))
                 if {"secretariat", "secretary"} & {role.role for role in each.roles}]  # fmt: skip
    for each in staff[:-1]:
        erases(desk, each.email)
    with pytest.raises(OnlyOfficer):
        erases(desk, staff[-1].email)

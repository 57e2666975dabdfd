"""A line of the journal is reserved when its act begins, says what the act tells it, and is sealed as it commits."""

import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.cycles import rows_to_change
from models.engine import reading, writing
from models.journal import Entry
from models.people import Mute, Person
from planning.errors import UnbelievableDay
from record import journal, origin
from record.refusals import OutOfTime
from tests.secretariat import HLPF, OFFICER, moment

pytestmark = pytest.mark.both_databases("savepoints")

ON = {"now": moment("2017-02-10"), "by": OFFICER}


def lines(engine) -> list[Entry]:
    with reading(engine) as session:
        journal.verify(session)
        return list(session.scalars(select(Entry).order_by(Entry.id)))


def test_rows_name_a_line_that_is_told_afterwards_what_was_done(desk):
    desk.opens()
    with desk.acting() as session:
        first = journal.write(session, "mute", {"chain": "all"}, **ON)
        person = session.scalars(select(Person).limit(1)).one()
        session.add(Mute(person_id=person.id, chain="", at=ON["now"], entry_id=journal.line(session).id))
        second = journal.write(session, "note", {}, **ON)
        assert journal.line(session) is second
        journal.tell(second, {"words": "more"}, cycle=rows_to_change.living_cycle(session, HLPF))
        journal.tell(first, {"person": person.public_id})
    opened, mute, note = lines(desk.engine)
    assert json.loads(mute.text)["facts"] == {"chain": "all", "person": person.public_id}
    assert (note.cycle, json.loads(note.text)["facts"]) == (HLPF, {"words": "more"})
    assert [opened.hash, mute.hash] == [mute.previous, note.previous]


def test_what_is_told_afterwards_is_checked_as_if_it_had_been_said_at_once(desk):
    desk.opens(on="2017-02-09")
    with writing(desk.engine) as session:
        early = journal.write(session, "note", {}, now=moment("2017-02-08"), by=OFFICER)
        with pytest.raises(OutOfTime, match="last changed"):
            journal.tell(early, {}, cycle=rows_to_change.living_cycle(session, HLPF))
        with pytest.raises(UnbelievableDay):
            journal.tell(early, {"days": [moment("1864-12-31").date()]})
    assert [line.cycle for line in lines(desk.engine)] == [HLPF, None]


def test_a_savepoint_that_is_taken_back_takes_its_line_along_and_another_keeps_its(desk):
    with desk.acting() as session:
        journal.write(session, "before", {}, **ON)
        with session.begin_nested():
            kept = journal.write(session, "kept", {}, **ON)
        taken_back = session.begin_nested()
        gone = journal.write(session, "gone", {}, **ON)
        taken_back.rollback()
        journal.tell(kept, {"after": "its savepoint"})
        with pytest.raises(LookupError):
            journal.tell(gone, {})
        journal.write(session, "after", {}, **ON)
    assert [line.act for line in lines(desk.engine)] == ["before", "kept", "after"]


def test_an_act_that_is_rolled_back_leaves_no_line_and_the_next_one_of_its_session_begins_anew(desk):
    with Session(desk.engine) as session:
        journal.write(session, "gone", {}, **ON)
        first = origin.of(session)
        session.rollback()
        with pytest.raises(LookupError):
            journal.line(session)
        kept = journal.write(session, "kept", {}, **ON)
        assert origin.of(session) is not first
        session.commit()
        with pytest.raises(LookupError):
            journal.tell(kept, {"too": "late"})
    assert [line.act for line in lines(desk.engine)] == ["kept"]


def test_an_act_has_one_origin_made_where_nobody_gave_one(desk):
    with desk.acting() as session:
        fresh = origin.of(session)
        assert (fresh.door, fresh.act, origin.of(session)) == ("code", None, fresh)
        session.info["origin"] = origin_ = origin.Origin(door="terminal", act="deadline/agree")
        assert origin.of(session) is origin_

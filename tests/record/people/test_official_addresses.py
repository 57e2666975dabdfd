"""An organization's one official address is never muted for what gives or changes a right; who lacks one is named."""

from functools import partial

import pytest

from desk.tasks import tasks
from models.engine import reading
from models.people import Person
from record.people import official_addresses
from record.refusals import LoadRefused
from tests.beginnings import once
from tests.secretariat import Desk, moment

A, B, CHAIN = "a@state.example", "b@state.example", "hlpf-contribution"


@pytest.fixture
def member(desk: Desk) -> Desk:
    """A cycle of which Japan hears at two addresses; letters to members need no approval."""
    once(desk.engine, desk.home, "member of record/people/test_official_addresses.py", partial(_member, desk))
    return desk


def _member(desk: Desk) -> None:
    desk.knows("Mission of Japan", "mission@japan.example", "membership", of="Japan", zone="Asia/Tokyo")
    desk.knows("Desk of Japan", "desk@japan.example", "membership", of="Japan")
    desk.opens_agreed()


def marks(desk: Desk, person: str, on: str = "2017-02-10") -> None:
    desk.performs("people/mark-official", person=person, on=on)


def told(desk: Desk, at: str, about: str = "japan.example") -> list[str]:
    return [line.partition(":")[0] for line in desk.at(at, about=about)]


def unmarked(desk: Desk, on: str) -> list[str]:
    with reading(desk.engine) as session:
        return official_addresses.unmarked(session, moment(on).date())


@pytest.mark.parametrize("topic", ["everything", CHAIN])
def test_it_hears_what_gives_or_changes_a_right_whatever_was_muted_and_nothing_else(member, topic):
    for kind in ("reminder", "change", "announcement"):
        member.allows(CHAIN, kind, on="2017-02-10")
    marks(member, "mission@japan.example")
    for person in ("mission@japan.example", "desk@japan.example"):
        member.performs("choices/mute", person=person, chain=topic, on="2017-02-11")
    assert told(member, "2017-02-24 09:00") == ["mission@japan.example"]  # the opening
    member.agrees("comments", "2017-03-17", on="2017-02-27 10:00")
    assert told(member, "2017-02-27 10:15") == ["mission@japan.example"]  # the extension
    assert told(member, "2017-03-10 01:00") + told(member, "2017-03-10 09:00") == []  # the recall


def test_an_invitation_that_waits_is_not_taken_back_when_its_reader_mutes(member):
    marks(member, "mission@japan.example")
    member.turn("2017-02-24 09:00")
    for person in ("mission@japan.example", "desk@japan.example"):
        member.performs("choices/mute", person=person, chain=CHAIN, on="2017-02-24 09:30")
    member.releases(on="2017-02-24 10:00")
    assert told(member, "2017-02-24 10:15") == ["mission@japan.example"]


def test_an_organization_has_one(member):
    marks(member, "desk@japan.example")
    done = member.performs("people/mark-official", person="mission@japan.example", on="2017-02-11")
    assert done.undo is not None
    assert done.undo.name == "people/mark-official"
    assert unmarked(member, "2017-02-11") == ["An organization"]
    member.performs("people/unmark-official", person="mission@japan.example", on="2017-02-12")
    assert unmarked(member, "2017-02-12") == ["An organization", "Japan"]


@pytest.mark.both_databases("asks by conditions of its own")
def test_who_has_none_is_named_before_approval_and_is_not_barred(member):
    marks(member, "mission@japan.example")
    member.turn("2017-02-24 09:00")
    lack = "1 organization without an official address: An organization"
    with reading(member.engine) as session:
        (task,) = [each for each in tasks(session, now=moment("2017-02-24 09:00"), clock=moment("2017-02-24 09:00"))
                   if each.kind == "invitation"]  # fmt: skip
    assert task.sentence.endswith(lack)
    done = member.performs("outbox/release", all=True, on="2017-02-24 10:00")
    assert done.notes == (lack,)
    assert len(told(member, "2017-02-24 10:15", about="invited")) == 4


def test_one_whose_role_has_ended_is_no_member(member):
    assert unmarked(member, "2017-02-11") == ["An organization", "Japan"]
    assert official_addresses.sentence([]) == ""
    assert official_addresses.sentence([f"State {number:02}" for number in range(11)]).endswith("State 09 and 1 more")


CONTACTS = """name,email,organization,roles,official
Mission of Kenya,mission@kenya.example,Kenya,membership,{}
Desk of Kenya,desk@kenya.example,Kenya,membership,{}
"""


def test_a_file_marks_it_and_another_one_in_its_place(desk, tmp_path):
    file = tmp_path / "contacts.csv"
    file.write_text(CONTACTS.format("true", ""))
    desk.loads(file, on="2017-02-09")
    assert unmarked(desk, "2017-02-10") == ["An organization"]
    file.write_text(CONTACTS.format("", "true"))
    desk.loads(file, on="2017-02-10")
    with reading(desk.engine) as session:
        assert [row.email for row in session.query(Person).where(Person.official)] == ["desk@kenya.example"]


def test_one_that_an_officer_marked_stays_though_the_same_file_is_loaded_again(desk, tmp_path):
    file = tmp_path / "contacts.csv"
    file.write_text(CONTACTS.format("true", ""))
    desk.loads(file, on="2017-02-09")
    marks(desk, "desk@kenya.example", on="2017-02-10")
    desk.loads(file, on="2017-02-11")
    with reading(desk.engine) as session:
        assert [row.email for row in session.query(Person).where(Person.official)] == ["desk@kenya.example"]


def test_a_file_that_marks_two_is_refused(desk, tmp_path):
    file = tmp_path / "contacts.csv"
    file.write_text(CONTACTS.format("true", "true"))
    with pytest.raises(LoadRefused, match=r"Kenya has the official address mission@kenya\.example already"):
        desk.loads(file, on="2017-02-09")

"""Only people of the store act or preview; while it has no people, anybody may act by their own name."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from kernel import identities, registry, runner
from kernel.done import Done
from kernel.doors import Door
from kernel.grants import Identity
from kernel.identities import NAMELESS, Former, Stranger, System
from kernel.lookups import Ambiguous
from kernel.runner import Preview, Request
from kernel.shapes import NotPlain, NotText
from models import transactions
from models.engine import reading, writing
from models.people import Person, Role
from planning.errors import CouncilError
from record import journal
from record.refusals import NobodyNamed
from reminders import forecast
from tests.kernel import doors
from tests.known_record import Record
from tests.secretariat import Desk, moment

NOW = moment("2017-02-27 10:00")
HOLD = "sending/hold"


@pytest.fixture
def record(engine) -> Record:
    """A store that knows five people."""
    record = Record(engine)
    record.knows("Zoë O’Brien-Keller", "zoe@itu.example", "secretariat")
    record.knows("Anna Keller", "anna@itu.example", "secretariat")
    record.knows("Rui Costa", "rui@itu.example", "secretariat")
    record.knows("Rui Costa", "rui@state.example", "membership")
    record.knows("anna@itu.example", "other@itu.example")
    return record


def known(record: Record, words: str, *, is_kind: bool = False) -> str:
    """Return the e-mail address of the person whom these words mean."""
    with reading(record.engine) as session:
        person = identities.of(session, Identity(words), now=NOW, is_kind=is_kind).person
        return session.scalars(select(Person.email).where(Person.public_id == person)).one()


@pytest.mark.parametrize(
    ("words", "email"),
    [
        ("Anna Keller", "anna@itu.example"),
        ("  anna   KELLER ", "anna@itu.example"),
        ("ANNA@itu.example", "anna@itu.example"),  # an address comes before the name of somebody else
        ("Zoë O’Brien-Keller", "zoe@itu.example"),
        ("Zoe\u0308 O'Brien Keller", "zoe@itu.example"),  # two signs for one letter, another apostrophe, no hyphen
        ("ｚｏë O’Brien-Keller", "zoe@itu.example"),  # wide letters
        ("rui@itu.example", "rui@itu.example"),
    ],
)
def test_a_person_is_known_by_name_and_address_however_they_are_spelled(record: Record, words: str, email: str) -> None:
    assert known(record, words) == email


def test_the_first_words_of_a_name_will_do_where_a_person_sees_the_answer(record: Record) -> None:
    assert known(record, "anna", is_kind=True) == "anna@itu.example"
    for words in ("an", "keller", "itu.example"):  # not the beginning of a word, nor a later one: nobody acts by chance
        with pytest.raises(Stranger):
            known(record, words, is_kind=True)
    with pytest.raises(Stranger, match=r"'anna k' is none of the people here.* did you mean 'Anna Keller'"):
        known(record, "anna k")


@pytest.mark.parametrize("is_kind", [True, False])
def test_two_people_of_one_name_are_told_apart_by_address(record: Record, is_kind: bool) -> None:
    for words in ("Rui Costa", "rui costa"):
        with pytest.raises(Ambiguous, match=r"may be rui@itu.example, rui@state.example; write one of them in full"):
            known(record, words, is_kind=is_kind)


@pytest.mark.parametrize("words", ["Zoe O’Brien-Keller", "a_nna@itu.example", "Bob", "x" * 5000, "%", "' OR 1=1 --"])
def test_a_stranger_is_refused_and_told_how_people_are_added(record: Record, words: str) -> None:
    with pytest.raises(Stranger, match=r"add them first") as refusal:
        known(record, words)
    assert "\n" not in str(refusal.value)


def test_while_there_is_nobody_whoever_acts_is_themself(engine) -> None:
    with reading(engine) as session:
        assert identities.of(session, Identity(" Your  Name "), now=NOW, is_kind=True) == Identity("Your Name")
        with pytest.raises(Stranger):
            identities.of(session, Identity(System.LOOKING), now=NOW, is_kind=True)


def ends(engine: Engine, email: str, last: date | None) -> None:
    """Have the roles of a person end on that day."""
    with writing(engine) as session:
        for role in session.scalars(select(Role).join(Person).where(Person.email == email)):
            role.to_on = last


@pytest.mark.both_databases("groups by person")
def test_whose_last_role_has_ended_acts_no_more_and_is_told_who_can(record: Record) -> None:
    today = NOW.date()
    ends(record.engine, "anna@itu.example", today)
    assert known(record, "Anna Keller") == "anna@itu.example"  # on its last day a role is held
    ends(record.engine, "anna@itu.example", today - timedelta(days=1))
    for words in ("Anna Keller", "anna keller", "anna@itu.example"):
        with pytest.raises(Former, match="the last role of 'Anna Keller' ended on 2017-02-26") as refusal:
            known(record, words)
        assert "\n" not in str(refusal.value)
    ends(record.engine, "anna@itu.example", None)
    assert known(record, "Anna Keller") == "anna@itu.example"


def test_the_day_on_which_a_role_ends_is_one_in_geneva(record: Record) -> None:
    ends(record.engine, "zoe@itu.example", NOW.date())
    late = moment("2017-02-27 23:30")
    with reading(record.engine) as session:
        assert identities.of(session, Identity("zoe@itu.example"), now=late, is_kind=False).person
        with pytest.raises(Former):
            identities.of(session, Identity("zoe@itu.example"), now=late + timedelta(minutes=30), is_kind=False)


@pytest.mark.both_databases("groups by person")
def test_of_two_people_of_one_name_the_one_whose_roles_have_not_ended_is_meant(record: Record) -> None:
    ends(record.engine, "rui@state.example", date(2016, 12, 31))
    assert known(record, "Rui Costa") == "rui@itu.example"
    ends(record.engine, "rui@itu.example", date(2016, 12, 30))
    with pytest.raises(Former, match="2016-12-31"):
        known(record, "Rui Costa")


def test_once_the_roles_of_all_have_ended_whoever_is_on_record_acts_and_can_renew_them(record: Record) -> None:
    ends(record.engine, "zoe@itu.example", date(2016, 12, 31))
    with writing(record.engine) as session:
        session.execute(update(Role).values(to_on=date(2016, 12, 31)))
        session.execute(update(Person).where(Person.email == "other@itu.example").values(name=""))  # held none: erased
    assert known(record, "Anna Keller") == "anna@itu.example"
    with pytest.raises(Ambiguous):
        known(record, "Rui Costa")


def test_who_was_erased_is_found_by_no_word(record: Record) -> None:
    with writing(record.engine) as session:
        person = session.scalars(select(Person).where(Person.email == "anna@itu.example")).one()
        public_id, person.name, person.email = person.public_id, "", "erased-1"
    for words in (public_id, "erased-1", "--", "Anna Keller"):
        with pytest.raises(Stranger):
            known(record, words)


@pytest.mark.parametrize("door", [Door.TERMINAL, Door.PREFECT])
def test_who_is_absent_acts_in_their_own_name_and_so_does_their_deputy(desk: Desk, door: Door) -> None:
    perform(desk, "Focal Point", act="deputy/set", person="Focal Point", deputy="Delegate A")
    for name in ("Focal Point", "Delegate A"):
        assert look(desk, name, door).done.by == name


@pytest.mark.parametrize("door", [Door.TERMINAL, Door.PREFECT])
def test_at_no_door_does_a_former_person_act_or_look(desk: Desk, door: Door) -> None:
    ends(desk.engine, "focal@itu.example", date(2017, 2, 26))
    for ask in (perform, look):
        with pytest.raises(Former):
            ask(desk, "Focal Point", door)
    with doors.opened(desk) as at:
        answer = at.type("sending", "hold", "--because", "we look into it", "--as-of", doors.ON)
        assert (answer.code, answer.out) == (2, "")
        assert answer.err.endswith("or name one of those who hold one: council people list\n")
        state = at.fill(HOLD, {"because": "we look into it"})
        assert state.is_failed()
        assert "the form file-load" in str(state.message)
    with reading(desk.engine) as session:
        assert journal.entries(session, None, now=NOW) == []


def test_an_act_keeps_who_did_it_by_an_id_that_outlasts_the_name(desk: Desk) -> None:
    done = perform(desk, "focal point")
    assert done.by == "Focal Point"
    with writing(desk.engine) as session:
        session.scalars(select(Person).where(Person.name == "Focal Point")).one().name = "Focal Point (retired)"
    with reading(desk.engine) as session:
        line = journal.entries(session, None, now=NOW)[-1]
        assert journal.names(session)[line.by] == "Focal Point (retired)"


@pytest.mark.parametrize("door", [Door.TERMINAL, Door.PREFECT])
def test_no_door_where_a_name_is_typed_takes_a_stranger(desk: Desk, door: Door) -> None:
    for ask in (perform, look):
        with pytest.raises(Stranger):
            ask(desk, "Bob", door)
        with pytest.raises(NobodyNamed):
            ask(desk, "  ", door)
    with reading(desk.engine) as session:
        assert journal.entries(session, None, now=NOW) == []
    assert perform(desk, "Bob", Door.CODE).by == "Bob"


def test_who_is_none_of_the_people_adds_themself_and_nobody_else(desk: Desk) -> None:
    bob = {"name": "Bob Brown", "email": "bob@itu.example", "roles": ["secretariat"]}
    with pytest.raises(Stranger, match="'Eve' is none of the people here"):
        perform(desk, "Eve", act="people/add", **bob)
    assert look(desk, "bob brown", act="people/add", **bob).done.by == "Bob Brown"
    assert perform(desk, "bob brown", act="people/add", **bob).by == "Bob Brown"
    assert perform(desk, "bob@itu.example").by == "Bob Brown"
    with reading(desk.engine) as session:
        added, held = journal.entries(session, None, now=NOW)
        assert journal.names(session)[added.by] == "Bob Brown"
        assert added.by == held.by
        assert "Bob" not in added.text  # the journal keeps no name that somebody may have erased
        assert "bob@" not in added.text


def test_whoever_adds_the_first_person_is_themself_and_a_stranger_from_then_on(engine, sink, tmp_path) -> None:
    desk = Desk(engine, sink, tmp_path)
    done = perform(desk, "The operator", act="people/add", name="Anna", email="anna@itu.example")
    assert done.by == "The operator"
    with pytest.raises(Stranger):
        perform(desk, "The operator")
    assert perform(desk, "anna").by == "Anna"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"email": "focal@ITU.example"}, "focal@itu.example is Focal Point already"),
        ({"email": "nobody"}, "'nobody' is no mail address"),
        ({"email": "a\u202eb@itu.example"}, "holds U\\+202E"),
        ({"name": "x" * 501}, "has 501 characters; shorten it to 500 at most"),
        ({"name": "--"}, "stands for no person"),
        ({"name": System.REHEARSAL}, "stands for no person"),
        ({"name": "Bob\nBrown"}, "holds U\\+000A"),
        (
            {"roles": ["The Chairs"]},
            "'chairs' is neither a role, a body nor an organization; the nearest word is 'chair'",
        ),
        ({"roles": ["chair!"]}, "'chair!' is no role"),
    ],
)
def test_what_cannot_be_a_person_is_refused_in_one_sentence(desk: Desk, changed: dict[str, object], why: str) -> None:
    arguments = {"name": "Bob", "email": "bob@itu.example", **changed}
    with pytest.raises(CouncilError, match=why) as refusal:
        perform(desk, "Focal Point", act="people/add", **arguments)
    assert "\n" not in str(refusal.value)


def test_who_has_the_name_of_another_is_added_and_told_to_use_the_address(desk: Desk) -> None:
    done = perform(desk, "Focal Point", act="people/add", name="Focal  point", email="other@itu.example")
    assert done.notes == ("focal@itu.example goes by the same name: name these two by their addresses",)
    with pytest.raises(Ambiguous):
        perform(desk, "FOCAL POINT")


def test_who_only_looks_need_not_say_who_they_are(desk: Desk) -> None:
    assert look(desk, NAMELESS).done.outcome == "held"


@pytest.mark.parametrize(
    ("sign", "refusal"),
    [("\x07", NotPlain), ("\n", NotPlain), ("\x00", NotPlain), ("\u202e", NotPlain), ("\u200f", NotPlain),
     ("\u2028", NotPlain), ("\x85", NotPlain), ("\ud800", NotText)],
)  # fmt: skip
def test_signs_that_nobody_sees_are_refused_at_every_door(sign: str, refusal: type[Exception]) -> None:
    because = f"we look {sign} into it"
    for door in Door:
        asked = [
            request(f"Focal{sign}Point", door),
            replace(request("Focal Point", door), arguments={"because": because}),
        ]
        for each in asked[: 1 if sign == "\n" else 2]:  # a reason may have several lines
            with pytest.raises(refusal) as why:
                each.shaped()
            assert sign not in str(why.value)
            assert "\n" not in str(why.value)


def request(words: str | Identity, door: Door, act: str = HOLD, **arguments: Any) -> Request:
    by = words if isinstance(words, Identity) else Identity(words)
    return Request(registry.act(act), arguments or {"because": "we look into it"}, by, door, NOW)


def perform(desk: Desk, words: str | Identity, door: Door = Door.TERMINAL, **asked: Any) -> Done:
    return runner.perform(request(words, door, **asked), partial(transactions.run_act, desk.engine))


def look(desk: Desk, words: str | Identity, door: Door = Door.TERMINAL, **asked: Any) -> Preview:
    return runner.preview(request(words, door, **asked), partial(transactions.run_preview, desk.engine), forecast)

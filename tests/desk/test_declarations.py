"""Actors whom nobody knows, and chains whose file is at fault: said, and no reminder is lost for them."""

import pytest

from desk.tasks import tasks
from kernel import chains
from kernel.runner import do
from models.engine import reading as reading_session
from record.people.actors import UnknownRole
from tests.chain_files import GOOD, dropped_in
from tests.secretariat import HLPF, OFFICER, moment

STRANGE = GOOD.replace('"Draft the answer"', '"Draft the answer", by="liaison-officers"')
CYCLE = "liaison-statement/2017"


def strangers(desk, on):
    with reading_session(desk.engine) as session:
        return [task for task in tasks(session, now=moment(on), clock=moment(on)) if task.kind == "stranger"]


def opens(desk, folder, text, on="2017-01-09"):
    """Open a cycle of a chain that an office wrote, and return what was noted."""
    with dropped_in(folder, {"liaison_statement.py": text}), desk.acting() as session:
        arguments = {"cycle": CYCLE, "anchors": {"reply": "2017-03-20"}}
        return do(session, "cycle/open", **arguments, now=moment(on), by=OFFICER).notes


def test_an_actor_whom_nobody_knows_is_said_when_a_cycle_is_opened_and_until_somebody_is(desk, tmp_path):
    sentence = "nobody is called 'liaison-officers', and no role is: nobody is told of draft"
    assert sentence in opens(desk, tmp_path, STRANGE)
    (task,) = strangers(desk, "2017-01-09")
    assert task.sentence == f"nobody is called 'liaison-officers', and no role is: nobody is told of {CYCLE} draft"
    desk.knows("Lia", "lia@itu.example", "liaison-officers")
    assert strangers(desk, "2017-01-09") == []


@pytest.mark.parametrize("name", ["Liaison Officers", "liaison officers"])
def test_an_organization_of_that_name_is_known(desk, tmp_path, name):
    desk.knows("Lia", "lia@itu.example", of=name)
    assert not [note for note in opens(desk, tmp_path, STRANGE) if "liaison-officers" in note]


def test_a_step_with_an_officer_or_met_needs_no_actor(desk, tmp_path):
    opens(desk, tmp_path, STRANGE)
    desk.assigns("draft", "focal@itu.example", on="2017-01-10", cycle=CYCLE)
    assert strangers(desk, "2017-01-10") == []


def test_what_is_typed_must_be_known(desk):
    desk.opens()
    for word, near in (("secretariatt", "secretariat"), ("members", "membership"), ("nonsense", None)):
        step = {"cycle": HLPF, "step": "clearance", "title": "Clear it", "actor": word}
        person = {"name": "New", "email": "new@itu.example", "roles": [word]}
        for act, arguments in (("step/add", step), ("people/add", person)):
            with desk.acting() as session, pytest.raises(UnknownRole) as refusal:
                do(session, act, **arguments, now=moment("2017-02-10"), by=OFFICER)
            assert (refusal.value.word, refusal.value.near) == (word, near)
    assert not [each for each in desk.view("2017-02-11").deadlines if each.step == "clearance"]


def test_reminders_of_stored_dates_go_out_while_the_file_is_at_fault_or_gone(desk, tmp_path):
    opens(desk, tmp_path, GOOD)
    (tmp_path / "broken").mkdir()
    with dropped_in(tmp_path / "broken", {"liaison_statement.py": GOOD[:-3]}):
        assert desk.at("2017-02-20 09:00") == [
            "focal@itu.example: Due 6 March, in 14 days: Draft the answer (proposed)"
        ]
    assert "liaison-statement" not in chains.declared()
    assert desk.at("2017-02-27 09:00") == ["focal@itu.example: Due 6 March, in 7 days: Draft the answer (proposed)"]

import pytest

from flows.rounds import remind
from flows.triggers import sending
from tests.desk import Desk, moment
from tests.flows.seen import run

pytestmark = pytest.mark.xdist_group("prefect")  # one server for all of them


def test_sending_is_held_by_form_and_resumed_by_form(office: Desk) -> None:
    office.opens_agreed()
    held = run(sending.hold_sending, because="wrong list", by="Anna")
    assert (held.name, held.message) == ("Held", "nothing leaves from now on")
    again = run(sending.hold_sending, because="wrong list", by="Anna")
    assert again.name == "Refused"
    state = run(remind, as_of=moment("2017-02-10 09:00"))
    assert state.is_failed()
    assert state.name == "Held"
    assert "wrong list" in str(state.message)
    assert office.states() == []
    refused = run(sending.resume_sending, because="x", by="Anna", after_restore="presume-sent")
    assert (refused.name, "not restored" in str(refused.message)) == ("Refused", True)
    assert run(sending.resume_sending, because="right list", by="Anna").name == "Resumed"
    assert run(remind, as_of=moment("2017-02-10 09:00")).name == "Sent"

import pytest

from flows.forms import FORMS
from flows.rounds import remind
from tests.flows.conftest import ANNA
from tests.flows.prefect_states import ended, filled, run, word
from tests.secretariat import Desk, moment

pytestmark = pytest.mark.xdist_group("prefect")  # one server for all of them


def test_sending_is_held_by_form_and_resumed_by_form(office: Desk) -> None:
    office.opens_agreed()
    held = filled(FORMS["sending/hold"], because="wrong list", by=ANNA)
    assert ended(held) == ("Held", "nothing leaves from now on; next: the form sending-resume")
    again = filled(FORMS["sending/hold"], because="wrong list", by=ANNA)
    assert word(again) == "Refused"
    state = run(remind, as_of=moment("2017-02-10 09:00"))
    assert state.is_failed()
    assert word(state) == "Held"
    assert "wrong list" in str(state.message)
    assert office.states() == []
    refused = filled(FORMS["sending/resume"], because="x", by=ANNA, presume_sent=True)
    assert (word(refused), "not restored" in str(refused.message)) == ("Refused", True)
    assert word(filled(FORMS["sending/resume"], because="right list", by=ANNA)) == "Resumed"
    assert word(run(remind, as_of=moment("2017-02-10 09:00"))) == "Sent"

"""Who is responsible for a deadline in person, from when to when, and who hears of it then."""

import pytest

from kernel.runner import do
from record.refusals import NoSuchPerson, NotAssigned
from tests.secretariat import HLPF, OFFICER, Desk, moment


def hands_back(desk: Desk, step: str, *, on: str) -> str:
    with desk.acting() as session:
        return do(session, "deadline/hand-back", cycle=HLPF, step=step, now=moment(on), by=OFFICER).sentence


def test_a_step_handed_back_is_told_to_its_role_again_and_was_the_officer_s_until_then(desk: Desk) -> None:
    desk.opens_agreed()
    desk.knows("Delegate", "delegate@state.example", "membership")
    desk.assigns("final-draft", "delegate@state.example", on="2017-02-10")
    assert hands_back(desk, "final-draft", on="2017-02-12") == f"{HLPF} final-draft is handed back to secretariat"
    assert desk.view("2017-02-11")["final-draft"].officer == "Delegate"
    assert desk.view("2017-02-13")["final-draft"].officer is None
    assert {line.partition(":")[0] for line in desk.at("2017-03-21 09:00", about="final")} == {"focal@itu.example"}
    with pytest.raises(NotAssigned, match="nobody in person"):
        hands_back(desk, "final-draft", on="2017-03-22")


def test_who_is_responsible_already_is_not_made_so_again(desk: Desk) -> None:
    desk.opens_agreed()
    with desk.acting() as session:
        how = {"cycle": HLPF, "step": "final-draft", "now": moment("2017-02-10"), "by": OFFICER}
        assert not do(session, "deadline/assign", person="Focal Point", **how).is_nothing
        assert do(session, "deadline/assign", person="focal@itu.example", **how).is_nothing
        with pytest.raises(NoSuchPerson):
            do(session, "deadline/assign", person="Focal", **how)

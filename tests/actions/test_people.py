"""People are corrected by hand, and a role of theirs ends on a day, or goes on after all."""

from datetime import date

import pytest

from kernel.runner import do
from models.engine import reading
from planning.errors import CouncilError
from record.people import contacts
from record.people.role_holders import Holders
from tests.kernel.example import DELEGATE
from tests.secretariat import moment

ON = "2017-02-27"


def acts(desk, act, **arguments):
    with desk.acting() as session:
        return do(session, act, **DELEGATE, **arguments, now=moment(ON), by="Focal Point")


def seen(desk, email="a@state.example"):
    with reading(desk.engine) as session:
        return contacts.person(session, email, now=moment(ON))


def is_held(desk, on):
    with reading(desk.engine) as session:
        holders = Holders(session, ["membership"])
        return len(holders.holding("membership", (), date.fromisoformat(on)))


def test_a_person_is_corrected_and_keeps_what_is_theirs(desk):
    before = seen(desk)
    done = acts(desk, "people/edit", name="Ana Silva", email="Ana@State.example", organization="Arcadia")
    assert done.sentence == "Ana Silva: name, email, organization corrected"
    assert done.notes == ("the organization Arcadia is new",)
    assert "Ana" not in str(done.facts)  # the journal keeps no names
    after = seen(desk, "ana@state.example")
    assert (after.name, after.organization, after.roles) == ("Ana Silva", "Arcadia", before.roles)


def test_the_official_address_of_an_organization_does_not_move_to_another(desk):
    acts(desk, "people/mark-official")
    done = acts(desk, "people/edit", organization="Arcadia")
    assert done.notes[-1] == "it is no official address any more: that was its former organization's"
    assert not seen(desk).official


def test_an_empty_organization_is_none_and_the_same_is_nothing(desk):
    acts(desk, "people/edit", organization="")
    assert seen(desk).organization is None
    assert acts(desk, "people/edit", organization="", name=seen(desk).name).is_nothing


def test_a_role_ends_with_its_last_day_and_may_go_on_after_all(desk):
    before = is_held(desk, "2017-03-01")
    done = acts(desk, "people/end-role", role="membership", on=date(2017, 2, 28))
    assert (is_held(desk, "2017-02-28"), is_held(desk, "2017-03-01")) == (before, before - 1)
    assert done.sentence.startswith("the role membership of Delegate A ends on 2017-02-28")
    with desk.acting() as session:
        do(session, done.undo.name, **done.undo.arguments, now=moment(ON), by="Focal Point")
    assert is_held(desk, "2017-03-01") == before
    assert acts(desk, "people/end-role", role="Membership").facts["on"] == date(2017, 2, 27)


@pytest.mark.parametrize(
    ("act", "arguments", "why"),
    [
        ("edit", {}, "say what to correct: the name, the e-mail address or the organization"),
        ("edit", {"email": "b@state.example"}, "b@state.example is Delegate B already"),
        ("end-role", {"role": "chair"}, "Delegate A does not hold the role 'chair'; theirs are membership"),
        ("end-role", {"role": "membership", "scope": "hlpf"}, "does not hold the role 'membership'; theirs are"),
    ],
)
def test_what_cannot_be_is_refused(desk, act, arguments, why):
    with pytest.raises(CouncilError) as refusal:
        acts(desk, f"people/{act}", **arguments)
    assert why in str(refusal.value)

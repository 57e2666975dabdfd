"""A second person: for a told date that changes, a cycle's first letter, a consultation; alone only with a reason."""

from datetime import datetime
from pathlib import Path

import pytest

from desk.tasks import tasks
from kernel import runner
from kernel.done import Done
from kernel.doors import Door
from kernel.grants import Identity
from kernel.registry import act
from kernel.runner import Request, do
from kernel.second_person import NeedsSecond
from models import transactions
from models.engine import reading
from models.outbox import Message, State
from tests.reminders.test_letters_with_dates import BY_RULE
from tests.secretariat import HLPF, OFFICER, Desk, moment

FIRST, SECOND = "focal@itu.example", "b@state.example"
COMMENTS = {"cycle": HLPF, "step": "comments", "due": "2017-03-13", "because": "the Group", "document": "C17/8"}
DOORS = (Door.TERMINAL, Door.PREFECT, Door.CODE, Door.DESK)


@pytest.fixture
def office(desk: Desk) -> Desk:
    """An office in which somebody has an account that approves."""
    desk.opens_agreed()
    with desk.acting() as session:
        do(session, "account/invite", person=SECOND, holds="approver", now=moment("2017-02-10"), by=OFFICER)
    return desk


def asks(desk: Desk, name: str, by: str, on: str, door: Door = Door.TERMINAL, **given: object) -> Done:
    with reading(desk.engine) as session:
        person = runner.identities.of(session, Identity(by), now=moment(on), is_kind=False)
    request = Request(act(name), given, person, door, moment(on))
    return runner.perform(request, lambda do: transactions.run_act(desk.engine, do))


def waiting(desk: Desk) -> list[Message]:
    return [message for message in desk.messages() if message.state is State.HELD]


@pytest.mark.parametrize("door", DOORS)
def test_who_changes_a_told_date_does_not_issue_it_alone_at_any_door(office: Desk, door: Door) -> None:
    asks(office, "deadline/agree", FIRST, "2017-02-13 09:00", **COMMENTS)
    of = {"cycle": HLPF, "steps": ["comments"]}
    with pytest.raises(NeedsSecond, match=r"changes a date that members were told, and .* set it") as refusal:
        asks(office, "cycle/issue", FIRST, "2017-02-13 10:00", door, **of)
    assert [way.name for way in refusal.value.remedies] == ["alone"]
    assert asks(office, "cycle/issue", SECOND, "2017-02-13 10:05", door, **of).outcome == "issued"


def test_nobody_there_approves_alone_with_a_reason_which_everybody_sees_for_a_week(office: Desk) -> None:
    asks(office, "deadline/agree", FIRST, "2017-02-13 09:00", **COMMENTS)
    done = asks(office, "cycle/issue", FIRST, "2017-02-13 10:00", cycle=HLPF, alone="everybody is at the Council")
    assert done.outcome == "issued"

    def said(on: datetime) -> list[str]:
        with reading(office.engine) as session:
            return [task.sentence for task in tasks(session, now=on, clock=on) if task.kind == "alone"]

    (sentence,) = said(moment("2017-02-14 10:00"))
    assert sentence.startswith(f"{HLPF} was approved by Focal Point alone")
    assert sentence.endswith("everybody is at the Council")
    assert said(moment("2017-02-20 09:59"))
    assert not said(moment("2017-02-20 10:00"))


def test_who_drops_a_step_that_members_were_told_of_does_not_approve_the_letter_alone(desk: Desk) -> None:
    desk.opens_agreed()
    desk.issues("comments", on="2017-02-10 09:00")
    assert desk.at("2017-02-10 09:10", "state.example")
    with desk.acting() as session:
        do(session, "account/invite", person=SECOND, holds="approver", now=moment("2017-02-10"), by=OFFICER)
    asks(desk, "deadline/waive", FIRST, "2017-02-13 09:00", cycle=HLPF, step="comments", because="not wanted")
    with pytest.raises(NeedsSecond, match=r"comments cancels what members were told, and .* set it"):
        asks(desk, "outbox/release", FIRST, "2017-02-13 09:05", all=True)
    assert len(asks(desk, "outbox/release", SECOND, "2017-02-13 09:05", all=True).letters) == 2


def test_a_date_that_is_new_in_its_cycle_needs_nobody_else(office: Desk) -> None:
    new = COMMENTS | {"step": "report-to-cwg", "due": "2017-05-01"}
    asks(office, "deadline/agree", FIRST, "2017-02-13 09:00", **new)
    given = {"cycle": HLPF, "steps": ["report-to-cwg"]}
    assert asks(office, "cycle/issue", FIRST, "2017-02-13 10:00", **given).outcome == "issued"


def test_the_first_letter_of_a_cycle_is_read_by_a_second_person_and_the_next_are_not(office: Desk) -> None:
    asks(office, "deadline/agree", FIRST, "2017-02-13 09:00", **COMMENTS)
    asks(office, "cycle/issue", SECOND, "2017-02-13 10:00", cycle=HLPF, by_circular=True)
    office.meets("revised-draft", on="2017-02-24")
    office.turn("2017-02-24 09:30")
    first, *others = [message.public_id for message in waiting(office)]
    with pytest.raises(NeedsSecond, match="first letter of its cycle"):
        asks(office, "outbox/release", FIRST, "2017-02-24 10:00", messages=[first])
    assert asks(office, "outbox/release", SECOND, "2017-02-24 10:00", messages=[first]).outcome == "released"
    assert asks(office, "outbox/release", FIRST, "2017-02-24 10:01", messages=others).outcome == "released"


def test_where_nobody_has_an_account_that_approves_one_acts_as_before(desk: Desk) -> None:
    desk.opens_agreed()
    asks(desk, "deadline/agree", FIRST, "2017-02-13 09:00", **COMMENTS)
    assert asks(desk, "cycle/issue", FIRST, "2017-02-13 10:00", cycle=HLPF).outcome == "issued"


def test_a_meeting_of_which_members_were_told_is_issued_by_a_second_person(office: Desk) -> None:
    office.schedules("council-17", "2017-05-15", "2017-05-25")
    given = {"meeting": "council-17", "span": "2017-05-22/2017-06-01", "because": "the Chair wrote", "is_applied": True}
    asks(office, "meeting/move", FIRST, "2017-02-13 09:00", **given)
    with pytest.raises(NeedsSecond, match="council-17 changes what members were told"):
        asks(office, "meeting/issue", FIRST, "2017-02-13 10:00", meeting="council-17")
    assert asks(office, "meeting/issue", SECOND, "2017-02-13 10:00", meeting="council-17").outcome == "issued"


@pytest.mark.parametrize("letters", [True, False])
def test_a_cycle_s_first_letters_with_a_meeting_need_whoever_did_not_set_its_dates(
    office: Desk, tmp_path: Path, letters: bool
) -> None:
    office.schedules("council-17", "2017-05-15", "2017-05-25")
    (file := tmp_path / "by-rule.yaml").write_text(BY_RULE, encoding="utf-8")
    office.loads(file, on="2017-02-10 09:00")
    office.issues(cycle="by-rule/2017", by_circular=True, on="2017-02-10 10:00")
    of, span = {"meeting": "council-17"}, "2017-05-22/2017-06-01"
    asks(office, "meeting/move", FIRST, "2017-02-13 09:00", **of, span=span)
    asks(office, "meeting/move", SECOND, "2017-02-13 09:10", **of, span=span, hours="09:30-17:30")
    if letters:
        with pytest.raises(NeedsSecond, match="by-rule/2017 remarks is in the first letter"):
            asks(office, "meeting/issue", FIRST, "2017-02-13 10:00", **of, with_letters=True)
    assert asks(office, "meeting/issue", FIRST, "2017-02-13 10:05", **of).outcome == "issued"

"""Who approves the dates of a cycle may approve the letters of each window with them: they leave by themselves."""

import pytest

from kernel.done import Done
from kernel.runner import do
from tests.secretariat import HLPF, OFFICER, Desk, moment

A, B = "a@state.example", "b@state.example"
ISSUED = "2017-02-10 09:00"


def issues(desk: Desk, *steps: str, on: str = ISSUED, letters: bool = True) -> Done:
    with desk.acting() as session:
        how = {"with_letters": letters, "by_circular": True, "now": moment(on), "by": OFFICER}
        return do(session, "cycle/issue", cycle=HLPF, steps=list(steps), **how)


def heard(desk: Desk, first: str, last: str) -> list[tuple[str, str]]:
    lines = [(at, line) for at, line in desk.through(first, last) if "state.example" in line]
    return [(str(at)[:10], line.partition(":")[0]) for at, line in lines]


@pytest.mark.parametrize("letters", [True, False])
def test_the_invitation_and_the_recall_leave_by_themselves(desk: Desk, letters: bool) -> None:
    desk.opens_set()
    done = issues(desk, letters=letters)
    assert any("leave by themselves" in note for note in done.notes) is letters
    desk.round("2017-02-24 09:00")
    assert desk.states().count("held") == (0 if letters else 2)
    desk.round("2017-03-03 16:00")
    sent = [mail.recipient for mail in desk.sink.mails if mail.recipient in (A, B)]
    assert sorted(sent) == ([A, A, B, B] if letters else [])


def test_a_date_that_changes_takes_its_letters_back_to_wait(desk: Desk) -> None:
    desk.opens_set()
    issues(desk)
    desk.round("2017-02-24 09:00")
    desk.sets("comments", "2017-03-17", on="2017-02-27 09:00")
    issues(desk, "comments", on="2017-02-27 10:00", letters=False)
    desk.round("2017-02-27 10:15")
    before = len(desk.sink.mails)
    desk.round("2017-03-10 16:00")  # a week before the new close
    assert desk.states().count("held") == 2
    assert not [mail for mail in desk.sink.mails[before:] if mail.recipient in (A, B)]


def test_what_was_not_issued_with_them_waits_as_before(desk: Desk) -> None:
    desk.opens_set()
    issues(desk, "comments")
    issues(desk, "final-draft", "final-comments", letters=False)
    desk.round("2017-02-24 09:00")
    assert desk.states().count("held") == 0
    desk.round("2017-03-24 09:00")  # the second window opens
    assert desk.states().count("held") == 2

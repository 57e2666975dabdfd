"""Who approves the dates of a cycle may approve the letters of each window with them: they leave by themselves."""

from pathlib import Path

import pytest

from kernel.done import Done
from kernel.runner import do
from tests.secretariat import HLPF, OFFICER, Desk, moment

A, B = "a@state.example", "b@state.example"
ISSUED = "2017-02-10 09:00"
BY_RULE = """\
timelines:
  - cycle: by-rule/2017
    title: Comments by a rule
    anchors: {session: council-17}
    deadlines:
      - {step: remarks, title: Comment on the report, by: membership, to: secretariat, force: rule, source: a rule,
         opens: 8 weeks before session.opens, due: 6 weeks before session.opens}
"""


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


@pytest.mark.parametrize("letters", [True, False])
def test_what_is_issued_with_a_meeting_leaves_by_itself_too(desk: Desk, tmp_path: Path, letters: bool) -> None:
    desk.schedules("council-17", "2017-05-15", "2017-05-25")
    (file := tmp_path / "by-rule.yaml").write_text(BY_RULE, encoding="utf-8")
    desk.loads(file, on="2017-02-09 09:00")
    desk.issues(cycle="by-rule/2017", by_circular=True, on="2017-02-09 09:10")
    desk.moves_meeting("council-17", "2017-05-22", "2017-06-01", on="2017-02-09 10:00")
    how = {"by_circular": True, "with_letters": letters, "on": "2017-02-10 09:00"}
    done = desk.performs("meeting/issue", meeting="council-17", **how)
    assert done.facts["dates"] == {"by-rule/2017": ["remarks"]}
    assert any("leave by themselves" in note for note in done.notes) is letters
    desk.round("2017-03-27 09:00")  # eight weeks before
    assert desk.states().count("held") == (0 if letters else 2)
    desk.round("2017-04-03 16:00")
    sent = [mail.recipient for mail in desk.sink.mails if mail.recipient in (A, B)]
    assert sorted(sent) == ([A, A, B, B] if letters else [])


@pytest.mark.few(2, "the same letters with another date")
@pytest.mark.parametrize("circular", [True, False])
@pytest.mark.parametrize("letters", [True, False])
def test_what_was_stopped_is_issued_again_as_it_was(desk: Desk, letters: bool, circular: bool) -> None:
    desk.opens_set()
    how = {"cycle": HLPF, "steps": ["comments"], "with_letters": letters, "by_circular": circular}
    desk.performs("cycle/issue", **how, on=ISSUED)
    stopped = desk.performs("cycle/stop-issue", cycle=HLPF, because="a slip", on="2017-02-10 09:05")
    assert stopped.undo is not None
    again = desk.performs(stopped.undo.name, **stopped.undo.arguments, on="2017-02-10 09:07")
    assert (again.facts["with_letters"], again.facts["by_circular"]) == (letters, circular)

"""What somebody approved alone: the body's secretary is told by a letter, once, and whoever approved it is not."""

import re

import pytest

from kernel.runner import do
from tests.beginnings import told_once
from tests.secretariat import Desk, moment

HLPF = "hlpf-contribution/2017"
WHY = "nobody else is here this week"


@pytest.fixture
@told_once
def alone(desk: Desk) -> Desk:
    """A cycle whose first issue somebody approved alone, and who are secretaries."""
    desk.opens_set()
    desk.knows("Secretary of CWG-WSIS", "cwg@itu.example", "secretary", scope="cwg-wsis-sdg")
    desk.knows("Secretary of another", "other@itu.example", "secretary", scope="other")
    with desk.acting() as session:
        issue = {"cycle": HLPF, "alone": WHY}
        do(session, "cycle/issue", **issue, now=moment("2017-02-20 10:00"), by="Focal Point")
    return desk


def told(desk: Desk) -> list[tuple[str, str]]:
    """Return to whom letters about it went, with their subjects."""
    return [(mail.recipient, mail.subject) for mail in desk.sink.mails if "alone" in mail.subject]


def test_the_secretary_of_the_body_is_told_once_and_why(alone: Desk) -> None:
    alone.turn("2017-02-20 10:10")
    assert [recipient for recipient, _ in told(alone)] == ["cwg@itu.example"]
    assert told(alone)[0][1].startswith("Approved by one person alone: Council contribution")
    (mail,) = (mail for mail in alone.sink.mails if "alone" in mail.subject)
    text = re.sub(r"=\r?\n", "", mail.data.decode())
    assert WHY in text
    assert "Focal Point" in text
    alone.turn("2017-02-20 10:20")
    alone.turn("2017-02-23 10:20")
    assert len(told(alone)) == 1


def test_it_is_shown_to_an_officer_before_it_leaves_and_whoever_approved_it_is_not_told(alone: Desk) -> None:
    alone.knows("Both", "both@itu.example", "secretary")
    with alone.acting() as session:
        issue = {"cycle": HLPF, "steps": ("comments",), "alone": WHY}
        do(session, "deadline/agree", cycle=HLPF, step="comments", due="2017-03-13", because="so", sure=True,
           now=moment("2017-02-20 10:01"), by="Both")  # fmt: skip
        do(session, "cycle/issue", **issue, now=moment("2017-02-20 10:02"), by="Both")
    alone.turn("2017-02-20 10:10")
    recipients = [recipient for recipient, _ in told(alone)]
    assert sorted(recipients) == ["both@itu.example", "cwg@itu.example", "cwg@itu.example"]


def test_where_nobody_is_secretary_the_task_says_it_all_the_same(desk: Desk) -> None:
    desk.opens_set()
    with desk.acting() as session:
        do(session, "cycle/issue", cycle=HLPF, alone=WHY, now=moment("2017-02-20 10:00"), by="Focal Point")
    desk.turn("2017-02-20 10:10")
    assert told(desk) == []

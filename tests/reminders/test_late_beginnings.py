"""A window that is open when its cycle is: whoever was not told of it is invited by the next round, and once."""

from pathlib import Path

import pytest

from tests.secretariat import Desk

WINDOW = """
bodies: [{key: council, name: Council}]
contacts:
  - {name: Delegate A, email: delegate-a@members.example, organization: Kenya, roles: membership, zone: Africa/Nairobi}
timelines:
  - cycle: late/2026
    title: Begun while its window is open
    agreed_by: 38th meeting
    anchors: {x: 2026-07-06}
    deadlines:
      - {step: comments, title: Comment, by: membership, opens: 2026-06-03, due: 2026-06-30}
"""

DELEGATE, INVITED = "delegate-a@members.example: ", "Comments invited until"


@pytest.mark.few(2, "the same window, loaded at another hour")
@pytest.mark.parametrize(
    ("loaded", "first"),
    [
        ("2026-05-20 12:00", "2026-06-03 14:00"),
        ("2026-06-03 06:00", "2026-06-03 14:00"),
        ("2026-06-03 14:00", "2026-06-03 14:00"),  # after the hour at which its opening leaves
        ("2026-06-04 00:00", "2026-06-04 14:00"),
        ("2026-06-24 12:00", "2026-06-24 12:00"),  # after the hour of its recall
        ("2026-06-30 12:00", "2026-06-30 12:00"),  # its last day
    ],
)
def test_whoever_was_not_told_of_an_open_window_is_invited_once(
    desk: Desk, tmp_path: Path, loaded: str, first: str
) -> None:
    file = tmp_path / "window.yaml"
    file.write_text(WINDOW)
    desk.loads(file, on=loaded)
    desk.turn(first)
    desk.releases(on=first)
    mails = [*desk.at(first, about=DELEGATE), *desk.at(f"{first[:10]} 16:00", about=DELEGATE)]
    assert [INVITED in mail for mail in mails] == [True]
    assert not desk.at("2026-06-30 15:00", about=INVITED)


def test_nobody_is_invited_to_a_window_that_had_closed(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "window.yaml"
    file.write_text(WINDOW)
    desk.loads(file, on="2026-07-01 00:00")
    desk.turn("2026-07-01 10:00")
    assert desk.messages() == []

"""A recall approved late reaches only who works while the window is open; whoever approves it hears of the rest.

The window closes on a Friday, 23:59:59 in Geneva.
"""

import pytest

from tests.beginnings import told_once
from tests.secretariat import Desk

WINDOW = """timelines:
  - cycle: window/2026
    title: A window
    agreed_by: 39th meeting
    anchors: {x: 2026-11-16}
    deadlines:
      - {step: replies, title: Reply, by: membership, opens: 2026-10-05, due: 2026-10-16}
"""
ZONES = {"Anna": "Asia/Riyadh", "Bob": "Europe/Zurich", "Carmen": "America/Lima"}


@pytest.fixture
def invited(desk: Desk) -> Desk:
    return with_recalls(desk)


@told_once
def with_recalls(desk: Desk) -> Desk:
    """Return the desk with three readers who were invited, and whose recalls wait for an approver."""
    (desk.home / "window.yaml").write_text(WINDOW)
    desk.loads(desk.home / "window.yaml", on="2026-10-01")
    for name, zone in ZONES.items():
        desk.knows(name, f"{name.lower()}@members.example", "membership", zone=zone)
    desk.turn("2026-10-05 09:00")
    desk.releases(on="2026-10-05 09:05")
    desk.turn("2026-10-05 09:15")
    desk.turn("2026-10-14 15:00")
    return desk


@pytest.mark.parametrize(
    ("approved", "left_out"),
    [
        ("2026-10-15 16:59", []),  # 17:59 in Riyadh
        ("2026-10-15 17:00", ["Anna"]),  # whose Friday is a day off
        ("2026-10-16 17:59", ["Anna"]),
        ("2026-10-16 18:00", ["Anna", "Bob"]),
        ("2026-10-16 23:00", ["Anna", "Bob"]),  # 16:00 in Lima
        ("2026-10-17 00:00", ["Anna", "Bob", "Carmen"]),
    ],
)
def test_who_is_reached_no_more_is_said_and_hears_nothing(invited: Desk, approved: str, left_out: list[str]) -> None:
    before = len(invited.sink.mails)
    done = invited.performs("outbox/release", all=True, on=approved)
    notes = [note for note in done.notes if "will not leave" in note]
    assert ZONES.keys() < {letter.person for letter in done.letters}
    assert bool(notes) is bool(left_out)
    for at in (approved, "2026-10-16 09:00", "2026-10-16 18:15", "2026-10-18 09:00", "2026-10-19 09:00"):
        if at >= approved:
            invited.turn(at)
    recipients = {mail.recipient for mail in invited.sink.mails[before:]}
    reached = {name for name in ZONES if f"{name.lower()}@members.example" in recipients}
    assert reached == ZONES.keys() - {*left_out}
    assert all(name in notes[0] for name in left_out)


def test_who_has_two_such_letters_is_named_once(desk: Desk) -> None:
    second = WINDOW.replace("window/2026", "second/2026")
    (desk.home / "second.yaml").write_text(second)
    desk.loads(desk.home / "second.yaml", on="2026-10-01")
    done = with_recalls(desk).performs("outbox/release", all=True, on="2026-10-17 00:00")
    (note,) = [note for note in done.notes if "will not leave" in note]
    assert note.startswith("10 letters")  # two of each, also of the delegates of every story
    assert [note.count(name) for name in ZONES] == [1, 1, 1]

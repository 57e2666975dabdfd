"""A window that closes before an invitation may leave is named, from the day on which its dates are known."""

import pytest

from desk.tasks import tasks
from models.engine import reading
from notifications.weekly_words import Part
from reminders import weekly_report
from tests.secretariat import Desk, moment

ODD = "odd/2026"


@pytest.fixture
def window(desk: Desk, tmp_path):
    """Load a window of these days; Good Friday 2026 is 3 April, Easter Monday is closed too."""

    def load(opens: str, due: str, on: str) -> Desk:
        file = tmp_path / "odd.yaml"
        file.write_text(
            "holidays: [{calendar: Geneva, year: 2026, days: [2026-04-03, 2026-04-06]}]\n"
            f"timelines: [{{cycle: {ODD}, title: Odd days, agreed_by: x, anchors: {{x: 2026-12-16}}, deadlines: "
            f'[{{step: comments, title: Comment, by: membership, opens: {opens}, due: "{due}"}}]}}]\n'
        )
        desk.loads(file, on=on)
        return desk

    return load


def named(desk: Desk, on: str) -> tuple[list[str], list[str]]:
    """Return the sentences of the tasks, and the states of the weekly report, that tell of nobody who is told."""
    with reading(desk.engine) as session:
        found = [task.sentence for task in tasks(session, now=moment(on), clock=moment(on)) if task.kind == "nobody"]
        facts = weekly_report.facts(session, desk.settings, now=moment(on))[Part.NOBODY]
    return found, [fact.state for fact in facts]


@pytest.mark.parametrize(
    ("opens", "due", "loaded", "invited"),
    [
        ("2026-02-14", "2026-02-14", "2026-02-02", "2026-02-16 09:00"),  # a Saturday alone
        ("2026-02-14", "2026-02-15", "2026-02-02", "2026-02-16 09:00"),
        ("2026-02-14", "2026-02-16", "2026-02-02", None),
        ("2026-02-13", "2026-02-13", "2026-02-02", None),  # a Friday alone
        ("2026-02-16", "2026-02-16 09:00 Europe/Zurich", "2026-02-02", "2026-02-16 09:00"),
        ("2026-02-16", "2026-02-16 09:01 Europe/Zurich", "2026-02-02", None),
        ("2026-02-16", "2026-02-16 17:00 Asia/Kathmandu", "2026-02-02", None),  # 12:15 in Geneva
        ("2026-02-16", "2026-02-16 12:44 Asia/Kathmandu", "2026-02-02", "2026-02-16 09:00"),
        ("2026-04-03", "2026-04-06", "2026-03-02", "2026-04-07 09:00"),  # Easter
        ("2026-04-03", "2026-04-07", "2026-03-02", None),
        ("2026-01-05", "2026-02-02", "2026-02-02 19:00", "2026-02-03 09:00"),  # put on record on its last evening
        ("2026-01-05", "2026-02-02", "2026-02-02 17:00", None),
    ],
)
def test_it_is_named_to_the_hour(window, opens, due, loaded, invited):
    tasks, states = named(window(opens, due, loaded), f"{loaded[:10]} 20:00")
    if invited is None:
        assert (tasks, states) == ([], [])
        return
    assert tasks == [f"{ODD} comments closes on {due[:10]}, before members can be invited: {invited} (Geneva)"]
    assert states == ["uninvited"]


def test_once_the_close_is_later_or_nobody_needs_it_nothing_is_named(window):
    desk = window("2026-02-14", "2026-02-15", "2026-02-02")
    assert named(desk, "2026-02-20")[0] != []  # nobody was invited, and nobody has said what becomes of it
    desk.agrees("comments", "2026-02-27", on="2026-02-20", cycle=ODD)
    assert named(desk, "2026-02-20 12:30") == ([], [])


def test_one_that_was_past_when_its_cycle_was_opened_was_flagged_then(window):
    assert named(window("2026-02-14", "2026-02-15", "2026-02-20"), "2026-02-20 20:00") == ([], [])

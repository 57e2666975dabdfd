"""The invitation waits for the draft, and the close waits for nobody; an early draft opens early."""

from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import select

from models.deadlines import Deadline, Settlement
from models.engine import reading
from models.outbox import State
from readings import cycle_status
from record.cycles import snapshots
from tests.beginnings import once
from tests.reminders.forecasts import holds
from tests.reminders.test_on_paper import rehearses
from tests.secretariat import HLPF, Desk, moment, text_of
from tests.sink import Mood

CHAIN = "hlpf-contribution"


@pytest.fixture
def drafting(desk: Desk) -> Desk:
    """The cycle of 2017, of which a delegate in Tokyo hears too, and in which letters to members need no approval."""
    once(desk.engine, desk.home, "drafting of reminders/test_late_drafts.py", partial(_drafting, desk))
    return desk


def _drafting(desk: Desk) -> None:
    desk.knows("Delegate T", "t@state.example", "membership", zone="Asia/Tokyo", of="Japan")
    desk.opens_on_drafts()
    for kind in ("reminder", "change"):
        desk.allows(CHAIN, kind, on="2017-02-10")


def readers(desk: Desk, at: str, about: str) -> list[str]:
    """Return the members to whom a round at that hour brings a letter about something."""
    return [line.partition("@")[0] for line in desk.at(at, about=about) if "state.example" in line]


@pytest.mark.proof(
    "months of rounds: two CPU seconds; what a missing draft holds back is told in test_missing_drafts.py"
)
def test_without_a_draft_nobody_is_invited_or_recalled(drafting):
    heard = [line for _, line in drafting.through("2017-02-20", "2017-04-20") if "state.example" in line]
    assert heard == []


@pytest.mark.few(3, "the same window with a draft of another hour")
@pytest.mark.parametrize(
    ("posted", "invited"),
    [
        ("2017-02-20 08:59", "2017-02-20 09:00"),  # early: on that very morning
        ("2017-02-20 09:00", "2017-02-20 09:00"),
        ("2017-02-20 09:01", "2017-02-21 09:00"),
        ("2017-02-17 17:00", "2017-02-20 09:00"),  # a Friday
        ("2017-02-23 10:00", "2017-02-24 09:00"),  # the day before
        ("2017-02-24 08:30", "2017-02-24 09:00"),  # on its day
        ("2017-02-24 10:00", "2017-02-24 10:00"),  # late: in the next hour of mail in Geneva
        ("2017-02-27 17:59", "2017-02-27 17:59"),
        ("2017-02-27 18:00", "2017-02-28 09:00"),
        ("2017-03-10 15:00", "2017-03-10 15:00"),  # the last day
    ],
)
def test_all_are_invited_at_one_instant_once_the_draft_is_there(drafting, posted, invited):
    drafting.turn(posted)
    drafting.meets("revised-draft", on=posted)
    drafting.turn(invited)
    letters = [message for message in drafting.messages() if message.kind == "rung" and message.person_id > 1]
    assert [(message.state, message.due_at) for message in letters] == [(State.SENT, moment(invited))] * 3


def test_a_draft_posted_in_the_night_of_geneva_invites_nobody_before_its_morning(drafting):
    drafting.meets("revised-draft", on="2017-02-28 02:00")  # ten in the morning in Tokyo
    assert readers(drafting, "2017-02-28 02:15", "invited") == []
    assert readers(drafting, "2017-02-28 09:00", "invited") == ["a", "b", "t"]


def test_a_draft_that_is_not_required_leaves_the_window_to_its_day(drafting):
    drafting.waives("revised-draft", on="2017-02-20 10:00")
    assert readers(drafting, "2017-02-21 09:00", "invited") == []
    assert readers(drafting, "2017-02-24 09:00", "invited") == ["a", "b", "t"]


@pytest.mark.parametrize(("posted", "recalled"), [("2017-02-28 08:00", ["a", "b", "t"]), ("2017-03-01 08:00", [])])
def test_a_late_draft_that_leaves_under_ten_days_leaves_no_recall(drafting, posted, recalled):
    drafting.meets("revised-draft", on=posted)
    drafting.turn(f"{posted[:10]} 09:00")
    assert readers(drafting, "2017-03-03 09:00", "Open until") == recalled


@pytest.mark.proof_on_postgresql("a CPU second; letters are taken back there by tests/faults/test_edits.py")
@pytest.mark.both_databases("takes letters back in the act's transaction")
def test_an_invitation_that_waits_is_taken_back_with_its_draft_and_made_anew_with_it(drafting):
    drafting.forbids(CHAIN, "reminder", on="2017-02-23")
    drafting.meets("revised-draft", on="2017-02-24 08:30")
    drafting.turn("2017-02-24 09:00")
    assert [*map(str, drafting.states())].count("held") == 3
    drafting.reopens("revised-draft", on="2017-02-24 10:00")
    drafting.turn("2017-02-24 10:15")
    assert drafting.states().count("held") == 0
    assert drafting.states().count("suppressed") == 3
    drafting.meets("revised-draft", on="2017-02-27 10:00")
    drafting.turn("2017-02-27 10:00")
    drafting.releases(on="2017-02-27 11:00")
    assert readers(drafting, "2017-02-27 11:15", "invited") == ["a", "b", "t"]
    drafting.reopens("revised-draft", on="2017-02-27 12:00")
    drafting.meets("revised-draft", on="2017-02-27 13:00")
    assert readers(drafting, "2017-02-28 09:00", "invited") == []  # they have heard


def test_an_invitation_that_was_withdrawn_before_anybody_knew_of_it_is_made_anew_with_the_draft(drafting):
    drafting.meets("revised-draft", on="2017-02-24 08:30")
    drafting.sink.mood, drafting.clock = Mood(reply="drop"), moment("2017-02-24 09:00")
    drafting.round("2017-02-24 09:00")
    drafting.reopens("revised-draft", on="2017-02-24 09:05")
    drafting.sink.mood, drafting.clock = Mood(), moment("2017-02-24 10:00")
    drafting.round("2017-02-24 10:00")
    withdrawn = [message.in_doubt for message in drafting.messages() if message.state is State.SUPPRESSED]
    assert withdrawn == [True] * 3
    drafting.clock = None
    drafting.meets("revised-draft", on="2017-02-27 10:00")
    assert readers(drafting, "2017-02-27 10:15", "invited") == ["a", "b", "t"]
    assert readers(drafting, "2017-03-03 09:00", "Open until") == ["a", "b", "t"]


def test_an_invitation_that_an_older_version_planned_leaves_once_its_draft_is_there(drafting):
    drafting.forbids(CHAIN, "reminder", on="2017-02-23")
    drafting.meets("revised-draft", on="2017-02-24 08:30")
    drafting.turn("2017-02-24 09:00")
    with drafting.acting() as session:  # as it stands in a store of a version in which a window did not wait
        draft = session.scalars(select(Deadline).where(Deadline.step == "revised-draft")).one()
        (settled,) = session.scalars(select(Settlement).where(Settlement.deadline_id == draft.id))
        draft.open, settled.kind = True, "reopened"
    drafting.releases(on="2017-02-24 10:30")
    assert readers(drafting, "2017-02-24 11:00", "invited") == []
    drafting.meets("revised-draft", on="2017-02-27 10:00")
    drafting.turn("2017-02-27 10:00")
    drafting.releases(on="2017-02-27 11:00")
    assert readers(drafting, "2017-02-27 11:15", "invited") == ["a", "b", "t"]


def test_its_status_says_that_it_opens_with_the_draft(drafting):
    def status(on: str) -> str:
        with reading(drafting.engine) as session:
            view = snapshots.view(session, HLPF, moment(on))
        return str(list(cycle_status.of_cycle(view)))

    assert "opens when revised-draft is completed" in status("2017-02-25")
    drafting.meets("revised-draft", on="2017-02-27")
    assert "opens when revised-draft is completed" not in status("2017-02-28")
    assert "opens when final-draft is completed" in status("2017-02-28")


@pytest.mark.few(1, "weeks of rounds, twice")
@pytest.mark.parametrize("on", ["2017-02-20 08:00", "2017-02-23 23:30", "2017-02-27 17:50"])
def test_a_forecast_tells_the_invitations_that_a_draft_brings(drafting, on):
    before, after = holds(drafting, lambda desk: desk.meets("revised-draft", on=on), on)
    told = [person for person, _, kind, _, _, dates in after if kind == "rung" and dates[0][1] == "comments"]
    assert {"Delegate A", "Delegate B", "Delegate T"} <= set(told)
    assert not [person for person, *_, dates in before if dates[0][1] == "comments" and "Delegate" in person]


def test_what_comes_before_the_opening_counts(drafting):
    drafting.answers("comments", "Japan", on="2017-02-20")
    drafting.meets("revised-draft", on="2017-02-24 08:30")
    assert readers(drafting, "2017-02-24 09:00", "invited") == ["a", "b"]


def test_what_the_text_attaches_to_a_window_is_said_once_in_the_invitation(desk):
    note = "comments after that day are not taken into account"
    chain = desk.chains[CHAIN]
    steps = [replace(step, note=note) if step.slug == "comments" else step for step in chain.steps]
    desk.chains[CHAIN] = replace(chain, steps=tuple(steps))
    desk.opens()
    desk.agrees("comments", "2017-03-10", on="2017-02-09")
    desk.allows(CHAIN, "reminder", on="2017-02-10")
    desk.meets("revised-draft", on="2017-02-24 08:30")
    desk.turn("2017-02-24 09:00")
    desk.turn("2017-03-03 09:00")
    mails = [text_of(mail.data) for mail in desk.sink.mails if mail.recipient == "a@state.example"]
    assert [note in text for text in mails] == [True, False]


@pytest.mark.proof("weeks of rounds, twice: two to three CPU seconds; a forecast tells them in every run")
def test_a_rehearsal_of_weeks_to_come_tells_the_invitations_of_a_draft_as_the_rounds_then_send_them(drafting, tmp_path):
    without = rehearses(drafting, tmp_path / "without", "2017-02-20 10:00", "2017-03-09 23:00")
    assert [letter.person for letter in without if letter.steps == ("comments",)] == ["Focal Point"]  # who is asked
    drafting.meets("revised-draft", on="2017-02-20 10:00")
    letters = rehearses(drafting, tmp_path / "posted", "2017-02-20 10:00", "2017-03-09 23:00")
    about = [letter for letter in letters if letter.steps == ("comments",)]
    assert [(letter.person[-1], letter.at) for letter in about] == [
        *((reader, moment("2017-02-21 09:00")) for reader in "ABT"),
        ("T", moment("2017-03-03 01:00")),  # nine in the morning in Tokyo
        ("A", moment("2017-03-03 09:00")),
        ("B", moment("2017-03-03 09:00")),
    ]
    for at in dict.fromkeys(letter.at for letter in letters):
        drafting.round(at)
    sent = sorted(mail.subject for mail in drafting.sink.mails)  # several conversations at once: in any order
    assert sent == sorted(letter.subject for letter in letters)

"""What gives or changes a right leaves to all at one moment in Geneva's hours, alone; a recall follows its reader."""

from functools import partial

import pytest

from models.outbox import State
from tests.beginnings import once
from tests.secretariat import Desk, moment
from tests.sink import Mood

CHAIN = "hlpf-contribution"
ZONES = {"t": "Asia/Tokyo", "l": "America/Lima", "k": "Asia/Kathmandu", "h": "Pacific/Honolulu"}
NEWS = ("reminder", "change", "announcement")


@pytest.fixture
def everywhere(desk: Desk) -> Desk:
    """An office with a delegate in each of these zones, one of whom wants a weekly digest and one a daily one."""
    once(desk.engine, desk.home, "everywhere of reminders/test_equal_notice.py", partial(_everywhere, desk))
    return desk


def _everywhere(desk: Desk) -> None:
    desk.opens_agreed()
    for name, zone in ZONES.items():
        digest = {"l": "weekly", "k": "daily"}.get(name)
        desk.knows(f"Delegate {name}", f"{name}@state.example", "membership", zone=zone, digest=digest)
    for kind in NEWS:
        desk.allows(CHAIN, kind, on="2017-02-10")


def readers(lines: list[str]) -> list[str]:
    return [line.partition("@")[0] for line in lines if "state.example" in line]


ALL = sorted([*ZONES, "a", "b"])


@pytest.mark.parametrize(("at", "told"), [("01:00", []), ("08:45", []), ("09:00", ALL), ("15:00", ALL)])
def test_an_opening_leaves_to_all_at_nine_in_geneva(everywhere, at, told):
    assert readers(everywhere.at(f"2017-02-24 {at}", about="invited")) == told


def test_all_letters_of_an_opening_are_due_at_one_instant_however_late_they_are_planned(everywhere):
    everywhere.knows("Delegate n", "n@state.example", "membership", zone="Asia/Tokyo")
    everywhere.turn("2017-02-24 10:30")
    rows = [message for message in everywhere.messages() if message.state is State.SENT and message.kind == "rung"]
    assert {message.due_at for message in rows if message.address == "email" and message.person_id > 1} == {
        moment("2017-02-24 09:00")
    }


def test_a_letter_that_is_tried_again_keeps_the_instant_of_its_opening(everywhere):
    everywhere.sink.mood = Mood(recipients={"t@state.example": "451 later", "h@state.example": "451 later"})
    assert readers(everywhere.at("2017-02-24 09:00", about="invited")) == ["a", "b", "k", "l"]
    everywhere.sink.mood = Mood()
    assert readers(everywhere.at("2017-02-24 14:00", about="invited")) == ["h", "t"]  # at night, there
    letters = [message for message in everywhere.messages() if message.kind == "rung" and message.person_id > 1]
    assert {message.due_at for message in letters} == {moment("2017-02-24 09:00")}


def test_a_letter_that_is_put_off_to_the_morning_keeps_the_instant_of_its_opening(everywhere):
    everywhere.sink.mood = Mood(recipients={"t@state.example": "451 later", "h@state.example": "451 later"})
    everywhere.turn("2017-02-24 17:45")
    everywhere.sink.mood = Mood()
    nights = ("2017-02-24 22:30", "2017-02-25 02:45", "2017-02-25 09:00", "2017-02-26 12:00", "2017-02-27 08:45")
    assert [readers(everywhere.at(at, about="invited")) for at in nights] == [[]] * 5
    assert readers(everywhere.at("2017-02-27 09:00", about="invited")) == ["h", "t"]
    letters = [message for message in everywhere.messages() if message.kind == "rung" and message.person_id > 1]
    assert {message.due_at for message in letters} == {moment("2017-02-24 09:00")}


def test_an_extension_leaves_to_all_in_geneva_s_hours_and_in_no_digest(everywhere):
    everywhere.turn("2017-02-24 09:00")
    everywhere.agrees("comments", "2017-03-17", on="2017-02-24 18:30")
    heard = {at: readers(everywhere.at(at, about="new date")) for at in ("2017-02-24 23:00", "2017-02-27 02:00")}
    heard |= {at: readers(everywhere.at(at, about="Extended")) for at in ("2017-02-27 08:45", "2017-02-27 09:00")}
    assert heard == {"2017-02-24 23:00": [], "2017-02-27 02:00": [], "2017-02-27 08:45": [], "2017-02-27 09:00": ALL}
    assert {message.kind for message in everywhere.messages() if message.person_id > 3} <= {"rung", "change"}


def test_a_recall_follows_the_clock_of_its_reader(everywhere):
    everywhere.turn("2017-02-24 09:00")
    hours = ("2017-03-02 20:00", "2017-03-03 01:00", "2017-03-03 04:30", "2017-03-03 09:00", "2017-03-03 20:00")
    told = {at: readers(everywhere.at(at, about="Open until")) for at in hours}
    assert told["2017-03-03 01:00"] == ["t"]
    assert told["2017-03-03 09:00"] == ["a", "b"]
    assert told["2017-03-03 20:00"] == ["h"]


def test_a_held_invitation_is_not_replaced_by_its_recall(desk):
    desk.opens_agreed()
    desk.turn("2017-02-24 09:00")
    desk.turn("2017-03-03 09:00")  # a week before the close
    assert [state for state in desk.states() if state in ("held", "superseded")] == ["held", "held"]
    desk.releases(on="2017-03-06 10:00")
    desk.allows(CHAIN, "reminder", on="2017-03-06")
    assert readers(desk.at("2017-03-06 10:15", about="invited")) == ["a", "b"]
    assert [line for _, line in desk.through("2017-03-07", "2017-03-11") if "state.example" in line] == []


def test_an_announcement_of_its_date_does_not_replace_a_held_invitation(desk):
    desk.opens_agreed()
    desk.turn("2017-02-24 09:00")
    desk.issues("comments", on="2017-02-24 10:00")
    desk.turn("2017-02-24 10:10")
    invitations = [message for message in desk.messages() if message.kind == "rung" and message.person_id > 1]
    assert [str(message.state) for message in invitations] == ["held", "held"]


@pytest.mark.parametrize(("approved", "recalled"), [("2017-03-02 17:00", ["a", "b"]), ("2017-03-03 09:00", [])])
def test_a_recall_leaves_on_a_later_day_than_its_invitation(desk, approved, recalled):
    desk.opens_agreed()
    desk.turn("2017-02-24 09:00")
    desk.releases(on=approved)
    desk.allows(CHAIN, "reminder", on=approved)
    desk.turn(approved)
    assert readers(desk.at("2017-03-03 09:15") + desk.at("2017-03-03 15:00")) == recalled


def test_an_invitation_that_is_not_to_be_sent_leaves_no_recall_waiting_for_it(desk):
    desk.opens_agreed()
    desk.turn("2017-02-24 09:00")
    desk.allows(CHAIN, "reminder", on="2017-02-24")
    desk.drops(*(message.id for message in desk.messages() if message.state is State.HELD), on="2017-02-24 10:00")
    assert readers(desk.at("2017-03-03 09:00", about="Open until")) == ["a", "b"]


LOADED = """timelines:
  - cycle: on-its-day/2026
    title: Loaded on the day on which its window opens
    agreed_by: 38th meeting
    anchors: {x: 2026-07-06}
    deadlines:
      - {step: comments, title: Comment, by: membership, opens: %s, due: 2026-06-30}
"""


@pytest.mark.few(2, "the same window, loaded at another hour")
@pytest.mark.parametrize(
    ("opens", "loaded", "told"),
    [
        ("2026-06-03", "2026-06-03 08:59", "2026-06-03 09:00"),
        ("2026-06-03", "2026-06-03 09:00", "2026-06-03 09:00"),
        ("2026-06-03", "2026-06-03 14:00", "2026-06-03 14:00"),
        ("2026-06-03", "2026-06-03 18:00", "2026-06-04 09:00"),
        ("2026-06-03", "2026-06-05 18:30", "2026-06-08 09:00"),  # a Friday evening
        ("2026-06-06", "2026-06-01 10:00", "2026-06-08 09:00"),  # a Saturday
        ("2026-06-03", "2026-06-30 17:00", "2026-06-30 17:00"),  # its last day
    ],
)
def test_a_window_that_is_open_when_it_is_loaded_is_told_in_geneva_s_next_hour_of_mail(
    desk, tmp_path, opens, loaded, told
):
    (tmp_path / "window.yaml").write_text(LOADED % opens)
    desk.knows("Kenyan", "k@state.example", "membership", zone="Africa/Nairobi")
    desk.loads(tmp_path / "window.yaml", on=loaded)
    desk.turn(told)
    letters = [message for message in desk.messages() if message.state is State.HELD]
    assert [(message.due_at, message.kind) for message in letters] == [(moment(told), "rung")] * 3
    desk.releases(on=told)
    assert readers(desk.at(told, about="invited")) == ["a", "b", "k"]


def test_a_chain_far_in_the_west_is_not_opened_before_its_day_begins_there(desk, tmp_path):
    (tmp_path / "window.yaml").write_text(
        LOADED.replace("agreed_by", "zone: Pacific/Honolulu\n    agreed_by") % "2026-06-03"
    )
    desk.loads(tmp_path / "window.yaml", on="2026-06-01")
    desk.turn("2026-06-03 09:00")  # nine in the evening of the second, there
    assert desk.states() == []
    desk.turn("2026-06-04 09:00")
    assert desk.states() == ["held", "held"]

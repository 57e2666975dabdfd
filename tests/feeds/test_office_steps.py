"""A step that is the office's own: people of the office follow it, and nothing that members read names it."""

from pathlib import Path

import pytest

from feeds.feed_cache import Shelf
from models.engine import reading
from record.cycles import issues
from record.refusals import OfficeOnly
from tests.secretariat import Desk, moment, text_of
from tests.web.live_server import served

FOCAL, OWN, TITLE = "focal@itu.example", "trial/2017", "Prepare the room"
FILE = f"""\
timelines:
  - cycle: {OWN}
    title: A trial
    agreed_by: 30th meeting
    document: C17/8
    deadlines:
      - {{step: comments, title: Comment on the draft, by: membership, opens: 2017-02-24, due: 2017-03-10}}
      - {{step: room, title: {TITLE}, by: secretariat, due: 2017-03-17, for: office}}
"""


@pytest.fixture
def trial(desk: Desk, tmp_path: Path) -> Desk:
    (file := tmp_path / "trial.yaml").write_text(FILE, encoding="utf-8")
    desk.loads(file, on="2017-02-10 09:00")
    return desk


def test_no_page_feed_or_letter_of_members_names_it(trial: Desk) -> None:
    shelf, now = Shelf(trial.engine, trial.settings), moment("2017-02-20 12:00")
    for selection in ("everything", f"cycle/{OWN}"):
        for form in ("ics", "json", "atom"):
            feed = shelf.public("en", selection, form, now=now)
            assert feed is not None
            assert (b"Comment on the draft" in feed.data, TITLE.encode() in feed.data) == (True, False)
    with served(trial.engine, trial.settings, now) as server:
        page = server.ask(f"/cycles/{OWN}").body.decode()
    assert ("Comment on the draft" in page, TITLE in page) == (True, False)
    trial.allows("trial", "reminder", on="2017-02-10 10:00")
    trial.turn("2017-02-24 09:00")
    letters = [text_of(mail.data) for mail in trial.sink.mails if "state.example" in mail.recipient]
    assert letters
    assert not any(TITLE in letter for letter in letters)


def test_the_office_is_reminded_of_it_and_issues_it_to_nobody(trial: Desk) -> None:
    assert trial.at("2017-03-10 09:00", about=TITLE) == [f"{FOCAL}: Due 17 March, in 7 days: {TITLE}"]
    trial.sets("room", "2017-03-20", on="2017-03-10 10:00", cycle=OWN)
    trial.sets("comments", "2017-03-13", on="2017-03-10 10:00", cycle=OWN)
    with reading(trial.engine) as session:
        view, now = trial.view("2017-03-10 11:00", OWN), moment("2017-03-10 11:00")
        waiting = issues.unissued(session, [view], now)
    assert [each.step for some in waiting.values() for each in some] == ["comments"]
    with pytest.raises(OfficeOnly, match="'room' is the office's own step"):
        trial.issues("room", on="2017-03-10 11:00", cycle=OWN)
    assert trial.issues(on="2017-03-10 11:00", cycle=OWN).facts["steps"] == ["comments"]

"""A rehearsal tells who would get what, from the real planner, and reaches nobody."""

from pathlib import Path

import pytest

from delivery import rehearsal
from models.engine import reading, writing
from models.sending_state import Breaker, Hold
from notifications.rehearsal_server import Sink
from tests.notifications.web_server import Hook
from tests.secretariat import HLPF, moment


def rehearses(desk, folder: Path, first: str, last: str) -> list[rehearsal.Told]:
    folder.mkdir()
    with Sink() as sink:
        scratch = rehearsal.scratch_copy(desk.engine, folder)
        settings = rehearsal.with_sink(desk.settings, sink.url, folder)
        letters = list(rehearsal.rehearse(scratch, settings, start=moment(first), end=moment(last)))
        scratch.dispose()
    return letters


@pytest.mark.proof("a year of rounds; a rehearsal that goes on from what was sent is told in every run")
def test_who_would_hear_what_by_which_channel_and_nobody_does(desk, tmp_path):
    with Hook() as hook:
        urls = ("email", f"json://127.0.0.1:{hook.port}/t0ken")
        desk.knows("An Officer", "officer@itu.example", "secretariat", channels=urls)
        desk.opens_agreed()
        desk.assigns("final-draft", "officer@itu.example", on="2017-02-10")
        first = rehearses(desk, tmp_path / "first", "2017-03-10 00:00", "2017-03-24 23:00")
        again = rehearses(desk, tmp_path / "again", "2017-03-10 00:00", "2017-03-24 23:00")
        assert hook.posts == []
    assert first == again
    assert desk.messages() == []
    assert desk.sink.mails == []
    mine = [letter for letter in first if letter.person == "An Officer" and letter.steps == ("final-draft",)]
    assert [(f"{letter.at:%m-%d}", letter.channel, letter.kind, letter.cycle) for letter in mine] == [
        (day, channel, "reminder", HLPF)
        for day in ("03-10", "03-17", "03-21", "03-23", "03-24")
        for channel in ("email", "unsealed")
    ]
    invited = {
        (letter.person, letter.channel, letter.released) for letter in first if letter.steps == ("final-comments",)
    }
    assert invited == {("Delegate A", "email", True), ("Delegate B", "email", True)}


@pytest.mark.proof_on_postgresql("a rehearsal is made on SQLite, whatever the store")
@pytest.mark.both_databases("a rehearsal works on a copy of the store")
def test_a_rehearsal_goes_on_from_what_was_sent_and_what_waits(desk, tmp_path):
    desk.opens_agreed()
    desk.round("2017-02-24 09:00")
    assert sorted(desk.states()) == ["held", "held", "sent"]
    desk.allows("hlpf-contribution", "reminder", on="2017-02-24")
    letters = rehearses(desk, tmp_path / "scratch", "2017-02-24 12:30", "2017-03-10 23:00")
    assert {news.released for news in letters} == {True, False}  # what waits for an officer is told as well
    desk.releases(on="2017-02-24 12:30")
    before = len(desk.sink.mails)
    for at in dict.fromkeys(news.at for news in letters):
        desk.round(at)
    assert [mail.subject for mail in desk.sink.mails[before:]] == [news.subject for news in letters]


def test_what_holds_the_real_senders_back_holds_no_rehearsal_up(desk, tmp_path):
    desk.opens_agreed()
    with writing(desk.engine) as session:
        session.add(Hold(kind="officer", because="the server is being moved", at=moment("2017-02-10"), by="X"))
        session.add(Breaker(carrier="email", faults=9, open_until=moment("2999-01-01"), detail="gone"))
    assert rehearses(desk, tmp_path / "scratch", "2017-03-10 00:00", "2017-03-10 23:00") != []
    with reading(desk.engine) as session:
        assert session.query(Hold).count() == session.query(Breaker).count() == 1

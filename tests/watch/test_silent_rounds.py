"""Silence is told once when it begins and once when it ends; a finished round gives a sign of life."""

import json
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from sqlalchemy import update

from cli import remedy_words
from delivery import rounds
from models.engine import make_engine, reading
from models.sending_state import Hold, Sender
from notifications.channels.ping import ping
from planning.clock import utc_now
from tests.notifications.web_server import Hook
from tests.secretariat import moment
from tests.sink import Mood
from tests.wait import until
from watch import silence
from watch.alarm import FILE, Watcher, watched
from watch.silence import INTERVAL, Vigil

LOOKS_INTO_IT = pytest.mark.both_databases("looks into the database: its sessions, its sizes, its version")

START = moment("2017-02-10 09:00")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def hook():
    with Hook() as server:
        yield server


@pytest.fixture
def watch(desk, hook):
    """Look every minute of a story, until an hour; ticks happen in between."""

    class Watch:
        now = START
        settings = replace(desk.settings, alarm_url=f"json://127.0.0.1:{hook.port}/alarm")
        engine = desk.engine

        def until(self, words):
            while self.now < moment(words):
                self.now += MINUTE
                Watcher(
                    self.settings, self.engine, word=remedy_words.remedy, clock=lambda: self.now
                ).look()  # each look in a new process
            return [json.loads(body)["title"] for _, body in hook.posts]

    return Watch()


def ticks(desk, at=START, home="one"):
    """Record a finished round, as a sender does."""
    with desk.acting() as session:
        row = session.get(Sender, home)
        if row is None:
            session.add(Sender(home_id=home, boot_id="b", ticks=1, ticked_at=at, steady=0.0))
        else:
            row.ticks, row.ticked_at = row.ticks + 1, at


@LOOKS_INTO_IT
def test_silence_is_told_once_within_two_intervals_and_its_end_once(desk, watch):
    ticks(desk)
    assert watch.until("2017-02-10 09:10") == []
    ticks(desk, moment("2017-02-10 09:10"))
    assert watch.until("2017-02-10 09:40") == []
    begun = ["Council: no round has been finished since 2017-02-10 08:11 UTC"]
    assert watch.until("2017-02-10 09:41") == begun
    assert watch.until("2017-02-10 12:00") == begun
    ticks(desk, moment("2017-02-10 12:00"))
    ended = [*begun, "Council: rounds are finished again since 2017-02-10 11:01 UTC"]
    assert watch.until("2017-02-10 12:01") == ended
    assert watch.until("2017-02-10 12:30") == ended


@LOOKS_INTO_IT
def test_a_store_without_any_round_is_silent_from_the_start_on(desk, watch):
    assert watch.until("2017-02-10 09:30") == []
    assert len(watch.until("2017-02-10 09:31")) == 1


@LOOKS_INTO_IT
def test_a_store_that_does_not_answer_is_silent_too(desk, watch, tmp_path):
    ticks(desk)
    watch.until("2017-02-10 09:01")
    watch.engine = make_engine(f"sqlite:///{tmp_path / 'gone' / 'council.db'}")
    assert len(watch.until("2017-02-10 09:31")) == 1
    watch.engine = desk.engine
    assert len(watch.until("2017-02-10 09:40")) == 1  # it answers again, yet no round was finished
    ticks(desk)
    assert len(watch.until("2017-02-10 09:41")) == 2


def test_who_was_away_does_not_know_what_happened_meanwhile(desk, watch):
    ticks(desk)
    watch.until("2017-02-10 09:05")
    watch.now = moment("2017-02-12 09:00")  # switched off for two days
    assert watch.until("2017-02-12 09:30") == []
    assert len(watch.until("2017-02-12 09:31")) == 1


def test_an_alarm_that_nobody_took_is_told_again_until_it_is(desk, watch, hook):
    ticks(desk)
    taken = watch.settings.alarm_url
    watch.settings = replace(watch.settings, alarm_url=taken.replace("/alarm", "/503"))
    assert len(watch.until("2017-02-10 09:33")) == 3  # 09:31, 09:32, 09:33
    watch.settings = replace(watch.settings, alarm_url=taken)
    assert len(watch.until("2017-02-10 10:00")) == 4


def test_without_an_alarm_url_the_officers_have_mail_and_nobody_outside(desk, watch):
    desk.knows("Chair", "chair@state.example", "secretariat", "membership")
    watch.settings = replace(watch.settings, alarm_url=None)
    watch.until("2017-02-10 09:31")
    (mail,) = desk.sink.mails
    assert mail.recipient == "focal@itu.example"
    mail_told = message_from_bytes(mail.data, policy=policy.default)
    assert mail_told["Subject"] == "Council: no round has been finished since 2017-02-10 08:01 UTC"
    assert "Whoever runs the machine sees why: council doctor" in mail_told.get_content()
    watch.settings = replace(watch.settings, mail_url=None)
    assert watch.until("2017-02-10 10:00") == []


@pytest.mark.parametrize("words", ["", "{", '{"ticks": 1}', "[]", '{"heard_at": "yesterday"}'])
def test_what_cannot_be_read_is_begun_anew(desk, watch, words):
    (desk.home / FILE).write_text(words)
    assert watch.until("2017-02-10 09:30") == []
    assert len(watch.until("2017-02-10 09:31")) == 1


def test_a_clock_that_is_set_back_raises_no_alarm():
    vigil = Vigil(1, START, START).after(1, START - timedelta(days=10), INTERVAL)
    assert not vigil.begins(START - timedelta(days=10), INTERVAL)


def test_the_watch_runs_beside_the_schedule(desk, hook):
    """The whole of it against the real clock: an interval of six tenths of a second."""
    settings = replace(desk.settings, alarm_url=f"json://127.0.0.1:{hook.port}/alarm")
    with watched(settings, interval=timedelta(seconds=0.6)):
        for count, tick in ((1, True), (2, False)):
            until(lambda: len(hook.posts) >= count)  # noqa: B023  asked at once
            assert len(hook.posts) == count
            if tick:
                ticks(desk, utc_now())


@LOOKS_INTO_IT
def test_a_store_is_ready_while_rounds_are_finished_and_nothing_holds(desk):
    def why(words):
        with reading(desk.engine) as session:
            return silence.not_ready(session, now=moment(words))

    assert "no round has been finished yet" in why("2017-02-10 09:00")
    ticks(desk)
    ticks(desk, moment("2017-02-01"), home="another")  # one of two machines may be gone
    assert why("2017-02-10 09:29") is None
    assert "no round has been finished since 2017-02-10 08:00 UTC" in why("2017-02-10 09:30")
    with desk.acting() as session:
        session.add(Hold(kind="officer", because="we move house", at=START, by="Anna"))
    assert "we move house" in why("2017-02-10 09:01")
    with desk.acting() as session:
        session.execute(update(Hold).values(lifted_at=START))
    assert why("2017-02-10 09:01") is None


def refuses(desk):
    """Have three rounds, the last at half past nine, meet a mail server that takes nothing."""
    desk.opens_agreed()
    desk.sink.mood = Mood(sender="530 Must issue a STARTTLS command first")
    for quarter in ("09:00", "09:15", "09:30"):
        desk.round(f"2017-02-10 {quarter}")


def test_a_mail_server_that_fails_for_two_intervals_is_told_once_and_its_end_once(desk, watch):
    refuses(desk)
    watch.now = moment("2017-02-10 09:30")
    assert watch.until("2017-02-10 09:50") == []
    desk.round("2017-02-10 09:50")
    assert watch.until("2017-02-10 10:00") == []
    subjects = ["Council: the mail server fails since 2017-02-10 08:31 UTC"]
    assert watch.until("2017-02-10 10:01") == subjects
    desk.round("2017-02-10 10:10")
    assert watch.until("2017-02-10 10:30") == subjects
    desk.sink.mood = Mood()
    desk.round("2017-02-10 10:30")
    again = "Council: nothing waits for a failing mail server any more since 2017-02-10 09:31 UTC"
    assert watch.until("2017-02-10 10:50") == [*subjects, again]


def test_that_the_mail_server_fails_is_not_told_by_that_server(desk, watch):
    refuses(desk)
    watch.now = moment("2017-02-10 09:30")
    watch.settings = replace(watch.settings, alarm_url=None)
    watch.until("2017-02-10 09:50")
    desk.round("2017-02-10 09:50")
    watch.until("2017-02-10 10:02")
    desk.sink.mood = Mood()
    desk.round("2017-02-10 10:10")
    watch.until("2017-02-10 10:11")
    subjects = [message_from_bytes(mail.data, policy=policy.default)["Subject"] for mail in desk.sink.mails]
    assert [subject for subject in subjects if subject.startswith("Council: ")] == [
        "Council: nothing waits for a failing mail server any more since 2017-02-10 09:03 UTC"
    ]


@LOOKS_INTO_IT
def test_a_store_whose_mail_server_fails_is_not_ready_while_something_waits(desk):
    refuses(desk)
    with reading(desk.engine) as session:
        why = silence.not_ready(session, now=moment("2017-02-10 09:40"))
    assert why.startswith("the mail server failed 3 times in a row, and 1 letter waits: ")
    desk.sink.mood = Mood()
    desk.round("2017-02-10 09:45")
    with reading(desk.engine) as session:
        assert silence.not_ready(session, now=moment("2017-02-10 09:50")) is None


def test_a_finished_round_gives_a_sign_of_life_and_an_unfinished_one_none(desk, hook, monkeypatch):
    settings = replace(desk.settings, ping_url=f"http://127.0.0.1:{hook.port}/secret-path")
    monkeypatch.setattr(type(desk), "settings", settings)
    desk.round("2017-02-09 09:00")
    assert [path for path, _ in hook.posts] == ["/secret-path"]
    with monkeypatch.context() as broken:
        broken.setattr("reminders.reminder_plan.plan_owed", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            desk.round("2017-02-09 09:15")
    assert len(hook.posts) == 1


@pytest.mark.parametrize("path", ["404", "503", "hang", "drop"])
def test_a_ping_that_fails_is_told_in_the_log_and_harms_nothing(desk, hook, path, caplog):
    settings = replace(desk.settings, ping_url=f"http://127.0.0.1:{hook.port}/secret/{path}")
    with caplog.at_level("INFO"):
        rounds.tell_finished(settings, {"sent": 1}, 0.5)
    warnings = [record for record in caplog.records if record.levelname == "WARNING"]
    assert len(warnings) == 1
    assert "secret" not in str(warnings[0].__dict__)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://host/x", "http://", "javascript:x", "http://[", "x"])
def test_nothing_but_the_web_is_fetched(url):
    assert ping(url) == "it is not an http or https address"


def test_a_port_where_nobody_listens_is_a_reason_without_the_address():
    assert ping("http://127.0.0.1:1/secret") == "not reached (ConnectionRefusedError)"

"""`council doctor` and `council tasks`, as an officer types them."""

import socket
from datetime import timedelta

import pytest
from sqlalchemy import update

from models.engine import make_engine, writing
from models.events import Event
from models.journal import Entry
from models.people import Channel, Person
from models.sending_state import Hold, Sender
from planning.clock import utc_now
from tests.notifications.web_server import Hook
from tests.sink import MisbehavingSink, Mood

OPEN = (
    "open",
    "hlpf-contribution/2017",
    "--anchor",
    "un-deadline=2017-04-28",
    "--anchor",
    "review=2017-02-07/2017-02-08",
)


@pytest.fixture
def sink(monkeypatch):
    with MisbehavingSink() as sink_:
        monkeypatch.setenv("COUNCIL_MAIL_URL", sink_.url)
        yield sink_


@pytest.fixture
def office(council, store, sink, monkeypatch):
    """A machine on which all is well."""
    monkeypatch.setenv("COUNCIL_BASE_URL", "https://council.example")
    monkeypatch.setenv("COUNCIL_PING_URL", "https://hc.example/x")
    assert council(*OPEN).code == 0
    add(store, Sender(home_id="k3", boot_id="b", ticks=1, ticked_at=utc_now(), steady=0.0))
    return council


def add(store, *rows):
    with writing(make_engine(f"sqlite:///{store}")) as session:
        session.add_all(rows)


def marks(said):
    return {check["what"]: check["mark"] for check in said.facts}


def test_a_fresh_machine_is_told_what_it_lacks(council, home):
    printed = council("doctor")
    assert printed.code == 2
    assert "fail  store        there is no store here yet; make one: council db upgrade" in printed.out
    assert "set COUNCIL_MAIL_URL=" in printed.out
    assert not home.exists()  # looking makes nothing


def test_all_is_well(office, sink, monkeypatch):
    monkeypatch.setenv("COUNCIL_CONTACT_EMAIL", "wsis@council.example")
    monkeypatch.setenv("COUNCIL_CONTACT_PHONE", "+41 22 730 0000")
    printed = office("doctor")
    assert (printed.code, printed.err) == (0, "")
    assert [line for line in printed.out.splitlines() if not line.startswith("ok ")] == []
    assert sink.mails == []


def test_a_silent_schedule_fails_and_the_clock_of_another_machine_too(office, store):
    with writing(make_engine(f"sqlite:///{store}")) as session:
        session.execute(update(Sender).values(ticked_at=utc_now().replace(year=2017)))
    printed = office("doctor")
    assert printed.code == 2
    assert "start it: council up" in printed.out
    with writing(make_engine(f"sqlite:///{store}")) as session:
        session.execute(update(Sender).values(ticked_at=utc_now().replace(year=2099)))
    assert marks(office("doctor", "--json"))["clock"] == "fail"


@pytest.mark.parametrize(
    ("mood", "said"),
    [
        (Mood(greeting="421 too busy"), "421 too busy (connect)"),
        (Mood(hello="550 not you"), "(hello)"),
    ],
)
def test_a_mail_server_that_lets_nobody_in_fails_with_what_it_said(office, sink, mood, said):
    sink.mood = mood
    printed = office("doctor")
    assert printed.code == 2
    assert said in printed.out


def test_a_mail_server_that_is_not_there_fails(office, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    monkeypatch.setenv("COUNCIL_MAIL_URL", f"smtp://me:secret-word@127.0.0.1:{port}?tls=none")
    printed = office("doctor")
    assert marks(office("doctor", "--json"))["mail server"] == "fail"
    assert "secret-word" not in printed.out


def test_a_line_changed_in_the_journal_fails(office, store):
    with writing(make_engine(f"sqlite:///{store}")) as session:
        session.execute(update(Entry).values(by="Somebody else"))
    assert marks(office("doctor", "--json"))["journal"] == "fail"


def test_a_secret_that_others_can_read_and_a_channel_left_unsealed_fail(office, store, home):
    (home / "secret.key").write_text("x")
    (home / "secret.key").chmod(0o640)
    add(store, person := Person(public_id="p", name="P", email="p@itu.example", organization_id=None))
    add(store, Channel(person_id=person.id, address="slack://a/b/c", fingerprint="f"))
    marks_by_check = marks(office("doctor", "--json"))
    assert (marks_by_check["secret"], marks_by_check["channels"]) == ("fail", "fail")
    (home / "secret.key").chmod(0o600)
    assert marks(office("doctor", "--json"))["secret"] == "ok"
    (home / "secret.key").write_text("")
    assert marks(office("doctor", "--json"))["secret"] == "fail"


def test_prefect_is_asked_where_it_is_named(office, monkeypatch):
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:1/api")
    assert marks(office("doctor", "--json"))["Prefect"] == "fail"
    monkeypatch.setenv("PREFECT_API_URL", "nonsense")
    assert marks(office("doctor", "--json"))["Prefect"] == "fail"


def test_an_old_schema_a_store_that_is_none_and_a_hold_fail(office, store, monkeypatch):
    add(store, Hold(kind="officer", because="we move house", at=utc_now(), by="Anna"))
    assert "we move house" in office("doctor").out
    with writing(make_engine(f"sqlite:///{store}")) as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '2026_11_30_follow_ups'")
    assert marks(office("doctor", "--json"))["schema"] == "fail"
    store.write_bytes(b"no database" * 1000)
    assert f"{store} is damaged" in office("doctor").out
    monkeypatch.setenv("COUNCIL_DATABASE_URL", "postgresql://me:secret-word@127.0.0.1:1/council?connect_timeout=2")
    printed = office("doctor")
    assert "the database postgresql://***@127.0.0.1:1/council cannot be used" in printed.out
    assert "secret-word" not in printed.out


def test_a_ping_that_is_no_address_is_refused_without_repeating_it(council, store, monkeypatch):
    monkeypatch.setenv("COUNCIL_PING_URL", "file:///secret-word")
    printed = council("doctor")
    assert (printed.code, printed.out) == (2, "")
    assert printed.err == "COUNCIL_PING_URL cannot be used: it is not an address; write https://HOST/PATH\n"


def test_tasks_are_listed_with_their_remedy(office):
    assert office("tasks").out == "nothing needs a hand\n"
    today = utc_now().date()
    review, due = today - timedelta(days=40), today + timedelta(days=30)
    cycle = f"hlpf-contribution/{due.year}"
    office("open", cycle, "--anchor", f"un-deadline={due}", "--anchor", f"review={review}/{review}")
    printed = office("tasks")
    assert f"proposal  {cycle} final-comments: the date proposed, {due - timedelta(days=21)}" in printed.out
    assert f"            agree it, or another one: council agree {cycle} final-comments" in printed.out
    by_step = {task["about"]: task for task in office("tasks", "--json").facts}
    task = by_step[f"{cycle} final-comments"]
    assert task["kind"] == "proposal"
    assert task["remedy"].startswith("agree it, or another one: council agree")
    step = {"cycle": cycle, "step": "final-comments", "due": str(due - timedelta(days=21))}
    assert task["remedies"] == [{"act": "deadline/agree", "arguments": step, "words": "agree it, or another one"}]


def test_a_rehearsal_is_no_sign_of_life(office, monkeypatch):
    with Hook() as hook:
        monkeypatch.setenv("COUNCIL_PING_URL", f"http://127.0.0.1:{hook.port}/alive")
        assert office("rehearse", "--from", "2030-01-01", "--to", "2030-01-02").code == 0
        assert hook.posts == []
        assert office("remind").code == 0
        assert [path for path, _ in hook.posts] == ["/alive"]


def test_events_that_wait_for_prefect_are_named_after_half_an_hour_and_no_more_after_a_day(office, store):
    def waits(minutes):
        with writing(make_engine(f"sqlite:///{store}")) as session:
            session.execute(update(Event).values(at=utc_now() - timedelta(minutes=minutes)))
        printed = office("doctor", "--json")
        return next((check["mark"], check["sentence"]) for check in printed.facts if check["what"] == "events")

    assert waits(29) == ("ok", "1 waits for Prefect")
    assert waits(31) == ("warn", "1 waits for Prefect, the oldest for 31 min")
    assert waits(24 * 60 + 1) == ("ok", "none waits for Prefect")

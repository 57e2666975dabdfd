from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prefect.runtime import flow_run
from sqlalchemy import update

from flows import store_sessions
from flows.forms import FORMS
from flows.rounds import remind
from flows.weekly_page import weekly_report
from models.outbox import Message, State
from planning.clock import utc_now
from tests.flows.conftest import ANNA
from tests.flows.prefect_states import artifacts, ended, run, run_of, sentence, word
from tests.secretariat import Desk, moment, subject_of

pytestmark = pytest.mark.xdist_group("prefect")  # one server for all of them

FORTNIGHT_BEFORE = moment("2017-02-10 09:00")


def test_a_round_sends_what_is_due_and_a_second_one_nothing(office: Desk) -> None:
    office.opens_agreed()
    state = run(remind, as_of=FORTNIGHT_BEFORE)
    assert run_of(state).name == "Sent: round/2017-02-10 09:00"
    assert ended(state) == ("Sent", "1 planned, 1 sent")
    (mail,) = office.sink.mails
    assert mail.recipient == "focal@itu.example"
    assert "Post the revised draft" in subject_of(mail.data)
    assert artifacts(state)["last-round"].data == "- 1 letter planned\n- 1 sent"

    again = run(remind, as_of=FORTNIGHT_BEFORE)
    assert ended(again) == ("Quiet", "0 planned")
    assert len(office.sink.mails) == 1
    assert "last-round" not in artifacts(again)


def test_without_a_mail_server_messages_stay_queued_and_the_run_says_so(
    office: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.opens_agreed()
    with monkeypatch.context() as without:
        without.delenv("COUNCIL_MAIL_URL")
        state = run(remind, as_of=FORTNIGHT_BEFORE)
    assert state.is_failed()
    assert word(state) == "No mail server"
    assert sentence(state).startswith("1 letter waits, and no mail server is set: nothing was sent")
    assert office.states() == ["queued"]
    assert word(run(remind, as_of=FORTNIGHT_BEFORE)) == "Sent"


def test_a_server_that_refuses_for_good_needs_a_hand(office: Desk) -> None:
    office.opens_agreed()
    office.sink.mood = type(office.sink.mood)(recipients={"focal@itu.example": "550 unknown"})
    state = run(remind, as_of=FORTNIGHT_BEFORE)
    assert ended(state) == ("Needs a hand", "1 planned, 1 dead")


def test_a_mail_server_that_takes_nothing_fails_the_round_whose_name_and_sentence_say_so(office: Desk) -> None:
    office.opens_agreed()
    office.sink.mood = type(office.sink.mood)(sender="530 Must issue a STARTTLS command first")
    words = "the mail server failed once, and 1 letter waits: 530 Must issue a STARTTLS command first"
    for counts in ("1 planned, 1 retry", "0 planned"):  # nothing is tried within a minute, and it fails all the same
        state = run(remind, as_of=FORTNIGHT_BEFORE)
        assert state.is_failed()
        assert ended(state) == ("Mail server fails", f"{words}; {counts}")
    with office.acting() as session:
        session.execute(update(Message).values(retry_at=FORTNIGHT_BEFORE))
    office.sink.mood = type(office.sink.mood)()
    assert ended(run(remind, as_of=FORTNIGHT_BEFORE)) == ("Sent", "0 planned, 1 sent")


def test_a_recipient_who_is_refused_for_now_is_tried_again_later(office: Desk) -> None:
    office.opens_agreed()
    office.sink.mood = type(office.sink.mood)(recipients={"focal@itu.example": "451 later"})
    state = run(remind, as_of=FORTNIGHT_BEFORE)
    assert ended(state) == ("Tried again later", "1 planned, 1 retry")


def test_a_store_that_is_not_there_is_refused_in_its_sentence(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNCIL_DATABASE_URL", f"sqlite:///{office.home / 'nowhere.db'}")
    state = run(remind)
    assert ended(state) == (
        "Refused",
        "there is no store here yet; make one (ask whoever runs this machine)",
    )


def test_a_store_that_is_damaged_is_refused_in_its_sentence(office: Desk) -> None:
    store = Path(str(office.engine.url.database))
    store.write_bytes(b"no database" * 1000)
    for state in (
        run(remind),
        run(weekly_report),
        run(FORMS["cycle/issue"], cycle="hlpf-contribution/2017", by=ANNA),
    ):
        assert (word(state), sentence(state).split(" is ")[0]) == ("Refused", str(store))
        assert "put a backup in its place" in sentence(state)


def test_now_is_never_before_the_hour_for_which_the_run_was_scheduled(monkeypatch: pytest.MonkeyPatch) -> None:
    soon = utc_now() + timedelta(seconds=30)
    monkeypatch.setattr(flow_run, "scheduled_start_time", soon, raising=False)
    assert store_sessions.instant(None) == soon
    long_ago = datetime(2017, 1, 1, tzinfo=UTC)
    monkeypatch.setattr(flow_run, "scheduled_start_time", long_ago, raising=False)
    assert utc_now() - store_sessions.instant(None) < timedelta(seconds=5)


def test_an_hour_without_a_zone_is_on_the_clock_of_the_secretariat() -> None:
    assert store_sessions.instant(datetime(2017, 3, 3, 9)) == datetime(2017, 3, 3, 8, tzinfo=UTC)


def test_a_round_leaves_what_needs_a_hand_and_takes_it_back_once_it_was_seen_to(office: Desk) -> None:
    office.opens_agreed()
    run(remind, as_of=moment("2017-02-09 12:00"))  # the server is shared: an earlier story may have left its own
    office.sink.mood = type(office.sink.mood)(recipients={"focal@itu.example": "550 unknown"})
    left = artifacts(run(remind, as_of=FORTNIGHT_BEFORE))["tasks"].data
    assert "send it once more (the form outbox-retry, messages: 1)" in str(left)
    assert "tasks" not in artifacts(run(remind, as_of=FORTNIGHT_BEFORE))  # nothing new to say
    with office.acting() as session:
        session.execute(update(Message).values(state=State.DROPPED))
    assert artifacts(run(remind, as_of=FORTNIGHT_BEFORE))["tasks"].data == "Nothing needs a hand."

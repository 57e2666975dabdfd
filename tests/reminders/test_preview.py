"""While an act is previewed, a sender goes on as if it were not there, and another act waits for its end alone."""

import json
import threading
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func, select

from delivery import claims, outcomes
from kernel.runner import do
from letters import preview_notes
from models import transactions
from models.engine import reading, writing
from models.outbox import Message, State
from notifications.channels.outcome import Outcome, Phase, Result
from reminders import forecast
from tests.beginnings import told_once
from tests.reminders.forecasts import previewing_desk
from tests.reminders.test_forecast import NIGHT, staffed
from tests.secretariat import moment

pytestmark = pytest.mark.both_databases("locks: SQLite has one writer, PostgreSQL locks rows")

NEXT = "2017-02-24 09:30"
PEOPLE = 9  # five delegates and four of the secretariat
TAKEN = Outcome(Result.SENT, Phase.REPLY, 250, "taken")


@told_once
def waiting(desk):
    """Have a change wait for the morning, for release or not, then more of the same."""
    staffed(desk)
    desk.allows("hlpf-contribution", "change", on="2017-02-23 18:00")
    for step, due in (("comments", "2017-03-15"), ("final-draft", "2017-03-27"), ("final-comments", "2017-04-10")):
        desk.agrees(step, due, on="2017-02-23 18:05")
    desk.turn("2017-02-23 22:00")
    return desk


def rows(desk):
    with reading(desk.engine) as session:
        return session.execute(select(Message.id, Message.state, Message.due_at).order_by(Message.id)).all()


@pytest.mark.proof("tests/kernel/test_preview_held.py tells the like of a preview of the runner in every run")
@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_a_sender_claims_and_finishes_while_a_preview_is_open(desk):
    waiting(desk)
    now = moment("2017-02-28 12:00")
    due = select(func.count()).where(Message.state == State.QUEUED, Message.due_at <= now)
    with reading(desk.engine) as session:
        queued = session.scalar(due)
    with previewing_desk(desk) as (within, session):

        def move():
            within.moves("un-deadline", "2017-05-05", on=NIGHT)
            for step in ("comments", "final-draft", "final-comments"):
                within.agrees(step, "2017-04-20", on=NIGHT)

        _, ahead = forecast.of(session, move, now=moment(NIGHT))
        with writing(desk.engine) as other:
            taken = claims.claim(other, now=now, clock=now)
        with writing(desk.engine) as other:
            assert outcomes.mark_sent(other, [(message, TAKEN) for message in taken], now=now) == queued
    assert queued == 3
    assert ahead.taken_back or ahead.changed  # it would have taken back what was claimed meanwhile


@pytest.mark.proof_on_postgresql("a CPU second; that nobody waits for a preview is told there in every run")
def test_a_preview_leaves_every_letter_as_it_was(desk):
    before = rows(waiting(desk))
    with previewing_desk(desk) as (within, session):
        _, ahead = forecast.of(session, lambda: within.waives("comments", on=NIGHT), now=moment(NIGHT))
        assert ahead.taken_back
    assert rows(desk) == before


@pytest.mark.proof("tests/kernel/test_preview_held.py tells the like of a preview of the runner in every run")
def test_another_act_waits_for_the_end_of_a_preview(desk):
    """It needs the store's row, and goes on as soon as the preview is rolled back: then it reads what was before."""
    waiting(desk)
    began, done = threading.Event(), []

    def agree():
        began.set()
        transactions.run_act(
            desk.engine,
            lambda session: do(
                session, "deadline/agree", cycle="hlpf-contribution/2017", step="comments", due="2017-03-22",
                because="agreed", now=moment(NIGHT) + timedelta(minutes=1), by="Office",
            ),
        )  # fmt: skip
        done.append(desk.view(NEXT)["comments"].due.isoformat())

    other = threading.Thread(target=agree)
    with previewing_desk(desk) as (within, session):
        other.start()
        began.wait(10)
        forecast.of(session, lambda: within.agrees("comments", "2017-03-20", on=NIGHT), now=moment(NIGHT))
        assert not done
    other.join(30)
    assert done == ["2017-03-22"]


def test_what_is_because_of_an_act_is_told_apart(desk):
    staffed(desk)
    with previewing_desk(desk) as (within, session):
        changed = forecast.touched(session)
        act = partial(within.agrees, "comments", "2017-03-20", on=NIGHT)
        _, ahead = forecast.of(session, act, now=moment(NIGHT))
        assert changed == {within.view(NIGHT)["comments"].id}
        assert preview_notes.of(session)
    assert {news.told.step for news in (*ahead.told, *ahead.taken_back)} == {"comments"}
    assert sorted((news.person[-1], news.told.kind) for news in ahead.told) == [
        (reader, "extension") for reader in "ABKLW"
    ]
    assert sorted((news.person[-1], news.told.kind) for news in ahead.taken_back) == [
        *((reader, "opening") for reader in "ABKL"),
        ("W", "closing"),  # of the week to come: the recall would have been due in it
        ("W", "opening"),
    ]
    facts = forecast.facts(ahead)
    assert json.loads(json.dumps(facts)) == facts
    assert facts["told"][0]["told"] == {
        "cycle": "hlpf-contribution/2017", "step": "comments", "kind": "extension", "due": "2017-03-20",
        "was": "2017-03-10",
    }  # fmt: skip


@pytest.mark.proof_on_postgresql("a CPU second; that nobody waits for a preview is told there in every run")
@pytest.mark.parametrize(("names", "named"), [(PEOPLE, True), (PEOPLE - 1, False)])
def test_beyond_a_number_of_readers_it_is_counted(desk, names, named):
    staffed(desk)
    with previewing_desk(desk) as (within, session):
        act = partial(within.agrees, "comments", "2017-03-20", on=NIGHT)
        _, ahead = forecast.of(session, act, now=moment(NIGHT), names=names)
    assert (ahead.named, bool(ahead.told)) == (named, named)
    if not named:
        assert [(count.step, count.kind, count.told) for count in ahead.counts] == [("comments", "concerned", 5)]

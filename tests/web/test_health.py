"""What machines ask: alive, ready, and how much waits; a calendar is never refused for it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import update

from delivery import rounds
from models.engine import reading
from models.outbox import Message, State
from models.sending_state import Breaker, Hold, Sender
from reminders import reminder_plan
from tests.secretariat import moment
from tests.sink import Mood
from tests.statements import asked_of
from tests.web.live_server import served
from watch import metrics

TICKED = "2017-02-20 11:45"


@pytest.fixture
def ticking(web):
    """The desk on 20 February at noon, a quarter of an hour after its last round."""
    with web.desk.acting() as session:
        session.add(Sender(home_id="k3", boot_id="b", ticks=7, ticked_at=moment(TICKED), steady=0.0))
    web.on("2017-02-20 12:00")
    return web


def said(reply):
    return reply.status, reply.body.decode().strip()


def values(reply):
    """Return each sample as `name{label=value}`."""
    assert reply.status == 200
    return {
        sample.name + "".join(f"{{{key}={value}}}" for key, value in sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(reply.body.decode())
        for sample in family.samples
    }


def test_it_is_ready_while_rounds_are_finished(ticking):
    assert said(ticking.web.ask("/readyz")) == (200, "ready")
    ticking.on("2017-02-20 12:15")
    status, why = said(ticking.web.ask("/readyz"))
    assert status == 503
    assert why.startswith("no round has been finished since 2017-02-20 10:45 UTC")
    assert said(ticking.web.ask("/healthz")) == (200, "alive")
    assert ticking.web.ask("/feeds/en/everything.ics").status == 200


def test_a_hold_is_not_ready(ticking):
    with ticking.desk.acting() as session:
        session.add(Hold(kind="clock", because="the clock is off", at=moment(TICKED), by=None))
    assert said(ticking.web.ask("/readyz")) == (503, "no mail leaves since 2017-02-20 10:45 UTC: the clock is off")


@pytest.mark.both_databases("counts questions, and a store that is away")
def test_a_store_that_is_gone_is_not_ready_and_the_process_is_alive(ticking, break_store):
    ticking.desk.engine.dispose()
    break_store(ticking.desk.engine)
    status, why = said(ticking.web.ask("/readyz"))
    assert (status, why) == (503, "the store does not answer; see why with: council doctor")
    assert said(ticking.web.ask("/healthz")) == (200, "alive")
    assert values(ticking.web.ask("/metrics"))["council_store_up"] == 0


@pytest.mark.both_databases("counts questions, and a store that is away")
def test_a_store_of_another_version_is_not_ready(ticking):
    with ticking.desk.acting() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '2026_11_30_follow_ups'")
    assert "schema is of another version" in said(ticking.web.ask("/readyz"))[1]


def test_metrics_tell_how_much_waits(ticking):
    desk = ticking.desk
    desk.sink.mood = Mood(recipients={"focal@itu.example": "550 no such user"})
    desk.turn("2017-02-10 09:00")
    desk.issues(on="2017-02-20 11:00")
    with desk.acting() as session:
        reminder_plan.plan_owed(session, now=moment("2017-02-20 11:10"))
        session.add(Breaker(carrier="email", faults=5, open_until=moment("2017-02-20 12:01"), detail=None))
        session.execute(
            update(Message).where(Message.state == State.QUEUED).values(
                state=State.QUEUED, due_at=moment("2017-02-20 11:59")
            )
        )  # fmt: skip
    figures = values(ticking.web.ask("/metrics"))
    assert figures["council_store_up"] == 1
    assert figures["council_messages{kind=rung}{state=dead}"] >= 1
    waiting = {key: value for key, value in figures.items() if "announcement" in key}
    assert sum(waiting.values()) == 2
    assert figures["council_oldest_due_seconds"] == 60
    assert figures["council_tick_age_seconds{sender=k3}"] == 900
    assert figures["council_ticks{sender=k3}"] == 7
    assert (figures["council_breakers_open"], figures["council_holds"]) == (1, 0)
    assert figures["council_deadlines{standing=due-soon}"] == 1
    assert figures["council_deadlines{standing=overdue}"] == 1  # a report that Decision 556 wants before the meeting
    assert any(key.startswith("council_build_info") for key in figures)


def sends(desk, planned, sent, clock=None):
    """Plan letters at an hour, and send them at a later one; `clock` is the real one, else the same."""
    at = moment(sent)
    rounds.plan(desk.engine, desk.settings, now=moment(planned), clock=lambda: moment(planned))
    return rounds.send(desk.engine, desk.settings, now=at, clock=lambda: moment(clock or sent)).sent


@pytest.mark.proof_on_postgresql("a CPU second; what else is measured is read there in every run")
@pytest.mark.both_databases("adds to what is counted")
def test_metrics_tell_how_late_letters_were_accepted(ticking):
    soon = sends(ticking.desk, "2017-02-10 09:00", "2017-02-10 09:05")
    figures = values(ticking.web.ask("/metrics"))
    assert figures["council_letters_in_time_ratio{month=2017-02}"] == 1
    assert figures["council_letter_lateness_seconds_bucket{le=60.0}"] == 0
    assert figures["council_letter_lateness_seconds_bucket{le=300.0}"] == soon
    assert figures["council_letter_lateness_seconds_sum"] == 300 * soon
    late = sends(ticking.desk, "2017-02-17 09:00", "2017-02-17 10:05")
    figures = values(ticking.web.ask("/metrics"))
    assert late
    assert figures["council_letter_lateness_seconds_count"] == soon + late
    assert figures["council_letter_lateness_seconds_bucket{le=1800.0}"] == soon
    assert figures["council_letters_in_time_ratio{month=2017-02}"] == pytest.approx(soon / (soon + late))


def test_a_round_that_plays_another_day_counts_nothing(ticking):
    assert sends(ticking.desk, "2017-02-10 09:00", "2017-02-10 09:05", clock="2017-03-10 09:00")
    assert values(ticking.web.ask("/metrics"))["council_letter_lateness_seconds_count"] == 0


def test_metrics_name_nobody(ticking):
    path = ticking.subscribes("a@state.example")
    assert ticking.web.ask(path).status == 200
    page = ticking.web.ask("/metrics").body.decode()
    for word in ("a@state.example", "focal", "Delegate", path[3:20]):
        assert word not in page
    assert "council_feeds 1.0" in page


def test_metrics_are_for_this_machine_or_for_the_bearer_of_the_token(ticking):
    ask = ticking.web.ask
    assert ask("/metrics").status == 200
    for header in ("x_forwarded_for", "forwarded", "via", "x_real_ip"):
        assert ask("/metrics", **{header: "127.0.0.1"}).status == 403
    assert "COUNCIL_METRICS_TOKEN" in ask("/metrics", x_forwarded_for="10.0.0.1").body.decode()
    desk = ticking.desk
    with served(desk.engine, replace(desk.settings, metrics_token="bear-it"), ticking.web.now) as other:
        refused = other.ask("/metrics")
        assert (refused.status, refused.headers["www-authenticate"]) == (401, "Bearer")
        assert other.ask("/metrics", authorization="Bearer bear-i").status == 401
        assert other.ask("/metrics", authorization="Bearer bear-it", x_forwarded_for="10.0.0.1").status == 200
        assert "bear-it" not in other.log.getvalue()


@pytest.mark.both_databases("counts questions, and a store that is away")
def test_measuring_costs_the_same_however_much_is_stored(desk):
    counted, costs = asked_of(desk.engine), []
    for year in (2017, 2018):
        desk.opens(f"annual-report/{year}", cwg="2017-02-07", council="2017-05-15")
        desk.round("2017-02-10 09:00" if year == 2017 else "2017-02-13 09:00")
        counted.clear()
        with reading(desk.engine) as session:
            metrics.measure(session, now=moment("2017-02-20") + timedelta(days=year))
        costs.append(len([sql for sql in counted if sql.startswith("SELECT")]))
    assert costs == [8, 8]


@pytest.mark.both_databases("counts questions, and a store that is away")
def test_the_page_of_a_cycle_asks_the_store_twice_and_once_more_for_drafts_however_long_it_is(web):
    asked, costs = asked_of(web.desk.engine), []
    for cycle in ("hlpf-contribution/2017", "annual-report/2016"):
        asked.clear()
        assert web.web.ask(f"/cycles/{cycle}").status == 200
        costs.append(len([sql for sql in asked if sql.startswith("SELECT") and "cycle" in sql]))
    assert costs == [3, 2]  # windows of the first one open with drafts

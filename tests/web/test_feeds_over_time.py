"""Feeds as time goes by: what moves them and what does not, and what goes out while the store is away."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import md5

import pytest

from models.engine import BUSY_MILLISECONDS
from tests.calendars.parsers import faults
from tests.secretariat import moment
from tests.web.live_server import served
from tests.web.polled import EVERYTHING, events, names


def test_a_moved_date_changes_one_object_and_the_tag(web):
    before = web.web.ask(EVERYTHING)
    web.on("2017-03-02")
    web.desk.moves("un-deadline", "2017-05-05", on="2017-03-02")
    after = web.web.ask(EVERYTHING, If_None_Match=before.tag)
    assert after.status == 200
    was, now = (
        {uid: md5(event.encode()).hexdigest() for uid, event in events(feed.body).items()} for feed in (before, after)
    )
    assert was.keys() == now.keys()
    changed = [uid for uid in was if was[uid] != now[uid]]
    assert len(changed) == 1
    assert "SEQUENCE:1" in events(after.body)[changed[0]]


def test_an_act_that_shows_nothing_changes_nothing(web):
    before = web.web.ask(EVERYTHING)
    web.on("2017-02-21")
    web.subscribes("a@state.example")
    web.desk.assigns("submission", "focal@itu.example", on="2017-02-21")
    after = web.web.ask(EVERYTHING)
    assert (after.body, after.headers["Last-Modified"]) == (before.body, before.headers["Last-Modified"])


def test_a_removal_moves_the_date_of_the_last_change(web):
    before = web.web.ask(EVERYTHING)
    web.on("2017-05-08")  # the 90 days of the February meeting still last
    same = web.web.ask(EVERYTHING)
    web.on("2017-05-10")
    after = web.web.ask(EVERYTHING)
    assert (same.body, same.headers["Last-Modified"]) == (before.body, before.headers["Last-Modified"])
    assert set(names(same.body)) - set(names(after.body)) == {"cwg-wsis-30"}
    assert parsedate_to_datetime(after.headers["Last-Modified"]) == moment("2017-05-10")
    assert web.web.ask(EVERYTHING, If_Modified_Since=before.headers["Last-Modified"]).status == 200


def test_two_changes_within_a_second_are_two_dates(web):
    web.web.ask(EVERYTHING)
    web.on("2017-03-02")
    dates = set()
    for day in ("2017-05-05", "2017-05-06", "2017-05-07"):
        web.desk.moves("un-deadline", day, on="2017-03-02")
        dates.add(web.web.ask(EVERYTHING).headers["Last-Modified"])
    assert len(dates) == 3


def test_called_off_stays_ninety_days_then_leaves_and_the_rest_too(web):
    web.on("2017-03-02")
    web.desk.waives("submission", on="2017-03-02")
    assert "CANCELLED: Submit the text to the UN" in names(web.web.ask(EVERYTHING).body)
    web.on("2017-06-01")
    assert names(web.web.ask("/feeds/en/cycle/hlpf-contribution/2017~deadlines.ics").body) == [
        "Comment on the final draft", "Comment on the revised draft", "Post the final draft",
    ]  # fmt: skip


def test_another_process_serves_the_same_bytes_and_dates(web):
    first = web.web.ask(EVERYTHING)
    web.web.app.shelf.write_down()
    with served(web.desk.engine, web.desk.settings, web.web.now + timedelta(hours=3)) as other:
        second = other.ask(EVERYTHING)
    assert (first.body, first.tag, first.headers["Last-Modified"]) == (
        second.body, second.tag, second.headers["Last-Modified"],
    )  # fmt: skip


def test_a_feed_with_nothing_in_it_holds_one_notice(web):
    response = web.web.ask("/feeds/fr/role/stakeholders.ics")
    assert faults(response.body) == []
    assert names(response.body) == ["Aucune date pour le moment"]


@pytest.mark.both_databases("a store that is away: a damaged file here, a server that is gone there")
def test_when_the_store_is_down_the_last_good_bytes_go_out(web, break_store):
    path = web.subscribes("a@state.example")
    before = {asked: web.web.ask(asked) for asked in (path, EVERYTHING)}
    break_store(web.desk.engine)
    web.on("2017-04-01")
    for asked, was in before.items():
        now = web.web.ask(asked)
        assert (now.status, now.body, now.tag) == (200, was.body, was.tag)
        assert web.web.ask(asked, If_None_Match=was.tag).status == 304


@pytest.mark.both_databases("a store that is away: a damaged file here, a server that is gone there")
def test_when_the_store_is_down_the_pages_say_so(web, break_store):
    words = b"the record is damaged" if web.desk.engine.dialect.name == "sqlite" else b"the record does not answer now"
    break_store(web.desk.engine)
    for path in ("/subscribe", "/cycles/hlpf-contribution/2017", "/deadlines/none.ics", "/subscription/none"):
        response = web.web.ask(path)
        assert (response.status, response.kind) == (500, "text/plain")
        assert words in response.body


@pytest.mark.both_databases("a store that is away: a damaged file here, a server that is gone there")
def test_after_a_restart_in_an_outage_the_disk_still_has_them(web, break_store):
    before = web.web.ask(EVERYTHING)
    web.web.app.shelf.write_down()
    break_store(web.desk.engine)
    with served(web.desk.engine, web.desk.settings, web.web.now) as other:
        now = other.ask(EVERYTHING)
        never = other.ask("/feeds/en/body/council.ics")
    assert (now.status, now.body, now.headers["Last-Modified"]) == (200, before.body, before.headers["Last-Modified"])
    assert (never.status, never.kind) == (500, "text/plain")


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)  # PostgreSQL's readers never wait for its writers
def test_a_writer_that_holds_the_store_delays_no_poller(web):
    before = web.web.ask(EVERYTHING)
    with web.desk.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("BEGIN EXCLUSIVE")
        started = datetime.now()
        assert web.web.ask(EVERYTHING).body == before.body
        assert datetime.now() - started < timedelta(milliseconds=BUSY_MILLISECONDS)  # for which writers wait
        connection.exec_driver_sql("ROLLBACK")

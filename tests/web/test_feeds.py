"""The feeds as pollers meet them: real requests to a real server, on both databases."""

import gzip
import json
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import md5, sha256
from pathlib import Path

import jsonschema
import pytest
from sqlalchemy import text

from actions.feeds import choosing, subscribing, token_list
from tests.calendars.parsers import faults, titles
from tests.desk import moment
from tests.web.serving import served

EVERYTHING = "/feeds/en/everything.ics"
SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "schedule.schema.json").read_text())


def events(data: bytes) -> dict[str, str]:
    """Return the components by UID, unfolded."""
    found = re.findall(r"BEGIN:VEVENT.*?END:VEVENT", data.decode().replace("\r\n ", ""), re.DOTALL)
    return {re.search(r"^UID:(\S+)", event, re.MULTILINE)[1]: event for event in found}


def names(data: bytes) -> list[str]:
    return sorted(titles(data)["icalendar"])


# -- over HTTP, as feeds.md has it ---------------------------------------------------------------------------------


def test_a_feed_is_a_calendar_that_no_parser_faults(web):
    found = web.web.ask(EVERYTHING)
    assert (found.status, found.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert found.headers["Content-Disposition"] == 'inline; filename="council.ics"'
    assert faults(found.body) == []
    assert names(found.body) == [
        "Comment on the final draft", "Comment on the revised draft", "Post the final draft", "Post the revised draft",
        "Submit the text to the UN", "council-17", "cwg-wsis-30",
    ]  # fmt: skip


def test_the_headers_let_a_client_ask_again_and_nobody_else_keep_it(web):
    path = web.subscribes("focal@itu.example")
    for found in (web.web.ask(EVERYTHING), web.web.ask(path)):
        assert found.headers["Cache-Control"] == "private, no-cache"
        assert found.headers["Vary"] == "Accept-Encoding"
        assert found.headers["X-Robots-Tag"] == "noindex"
        assert found.tag == f'"{sha256(found.body).hexdigest()}"'
        assert {"Set-Cookie", "Location", "Server"}.isdisjoint(found.headers)


def test_gzip_has_its_own_tag_and_the_same_calendar(web):
    plain, zipped = web.web.ask(EVERYTHING), web.web.ask(EVERYTHING, Accept_Encoding="br, gzip;q=0.5")
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.body) == plain.body
    assert zipped.tag == f'"{sha256(zipped.body).hexdigest()}"' != plain.tag
    assert "Content-Encoding" not in web.web.ask(EVERYTHING, Accept_Encoding="gzip;q=0").headers
    assert web.web.ask(EVERYTHING, Accept_Encoding="gzip", If_None_Match=zipped.tag).status == 304


def test_head_says_what_get_would(web):
    got, head = web.web.ask(EVERYTHING), web.web.ask(EVERYTHING, "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert all(head.headers[name] == got.headers[name] for name in ("ETag", "Content-Length", "Content-Type"))


@pytest.mark.parametrize("form", ['"{tag}"', 'W/"{tag}"', '"other", "{tag}"', "*"])
def test_a_tag_strong_or_weak_that_still_fits_gets_304_without_a_body(web, form):
    tag = web.web.ask(EVERYTHING).tag.strip('"')
    found = web.web.ask(EVERYTHING, If_None_Match=form.format(tag=tag))
    assert (found.status, found.body, found.tag) == (304, b"", f'"{tag}"')


def test_a_tag_beats_a_date(web):
    found = web.web.ask(EVERYTHING)
    at = found.headers["Last-Modified"]
    assert web.web.ask(EVERYTHING, If_Modified_Since=at).status == 304
    assert web.web.ask(EVERYTHING, If_Modified_Since=at, If_None_Match='"other"').status == 200
    assert web.web.ask(EVERYTHING, If_Modified_Since="yesterday").status == 200


def test_only_reading_is_allowed(web):
    for method in ("POST", "PUT", "DELETE", "PROPFIND", "OPTIONS"):
        found = web.web.ask(EVERYTHING, method)
        assert (found.status, found.headers["Allow"], found.kind) == (405, "GET, HEAD", "text/plain")


@pytest.mark.parametrize(
    "path",
    [
        "/f/unknown.ics", "/f/unknown", "/f/.ics", "/feeds/en/everything", "/feeds/xx/everything.ics",
        "/feeds/en/body/nobody.ics", "/feeds/en/cycle/none/2017.ics", "/feeds/en/body/COUNCIL.ics",
        "/feeds/en/organization/An%20organization.ics", "/feeds/en/role/nobody.ics", "/feeds/en/everything~x.ics",
        "/feeds/en/chain/nothing.ics", "/feeds/en/everything~meetings~deadlines.ics", "/nothing/here",
        "/f/", "/feeds/en/", "/deadlines/none.ics", "/meetings/none.ics", "/other/none.ics",
    ],
)  # fmt: skip
def test_what_is_not_there_is_404_in_plain_text(web, path):
    found = web.web.ask(path)
    assert (found.status, found.kind) == (404, "text/plain")
    assert "Location" not in found.headers


# -- tokens --------------------------------------------------------------------------------------------------------


def test_a_withdrawn_address_is_gone_for_good_and_the_others_stay(web):
    kept, gone = web.subscribes("a@state.example"), web.subscribes("a@state.example", language="fr")
    assert (web.web.ask(kept).status, web.web.ask(gone).status) == (200, 200)
    web.desk.unsubscribes(gone[3:-4], on=web.web.now)
    assert (web.web.ask(kept).status, web.web.ask(gone).status, web.web.ask(gone).kind) == (200, 410, "text/plain")


def test_a_token_is_long_shown_once_and_stored_as_its_hash_only(web):
    token = web.subscribes("a@state.example")[3:-4]
    assert len(token) * 6 >= 128
    with web.desk.acting() as session:
        dump = str(session.execute(text("SELECT * FROM subscription")).all())
        dump += str(session.execute(text("SELECT text FROM journal")).all())
    assert token not in dump
    assert subscribing.hash_of(token) in dump


def test_no_log_ever_holds_a_token(web):
    path = web.subscribes("a@state.example")
    token = path[3:-4]
    for asked in (
        path,
        path.replace(".ics", ".json"),
        f"/subscription/{token}",
        f"/f/{token}",
        f"{path}?x={token[:5]}",
    ):
        web.web.ask(asked)
    web.web.ask(path, "POST")
    assert token not in web.web.log.getvalue()
    assert web.web.log.getvalue().count("***") == 6


def test_the_last_use_is_shown_to_the_owner_and_in_the_list(web):
    path = web.subscribes("a@state.example")
    page = f"/subscription/{path[3:-4]}"
    assert "not yet" in web.web.ask(page, Accept_Language="en").body.decode()
    web.web.ask(path)
    assert "Monday 20 February 2017 at 12:00" in web.web.ask(page, Accept_Language="en").body.decode()
    web.web.app.shelf.write_uses()
    with web.desk.acting() as session:
        assert [line.used_at for line in token_list.lines(session, now=web.web.now)] == [web.web.now.astimezone(UTC)]


def test_an_owner_withdraws_without_an_account(web):
    path = web.subscribes("a@state.example")
    page = f"/subscription/{path[3:-4]}"
    assert web.web.ask(page, "POST").status == 200
    assert (web.web.ask(path).status, web.web.ask(page).status) == (410, 410)


def test_rights_are_looked_up_again_when_a_role_ends(web):
    path = web.subscribes("focal@itu.example")
    assert b"STATUS:TENTATIVE" in web.web.ask(path).body
    with web.desk.acting() as session:
        ended = "UPDATE role SET to_on = '2017-02-20' WHERE role = 'secretariat'"
        session.execute(text(ended))
    web.on("2017-02-21")
    assert b"STATUS:TENTATIVE" not in web.web.ask(path).body


def test_members_never_see_a_proposed_date(web):
    private, public = web.web.ask(web.subscribes("a@state.example")), web.web.ask(EVERYTHING)
    assert private.body == public.body
    assert b"TENTATIVE" not in public.body


def test_what_an_organization_owes_is_shown_to_its_own_people(web):
    web.desk.knows("Stranger", "x@other.example", "membership")
    with web.desk.acting() as session:
        session.execute(text("UPDATE person SET organization_id = NULL WHERE email = 'x@other.example'"))
    found = web.web.ask(web.subscribes("a@state.example", "organization/An%20organization"))
    assert "Comment on the final draft" in names(found.body)
    with pytest.raises(choosing.NotTheirs):
        web.subscribes("x@other.example", "organization/An%20organization")


# -- over time -----------------------------------------------------------------------------------------------------


def test_a_moved_date_changes_one_object_and_the_tag(web):
    before = web.web.ask(EVERYTHING)
    web.on("2017-03-02")
    web.desk.moves("un-deadline", "2017-05-05", on="2017-03-02")
    after = web.web.ask(EVERYTHING, If_None_Match=before.tag)
    assert after.status == 200
    was, now = (
        {uid: md5(event.encode()).hexdigest() for uid, event in events(one.body).items()} for one in (before, after)
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
    found = web.web.ask("/feeds/fr/role/stakeholders.ics")
    assert faults(found.body) == []
    assert names(found.body) == ["Aucune date pour le moment"]


# -- when the store is down ----------------------------------------------------------------------------------------


def test_when_the_store_is_down_the_last_good_bytes_go_out(web, break_store):
    path = web.subscribes("a@state.example")
    before = {asked: web.web.ask(asked) for asked in (path, EVERYTHING)}
    break_store(web.desk.engine)
    web.on("2017-04-01")
    for asked, was in before.items():
        now = web.web.ask(asked)
        assert (now.status, now.body, now.tag) == (200, was.body, was.tag)
        assert web.web.ask(asked, If_None_Match=was.tag).status == 304


def test_when_the_store_is_down_the_pages_say_so(web, break_store):
    words = b"the record is damaged" if web.desk.engine.dialect.name == "sqlite" else b"the record does not answer now"
    break_store(web.desk.engine)
    for path in ("/subscribe", "/cycles/hlpf-contribution/2017", "/deadlines/none.ics", "/subscription/none"):
        found = web.web.ask(path)
        assert (found.status, found.kind) == (500, "text/plain")
        assert words in found.body


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
        assert datetime.now() - started < timedelta(seconds=5)
        connection.exec_driver_sql("ROLLBACK")


# -- what is chosen ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        ("cycle/hlpf-contribution/2017~deadlines", 5),
        ("chain/hlpf-contribution", 5),
        ("everything~meetings", 2),
        ("meetings/council", 1),
        ("body/council", 1),
        ("role/membership", 2),
        ("role/secretariat", 3),
    ],
)
def test_selections(web, selection, expected):
    found = web.web.ask(f"/feeds/en/{selection}.ics")
    assert faults(found.body) == []
    assert len(names(found.body)) == expected


def test_windows_as_spans_or_as_closing_days(web):
    span = events(web.web.ask("/feeds/en/role/membership.ics").body)
    days = events(web.web.ask("/feeds/en/role/membership~closing-days.ics").body)
    assert span.keys() == days.keys()
    assert "DTSTART;VALUE=DATE:20170224\r\nDTEND;VALUE=DATE:20170311" in "".join(span.values())
    assert "DTSTART;VALUE=DATE:20170310\r\nDTEND;VALUE=DATE:20170311" in "".join(days.values())
    assert "Opens: 2017-02-24" in "".join(days.values())


def test_alarms_are_there_for_those_who_ask(web):
    found = web.web.ask("/feeds/en/role/membership~alarms.ics").body
    assert found.count(b"BEGIN:VALARM") == 2
    assert found.count(b"TRIGGER:-PT15H") == 2
    without = re.sub(rb"BEGIN:VALARM.*?END:VALARM\r\n", b"", found, flags=re.DOTALL)
    assert faults(without) == []
    assert [fault for fault in faults(found) if not fault.startswith("lint")] == []


def test_tasks_are_a_feed_of_their_own(web):
    web.desk.meets("revised-draft", on="2017-02-20", url="https://www.itu.example/draft")
    found = web.web.ask("/feeds/en/cycle/hlpf-contribution/2017~tasks.ics").body
    assert b"VEVENT" not in found
    assert (found.count(b"BEGIN:VTODO"), found.count(b"STATUS:COMPLETED")) == (5, 1)
    assert b"DUE;VALUE=DATE:20170310" in found
    assert [fault for fault in faults(found) if not fault.startswith("lint")] == []


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
def test_each_language_is_one_language(web, language):
    found = web.web.ask(f"/feeds/{language}/everything.ics")
    assert faults(found.body) == []
    said = set(re.findall(rb"DESCRIPTION;LANGUAGE=(\w+):", found.body))
    assert said == {language.encode()}


def test_the_schedule_stands_beside_and_says_the_same(web):
    found = web.web.ask("/feeds/en/everything.json")
    facts = json.loads(found.body)
    jsonschema.validate(facts, SCHEMA)
    assert (found.kind, found.tag) == ("application/json", f'"{sha256(found.body).hexdigest()}"')
    assert {entry["uid"] for entry in facts["entries"]} == events(web.web.ask(EVERYTHING).body).keys()
    private = web.subscribes("focal@itu.example").replace(".ics", ".json")
    assert {"proposed", "agreed"} <= {one.get("basis") for one in json.loads(web.web.ask(private).body)["entries"]}
    assert web.web.ask("/feeds/en/everything.json", If_None_Match=found.tag).status == 304


def test_one_deadline_and_one_meeting_can_be_downloaded(web):
    entries = json.loads(web.web.ask("/feeds/en/everything.json").body)["entries"]
    for entry in entries:
        kind, _, rest = entry["uid"].partition("-")
        found = web.web.ask(f"/{kind}s/{rest.partition('@')[0]}.ics")
        assert (found.status, faults(found.body), names(found.body)) == (200, [], [entry["title"]])
        assert found.headers["Content-Disposition"] == f'attachment; filename="{kind}.ics"'
        again = web.web.ask(f"/{kind}s/{rest.partition('@')[0]}.ics", If_None_Match=f"W/{found.tag}")
        assert (again.status, again.body) == (304, b"")
    proposed = web.desk.view("2017-02-20", "annual-report/2016").deadlines[0]
    assert web.web.ask(f"/deadlines/{proposed.public_id}.ics").status == 404

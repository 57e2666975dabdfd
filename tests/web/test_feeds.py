"""The feeds as pollers meet them: real requests to a real server, and whatever may be chosen."""

import gzip
import json
import re
from hashlib import sha256
from pathlib import Path

import jsonschema
import pytest

from tests.calendars.parsers import faults
from tests.web.polled import EVERYTHING, events, names

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "schedule.schema.json").read_text())


def test_a_feed_is_a_calendar_that_no_parser_faults(web):
    response = web.web.ask(EVERYTHING)
    assert (response.status, response.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert response.headers["Content-Disposition"] == 'inline; filename="council.ics"'
    assert faults(response.body) == []
    assert names(response.body) == [
        "Comment on the final draft", "Comment on the revised draft", "Post the final draft", "Post the revised draft",
        "Submit the text to the UN", "council-17", "cwg-wsis-30",
    ]  # fmt: skip


@pytest.mark.both_databases("instants to the second: each database keeps them in its own way")
def test_the_headers_let_a_client_ask_again_and_nobody_else_keep_it(web):
    path = web.subscribes("focal@itu.example")
    for response in (web.web.ask(EVERYTHING), web.web.ask(path)):
        assert response.headers["Cache-Control"] == "private, no-cache"
        assert response.headers["Vary"] == "Accept-Encoding"
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert response.tag == f'"{sha256(response.body).hexdigest()}"'
        assert {"Set-Cookie", "Location", "Server"}.isdisjoint(response.headers)


def test_gzip_has_its_own_tag_and_the_same_calendar(web):
    plain, zipped = web.web.ask(EVERYTHING), web.web.ask(EVERYTHING, Accept_Encoding="br, gzip;q=0.5")
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.body) == plain.body
    assert zipped.tag == f'"{sha256(zipped.body).hexdigest()}"' != plain.tag
    assert "Content-Encoding" not in web.web.ask(EVERYTHING, Accept_Encoding="gzip;q=0").headers
    assert web.web.ask(EVERYTHING, Accept_Encoding="gzip", If_None_Match=zipped.tag).status == 304


def test_head_says_what_get_would(web):
    of_head, head = web.web.ask(EVERYTHING), web.web.ask(EVERYTHING, "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert all(head.headers[name] == of_head.headers[name] for name in ("ETag", "Content-Length", "Content-Type"))


@pytest.mark.parametrize("form", ['"{tag}"', 'W/"{tag}"', '"other", "{tag}"', "*"])
def test_a_tag_strong_or_weak_that_still_fits_gets_304_without_a_body(web, form):
    tag = web.web.ask(EVERYTHING).tag.strip('"')
    response = web.web.ask(EVERYTHING, If_None_Match=form.format(tag=tag))
    assert (response.status, response.body, response.tag) == (304, b"", f'"{tag}"')


def test_a_tag_beats_a_date(web):
    response = web.web.ask(EVERYTHING)
    at = response.headers["Last-Modified"]
    assert web.web.ask(EVERYTHING, If_Modified_Since=at).status == 304
    assert web.web.ask(EVERYTHING, If_Modified_Since=at, If_None_Match='"other"').status == 200
    assert web.web.ask(EVERYTHING, If_Modified_Since="yesterday").status == 200


def test_who_asks_again_hears_the_same_304_until_an_act_changes_what_is_there(web):
    for path in (EVERYTHING, web.subscribes("a@state.example")):
        for coding in ("gzip", "identity"):
            was = web.web.ask(path, Accept_Encoding=coding)
            again = [
                web.web.ask(path, method, If_None_Match=was.tag, Accept_Encoding=coding)
                for method in ("GET", "HEAD", "GET")
            ]
            assert {(each.status, each.body, each.tag) for each in again} == {(304, b"", was.tag)}
            assert len({tuple(each.headers.items()) for each in again}) == 1
        assert web.web.ask(path, "POST", If_None_Match=was.tag).status == 405
        web.desk.meets("revised-draft" if path == EVERYTHING else "final-draft", on="2017-02-20", sure=True)
        assert web.web.ask(path, If_None_Match=was.tag).status == 200


def test_only_reading_is_allowed(web):
    for method in ("POST", "PUT", "DELETE", "PROPFIND"):
        response = web.web.ask(EVERYTHING, method)
        assert (response.status, response.headers["Allow"], response.kind) == (405, "GET, HEAD", "text/plain")


def test_pages_of_other_sites_may_read_what_is_public_and_nothing_private(web):
    private = web.subscribes("a@state.example")
    for path, there in (
        (EVERYTHING, True),
        ("/feeds/en/nothing/at-all.ics", True),
        (private, False),
        ("/f/x.ics", False),
    ):
        for method in ("GET", "HEAD", "OPTIONS"):
            response = web.web.ask(path, method, Origin="https://mission.example")
            assert response.headers["Access-Control-Allow-Origin"] == ("*" if there else None)
    asked = web.web.ask(EVERYTHING, "OPTIONS", Origin="https://mission.example")
    assert (asked.status, asked.body, asked.headers["Access-Control-Allow-Methods"]) == (204, b"", "GET, HEAD")
    assert web.web.ask(private, "OPTIONS").status == 405
    tag = web.web.ask(EVERYTHING).tag
    known = web.web.ask(EVERYTHING, If_None_Match=tag)
    assert (known.status, known.headers["Access-Control-Allow-Origin"]) == (304, "*")


@pytest.mark.few(6, "another address that is none")
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
    response = web.web.ask(path)
    assert (response.status, response.kind) == (404, "text/plain")
    assert "Location" not in response.headers


@pytest.mark.few(2, "the same in another language; others of each story are told in every run")
@pytest.mark.parametrize(
    ("path", "browser", "sentence"),
    [
        ("/feeds/ar/cycle/none/1.ics", "en", "لا يوجد شيء على هذا العنوان."),
        ("/deadlines/none.ics?language=fr", "en", "Il n’y a rien à cette adresse."),
        ("/none", "ru-RU, en;q=0.5", "По этому адресу ничего нет."),
        ("/f/none.ics", "zh-Hans", "此地址没有任何内容。"),
        ("/feeds/en/cycle/none/1.ics", "es", "there is no cycle"),
    ],
)
def test_what_is_not_there_is_said_in_the_readers_language(web, path, browser, sentence):
    response = web.web.ask(path, Accept_Language=browser)
    assert (response.status, response.kind) == (404, "text/plain")
    assert response.body.decode().startswith(sentence)


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
    response = web.web.ask(f"/feeds/en/{selection}.ics")
    assert faults(response.body) == []
    assert len(names(response.body)) == expected


def test_windows_as_spans_or_as_closing_days(web):
    span = events(web.web.ask("/feeds/en/role/membership.ics").body)
    days = events(web.web.ask("/feeds/en/role/membership~closing-days.ics").body)
    assert span.keys() == days.keys()
    assert "DTSTART;VALUE=DATE:20170224\r\nDTEND;VALUE=DATE:20170311" in "".join(span.values())
    assert "DTSTART;VALUE=DATE:20170310\r\nDTEND;VALUE=DATE:20170311" in "".join(days.values())
    assert "Opens: Friday 24 February 2017" in "".join(days.values())


def test_alarms_are_there_for_those_who_ask(web):
    body = web.web.ask("/feeds/en/role/membership~alarms.ics").body
    assert body.count(b"BEGIN:VALARM") == 2
    assert body.count(b"TRIGGER:-PT15H") == 2
    without = re.sub(rb"BEGIN:VALARM.*?END:VALARM\r\n", b"", body, flags=re.DOTALL)
    assert faults(without) == []
    assert [fault for fault in faults(body) if not fault.startswith("lint")] == []


def test_tasks_are_a_feed_of_their_own(web):
    web.desk.meets("revised-draft", on="2017-02-20", url="https://www.itu.example/draft")
    body = web.web.ask("/feeds/en/cycle/hlpf-contribution/2017~tasks.ics").body
    assert b"VEVENT" not in body
    assert (body.count(b"BEGIN:VTODO"), body.count(b"STATUS:COMPLETED")) == (5, 1)
    assert b"DUE;VALUE=DATE:20170310" in body
    assert [fault for fault in faults(body) if not fault.startswith("lint")] == []


@pytest.mark.few(2, "the same in another language; others of each story are told in every run")
@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
def test_each_language_is_one_language(web, language):
    response = web.web.ask(f"/feeds/{language}/everything.ics")
    assert faults(response.body) == []
    languages = set(re.findall(rb"DESCRIPTION;LANGUAGE=(\w+):", response.body))
    assert languages == {language.encode()}


def test_the_schedule_stands_beside_and_says_the_same(web):
    response = web.web.ask("/feeds/en/everything.json")
    facts = json.loads(response.body)
    jsonschema.validate(facts, SCHEMA)
    assert (response.kind, response.tag) == ("application/json", f'"{sha256(response.body).hexdigest()}"')
    assert {entry["uid"] for entry in facts["entries"]} == events(web.web.ask(EVERYTHING).body).keys()
    private = web.subscribes("focal@itu.example").replace(".ics", ".json")
    assert {"proposed", "agreed"} <= {dated.get("basis") for dated in json.loads(web.web.ask(private).body)["entries"]}
    assert web.web.ask("/feeds/en/everything.json", If_None_Match=response.tag).status == 304


def test_one_deadline_and_one_meeting_can_be_downloaded(web):
    entries = json.loads(web.web.ask("/feeds/en/everything.json").body)["entries"]
    for entry in entries:
        kind, _, rest = entry["uid"].partition("-")
        response = web.web.ask(f"/{kind}s/{rest.partition('@')[0]}.ics")
        assert (response.status, faults(response.body), names(response.body)) == (200, [], [entry["title"]])
        assert response.headers["Content-Disposition"] == f'attachment; filename="{kind}.ics"'
        again = web.web.ask(f"/{kind}s/{rest.partition('@')[0]}.ics", If_None_Match=f"W/{response.tag}")
        assert (again.status, again.body) == (304, b"")
    proposed = web.desk.view("2017-02-20", "annual-report/2016").deadlines[0]
    assert web.web.ask(f"/deadlines/{proposed.public_id}.ics").status == 404

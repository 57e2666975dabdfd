"""Requests that nobody's browser sends: none of them is a fault of ours, whatever stands in them."""

import socket
from dataclasses import replace

import pytest
from sqlalchemy import select

from models.deadlines import Deadline
from models.people import Person
from record.people import signed_links
from tests.web.live_server import served

ROUTES = (
    "/subscription/{}", "/cycles/{}/2017", "/cycles/hlpf-contribution/{}", "/deadlines/{}.ics", "/meetings/{}.ics",
    "/{}/x.ics", "/f/{}.ics", "/f/{}.json", "/f/x.{}", "/feeds/en/{}.ics", "/feeds/en/{}", "/feeds/{}/everything.ics",
    "/feeds/en/everything~{}.ics", "/feeds/en/role/{}.ics", "/feeds/en/body/{}.json", "/feeds/en/cycle/x/{}.ics",
    "/feeds/en/resolution/{}.ics", "/feeds/en/organization/{}.ics", "/address/{}", "/unsubscribe/{}", "/choices/{}",
    "/act/{}", "/{}", "/subscribe?what={}", "/subscribe?what=body/{}", "/subscribe?option={}",
    "/cycles/hlpf-contribution/2017?language={}&{}={}",
)  # fmt: skip
WORDS = (
    "%00", "a%00b", "%ff%fe", "%ed%a0%80", "..%2f..%2fetc%2fpasswd", "A" * 9000, "%", "'%22<>", "~~~~", "%F0%9F%92%A9",
    "9" * 400, "%0d%0aX:%20y", "%20" * 3000 + "council",
)  # fmt: skip
DATES = (
    "Mon, 01 Jan 99999999999999999999 00:00:00 GMT", "Mon, 01 Jan 0000 00:00:00 GMT", "Mon, 01 Jan 9999 23:59:59 -2359",
    "Mon, 01 Jan 0001 00:00:00 +2359", "Mon, 01 Jan 2017 00:00:00 +99999999999", "Mon, 99 Jan 2017 99:99:99 GMT", "0",
    "-1", "\xff\xfe", "Mon, 01 Jan 2017 00:00:00 GMT" * 400, "2017-02-20",
)  # fmt: skip
HEADERS = (
    *(("If-Modified-Since", words) for words in DATES),
    ("If-None-Match", '"a",' * 8000),
    ("If-None-Match", "\xff"),
    ("Accept-Language", "en;q=nan,fr;q=1e999,ar;q=-1,;;q=,q=q="),
    ("Accept-Language", "," * 9000),
    ("Accept-Encoding", "\xff;;q=,gzip;q=\xff"),
    ("Range", "bytes=0-99999999999999999999"),
    ("Host", "["),
    ("Host", "\xff:99999999"),
    ("Host", ""),
    ("X-Forwarded-For", "\xff, [::1, 999.1.1.1"),
    ("X-Forwarded-Proto", "\xff"),
    ("Authorization", "Bearer \xff"),
    ("Content-Type", "\xff"),
    ("Expect", "100-continue"),
    ("Connection", "Upgrade"),
)
FIELDS = (
    "\0",
    "a\0@b",
    "0001-01-01",
    "9999-12-31",
    "99999-01-01",
    "Europe",
    "../../etc/passwd",
    "/" * 6000,
    "\U0010ffff",
)


def status(port: int, head: str, body: bytes = b"") -> int:
    """Return the status of the answer to a request written out, its lines divided by |."""
    raw = head.replace("|", "\r\n").encode("latin-1") + b"\r\nConnection: close\r\n\r\n" + body
    with socket.create_connection(("127.0.0.1", port), 20) as line:
        line.sendall(raw)
        answer = line.makefile("rb").readline()
    assert answer.startswith(b"HTTP/1.1 "), (head[:90], answer)
    return int(answer.split()[1])


def is_fault(found: int) -> bool:
    """Whether nobody but we are to blame."""
    return found >= 500


def test_no_address_is_a_fault_of_ours(web):
    port = web.web.port
    faults = {
        (method, route, word[:30]): code
        for route in ROUTES
        for word in WORDS
        for method in ("GET", *(("POST",) if word in WORDS[:2] else ()))
        if is_fault(code := status(port, f"{method} {route.replace('{}', word)} HTTP/1.1|Host: x|Content-Length: 0"))
    }
    assert faults == {}
    for path in ("/deadlines/%00.ics", "/feeds/en/role/%00.ics", "/feeds/en/body/%00.json", "/cycles/x/%00"):
        assert web.web.ask(path).status == 404
    assert {
        method: status(port, f"{method} /feeds/en/everything.ics HTTP/1.1|Host: x")
        for method in ("PUT", "OPTIONS", "FOO")
    } == {"PUT": 405, "OPTIONS": 204, "FOO": 400}


def test_no_header_is_a_fault_of_ours_and_a_date_that_cannot_be_read_is_none(web):
    single = f"/deadlines/{public_id(web)}.ics"
    paths = ("/feeds/en/everything.ics", "/style.css", "/metrics", single)
    with served(web.desk.engine, replace(web.desk.settings, base_url=None), web.web.now) as bare:
        faults = {
            (path, name, words[:40]): code
            for port in (web.web.port, bare.port)
            for name, words in HEADERS
            for path in (paths if "If-" in name else ("/metrics", "/subscribe"))
            if is_fault(
                code := status(port, f"GET {path} HTTP/1.1|{'' if name == 'Host' else 'Host: x|'}{name}: {words}")
            )
        }
        assert faults == {}
    for path in ("/feeds/en/everything.ics", single):
        unread = (DATES[0], DATES[5], "\xff\xfe", "Mon, 01 Jan 0001 00:00:00 +2359")
        assert {web.web.ask(path, If_Modified_Since=words).status for words in unread} == {200}
        assert web.web.ask(path, If_Modified_Since="Fri, 31 Dec 9999 23:59:59 GMT").status == 304


@pytest.mark.proof("some hundred requests, three CPU seconds; headers and addresses are told in every run")
def test_no_field_of_a_form_is_a_fault_of_ours(web):
    links = signed_links.links(web.desk.settings)
    with web.desk.acting() as session:
        person = session.scalars(select(Person).where(Person.email == "focal@itu.example")).one()
    until = signed_links.last_day((), web.web.now)
    fields = {
        links.act(person, public_id(web)): ("on", "document", "url", "says", "do", "none"),
        links.choices(person, until): ("zone", "digest", "tongue", "told", "topic"),
        links.unsubscribe(person, "", until): ("do",),
        "/subscribe": ("email", "what", "language"),
    }
    forms = [(url.removeprefix("https://council.example"), name) for url, names in fields.items() for name in names]
    faults = {
        (path[:20], name, word[:20]): response.status
        for path, name in forms
        for word in FIELDS
        if is_fault((response := web.web.post(path, **({"email": "a@state.example"} | {name: word}))).status)
    }
    assert faults == {}
    odd = (b"\xff\xfe", b"email=%ed%a0%80@x&what=%00", b"&" * 60_000, b"a=" * 20_000, b"email=" + b"%" * 9000)
    for path in {path for path, _ in forms}:
        for body in odd:
            head = f"POST {path} HTTP/1.1|Host: x|Content-Type: application/x-www-form-urlencoded"
            assert status(web.web.port, f"{head}|Content-Length: {len(body)}", body) < 500


def public_id(web) -> str:
    with web.desk.acting() as session:
        query = select(Deadline.public_id).where(Deadline.step == "revised-draft")
        return session.scalars(query).one()

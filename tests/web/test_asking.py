"""A member asks for a private address on the page, and gets it by mail: a link that works once, and reveals nothing."""

import http.client
import json
import logging
import re
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from html import unescape
from urllib.parse import urlencode

import pytest
from sqlalchemy import text

from actions.feeds import posting, subscribing
from tests.desk import moment
from tests.sink import Mood
from tests.waiting import until
from tests.web.serving import Reply, ask
from tests.web.test_pages import Page
from tests.web.test_tokens import council
from web.quotas import HOUR, Quota, Verdict, client_of
from web.words import words_of

FORM = {"Content_Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def page(web):
    return Member(web)


class Member:
    """Somebody at the page, with a mailbox."""

    def __init__(self, web) -> None:
        self.web, self.desk = web, web.desk

    def asks(
        self, email: str = "a@state.example", what: str = "mine", language: str = "en", client: str = "192.0.2.1"
    ) -> Reply:
        body = urlencode({"email": email, "what": what, "language": language}).encode()
        return ask(self.web.web.port, "/subscribe", "POST", body, **FORM, X_Forwarded_For=client)

    def mails(self, count: int) -> list[str]:
        """Return the words of the mails that came, once there are so many."""
        until(lambda: len(self.desk.sink.mails) >= count, 20)
        told = [message_from_bytes(mail.data, policy=policy.default) for mail in self.desk.sink.mails]
        return [mail.get_body(("plain",)).get_content() for mail in told]

    def link(self, number: int = 0) -> str:
        return re.search(r"https://council.example(/address/\S+)", self.mails(number + 1)[number])[1]

    def opens(self, path: str, method: str = "GET") -> Reply:
        return self.web.web.ask(path, method, Accept_Language="en")

    def rows(self, what: str) -> list[tuple]:
        with self.desk.acting() as session:
            return [tuple(row) for row in session.execute(text(what))]


def feed_of(reply: Reply) -> str:
    return re.search(r'value="https://council.example(/f/[^"]+)"', reply.body.decode())[1]


def test_a_member_asks_presses_the_button_and_has_what_they_must_do(page):
    assert page.asks().status == 200
    link = page.link()
    offered = page.opens(link)
    assert (offered.status, offered.headers["Cache-Control"]) == (200, "private, no-store")
    assert "/f/" not in offered.body.decode()
    assert page.rows("SELECT count(*) FROM subscription") == [(0,)]  # a GET does nothing
    taken = page.opens(link, "POST")
    assert (taken.status, taken.headers["Cache-Control"]) == (200, "private, no-store")
    Page(taken.body.decode())
    feed = page.web.web.ask(feed_of(taken))
    assert feed.status == 200
    assert b"Comment on the final draft" in feed.body
    assert page.rows("SELECT selection FROM subscription") == [("organization/An%20organization",)]


def test_the_link_works_once_and_for_three_days(page):
    page.asks()
    assert page.opens(page.link(), "POST").status == 200
    assert [page.opens(page.link(), how).status for how in ("GET", "POST")] == [410, 410]
    page.asks(what="everything")
    page.web.on("2017-02-24")
    assert page.opens(page.link(1), "POST").status == 410
    for wrong in (page.link()[:-2], "/address/x", "/address/" + "A" * 60):
        assert page.opens(wrong).status == 404
    assert page.rows("SELECT count(*) FROM subscription") == [(1,)]


def test_nobody_learns_whether_an_address_is_on_record(page):
    known, unknown = page.asks(), page.asks("nobody@else.example")
    assert (known.status, known.body) == (unknown.status, unknown.body)
    assert set(known.headers.items()) - {("date", known.headers["date"])} == set(unknown.headers.items()) - {
        ("date", unknown.headers["date"])
    }
    strange = page.asks("b@state.example", "organization/Another")
    assert strange.body == known.body
    assert len(page.mails(1)) == 1
    assert page.rows("SELECT count(*) FROM asked_address") == [(1,)]


def test_two_clicks_are_one_mail_and_a_day_has_five(page):
    for _ in range(3):
        page.asks()
    page.mails(1)
    for count, hour in enumerate(("13", "14", "15", "16"), 2):
        page.web.on(f"2017-02-20 {hour}:00")
        page.asks()
        page.mails(count)
    page.web.on("2017-02-20 17:00")
    page.asks()
    page.asks("b@state.example")
    page.mails(6)
    posting.send_waiting(page.desk.engine, page.desk.settings, clock=lambda: page.web.web.now)
    assert [mail.recipient for mail in page.desk.sink.mails].count("a@state.example") == 5


def test_a_new_address_takes_the_place_of_the_former_only_when_its_owner_presses(page):
    old = page.web.subscribes("a@state.example", "organization/An%20organization")
    page.asks()
    assert words_of("en")["address_former"] in page.opens(page.link()).body.decode()
    assert page.web.web.ask(old).status == 200
    new = feed_of(page.opens(page.link(), "POST"))
    assert (page.web.web.ask(old).status, page.web.web.ask(new).status) == (410, 200)


def test_the_chosen_calendar_can_be_private_too_in_each_language(page):
    for number, language in enumerate(("ar", "zh")):
        page.asks("b@state.example", "cycle/hlpf-contribution/2017~alarms", language)
        assert page.web.web.ask(feed_of(page.opens(page.link(number), "POST"))).status == 200
    rows = page.rows("SELECT selection, language FROM subscription ORDER BY id")
    assert rows == [("cycle/hlpf-contribution/2017~alarms", one) for one in ("ar", "zh")]


def test_no_store_and_no_log_holds_the_token_or_the_link(page):
    page.asks()
    link = page.link()
    token = feed_of(page.opens(link, "POST"))[3:-4]
    dump = "".join(str(page.rows(f"SELECT * FROM {table}")) for table in ("asked_address", "subscription", "journal"))
    assert token not in dump
    assert link.rpartition("/")[2] not in dump + page.web.web.log.getvalue()
    assert subscribing.hash_of(token) in dump


def lines(page) -> list[dict]:
    """Return what the journal says of addresses: which act, by whom, at which door."""
    told = (json.loads(row[0]) for row in page.rows("SELECT text FROM journal WHERE act LIKE 'tokens/%' ORDER BY id"))
    return [{name: line[name] for name in ("act", "by", "door")} for line in told]


def test_what_is_done_on_the_page_is_journaled_by_the_right_of_the_link_or_of_nobody_known(page):
    delegate = page.rows("SELECT public_id FROM person WHERE email = 'a@state.example'")[0][0]
    page.asks()
    page.asks("nobody@else.example")
    page.opens(page.link(), "POST")
    page.web.on("2017-02-20 13:00")
    page.asks()
    feed = feed_of(page.opens(page.link(1), "POST"))
    page.opens(f"/subscription/{feed[3:-4]}", "POST")
    asked = {"act": "tokens/offer", "by": "(somebody on the page)", "door": "web"}
    issued, revoked = ({"act": f"tokens/{verb}", "by": delegate, "door": "web"} for verb in ("issue", "revoke"))
    assert lines(page) == [asked, issued, asked, revoked, issued, revoked]


def test_the_id_of_an_act_stands_in_the_log_of_the_pages_in_its_line_and_beside_its_mail(page, caplog):
    with caplog.at_level(logging.INFO, "council"):
        page.asks()
        link = page.link()
        page.opens(link, "POST")
        until(lambda: len([one for one in caplog.records if one.name == "council.web"]) == 2)
    logged = [one.__dict__["facts"]["act"] for one in caplog.records if one.name == "council.web"]
    ids = [json.loads(row[0])["id"] for row in page.rows("SELECT text FROM journal WHERE act LIKE 'tokens/%'")]
    assert sorted(logged) == sorted(ids)
    (handed,) = [one.__dict__["facts"] for one in caplog.records if one.name == "council.delivery"]
    assert [(handed["message_id"], handed["act"])] == page.rows("SELECT public_id, act FROM asked_address")
    assert handed["act"] in ids


def test_acts_that_are_switched_off_on_pages_do_nothing_there(page, monkeypatch):
    page.asks()
    link = page.link()
    monkeypatch.setenv("COUNCIL_ACTS_OFF", "tokens/issue@web,tokens/offer@web")
    assert page.opens(link, "POST").status == 403
    page.web.on("2017-02-20 13:00")
    assert page.asks("b@state.example").status == 200  # the page says what it always says
    monkeypatch.setenv("COUNCIL_ACTS_OFF", "tokens/offer@web")
    assert page.opens(link, "POST").status == 200
    assert [line["act"] for line in lines(page)] == ["tokens/offer", "tokens/issue"]
    assert (sends(page, "2017-02-20 13:05"), len(page.mails(1))) == (0, 1)


def test_a_server_that_is_busy_is_asked_again_with_an_equal_mail(page):
    page.desk.sink.mood = Mood(reply="451 later")
    page.asks()
    until(lambda: page.rows("SELECT state, tries FROM asked_address") == [("retry", 1)])
    page.desk.sink.mood = Mood()
    assert page.desk.sink.mails == []
    assert sends(page, "2017-02-20 12:05") == 1
    with page.desk.acting() as session:
        session.execute(text("UPDATE asked_address SET state = 'sending', lease_until = at"))  # the sender died
    assert sends(page, "2017-02-20 12:30") == 1
    first, second = page.desk.sink.mails
    assert first.data == second.data
    assert sends(page, "2017-02-21 12:30") == 0


def sends(page, at: str) -> int:
    return posting.send_waiting(page.desk.engine, page.desk.settings, clock=lambda: moment(at))


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"email=a", 400),
        (b"email=@", 400),
        (b"email=" + b"x" * 10_000, 400),
        (b"\xff\xfe=\x00", 400),
        (urlencode({"email": "a@state.example", "what": "nonsense"}).encode(), 200),
        (urlencode({"email": "a@state.example\r\nBcc: b@c.example"}).encode(), 200),
        (urlencode({"email": "a@state.example", "language": "xx"}).encode(), 200),
    ],
)
def test_what_cannot_be_read_is_refused_and_stores_nothing_half(page, body, status):
    assert ask(page.web.web.port, "/subscribe", "POST", body, **FORM).status == status
    assert page.web.web.ask("/subscribe").status == 200


def test_without_a_mail_server_or_an_address_of_ours_it_is_not_offered(page):
    shelf = page.web.web.app.shelf
    assert b'name="email"' in page.opens("/subscribe").body
    for missing in ({"mail_url": None}, {"base_url": None}):
        shelf.settings, kept = replace(shelf.settings, **missing), shelf.settings
        assert b'name="email"' not in page.opens("/subscribe").body
        assert page.asks().status == 404
        shelf.settings = kept


def test_the_desk_offers_a_link_and_sees_what_became_of_it(page, monkeypatch):
    monkeypatch.setenv("COUNCIL_MAIL_URL", page.desk.sink.url)
    offered = ("feed", "tokens", "offer", "b@state.example", "everything", "--as-of", "2017-02-20")
    assert "a link to everything in en for Delegate B has left" in council(page.desk, *offered)
    assert page.desk.sink.mails.pop().recipient == "b@state.example"
    assert "there is no" in council(page.desk, "feed", "tokens", "offer", "nobody@else.example", ok=False)
    monkeypatch.delenv("COUNCIL_MAIL_URL")
    page.asks()
    assert page.opens(page.link(), "POST").status == 200
    listed = council(page.desk, "feed", "tokens", "asked", "--as-of", "2017-02-21")
    assert "2017-02-20 11:00  Delegate A  organization/An%20organization  en  used" in listed
    assert "COUNCIL_MAIL_URL" in council(page.desk, "feed", "tokens", "offer", "b@state.example", ok=False)


def test_one_client_asks_twenty_times_an_hour_whoever_is_on_record(page):
    assert [page.asks(f"nobody{n}@else.example").status for n in range(20)] == [200] * 20
    known, unknown = page.asks(language="fr"), page.asks("nobody@else.example", language="fr")
    assert (known.status, known.headers["Retry-After"], known.body) == (429, "3600", unknown.body)
    assert unescape(words_of("fr")["ask_often_lead"]) in unescape(known.body.decode())
    Page(known.body.decode())
    assert page.asks(client="192.0.2.2").status == 200
    page.web.on("2017-02-20 12:59")
    assert page.asks().status == 429
    page.web.on("2017-02-20 13:00")
    assert page.asks("b@state.example").status == 200
    page.mails(2)


def test_one_mailbox_is_asked_for_five_times_an_hour_and_the_page_does_not_say_so(page):
    selections = (
        "mine",
        "everything",
        "body/council",
        "body/cwg-wsis-sdg",
        "chain/hlpf-contribution",
        "role/membership",
    )
    answers = [page.asks(what=what, client=f"192.0.2.{n}") for n, what in enumerate(selections)]
    assert {(reply.status, reply.body) for reply in answers} == {(200, answers[0].body)}
    page.asks("b@state.example", client="192.0.2.99")
    page.mails(6)
    assert page.rows("SELECT count(*) FROM asked_address") == [(6,)]


def test_only_a_proxy_of_this_machine_names_another_client(page):
    def asks(client: str) -> int:
        line = http.client.HTTPConnection("127.0.0.1", page.web.web.port, timeout=30, source_address=("127.0.0.2", 0))
        line.request("POST", "/subscribe", b"email=x@y.example", {
            "Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": client})  # fmt: skip
        status = line.getresponse().status
        line.close()
        return status

    assert [asks(f"192.0.2.{n}") for n in range(21)] == [200] * 20 + [429]
    assert page.asks(client="192.0.2.1, 192.0.2.77").status == 200


def test_what_counts_as_one_client_and_how_many_may_ask_in_all():
    quota, now = Quota(per_client=2, per_mailbox=3, in_all=4), moment("2017-02-20")
    asks = {
        "2001:db8::1": Verdict.TAKEN,
        "2001:db8::2": Verdict.TAKEN,
        "2001:db8:0:0:ffff::": Verdict.REFUSED,  # the third of one network
        "2001:db8:0:1::": Verdict.TAKEN,
        "::ffff:192.0.2.1": Verdict.IGNORED,  # the fourth for one mailbox
        "192.0.2.2": Verdict.REFUSED,  # the fifth in all
    }
    assert {client: quota.ask(client, " X@x", now=now) for client in asks} == asks
    assert client_of("::ffff:192.0.2.1") == client_of("192.0.2.1") != client_of("192.0.2.2")
    assert quota.ask("192.0.2.2", "x@x", now=now + HOUR - timedelta(seconds=1)) is Verdict.REFUSED
    assert quota.ask("192.0.2.2", "x@x", now=now + HOUR) is Verdict.TAKEN

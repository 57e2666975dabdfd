"""A member asks for a private address on the page, and gets it by mail: a link that works once, and reveals nothing."""

import json
import logging
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from urllib.parse import urlencode

import pytest
from sqlalchemy import text

from delivery import link_mail
from feeds import subscriptions
from kernel.file_arguments import Pasted
from tests.secretariat import moment
from tests.sink import Mood
from tests.wait import until
from tests.web.live_server import ask
from tests.web.members import FORM, feed_of
from tests.web.test_pages import Page
from tests.web.test_tokens import council
from web.page_words import words_of


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


@pytest.mark.both_databases("locks: two clicks at once")
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


def test_a_used_link_answers_in_the_language_of_its_owner(page):
    page.asks(language="ar")
    page.opens(page.link(), "POST")
    used = page.opens(page.link())  # by a browser that asks for English
    assert (used.status, used.headers["Content-Language"]) == (410, "ar")


def test_what_the_desk_offers_is_in_the_persons_own_language_unless_told(page, monkeypatch):
    monkeypatch.setenv("COUNCIL_MAIL_URL", page.desk.sink.url)
    contact = "contacts: [{name: Delegate C, email: c@state.example, roles: [membership], language: ar}]"
    page.desk.performs("file/load", files=[Pasted("contacts.yaml", contact)], on="2017-02-20")
    at = ("--as-of", "2017-02-20")
    assert "in ar for Delegate C" in council(page.desk, "feed", "tokens", "offer", "c@state.example", *at)
    mail = message_from_bytes(page.desk.sink.mails[-1].data, policy=default)
    assert mail["Content-Language"] == "ar"
    for form in ("plain", "html"):  # who did not ask for it is not told that they did
        words = mail.get_body((form,)).get_content()
        assert "تعرض عليكم الأمانة" in words
        assert "طلبتم" not in words
    council(page.desk, "feed", "tokens", "issue", "c@state.example", "everything", *at)
    french = ("tokens", "issue", "c@state.example", "everything", "--language", "fr", *at)
    council(page.desk, *french)
    assert page.rows("SELECT language FROM subscription ORDER BY id") == [("ar",), ("fr",)]


def test_the_mail_is_laid_out_as_the_others_and_greets_like_them(page):
    page.asks(language="fr")
    page.mails(1)
    mail = message_from_bytes(page.desk.sink.mails[0].data, policy=default)
    text, html = (mail.get_body((form,)).get_content() for form in ("plain", "html"))
    assert text.startswith("Bonjour Delegate A,")
    assert "Vous avez demandé" in text
    assert html.count("<h1") == 1
    assert 'class="act"' in html
    assert "prefers-color-scheme: dark" in html
    assert mail["X-Auto-Response-Suppress"] == "All"


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


@pytest.mark.both_databases("locks: two clicks at once")
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
    link_mail.send_waiting(page.desk.engine, page.desk.settings, clock=lambda: page.web.web.now)
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
    assert rows == [("cycle/hlpf-contribution/2017~alarms", code) for code in ("ar", "zh")]


def test_no_store_and_no_log_holds_the_token_or_the_link(page):
    page.asks()
    link = page.link()
    token = feed_of(page.opens(link, "POST"))[3:-4]
    dump = "".join(str(page.rows(f"SELECT * FROM {table}")) for table in ("asked_address", "subscription", "journal"))
    assert token not in dump
    assert link.rpartition("/")[2] not in dump + page.web.web.log.getvalue()
    assert subscriptions.hash_of(token) in dump


def lines(page) -> list[dict]:
    """Return what the journal says of addresses: which act, by whom, at which door."""
    facts = (json.loads(row[0]) for row in page.rows("SELECT text FROM journal WHERE act LIKE 'tokens/%' ORDER BY id"))
    return [{name: line[name] for name in ("act", "by", "door")} for line in facts]


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
        until(lambda: len([record for record in caplog.records if record.name == "council.web"]) == 2)
    logged = [record.__dict__["facts"]["act"] for record in caplog.records if record.name == "council.web"]
    ids = [json.loads(row[0])["id"] for row in page.rows("SELECT text FROM journal WHERE act LIKE 'tokens/%'")]
    assert sorted(logged) == sorted(ids)
    (handed,) = [record.__dict__["facts"] for record in caplog.records if record.name == "council.delivery"]
    assert [(handed["message_id"], handed["act"])] == page.rows("SELECT public_id, act FROM asked_address")
    assert handed["act"] in ids


def test_acts_that_are_switched_off_on_pages_do_nothing_there(page, monkeypatch):
    page.asks()
    link = page.link()
    monkeypatch.setenv("COUNCIL_ACTS_OFF", "tokens/issue@web,tokens/offer@web")
    assert page.opens(link, "POST").status == 403
    page.web.on("2017-02-20 13:00")
    for email in ("b@state.example", "nobody@else.example"):
        closed = page.asks(email)
        assert closed.status == 403
        assert "The secretariat has closed this way" in closed.body.decode()
    assert b'method="post" action="/subscribe"' not in page.opens("/subscribe").body
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
    return link_mail.send_waiting(page.desk.engine, page.desk.settings, clock=lambda: moment(at))


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
    assert "2017-02-20 11:00  Delegate A  organization/An organization  en  used" in listed
    assert "COUNCIL_MAIL_URL" in council(page.desk, "feed", "tokens", "offer", "b@state.example", ok=False)

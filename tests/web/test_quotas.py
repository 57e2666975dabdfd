"""How often the page is asked for an address: by one client, for one mailbox, in all."""

import http.client
from datetime import timedelta
from html import unescape

from tests.secretariat import moment
from tests.web.test_pages import Page
from web.page_words import words_of
from web.quotas import HOUR, Quota, Verdict, client_of


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

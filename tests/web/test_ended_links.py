"""Links in mails end: thirty days after the close of what they are about, or all of one person's at once."""

import re
from datetime import date
from html import unescape

import pytest
from sqlalchemy import select, update

from feeds import link_requests
from kernel.runner import do
from models.deadlines import Deadline
from models.engine import reading
from models.people import Person
from models.subscriptions import Asked
from record import seals
from record.people import choices as choices_
from record.people.signed_links import ACT, CHOICES, UNSUBSCRIBE
from record.refusals import NoSuchPerson, ReasonMissing
from tests.secretariat import OFFICER, moment
from tests.web.test_pages import Page
from tests.web.test_personal_links import DELEGATE, FOCAL, acts, last_mail, mutes, own
from web.personal_pages import Speaker

DRAFT = "revised draft"  # a report of the focal point's is overdue beside it
DAY = date(2017, 3, 26)  # thirty days after the close of the draft


def mailed(web, email: str, about: str = "") -> dict[str, str]:
    """Return the paths of the links in the last mail to somebody, or the last one about that, by what they are for."""
    text = last_mail(web, email, about).get_body(("plain",)).get_content()
    return {what: path for path, what in re.findall(rf"council\.example(/({ACT}|{CHOICES}|{UNSUBSCRIBE})/\S+)", text)}


def undated(web, email: str, purpose: str, about: str = "") -> str:
    """Return the path of a link as mails held it before links said their day and series."""
    words = own(web, email).public_id + (f"/{about}" if purpose != CHOICES else "")
    return f"/{purpose}/{seals.sign(web.desk.settings, purpose, words)}"


def status(web, path: str, at: str = "") -> int:
    if at:
        web.on(at)
    return web.web.ask(path).status


def is_ended(web, path: str, language: str = "en") -> bool:
    """Whether a link answers that it has ended, to whoever looks and to whoever sends."""
    replies = [web.web.ask(path, method, Accept_Language="ru") for method in ("GET", "POST", "HEAD")]
    if {reply.status for reply in replies} != {410}:
        return False
    for text in (unescape(reply.body.decode()) for reply in replies[:2]):
        assert Speaker(language)("link_ended_lead") in text
        assert f'<html lang="{language}"' in text
    Page(replies[0].body.decode())
    return True


@pytest.fixture
def told(web):
    """The web after a mail of 21 February to the focal point, about the draft of the 24th: it ends on 26 March."""
    web.desk.round("2017-02-21 09:00")
    web.on("2017-02-21 10:00")
    return web


def test_a_button_ends_thirty_days_after_the_close_and_follows_a_date_that_moves(told):
    button = mailed(told, FOCAL, DRAFT)[ACT]
    assert status(told, button, "2017-03-26 23:59") == 200
    told.on("2017-03-27 00:00")
    assert is_ended(told, button)
    told.desk.agrees("revised-draft", "2017-02-27", on="2017-03-27 00:00")
    assert status(told, button, "2017-03-29 23:59") == 200
    told.on("2017-03-30 00:00")
    assert is_ended(told, button)
    assert told.desk.view("2017-03-30")["revised-draft"].is_open


def test_the_choices_end_on_the_same_day_and_stopping_goes_on_but_leads_nowhere_else(told):
    links = mailed(told, FOCAL, DRAFT)
    assert status(told, links[CHOICES], "2017-03-27 01:59") == 200  # 26 March in UTC
    assert "/choices/" in told.web.ask(links[UNSUBSCRIBE]).body.decode()
    told.on("2017-03-27 02:00")
    assert is_ended(told, links[CHOICES])
    told.on("2018-02-21")
    page = told.web.ask(links[UNSUBSCRIBE])
    assert (page.status, "/choices/" in page.body.decode()) == (200, False)
    assert told.web.ask(links[UNSUBSCRIBE], "POST", b"List-Unsubscribe=One-Click").status == 200
    assert mutes(told, FOCAL) == {"hlpf-contribution"}


def test_an_officer_ends_all_links_of_one_person_and_of_nobody_else(told):
    told.desk.allows("hlpf-contribution", "reminder", on="2017-02-10")
    told.desk.round("2017-02-24 09:00")
    links, others = mailed(told, FOCAL, DRAFT), mailed(told, DELEGATE)
    told.desk.performs("tokens/offer", person=FOCAL, selection="body/council", on="2017-02-24")
    with reading(told.desk.engine) as session:
        pending = session.scalars(select(Asked)).one()
        assert pending.state == "sent"
        address = link_requests.link_of(pending, told.desk.settings).removeprefix("https://council.example")
    told.on("2017-02-24 12:00")
    assert status(told, address) == 200
    when = {"now": moment("2017-02-24 12:00"), "by": OFFICER}
    with told.desk.acting() as session:
        with pytest.raises(ReasonMissing):
            do(session, "people/end-links", person=FOCAL, because=" ", **when)
        with pytest.raises(NoSuchPerson):
            do(session, "people/end-links", person="nobody@x.example", because="lost", **when)
        session.execute(update(Person).where(Person.email == FOCAL).values(language="fr"))
    with told.desk.acting() as session:
        do(session, "people/end-links", person=FOCAL, because="the mailbox was read", **when)
    assert all(is_ended(told, path, "fr") for path in links.values())
    assert is_ended(told, undated(told, FOCAL, UNSUBSCRIBE), "fr")
    assert mutes(told, FOCAL) == set()
    assert status(told, address) == 410
    assert {status(told, path) for path in others.values()} == {200}
    assert acts(told)[-1] == ("people/end-links", OFFICER)
    told.desk.round("2017-03-01 09:00")
    told.on("2017-03-01 10:00")
    assert {status(told, path) for path in mailed(told, FOCAL).values()} == {200}
    assert mailed(told, FOCAL) != links


def test_links_of_mails_from_before_end_by_the_same_rule(told):
    with told.desk.acting() as session:
        draft = session.scalars(select(Deadline.public_id).where(Deadline.step == "revised-draft")).one()
        session.execute(update(Person).where(Person.email == FOCAL).values(undated_links_until=DAY))
    button, choices = undated(told, FOCAL, ACT, draft), undated(told, FOCAL, CHOICES)
    stop = undated(told, FOCAL, UNSUBSCRIBE, "hlpf-contribution")
    assert {status(told, path, "2017-03-26 12:00") for path in (button, choices, stop)} == {200}
    told.on("2017-03-27 03:00")
    assert is_ended(told, button)
    assert is_ended(told, choices)
    assert is_ended(told, undated(told, DELEGATE, CHOICES))  # was never written to
    assert status(told, stop) == 200
    assert "/choices/" not in told.web.ask(stop).body.decode()
    assert told.web.post(stop, do="all").status == 303
    assert mutes(told, FOCAL) == {choices_.ALL}

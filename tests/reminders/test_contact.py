"""Whom people may ask: a mailbox and a telephone, a line of their own in letter, page and calendar; never invented."""

import json
from email import message_from_bytes, policy

import pytest

from feeds import selected
from feeds.feed_cache import Shelf
from kernel.runner import do
from models.engine import reading
from notifications.language import speak
from notifications.letter_text import CalendarLink, write_asked
from notifications.weekly_words import write_week
from record.refusals import BadSetting
from record.settings import read
from reminders.weekly_mail import shown
from tests.secretariat import HLPF, Desk, moment, text_of
from watch import machine
from watch.finding import Mark
from web.subscribe_links import coming

ASKED = ("council@itu.example", "+41 22 730 51 11")
LINES = {
    "ar": "للاتصال: \u2068council@itu.example, +41 22 730 51 11\u2069",
    "en": "Contact: council@itu.example, +41 22 730 51 11",
    "es": "Contacto: council@itu.example, +41 22 730 51 11",
    "fr": "Contact : council@itu.example, +41 22 730 51 11",
    "ru": "Контакты: council@itu.example, +41 22 730 51 11",
    "zh": "联系方式：council@itu.example, +41 22 730 51 11",
}


def letter(desk: Desk, language: str) -> tuple[str, str]:
    """Return the plain text and the HTML of a letter about a date that is issued."""
    desk.opens_agreed()
    with desk.acting() as session:
        do(session, "choices/set", person="Delegate A", language=language, now=moment("2017-02-09"), by="Delegate A")
    desk.sets("comments", "2017-03-13", on="2017-02-10 09:00")
    desk.issues("comments", on="2017-02-10 09:05")
    desk.turn("2017-02-10 09:20")
    mail = next(mail.data for mail in desk.sink.mails if mail.recipient == "a@state.example")
    html = message_from_bytes(mail, policy=policy.default).get_body(("html",))
    assert html is not None
    return text_of(mail).replace("\r\n", "\n"), str(html.get_content())


@pytest.mark.few(2, "the same in another language; others of each story are told in every run")
@pytest.mark.parametrize("language", LINES)
def test_it_is_a_line_of_its_own_in_letter_and_calendar(desk: Desk, language: str) -> None:
    desk.contact = ASKED
    text, html = letter(desk, language)
    assert LINES[language] in text.splitlines()
    assert LINES[language] in html
    served = Shelf(desk.engine, desk.settings).public(language, f"cycle/{HLPF}", "ics", now=moment("2017-02-10 10:00"))
    assert served is not None
    entries = served.data.decode().replace("\r\n ", "").replace("\\,", ",").split("BEGIN:VEVENT")[1:]
    assert all(f"\\n{LINES[language]}\\n" in entry for entry in entries)
    listed = Shelf(desk.engine, desk.settings).public(language, f"cycle/{HLPF}", "json", now=moment("2017-02-10 10:00"))
    assert listed is not None
    assert {entry["contact"] for entry in json.loads(listed.data)["entries"]} == {", ".join(ASKED)}


@pytest.mark.few(2, "the same in another language; others of each story are told in every run")
@pytest.mark.parametrize("language", LINES)
def test_it_stands_in_the_weekly_report_and_in_the_mail_with_a_private_address(desk: Desk, language: str) -> None:
    desk.contact = ASKED
    with reading(desk.engine) as session:
        report = write_week(shown(session, desk.settings, language, now=moment("2017-02-10")))
    link = {"person": "A", "name": "B", "url": "https://x.example", "office": "C", "contact": desk.settings.contact}
    asked = write_asked(speak(language), CalendarLink(**link))
    for words in (report, asked):
        assert LINES[language] in words.text.splitlines()
        assert LINES[language] in words.html


def test_where_none_is_set_nothing_is_invented_and_the_doctor_says_so(desk: Desk) -> None:
    assert "Contact" not in letter(desk, "en")[0]
    assert finding(desk) == (Mark.WARN, "nobody reads whom to ask, in letters, pages and calendars")
    desk.contact = (ASKED[0], None)
    assert "council@itu.example alone" in finding(desk)[1]
    desk.contact = ASKED
    assert finding(desk) == (Mark.OK, "council@itu.example, +41 22 730 51 11")


def finding(desk: Desk) -> tuple[Mark, str]:
    """Return what the doctor says of it."""
    check = next(each for each in machine.machine(desk.settings, {}) if each.what == "contact")
    return check.mark, check.sentence


def test_the_page_of_a_cycle_says_who_decided_each_date(desk: Desk) -> None:
    desk.opens_agreed()
    with reading(desk.engine) as session:
        catalogue = selected.cycle(session, HLPF, now=moment("2017-02-11"))
    rows = coming(catalogue, "fr", now=moment("2017-02-11"), office="Secrétariat du Conseil")
    said = {row.title: row.authority for row in rows}
    assert said["Comment on the revised draft"] == "convenue : the 30th meeting, C17/8"
    assert said["Submit the text to the UN"].startswith("fixée par l’ONU")


@pytest.mark.parametrize("phone", ["call us", "+41", "22 730 51 11; ext"])
def test_a_number_that_nobody_can_call_is_refused(phone: str) -> None:
    with pytest.raises(BadSetting, match="is no telephone number"):
        read({"COUNCIL_CONTACT_PHONE": phone})
    assert read({"COUNCIL_CONTACT_PHONE": "+41 22 730 51 11"}).contact == "+41 22 730 51 11"
    assert read({}).contact == ""
    with pytest.raises(BadSetting, match="COUNCIL_CONTACT_EMAIL"):
        read({"COUNCIL_CONTACT_EMAIL": "council"})

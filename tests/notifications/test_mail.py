"""A mail as bytes: read back as a mail program reads it."""

import re
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.header import decode_header
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any, cast

import pytest

from notifications.address import BadAddress
from notifications.letter_text import Words, write
from notifications.mail import BadHeader, Mail, compose
from planning.errors import NaiveInstant
from tests.notifications.samples import item, letter

CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:PUBLISH\r\nEND:VCALENDAR\r\n"


def mail(**facts: Any) -> Mail:
    usual: dict[str, Any] = {
        "sender": "Council secretariat <council@example.int>",
        "recipient": "amina.diallo@example.org",
        "message_id": "<7d428e53@council.example.int>",
        "words": write(letter()),
        "date": datetime(2017, 4, 4, 7, 0, tzinfo=UTC),
    }
    return Mail(**usual | facts)


def read(data: bytes) -> EmailMessage:
    return cast(EmailMessage, message_from_bytes(data, policy=SMTP))


def test_the_same_mail_is_the_same_bytes_for_ever() -> None:
    assert compose(mail(calendar=CALENDAR)) == compose(mail(calendar=CALENDAR))
    assert compose(mail()) != compose(mail(message_id="<other@council.example.int>"))


def test_it_reads_back_as_written() -> None:
    words = write(letter(language="ar"))
    mail_read = read(compose(mail(words=words, language="ar")))
    assert mail_read["Subject"] == words.subject
    assert mail_read["From"] == "Council secretariat <council@example.int>"
    assert mail_read["Content-Language"] == "ar"
    assert mail_read["Auto-Submitted"] == "auto-generated"
    assert mail_read["Message-ID"] == "<7d428e53@council.example.int>"
    assert mail_read["Date"].datetime == datetime(2017, 4, 4, 7, 0, tzinfo=UTC)
    assert mail_read.get_content_type() == "multipart/alternative"
    text, html = (cast(EmailMessage, part).get_content() for part in mail_read.iter_parts())
    assert (text.replace("\r\n", "\n"), html.replace("\r\n", "\n")) == (words.text, words.html)


def test_the_calendar_is_published_beside_the_words() -> None:
    mail_read = read(compose(mail(calendar=CALENDAR)))
    assert [part.get_content_type() for part in mail_read.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    calendar = next(cast(EmailMessage, part) for part in mail_read.walk() if part.get_content_type() == "text/calendar")
    assert calendar.get_param("method") == "PUBLISH"
    assert calendar.get_payload(decode=True) == CALENDAR
    assert mail_read["Content-Language"] == "en"


def test_notices_of_one_deadline_form_a_thread() -> None:
    first = f"<{'f' * 120}@council.example.int>"
    mail_read = read(compose(mail(in_reply_to=first)))
    assert (mail_read["In-Reply-To"], mail_read["References"]) == (first, first)
    assert read(compose(mail()))["References"] is None


def test_one_click_stops_the_messages_and_its_address_is_never_encoded() -> None:
    url = "https://council.example.int/unsubscribe/" + "t" * 150
    data = compose(mail(unsubscribe=url))
    assert f"List-Unsubscribe: <{url}>\r\n".encode() in data
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in data
    assert b"List-Unsubscribe" not in compose(mail())


def test_it_fits_every_wire() -> None:
    for language in ("ar", "en", "zh"):
        data = compose(mail(words=write(letter(language=language)), calendar=CALENDAR))
        assert data.isascii()
        assert all(len(line) <= 998 for line in data.split(b"\r\n"))
        assert data.count(b"\n") == data.count(b"\r\n")


def test_nothing_breaks_a_header() -> None:
    evil = "x\r\nBcc: all@example.int\x00\n\ny"
    mail_read = read(compose(mail(words=Words(evil, "text", "<p>html</p>"), language=evil, sender=f"{evil} <a@b.int>")))
    assert mail_read["Bcc"] is None
    assert mail_read["Subject"] == "x Bcc: all@example.int y"
    assert not mail_read.defects


@pytest.mark.parametrize(
    "recipient", ["", "nobody", "a@b.int\r\nRCPT TO:<c@d.int>", "a b@c.int", "@c.int", "é@c.int", "a@"]
)
def test_an_address_that_is_none_is_refused(recipient: str) -> None:
    with pytest.raises(BadAddress):
        compose(mail(recipient=recipient))


def test_an_international_domain_is_written_in_ascii() -> None:
    assert read(compose(mail(recipient="info@bücher.example")))["To"] == "info@xn--bcher-kva.example"


@pytest.mark.parametrize(
    "facts",
    [
        {"message_id": "no brackets"},
        {"message_id": "<a@b>\r\nBcc: c@d.int"},
        {"in_reply_to": "<a b@c>"},
        {"unsubscribe": "https://a.int/>, <mailto:x@y.int"},
        {"unsubscribe": "javascript:alert(1)"},
    ],
)
def test_an_id_or_a_link_that_would_break_its_header_is_refused(facts: dict[str, Any]) -> None:
    with pytest.raises(BadHeader):
        compose(mail(**facts))


def test_a_date_without_a_zone_is_refused() -> None:
    with pytest.raises(NaiveInstant):
        compose(mail(date=datetime(2017, 4, 4)))


def test_a_long_title_is_cut_where_mail_programs_cut() -> None:
    words = write(letter(item(title="Comments " * 100, due=date(2017, 4, 7))))
    assert len(words.subject) <= 78
    assert read(compose(mail(words=words)))["Subject"] == words.subject


@pytest.mark.parametrize(
    "name",
    ["Secretariat, Council", 'The "Council"', "Council (Geneva)", "Conseil <UIT>", "Council; ITU", "理事会", "é" * 20],
)
def test_the_name_of_the_office_may_hold_what_means_something_in_a_header(name: str) -> None:
    (address,) = read(compose(mail(sender=f"{name} <council@example.int>")))["From"].addresses
    assert (address.display_name, address.addr_spec) == (name, "council@example.int")


def test_a_sender_may_be_an_address_alone() -> None:
    assert read(compose(mail(sender="council@example.int")))["From"] == "council@example.int"


@pytest.mark.parametrize(
    "subject",
    [
        "Comment on the revised draft: открыто до 10 марта, 23:59 по женевскому времени (Москва: суббота, 01:59)",
        "短标题",
        "مفتوح حتى الجمعة 10 مارس الساعة 23:59 بتوقيت جنيف",
        "\U0001f600" * 60,
        "A plain one " * 12,
        "x" * 300,
    ],
)
def test_headers_are_short_lines_of_whole_letters_and_read_back(subject: str) -> None:
    words = Words(subject.strip(), "text", "<p>text</p>")
    data = compose(mail(words=words, sender='Секретариат Совета: МСЭ, "Женева" <council@example.int>'))
    head = data.partition(b"\r\n\r\n")[0].decode("ascii")
    assert read(data)["Subject"] == words.subject
    encoded = re.findall(r"=[?]utf-8[?]b[?][^?]*[?]=", head)
    assert all(len(word) <= 75 for word in encoded)
    for word in encoded:
        letters, _ = decode_header(word)[0]
        assert isinstance(letters, bytes)
        assert letters.decode("utf-8")
    lines = [line for line in head.split("\r\n") if "=?" in line]
    assert all(len(line) <= 76 for line in lines)


def test_machines_are_asked_not_to_answer() -> None:
    got = read(compose(mail()))
    assert (got["Auto-Submitted"], got["X-Auto-Response-Suppress"]) == ("auto-generated", "All")

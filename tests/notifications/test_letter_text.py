"""What people read: the subject first, then one screen, then the same as a page."""

import re
from datetime import date, datetime
from email.message import EmailMessage
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest

from notifications.letter import Kind, Milestone, NothingToTell, ReplacedDateMissing
from notifications.letter_text import write
from planning.basis import Basis
from planning.errors import NaiveInstant
from planning.standing import Standing
from planning.window import Precision
from tests.notifications.samples import GENEVA, item, letter

INVITED = (Kind.OPENING, Kind.CLOSING, Kind.EXTENSION, Kind.ANNOUNCEMENT)
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


def subject(kind: Kind = Kind.REMINDER, now: str = "2017-04-04 09:00", **facts: Any) -> str:
    return write(letter(item(kind, **facts), now=now)).subject


def test_a_reminder_says_what_by_when_and_how_long() -> None:
    assert subject() == "Due 7 April, in 3 days: Comments on the final draft"
    assert subject(now="2017-04-06 09:00") == "Due 7 April, tomorrow: Comments on the final draft"
    assert subject(now="2017-04-07 09:00") == "Due 7 April, today: Comments on the final draft"
    assert subject(now="2016-12-31 09:00") == "Due 7 April 2017: Comments on the final draft"


def test_every_kind_says_its_own() -> None:
    window = {"title": "Comment on the revised draft", "step": "comments", "due": date(2017, 3, 10)}
    assert (
        subject(Kind.OPENING, "2017-02-24 09:00", **window)
        == "Comments invited until 10 March: Comment on the revised draft"
    )
    assert (
        subject(Kind.CLOSING, "2017-03-03 09:00", **window)
        == "Open until 10 March, in 7 days: Comment on the revised draft"
    )
    assert subject(Kind.OVERDUE, "2017-04-10 09:00") == "Overdue, was due 7 April: Comments on the final draft"
    assert subject(Kind.CHANGE) == "New date, 7 April: Comments on the final draft"
    assert subject(Kind.EXTENSION) == "Extended until 7 April: Comments on the final draft"
    assert subject(Kind.WITHDRAWN) == "Withdrawn, no longer 7 April: Comments on the final draft"
    assert subject(Kind.ANNOUNCEMENT) == "Date set, 7 April: Comments on the final draft"
    late = subject(Kind.CHASE_ENDED, "2017-05-08 09:00")
    assert late == "For your decision, was due 7 April: Comments on the final draft"


def test_an_invitation_to_something_else_than_comments_does_not_speak_of_comments() -> None:
    assert (
        subject(Kind.OPENING, title="Nominate projects for the WSIS Prizes", step="nominations")
        == "You are invited, until 7 April: Nominate projects for the WSIS Prizes"
    )


@pytest.mark.parametrize("kind", INVITED)
def test_the_invited_are_never_told_that_anything_is_late(kind: Kind) -> None:
    words = write(letter(item(kind), now="2017-04-20 09:00"))  # after the window closed, with late work on the line
    for text in (words.subject, words.text, words.html):
        assert not re.search(r"\b(overdue|late|must|required)\b", text.split("<body")[-1], re.I)


def test_those_who_owe_see_what_is_late_on_the_line() -> None:
    text = write(letter(item())).text
    assert "● 24 February: Post the revised draft (completed late)" in text
    assert "○ 24 March: Post the final draft (overdue)" in text
    assert "◉ 7 April: Comments on the final draft (you are here · soon)" in text


def test_a_change_names_both_dates_and_their_precision() -> None:
    moved = item(
        Kind.CHANGE,
        due=date(2017, 10, 31),
        earliest=date(2017, 10, 1),
        precision=Precision.MONTH,
        was=date(2017, 9, 30),
        was_precision=Precision.DAY,
    )
    assert "now the end of October 2017. It replaces Saturday 30 September 2017." in write(letter(moved)).text


def test_a_window_of_days_is_shown_as_one_and_has_no_minute_of_closing() -> None:
    month = write(letter(item(due=date(2017, 10, 31), earliest=date(2017, 10, 1), precision=Precision.MONTH)))
    assert month.subject == "Due by end of October 2017: Comments on the final draft"
    assert "23:59" not in month.text
    week = item(due=date(2018, 1, 7), earliest=date(2018, 1, 1), precision=Precision.WEEK)
    assert "Due by the end of the week of 1 to 7 January 2018" in write(letter(week)).subject
    year = item(due=date(2022, 12, 31), earliest=date(2022, 1, 1), precision=Precision.YEAR)
    assert "Due by end of 2022: " in write(letter(year)).subject


def test_a_proposed_date_says_so_in_all_three() -> None:
    words = write(letter(item(basis=Basis.PROPOSED, source="")))
    assert words.subject.endswith("(proposed)")
    assert "This date is proposed" in words.text
    assert "This date is proposed" in words.html
    assert "Status of date: proposed" in words.text
    assert "proposed" not in write(letter(item())).text


def test_the_same_close_is_read_on_each_clock() -> None:
    def closes(zone: str) -> str:
        words = write(letter(item(), now="2017-04-04 09:00", zone=zone))
        line = next(line for line in words.text.splitlines() if line.startswith("Closes"))
        told = line.removeprefix("Closes: ").replace(" 2017", "")
        is_told = not told.endswith("Geneva time")
        assert words.subject.startswith("Due 7 April, 23:59 (Geneva): " if is_told else "Due 7 April, in 3 days: ")
        assert (f"It is due {told}" if is_told else "It is due Friday 7 April") in words.text.replace(" 2017", "")
        return line

    assert closes("Europe/Zurich") == closes("Europe/Paris") == "Closes: Friday 7 April 2017, 23:59 Geneva time"
    assert closes("Europe/London") == "Closes: Friday 7 April 2017, 23:59 Geneva time (22:59 in London)"
    assert closes("Europe/Helsinki") == "Closes: Friday 7 April 2017, 23:59 Geneva time (Saturday 00:59 in Helsinki)"
    assert closes("America/New_York") == "Closes: Friday 7 April 2017, 23:59 Geneva time (17:59 in New York)"
    assert closes("Asia/Kathmandu") == "Closes: Friday 7 April 2017, 23:59 Geneva time (Saturday 03:44 in Kathmandu)"
    assert closes("UTC") == "Closes: Friday 7 April 2017, 23:59 Geneva time (21:59 in UTC)"
    assert closes("Etc/GMT+5") == "Closes: Friday 7 April 2017, 23:59 Geneva time (16:59 in UTC-5)"


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("ar", "الإغلاق: الجمعة 7 أبريل 2017 الساعة 23:59 بتوقيت جنيف (\u2068طوكيو\u2069: السبت 06:59)"),
        ("es", "Cierre: viernes 7 de abril de 2017 a las 23:59, hora de Ginebra (Tokio: sábado, 06:59)"),
        ("fr", "Clôture : vendredi 7 avril 2017 à 23:59, heure de Genève (Tokyo : samedi, 06:59)"),
        ("ru", "Закрытие: пятница, 7 апреля 2017 г., 23:59 по женевскому времени (Токио: суббота, 06:59)"),
        ("zh", "截止：2017年4月7日（星期五）23:59，日内瓦时间（东京：星期六06:59）"),
    ],
)
def test_a_close_is_told_in_geneva_and_where_its_reader_is(language: str, line: str) -> None:
    assert line in write(letter(zone="Asia/Tokyo", language=language)).text.splitlines()


def test_a_close_set_elsewhere_is_told_there_in_geneva_and_where_its_reader_is() -> None:
    there = item(closes=datetime(2017, 4, 7, 23, 59, 59, tzinfo=ZoneInfo("America/New_York")))
    told = "Friday 7 April 2017, 23:59 New York time (Saturday 05:59 in Geneva; Saturday 12:59 in Tokyo)"
    assert f"Closes: {told}" in write(letter(there, zone="Asia/Tokyo")).text


def test_a_close_is_counted_down_on_its_readers_clock() -> None:
    assert "(Saturday 06:59 in Tokyo), tomorrow" in write(letter(now="2017-04-07 09:00", zone="Asia/Tokyo")).text
    assert "(Saturday 06:59 in Tokyo), today" in write(letter(now="2017-04-08 01:00", zone="Asia/Tokyo")).text


def test_a_stated_hour_is_told_on_the_recipients_own_day() -> None:
    stated = item(stated_time=True, closes=datetime(2017, 4, 7, 23, 0, tzinfo=GENEVA))
    words = write(letter(stated, zone="Asia/Tokyo"))
    assert words.subject == "Due 7 April, 23:00 (Geneva): Comments on the final draft"
    assert "due Friday 7 April 2017, 23:00 Geneva time (Saturday 06:00 in Tokyo), in 4 days" in words.text
    home = write(letter(stated)).subject
    assert home == "Due 7 April, 23:00 (Geneva): Comments on the final draft"


def test_a_digest_says_how_many_and_says_what_is_common_once() -> None:
    dates = [item(Kind.ANNOUNCEMENT, title=f"Step {n}", due=date(2017, 4, n)) for n in range(5, 10)]
    words = write(letter(*dates))
    assert words.subject == "5 dates announced: Council contribution to the HLPF, 2017"
    assert words.text.count("Council Resolution 1332") == 1
    assert words.text.count("https://council.example.int/deadlines/4") == 1
    assert [words.text.count(f"Step {n}\n") for n in range(5, 10)] == [1] * 5
    assert len(words.text.splitlines()) <= 40


def test_digests_of_several_kinds_and_cycles() -> None:
    moved = write(letter(item(Kind.CHANGE), item(Kind.EXTENSION))).subject
    assert moved == "2 new dates: Council contribution to the HLPF, 2017"
    mixed = write(letter(item(Kind.CHANGE), item(Kind.OVERDUE, cycle="Annual report, 2017"))).subject
    assert mixed == "2 notices, next 7 April: Comments on the final draft"
    owed = write(letter(item(), item(due=date(2017, 4, 5)))).subject
    assert owed == "2 deadlines, the first tomorrow: Council contribution to the HLPF, 2017"


def test_a_text_fits_on_one_screen_even_on_a_long_line_of_dates() -> None:
    path = tuple(m for _ in range(8) for m in item().path)
    assert len(write(letter(item(path=path))).text.splitlines()) <= 30


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", Kind)
def test_every_kind_can_be_said_in_every_language(kind: Kind, language: str) -> None:
    words = write(letter(item(kind), language=language, unsubscribe_url="https://council.example.int/u/1"))
    assert "{" not in words.subject + words.text
    assert ("7" in words.subject) is (kind is not Kind.RESULT)  # which tells where something stands, and no date
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in words.html
    table = re.search(r"<table.*</table>", words.html, re.S)
    assert table is not None
    ElementTree.fromstring(table[0].replace("&nbsp;", " "))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("precision", Precision)
def test_every_precision_can_be_said_in_every_language(precision: Precision, language: str) -> None:
    facts: dict[str, Any] = {"due": date(2018, 10, 31), "earliest": date(2018, 10, 25), "precision": precision}
    words = write(letter(item(Kind.CHANGE, was=date(2018, 9, 30), **facts), item(**facts), language=language)).text
    assert "{" not in words
    assert words.count("2018") >= 3


def test_subjects_in_the_other_languages() -> None:
    subjects = {code: write(letter(item(), language=code)).subject for code in LANGUAGES}
    assert subjects["fr"] == "À remettre le 7 avril, dans 3 jours : Comments on the final draft"
    assert subjects["es"] == "Plazo 7 de abril, dentro de 3 días: Comments on the final draft"
    assert subjects["ru"] == "Срок 7 апреля, через 3 дня: Comments on the final draft"
    assert subjects["zh"] == "截止日期4月7日，3天后：Comments on the final draft"
    assert subjects["ar"] == "الموعد النهائي 7 أبريل، بعد 3 أيام: \u2068Comments on the final draft\u2069"
    first = item(due=date(2017, 4, 1))
    assert "le 1er avril" in write(letter(first, now="2017-03-29 09:00", language="fr")).subject


def test_the_line_of_dates_shows_where_we_are() -> None:
    html = write(letter(item())).html
    here = re.search(r'<tr class="here".*?</tr>', html, re.S)
    assert here is not None
    assert "Comments on the final draft" in here[0]
    assert html.count("you are here") == 1


def test_no_title_breaks_a_header_or_a_page() -> None:
    evil = "Comments\r\nBcc: all@example.int\x00\u2028 <script>alert(1)</script>\u202e&"
    words = write(letter(item(title=evil, cycle=evil, source=evil, url="javascript:alert(1)"), person=evil))
    assert "Comments Bcc: all@example.int…" in words.subject
    assert "<script" not in words.html
    assert "javascript:" not in words.html
    assert not re.search("[\x00\u2028\u202e]", words.text + words.html)
    EmailMessage()["Subject"] = words.subject  # the standard library refuses a line break


def test_a_letter_without_sense_is_refused() -> None:
    with pytest.raises(ReplacedDateMissing, match="which date it replaces"):
        item(Kind.CHANGE, was=None)
    with pytest.raises(NaiveInstant):
        item(closes=datetime(2017, 4, 7))
    with pytest.raises(NothingToTell):
        letter_without_items()


def letter_without_items() -> None:
    from notifications.letter import Letter

    Letter(items=(), person="A", language="en", zone=GENEVA, now=datetime(2017, 4, 4, tzinfo=GENEVA), office="O")


def test_who_owes_nothing_reads_what_can_be_read_and_never_that_anything_is_late() -> None:
    def line(language: str, **facts: Any) -> str:
        stop = Milestone("Post the draft", date(2017, 3, 24), **({"standing": Standing.OVERDUE} | facts))
        text = write(letter(item(Kind.CLOSING, path=(stop,)), language=language)).text
        return next(line for line in text.splitlines() if line.startswith(("○", "●")))

    assert line("en", is_document=True) == "○ 24 March: Post the draft (not yet available)"
    assert line("en") == "○ 24 March: Post the draft"
    assert line("en", is_document=True, standing=Standing.OPEN) == "○ 24 March: Post the draft (to come)"
    assert line("en", is_document=True, standing=Standing.MET_LATE) == "● 24 March: Post the draft (completed)"
    words = {language: re.search(r"[(](.*)[)]", line(language, is_document=True))[1] for language in LANGUAGES}
    assert words == {
        "ar": "غير متاح بعد",
        "en": "not yet available",
        "es": "aún no disponible",
        "fr": "pas encore disponible",
        "ru": "пока недоступно",
        "zh": "尚未提供",
    }


def test_a_long_title_is_shortened_in_lists_and_whole_in_the_letter() -> None:
    long = "Submit the comprehensive report " * 16
    words = write(letter(item(title=long)))
    assert words.subject == "Due 7 April, in 3 days: Submit the comprehensive report Submit the…"
    assert words.text.count(long.strip()) == 1
    even = "x" * 54
    assert write(letter(item(title=even))).subject == f"Due 7 April, in 3 days: {even}"
    assert write(letter(item(title="x" * 55))).subject == f"Due 7 April, in 3 days: {'x' * 53}…"


@pytest.mark.parametrize("count", [1, 2])
def test_a_letter_has_one_first_heading(count: int) -> None:
    html = write(letter(*(item(title=f"Step {n}") for n in range(count)))).html
    assert (html.count("<h1"), html.count("<h2")) == (1, 1 if count == 1 else 2)

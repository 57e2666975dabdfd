"""A subject is one short line in six languages: what is asked and by when, then the title, cut after a word."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest

from notifications.document_request import Request, write_request
from notifications.item_words import teller
from notifications.language import OFFICIAL, speak
from notifications.letter import Kind, Letter
from notifications.letter_text import LEAST, LONGEST, subject_of
from notifications.plain_text import TURNING
from notifications.weekly_words import Fact, Part, Week, write_week
from planning.basis import Basis
from planning.window import Precision
from tests.notifications.samples import GENEVA, item, letter
from tests.notifications.test_titles import CHAINS

TITLES = sorted({(step.title, step.slug, step.purpose) for chain in CHAINS for step in chain.steps})
SEEN = 40  # characters of a subject that a phone shows
NOW = "2017-09-16 09:00"
VAGUE: dict[str, dict[str, Any]] = {
    "next year": {"due": date(2018, 9, 30)},
    "week": {"due": date(2017, 10, 6), "earliest": date(2017, 9, 30), "precision": Precision.WEEK},
    "month": {"due": date(2017, 9, 30), "earliest": date(2017, 9, 1), "precision": Precision.MONTH},
    "days": {"due": date(2017, 10, 2), "earliest": date(2017, 9, 28), "precision": Precision.DAYS},
    "year": {"due": date(2018, 12, 31), "earliest": date(2018, 1, 1), "precision": Precision.YEAR},
    "hour": {"due": date(2017, 9, 30), "stated_time": True},
}


def subject(told: Letter) -> str:
    """Return the subject as it is seen, without what only turns the reading order."""
    return "".join(character for character in subject_of(teller(told)) if character not in TURNING)


def about(language: str, kind: Kind, every: int = 1, **facts: Any) -> Iterator[tuple[str, str]]:
    """Yield each declared title in a language, or some, with the subject of a letter about its step."""
    for english, step, purpose in TITLES[::every]:
        told = item(kind, title=english, step=step, purpose=purpose, **facts)
        yield speak(language).title(english), subject(letter(told, language=language, now=NOW))


def shown(title: str, line: str) -> str:
    """Return so much of the title as a subject shows; fail if it is cut within a word that could stand whole."""
    if title in line:
        return title
    (head,) = [title[:n] for n in range(len(title), 0, -1) if f"{title[:n]}…" in line][:1] or [""]
    assert head, (title, line)
    assert " " not in title[: LEAST // 3] or not re.match(r"\w", title[len(head) :]) or " " not in head, line
    return head


@pytest.mark.parametrize("language", OFFICIAL)
@pytest.mark.parametrize("kind", Kind)
def test_every_title_makes_a_short_subject_of_which_a_phone_shows_the_title(language: str, kind: Kind) -> None:
    for title, line in about(language, kind, due=date(2017, 9, 30)):  # September has the longest name
        assert len(line) <= LONGEST, line
        begins = line.index(shown(title, line))
        assert begins <= SEEN
        is_dated = "30" in line[:begins] or kind is Kind.RESULT  # which is of no day
        assert is_dated or not begins, "it begins with what is asked and when, or with the title"


@pytest.mark.parametrize("language", OFFICIAL)
@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("zone", ["Europe/Zurich", "Europe/London", "Asia/Kathmandu", "Pacific/Apia"])
def test_a_phone_shows_where_the_title_begins(language: str, kind: Kind, zone: str) -> None:
    """Also where the close is told with its hour, for it is another one where the reader is."""
    for due in (date(2017, 5, 1), date(2017, 9, 30), date(2018, 9, 30)):
        closes = datetime(due.year, due.month, due.day, 23, 59, 59, tzinfo=GENEVA)
        for basis in (Basis.AGREED, Basis.PROPOSED):
            told = letter(item(kind, due=due, closes=closes, basis=basis), language=language, now=NOW, zone=zone)
            line = subject(told)
            assert line.index("Comments on the") <= SEEN, line
            assert "Geneva" not in line or zone != "Europe/Zurich"
            assert line.endswith(")") or basis is Basis.AGREED or language == "zh"
            assert len(line) <= LONGEST or "Comments on the…" in line, line


@pytest.mark.parametrize("language", OFFICIAL)
@pytest.mark.parametrize("date_", VAGUE)
def test_where_the_date_is_long_the_title_is_short(language: str, date_: str) -> None:
    """A date in many words leaves the title its first ones: a week that lies in two months is the longest."""
    for kind in Kind:
        for basis in (Basis.AGREED, Basis.PROPOSED):
            for title, line in about(language, kind, 6, basis=basis, **VAGUE[date_]):
                assert len(line) <= LONGEST or len(shown(title, line)) <= LEAST, line


@pytest.mark.parametrize("language", OFFICIAL)
def test_a_letter_of_a_vote_and_a_proposed_date_are_short_too(language: str) -> None:
    due = date(2017, 9, 30)
    for _, line in about(language, Kind.OPENING, 2, due=due, letter="DM-20/1021"):
        assert len(line) <= LONGEST
    for _, line in about(language, Kind.REMINDER, 2, due=due, basis=Basis.PROPOSED):
        assert len(line) <= LONGEST


@pytest.mark.parametrize("language", OFFICIAL)
def test_what_several_dates_of_any_procedure_say_is_short(language: str) -> None:
    for chain in CHAINS:
        for kinds in ((Kind.ANNOUNCEMENT,) * 12, (Kind.REMINDER,) * 2, (Kind.CHANGE, Kind.ANNOUNCEMENT)):
            of = {"cycle": chain.title, "cycle_name": f"{chain.slug}/2017", "title": chain.steps[0].title}
            told = letter(*(item(kind, **of, due=date(2017, 9, 30)) for kind in kinds), language=language, now=NOW)
            assert len(subject(told)) <= LONGEST
        mixed = (item(Kind.OVERDUE), item(Kind.OPENING, title=chain.steps[0].title, due=date(2017, 9, 30)))
        assert len(subject(letter(*mixed, language=language, now=NOW))) <= LONGEST


@pytest.mark.parametrize("language", OFFICIAL)
@pytest.mark.parametrize("words", ["request", "alone"])
def test_a_request_for_documents_is_short(language: str, words: str) -> None:
    meeting = "Additional session of the Council on the financial plan and the strategic plan of the Union, 2027"
    facts: dict[str, Any] = {"language": language, "zone": GENEVA, "now": letter().now, "office": "Council secretariat"}
    request = Request(person="Anna", facts=(Fact(what="Report"),) * 12, meeting=meeting, words=words, **facts)
    line = write_request(request).subject
    assert len(line) <= LONGEST
    assert "Additional" in line


@pytest.mark.parametrize("language", OFFICIAL)
def test_a_weekly_report_counts_what_there_is_and_what_is_late_first(language: str) -> None:
    def line(**counts: int) -> str:
        facts = {part: (Fact(what="x"),) * counts.get(part, 0) for part in Part}
        now = datetime(2017, 9, 25, 9, tzinfo=GENEVA)
        return write_week(Week(person="Anna", language=language, zone=GENEVA, now=now, office="x", facts=facts)).subject

    full = line(overdue=12, proposed=13, coming=14, undelivered=15, held=16)
    assert len(full) <= LONGEST
    assert "12" in full
    assert [number in line(held=16, coming=14) for number in ("14", "16", "12")] == [True, True, False]
    assert line(overdue=1) != line()
    assert not re.search(r"[:：{]", line())

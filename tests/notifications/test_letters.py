"""Every letter in every language: nothing untranslated or blank, no link without a page, no reproach to guests."""

import re
from dataclasses import replace
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest

from notifications.language import OFFICIAL, speak
from notifications.letter import Item, Kind, Letter
from notifications.letter_text import Words, write
from notifications.weekly_words import SHOWN, Fact, Part, Week, as_markdown, write_week
from planning.basis import Basis
from tests.notifications.samples import GENEVA, item, letter

ACT, STOP, CHOOSE = (f"https://council.example/{what}/AAAA" for what in ("act", "unsubscribe", "choices"))
SCREEN = 40  # lines
INVITED = (Kind.OPENING, Kind.CLOSING, Kind.EXTENSION, Kind.ANNOUNCEMENT)
NOW = {Kind.OVERDUE: "2017-04-10 09:00", Kind.CHASE_ENDED: "2017-05-08 09:00"}
WEEK = {
    Part.OVERDUE: (Fact(what="Post the draft", where="hlpf/2017", due=date(2017, 4, 3), by="secretariat"),),
    Part.COMING: tuple(
        Fact(what=f"Step {n}", where="hlpf/2017", due=date(2017, 4, n), person="Anna", state="opens")
        for n in range(5, 25)
    ),
    Part.CHANGED: (
        Fact(what="Submit", where="hlpf/2017", due=date(2017, 4, 28), was=date(2017, 4, 21), note="the UN said so"),
        *(Fact(what="x", state=state) for state in ("gone", "met", "met_late", "waived", "reopened", "opened")),
        *(Fact(what="x", state=state) for state in ("closed", "abandoned")),
    ),
    Part.UNDELIVERED: (Fact(what="Delegate A", where="A subject", note="550 <no> such user"),),
    Part.HELD: (Fact(what="HLPF", where="hlpf/2017", count=11),),
    Part.NOBODY: (
        Fact(what="Send", due=date(2017, 4, 9), by="chair", state="unnamed"),
        Fact(what="Send", due=date(2017, 4, 9), person="Anna", state="unwilling"),
        Fact(what="Comment", due=date(2017, 4, 9), by="membership", state="uninvited"),
    ),
}


def told(kind: Kind, language: str, *, linked: bool = True, **facts: Any) -> Letter:
    """Return a letter about one thing, as the secretariat with web pages sends it, or as one without."""
    links: dict[str, Any] = {"unsubscribe_url": STOP, "choices_url": CHOOSE} if linked else {}
    mine: dict[str, Any] = {"act_url": ACT} if linked else {"url": None}
    if kind.invites and linked:
        mine["draft_url"] = "https://www.itu.int/wg-wsis"
    now = NOW.get(kind, "2017-04-04 09:00")
    return letter(item(kind, **mine | facts), now=now, language=language, person="Amina", **links)


def week(language: str, **facts: Any) -> Week:
    usual: dict[str, Any] = {"unsubscribe_url": STOP, "choices_url": CHOOSE, "facts": WEEK}
    now = letter().now
    return Week(person="Anna", language=language, zone=GENEVA, now=now, office="Council secretariat", **usual | facts)


def check(words: Words, language: str) -> None:
    """Fail on a blank left open, an empty line of facts, a subject too long, or HTML that is not closed."""
    for text in (words.subject, words.text, words.html.partition("</head>")[2]):
        assert not re.search(r"[{}]|None|\bundefined\b", text)
    assert 0 < len(words.subject) <= 100
    assert "\n" not in words.subject
    _, _, after_greeting = words.text.partition("\n")
    assert not re.search(r"^\S.*[:：]\s*$", after_greeting, re.MULTILINE), words.text
    assert "\n\n\n" not in words.text
    assert f'<html lang="{language}" dir="{speak(language).direction}">' in words.html
    body = re.search(r"<table.*</table>", words.html, re.DOTALL)
    assert body
    ElementTree.fromstring(body[0].replace("&nbsp;", " "))


@pytest.mark.parametrize("language", OFFICIAL)
@pytest.mark.parametrize("kind", Kind)
def test_a_letter_about_one_thing(kind: Kind, language: str) -> None:
    words = write(told(kind, language))
    check(words, language)
    assert len(words.text.splitlines()) <= SCREEN
    asks = kind.is_for_those_who_owe or kind.invites
    for text in (words.text, words.html):
        assert text.count(ACT) == (1 if asks else 0)
        assert text.count(STOP) == text.count(CHOOSE) == 1
        assert ("https://www.itu.int/wg-wsis" in text) == kind.invites
    assert speak(language).say("label", "here") in words.text
    if kind in INVITED:
        late = speak(language).say("standing", "overdue")
        assert late not in words.subject + words.text + words.html


@pytest.mark.parametrize("language", OFFICIAL)
@pytest.mark.parametrize("kind", Kind)
def test_without_pages_there_is_no_link_and_no_button(kind: Kind, language: str) -> None:
    words = write(told(kind, language, linked=False))
    check(words, language)
    assert "http" not in words.text + words.html
    assert "<a " not in words.html


@pytest.mark.parametrize("language", OFFICIAL)
def test_a_digest_of_every_kind(language: str) -> None:
    items: tuple[Item, ...] = tuple(
        item(kind, title=f"Step {n:02}", act_url=f"{ACT}{n}", due=date(2017, 4, n + 1)) for n, kind in enumerate(Kind)
    )
    words = write(letter(*items, language=language, unsubscribe_url=STOP, choices_url=CHOOSE))
    check(words, language)
    for number, kind in enumerate(Kind):
        asks = kind.is_for_those_who_owe or kind.invites
        assert (f"{ACT}{number}" in words.text) == asks
    shown = sorted(range(len(items)), key=lambda n: words.text.index(f"Step {n:02}"))
    news = (Kind.CHANGE, Kind.EXTENSION, Kind.WITHDRAWN, Kind.CANCELLED, Kind.RESULT)
    late = (Kind.OVERDUE, Kind.CHASE_ENDED)
    assert [list(Kind)[n] for n in shown[:7]] == [*news, *late]


@pytest.mark.parametrize("language", OFFICIAL)
def test_a_proposed_date_says_so(language: str) -> None:
    words = write(told(Kind.REMINDER, language, basis=Basis.PROPOSED, source=""))
    check(words, language)
    assert speak(language).say("sentence", "proposed") in words.text


@pytest.mark.parametrize("language", OFFICIAL)
def test_a_date_hung_from_another_edition_says_from_which_one_in_its_reader_s_language(language: str) -> None:
    words = write(told(Kind.REMINDER, language, basis=Basis.PROPOSED, source="", as_in="hlpf-contribution/2016"))
    check(words, language)
    assert speak(language).say("label", "as_in", cycle="hlpf-contribution/2016") in words.text.replace(
        "\u2068", ""
    ).replace("\u2069", "")
    assert ("as in" in words.text) is (language == "en")


@pytest.mark.parametrize("language", OFFICIAL)
def test_the_weekly_report(language: str) -> None:
    words = write_week(week(language))
    check(words, language)
    assert words.text.count("\n- ") == 1 + SHOWN + 9 + 1 + 1 + 3
    assert "… +5" in words.text
    assert "550 &lt;no&gt; such user" in words.html
    assert words.text.count(STOP) == words.html.count(STOP) == 1
    whole = write_week(week(language), shown=None)
    assert "… +" not in whole.text
    assert "550 \\<no\\> such user" in as_markdown(week(language))
    quiet = write_week(week(language, facts={}, unsubscribe_url=None, choices_url=None))
    check(quiet, language)
    assert speak(language).say("report", "quiet") in quiet.text
    assert "http" not in quiet.text


def test_what_is_a_readers_own_stands_in_the_named_fields_alone() -> None:
    mine = told(Kind.REMINDER, "en")
    hers = replace(
        mine,
        person="Boris",
        unsubscribe_url=STOP.replace("A", "B"),
        choices_url=CHOOSE.replace("A", "B"),
        items=(replace(mine.items[0], act_url=ACT.replace("A", "B")),),
    )
    own, other = write(mine), write(hers)
    assert own.subject == other.subject
    for left, right in ((own.text, other.text), (own.html, other.html)):
        filled = left.replace("Amina", "Boris").replace("AAAA", "BBBB")
        assert filled == right

"""Whatever a person pastes into a title stays a title, in every parser."""

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from calendars.content_text import plain
from calendars.feed import join
from calendars.render import render_entry
from tests.calendars.examples import FEED, deadline, uid
from tests.calendars.parsers import READERS, faults, titles
from tests.proofs import examples

PASTED = st.text(st.characters(codec=None), max_size=200) | st.text("\\nN;,:\"^%' \t\r\n=BEGIN", max_size=60)


def feed_of(title: str) -> bytes:
    return join(
        FEED, {uid(1): render_entry(deadline(title=title, lines=(title,), location=title, categories=(title,)))}
    )


@settings(max_examples=examples(150, in_every_run=30))
@given(PASTED)
@example("C:\\New\\network; a, b")
@example("\r\nEND:VEVENT\r\nBEGIN:VEVENT")
@example("\ud800 half a pair")
@example("\ufeffwith a byte order mark")
@example("a\u2028b\u2029c\x85d\x0be\x1cf")
def test_any_title_reads_the_same_in_every_parser(title: str):
    assume(plain(title))
    feed = feed_of(title)
    assert faults(feed) == []
    assert titles(feed) == {reader: [plain(title)] for reader in READERS}


@pytest.mark.parametrize("words", ["😀👩🏽‍⚖️🇨🇭", "مجلس الاتحاد ", "理事会", "Conseil d’été; ", "\\,;"])
def test_five_thousand_characters_fold_between_code_points(words: str):
    title = (words * 5000)[:5000]
    feed = feed_of(title)
    assert faults(feed) == []
    assert titles(feed) == {reader: [plain(title)] for reader in READERS}


def test_control_characters_are_gone_and_line_ends_are_one():
    assert plain("\x00a\x07b\x1b[31mc\x7f\x9fd") == "ab[31mcd"
    assert plain(" one\r\ntwo\rthree\nfour\u2028five\tsix ") == "one\ntwo\nthree\nfour\nfive\tsix"


def test_a_component_in_a_title_stays_text():
    feed = feed_of("BEGIN:VEVENT\r\nUID:stolen\r\nATTENDEE:mailto:x@y.example")
    assert b"\\nUID:stolen\\n" in feed.replace(b"\r\n ", b"")
    assert feed.count(b"\r\nBEGIN:VEVENT\r\n") == 1
    assert not any(row.startswith((b"ATTENDEE", b"UID:stolen")) for row in feed.split(b"\r\n"))

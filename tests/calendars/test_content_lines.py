"""Our writer of content lines gives the bytes that icalendar's own gives, and never takes a character apart."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Event

from calendars.content_lines import folded, written
from calendars.content_text import text
from calendars.render import component_of, render_entry
from tests.calendars.examples import a_year, deadline, window

ALIKE = st.text(alphabet=st.sampled_from("aé中😀\\^,; \t\n"), max_size=400)


@pytest.mark.parametrize("changes", [{}, {"alarm": True}, {"as_task": True}])
def test_each_entry_of_a_year_has_the_bytes_of_icalendar(changes):
    whole = a_year() if not changes else [deadline(**changes), window(**changes)]
    for entry in whole:
        odd = replace(entry, title=f"Décision 556 — “quoted”: 5^2, {entry.title}")
        assert render_entry(odd) == component_of(odd).to_ical()


@given(words=st.one_of(ALIKE, st.text(max_size=200)), language=st.sampled_from(["en", "ar"]))
def test_whatever_a_text_holds_its_line_has_the_bytes_of_icalendar(words, language):
    event, summary = Event(), text(words, language)
    event.add("summary", summary)
    assert written(Event, [("summary", summary)]) == event.to_ical()


@given(ALIKE)
def test_pieces_of_at_most_75_octets_are_joined_to_the_line_again(words):
    line = words.replace("\n", "").encode()
    pieces = folded(line).split(b"\r\n ")
    assert b"".join(pieces) == line
    assert all(len(piece) <= 74 and piece.decode() is not None for piece in pieces)

from dataclasses import replace
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from flows.axis import axis_over
from flows.timeline import draw
from flows.timeline_rows import LEFT, RIGHT
from tests.secretariat import REVIEW, Desk, moment

SVG = "{http://www.w3.org/2000/svg}"


def drawn(desk: Desk, on: str, **changes: str) -> ElementTree.Element:
    return ElementTree.fromstring(draw(replace(desk.view(on), **changes), moment(on)))


def words(picture: ElementTree.Element) -> list[str]:
    """Return the texts, the parts of each run together, from top to bottom as they stand in the file."""
    return ["".join(text.itertext()) for text in picture.iter(f"{SVG}text")]


def test_each_step_is_a_row_with_its_date_and_standing_in_words(desk: Desk) -> None:
    desk.opens_agreed()
    desk.meets("revised-draft", on="2017-02-24")
    texts = words(drawn(desk, "2017-04-02"))
    for line in ("Fri 24 Febmet", "Fri 10 Marclosed", "Fri 24 Maroverdue", "Fri 7 Aprdue soon", "Fri 28 Apropen"):
        assert line in texts
    assert "no date yet: awaited" in texts
    assert (
        texts.index("Post the revised draft")
        < texts.index("Fri 24 Febmet")
        < texts.index("Comment on the revised draft")
    )


def test_a_window_is_a_bar_from_its_opening_to_its_close(desk: Desk) -> None:
    desk.opens_agreed()
    picture = drawn(desk, "2017-02-10")
    bars = [bar for bar in picture.iter(f"{SVG}rect") if bar.get("class") == "bar"]
    assert len(bars) == 2  # the two rounds of comments
    axis = axis_over([REVIEW.first, date(2017, 4, 28)], LEFT, RIGHT)
    fortnight = axis.x(date(2017, 3, 10)) - axis.x(date(2017, 2, 24))
    assert [float(str(bar.get("width"))) for bar in bars] == pytest.approx([fortnight, fortnight], abs=0.2)


def test_what_does_not_fit_is_said_under_the_picture_and_drawn_as_a_bad_link(desk: Desk) -> None:
    desk.opens_agreed()
    assert not list(bad_links(drawn(desk, "2017-02-10")))
    desk.agrees("comments", "2017-02-20", on="2017-02-11")
    picture = drawn(desk, "2017-02-12")
    assert len(list(bad_links(picture))) == 1
    assert "Does not fit: comments is due on 2017-02-20, 4 days before revised-draft" in " ".join(words(picture))


def bad_links(picture: ElementTree.Element) -> list[ElementTree.Element]:
    return [path for path in picture.iter(f"{SVG}path") if "bad-link" in str(path.get("class"))]


def test_words_from_the_store_cannot_become_markup(desk: Desk) -> None:
    desk.opens()
    title = "<script>alert('&')</script>"
    picture = drawn(desk, "2017-02-10", title=title)
    assert not list(picture.iter(f"{SVG}script"))
    assert title in words(picture)


def test_today_is_marked_while_it_is_near_and_left_out_years_later(desk: Desk) -> None:
    desk.opens_agreed()
    assert [text.text for text in marks_of_today(drawn(desk, "2017-03-27"))] == ["27 Mar"]
    late = drawn(desk, "2026-03-27")
    assert marks_of_today(late) == []
    assert "as it stood on 27 March 2026" in " ".join(words(late))


def marks_of_today(picture: ElementTree.Element) -> list[ElementTree.Element]:
    return [text for text in picture.iter(f"{SVG}text") if "now" in str(text.get("class"))]


def test_ticks_have_room_for_their_words_on_a_short_axis_and_a_long_one() -> None:
    for last in (date(2017, 2, 14), date(2017, 5, 1), date(2018, 5, 1), date(2029, 12, 31)):
        axis = axis_over([date(2017, 2, 7), last], 384, 1060)
        places = [axis.x(tick.on) for tick in axis.ticks]
        assert len(places) >= 2
        assert all(later - earlier >= 44 for earlier, later in pairwise(places))
    assert [tick.year for tick in axis_over([date(2017, 11, 1), date(2018, 4, 1)], 0, 700).ticks if tick.year] == [
        "2017",
        "2018",
    ]

"""Days as people name them: one reading or a refusal with the candidates, and only where they see the answer."""

from datetime import UTC, date, datetime

import pytest

from kernel import registry
from kernel.day_words import OtherWeekday, dated, spanned
from kernel.doors import Door
from kernel.grants import Identity
from kernel.lookups.choices import Ambiguous
from kernel.runner import Request
from planning.errors import CouncilError
from planning.zones import local_day

TODAY = date(2027, 2, 28)  # a Sunday, and the last day of its month


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("2027-03-10", "2027-03-10"),
        ("10 March 2027", "2027-03-10"),
        ("  10   march 2027 ", "2027-03-10"),
        ("10th Mar 2027", "2027-03-10"),
        ("1 Sept 2027", "2027-09-01"),
        ("March 10, 2027", "2027-03-10"),
        ("10 March 2027 at 18:00", "2027-03-10 at 18:00"),
        ("10.3.2027", "2027-03-10"),
        ("13/3/2027", "2027-03-13"),
        ("3/13/2027", "2027-03-13"),
        ("3/3/2027", "2027-03-03"),
        ("13-3-2027", "2027-03-13"),
        ("13 3 2027", "2027-03-13"),
        ("2027/3/10", "2027-03-10"),
        ("Wed 10 Mar 2027", "2027-03-10"),
        ("wednesday, 10 March 2027 at 18:00", "2027-03-10 at 18:00"),
        ("10 March 2027 (Wednesday)", "2027-03-10"),
        ("Wed 2027-03-10", "2027-03-10"),
        ("Fri 31 Dec 9999", "9999-12-31"),
        ("today", "2027-02-28"),
        ("Tomorrow", "2027-03-01"),
        ("yesterday", "2027-02-27"),
        ("in 3 days", "2027-03-03"),
        ("in a week", "2027-03-07"),
        ("2 weeks ago", "2027-02-14"),
        ("in 12 months", "2028-02-28"),
        ("next Sunday", "2027-03-07"),
        ("next Monday", "2027-03-01"),
        ("last friday", "2027-02-26"),
    ],
)
def test_a_day_is_read_as_people_name_it(words: str, written: str) -> None:
    assert dated(words, TODAY) == written


@pytest.mark.parametrize(
    "words",
    [
        "end of October 2027",
        "on un-deadline",
        "31 February 2027",
        "Wed 31 Feb 2027",
        "2027/13/10",
        "3 days",
        "13/13/2027",
        "last Friday of October 2027",
        "Friday",
        "",
    ],
)
def test_what_names_no_day_is_left_to_who_reads_it_next(words: str) -> None:
    assert dated(words, TODAY) == words


@pytest.mark.parametrize(
    ("words", "candidates"),
    [
        ("3/4/2027", ("2027-03-04", "2027-04-03")),
        ("3-4-2027", ("2027-03-04", "2027-04-03")),
        ("10 March", ("2027-03-10", "2028-03-10")),
        ("29 February", ("2028-02-29",)),
    ],
)
def test_what_may_be_two_days_is_refused_with_both(words: str, candidates: tuple[str, ...]) -> None:
    with pytest.raises(Ambiguous, match="write one of them in full") as refusal:
        dated(words, TODAY)
    assert refusal.value.candidates == candidates


@pytest.mark.parametrize("words", ["Thu 10 Mar 2027", "10 March 2027 (Thursday)", "Thursday, 10.3.2027"])
def test_a_weekday_that_is_not_that_of_its_day_is_refused_with_its_own(words: str) -> None:
    with pytest.raises(OtherWeekday, match="2027-03-10 is a Wednesday; write that, or another day"):
        dated(words, TODAY)


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("15-25 May 2027", "2027-05-15/2027-05-25"),
        ("29 May – 2 June 2027", "2027-05-29/2027-06-02"),
        ("28 December 2027 - 3 January 2028", "2027-12-28/2028-01-03"),
        ("15 May 2027/25 May 2027", "2027-05-15/2027-05-25"),
        ("from 15.5.2027 to 2027-05-25", "2027-05-15/2027-05-25"),
        ("22 June to 2 July 2027", "2027-06-22/2027-07-02"),
        ("15 to 25 May 2027", "2027-05-15/2027-05-25"),
        ("13/3/2027", "2027-03-13"),
        ("tomorrow", "2027-03-01"),
        ("2027-05-15/2027-05-25", "2027-05-15/2027-05-25"),
        ("May 2027", "May 2027"),
    ],
)
def test_the_days_of_a_meeting_are_read_as_itu_prints_them(words: str, written: str) -> None:
    assert spanned(words, TODAY) == written


def test_tomorrow_is_that_of_geneva() -> None:
    assert local_day(datetime(2027, 2, 28, 22, 59, tzinfo=UTC)) == date(2027, 2, 28)
    assert local_day(datetime(2027, 2, 28, 23, 0, tzinfo=UTC)) == date(2027, 3, 1)


@pytest.mark.parametrize(("is_kind", "due"), [(True, "2027-03-01"), (False, None)])
def test_only_who_sees_the_answer_may_say_tomorrow(is_kind: bool, due: str | None) -> None:
    what = {"cycle": "x/2027", "step": "y", "due": "tomorrow", "because": "asked"}
    now = datetime(2027, 2, 28, 12, tzinfo=UTC)
    request = Request(registry.act("deadline/agree"), what, Identity("x"), Door.TERMINAL, now, is_kind=is_kind)
    if due is None:
        with pytest.raises(CouncilError, match="tomorrow"):
            request.shaped()
    else:
        assert request.shaped()["due"] == due

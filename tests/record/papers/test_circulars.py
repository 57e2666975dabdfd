"""Circulars that ask for nothing, and those that ask: by their kind, by a day for answers, or because one came."""

from datetime import date

import pytest

from models.engine import reading
from readings import circular_list
from record.papers import circulars
from tests.known_record import registers_circular
from tests.secretariat import OFFICER, moment


def seen(desk, kind: str, answers_by: date | None, on: str = "2017-02-02") -> tuple[circulars.CircularView, tuple]:
    """Register a circular, and return it as its reading shows it."""
    with desk.acting() as session:
        terms = {"title": "Campaign", "kind": kind, "to": "membership", "sent_on": date(2017, 2, 1), "source": None}
        registers_circular(session, "CL-17/9", **terms, answers_by=answers_by, now=moment("2017-02-01"), by=OFFICER)
    return look(desk, on)


def look(desk, on: str) -> tuple[circulars.CircularView, tuple]:
    with reading(desk.engine) as session:
        shown = circular_list.circulars(session, now=moment(on))
        (row,) = shown.rows
        return shown.subject[0], row


def test_a_letter_that_asks_nothing_says_so_and_awaits_nobody(desk):
    view, row = seen(desk, "circular", None)
    assert (view.asks, view.silent, row[3:5]) == (False, (), ("asks for no answer", None))


@pytest.mark.parametrize(("kind", "answers_by"), [("questionnaire", None), ("circular", date(2017, 2, 28))])
def test_a_questionnaire_asks_and_so_does_a_letter_with_a_day_for_answers(desk, kind, answers_by):
    view, row = seen(desk, kind, answers_by)
    assert (view.asks, view.silent, row[3]) == (True, ("An organization",), "0 answers, 1 asked")


def test_a_letter_that_asked_nothing_and_is_answered_counts_what_came(desk):
    seen(desk, "circular", None)
    answer = {"circular": "CL-17/9", "organization": "An organization"}
    desk.performs("circular/answer", **answer, on="2017-02-03")
    view, row = look(desk, "2017-02-04")
    assert (view.asks, view.silent, row[3]) == (False, (), "1 answer, none asked")

"""Subjects of letters about vague closings, and about dates that no longer hold."""

from dataclasses import replace
from datetime import date

import pytest

from notifications.letter import Kind
from notifications.letter_text import write
from planning.window import Precision
from tests.notifications.samples import item, letter


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("en", 2, "2 dates withdrawn"), ("en", 3, "3 dates withdrawn"), ("fr", 2, "2 dates annulées"),
        ("es", 3, "3 fechas anuladas"), ("zh", 2, "已取消2个日期"), ("ru", 2, "Отменены 2 даты"),
        ("ru", 5, "Отменено 5 дат"), ("ru", 21, "Отменена 21 дата"), ("ar", 2, "موعدان ملغيان"),
        ("ar", 3, "3 مواعيد ملغاة"), ("ar", 11, "11 موعداً ملغى"),
    ],
)  # fmt: skip
def test_dates_that_no_longer_hold_are_counted_as_such(language: str, count: int, said: str) -> None:
    gone = [item(Kind.WITHDRAWN)] * count
    assert write(letter(*gone, language=language)).subject.startswith(said)
    elsewhere = (*gone[1:], item(Kind.WITHDRAWN, cycle="Annual report, 2017"))
    assert write(letter(*elsewhere, language=language)).subject == said


def test_dates_that_no_longer_hold_beside_others_are_news() -> None:
    beside = write(letter(item(Kind.WITHDRAWN), item(Kind.CHANGE))).subject
    assert beside.startswith("2 dates announced or changed")


@pytest.mark.parametrize(
    ("language", "precision", "said"),
    [
        ("es", Precision.DAY, "Cierre el 10 de marzo, dentro de 7 días"),
        ("es", Precision.WEEK, "Cierre a más tardar al final de la semana del 4 al 10 de marzo"),
        ("es", Precision.MONTH, "Cierre a más tardar a finales de marzo de 2017"),
        ("es", Precision.YEAR, "Cierre a más tardar a finales de 2017"),
        ("fr", Precision.MONTH, "Clôture d’ici à fin mars 2017"),
        ("en", Precision.MONTH, "Open until the end of March 2017"),
    ],
)
def test_a_window_that_closes_vaguely_is_told_in_whole_words(language: str, precision: Precision, said: str) -> None:
    window = item(Kind.CLOSING, title="Comment", step="comments", due=date(2017, 3, 10), precision=precision)
    window = replace(window, earliest=date(2017, 3, 4))
    told = write(letter(window, now="2017-03-03 09:00", language=language)).subject
    assert said in told

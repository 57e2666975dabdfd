"""Days on end, in six languages: nothing twice, each in its case, and collapsed where Unicode CLDR collapses them."""

import re
from datetime import date

import pytest
from babel import Locale
from babel.dates import format_interval

from notifications.language import OFFICIAL, speak
from notifications.span_words import day_words, span_words

SPANS = [  # within a month, on its first day, over a month, over a year, next year
    (date(2027, 1, 26), date(2027, 1, 27)),
    (date(2027, 1, 1), date(2027, 1, 31)),
    (date(2027, 1, 31), date(2027, 2, 1)),
    (date(2027, 2, 26), date(2027, 3, 12)),
    (date(2027, 12, 31), date(2028, 1, 1)),
    (date(2028, 2, 26), date(2028, 3, 12)),
]


@pytest.mark.parametrize(
    ("code", "in_a_month", "over_a_month"),
    [
        ("ar", "من 26 إلى 27 يناير 2027", "من الجمعة 26 فبراير إلى الجمعة 12 مارس 2027"),
        ("en", "26 to 27 January 2027", "Friday 26 February to Friday 12 March 2027"),
        ("es", "del 26 al 27 de enero de 2027", "del viernes 26 de febrero al viernes 12 de marzo de 2027"),
        ("fr", "du 26 au 27 janvier 2027", "du vendredi 26 février au vendredi 12 mars 2027"),
        ("ru", "с 26 по 27 января 2027 г.", "с пятницы, 26 февраля, по пятницу, 12 марта 2027 г."),
        ("zh", "2027年1月26日至27日", "2027年2月26日（星期五）至3月12日（星期五）"),
    ],
)
def test_a_span_says_nothing_twice(code: str, in_a_month: str, over_a_month: str) -> None:
    language = speak(code)
    assert span_words(language, *SPANS[0]) == in_a_month
    assert span_words(language, *SPANS[3]) == over_a_month


@pytest.mark.parametrize("code", OFFICIAL)
@pytest.mark.parametrize("weekdays", [True, False])
@pytest.mark.parametrize(("first", "last"), SPANS)
def test_a_span_tells_as_many_days_months_and_years_as_cldr_does(
    code: str, weekdays: bool, first: date, last: date
) -> None:
    over = weekdays and (first.year, first.month) != (last.year, last.month)
    ours = re.findall(r"[0-9]+", span_words(speak(code), first, last, weekdays=weekdays).replace("1er", "1"))
    theirs = format_interval(first, last, "yMMMEd" if over else "yMMMd", locale=code)
    if code != "zh":  # whose months are numbers, in both
        theirs = re.sub(r"[^0-9 –—-]", "", theirs)
    assert ours == re.findall(r"[0-9]+", theirs)


@pytest.mark.parametrize("code", OFFICIAL)
def test_months_and_weekdays_are_those_of_cldr(code: str) -> None:
    says, locale = speak(code).says, Locale(code)
    width = "abbreviated" if code == "zh" else "wide"  # 3月, where the wide form is 三月
    assert says["months"] == [locale.months["format"][width][number] for number in range(1, 13)]
    assert says["weekdays"] == [locale.days["format"]["wide"][number] for number in range(7)]


@pytest.mark.parametrize("code", OFFICIAL)
def test_one_day_is_no_span(code: str) -> None:
    on = date(2027, 3, 12)
    assert span_words(speak(code), on, on) == day_words(speak(code), on)

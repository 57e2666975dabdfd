"""Days, and days on end, in words: nothing is said twice, as the interval patterns of Unicode CLDR have it.

Which field is the first to differ, day, month or year, chooses the pattern; the cases are each language's own.
"""

from datetime import date

from notifications.language import Language


def day_words(language: Language, day: date, *, year: bool = True, weekday: bool = False) -> str:
    """Return a day: "7 April", with its year and its weekday where they are wanted."""
    form = "full" if weekday else "plain"
    fields = {"weekday": language.says["weekdays"][day.weekday()], **_fields(language, day)}
    return language.say("date", f"{form}_year" if year else form, **fields)


def span_words(language: Language, first: date, last: date, *, year: bool = True, weekdays: bool = True) -> str:
    """Return the days from `first` to `last`, both included; weekdays are told only where the months differ."""
    if first >= last:
        return day_words(language, last, year=year)
    differs = "years" if first.year != last.year else "months" if first.month != last.month else "days"
    pattern = f"full_{differs}" if weekdays and differs != "days" else differs
    told = year or differs == "years"
    return language.say(
        "span",
        pattern,
        weekday1=language.weekdays_from[first.weekday()],
        weekday2=language.weekdays_to[last.weekday()],
        **{f"{name}1": value for name, value in _tailed(language, first, told).items()},
        **{f"{name}2": value for name, value in _tailed(language, last, told).items()},
    )


def _tailed(language: Language, day: date, year: bool) -> dict[str, object]:
    """Return the fields of a day, its year as it stands beside a month, or empty where it is not told."""
    return _fields(language, day) | {"year": language.say("span", "year", year=day.year) if year else ""}


def _fields(language: Language, day: date) -> dict[str, object]:
    says = language.says
    return {
        "day": says["date"]["first"] if day.day == 1 else day.day,
        "month": says["months"][day.month - 1],
        "year": day.year,
    }

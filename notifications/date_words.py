"""Dates as people say them: in the recipient's language, seen from the recipient's today, at the precision told."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from notifications.clock_words import Clocks
from notifications.language import Language
from notifications.letter import Item
from notifications.span_words import day_words, span_words
from planning.window import Precision


@dataclass(frozen=True, slots=True)
class When:
    """A date to be said: the last day it may mean, the first, its precision and, where they are told, its clocks."""

    last: date
    first: date
    precision: Precision = Precision.DAY
    clocks: Clocks | None = None


@dataclass(frozen=True, slots=True)
class Dating:
    """Says dates in one language; `now` is aware and `zone` the recipient's."""

    language: Language
    zone: ZoneInfo
    now: datetime

    @property
    def today(self) -> date:
        """The recipient's day."""
        return self.now.astimezone(self.zone).date()

    def due(self, item: Item) -> When:
        """Return the date of an item for its recipient.

        The hour is told where a source stated it, and where the recipient's clock shows another hour than the one
        that is meant: a reader in Tokyo has until Saturday morning, one in Lima until Friday afternoon.
        """
        if item.precision is not Precision.DAY:
            return When(item.due, item.earliest, item.precision)
        clocks = Clocks.of(item.closes, self.zone)
        day = clocks.first.date()
        return When(day, day, Precision.DAY, clocks if item.stated_time or len(clocks.all) > 1 else None)

    def was(self, item: Item) -> When | None:
        """Return the date last told, for a change."""
        return When(item.was, item.was_earliest or item.was, item.was_precision) if item.was else None

    def forms(self, when: When, *, year: bool) -> dict[str, str]:
        """Return the date as `by`, `on` and `until` want it; `year` False leaves out the year that is the reader's."""
        parts = self._parts(when, year or when.last.year != self.today.year)
        key = "hour" if when.clocks else when.precision
        return {form: self.language.say(form, key, **parts) for form in ("by", "on", "until")}

    def brief(self, when: When) -> dict[str, str]:
        """Return the same forms for a subject: no weekday, no year that is the reader's, one clock where it is told.

        `near` says how long until a plain day of this year, after a comma; it is empty for any other date.
        """
        is_plain = when.precision is Precision.DAY and not when.clocks and when.last.year == self.today.year
        parts = self._parts(replace(when, clocks=None), when.last.year != self.today.year)
        if when.clocks:
            parts["date"] = parts["plain"] = when.clocks.brief(self.language, parts["plain"])
        key = when.precision if when.precision not in (Precision.DAY, Precision.DAYS) else "brief"
        keys = dict.fromkeys(("by", "on", "until"), "hour" if when.clocks else key)
        if when.precision is Precision.DAYS:
            keys["on"] = Precision.DAYS
        near = self.language.say("distance", "near", distance=self.distance(when)) if is_plain else ""
        return {"near": near} | {form: self.language.say(form, key, **parts) for form, key in keys.items()}

    def distance(self, when: When) -> str:
        """Return how long until (or since) its last day, counted in the recipient's days: "in 3 days"."""
        last = when.clocks.last.date() if when.clocks else when.last
        days = (last - self.today).days
        near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(days)
        if near:
            return self.language.say("distance", near)
        return self.language.count("distance", "ahead" if days > 0 else "past", abs(days))

    def closing(self, closes: datetime) -> str:
        """Return the instant of closing: day and hour where it was set, in Geneva and where the recipient is."""
        clocks = Clocks.of(closes, self.zone)
        return clocks.say(self.language, self.full(clocks.first.date()))

    def full(self, day: date, *, year: bool = True) -> str:
        """Return a day with its weekday: "Friday 7 April 2017"."""
        return day_words(self.language, day, year=year, weekday=True)

    def span(self, first: date, last: date, *, year: bool = True) -> str:
        """Return days on end, with weekdays where they lie in two months; one day is said in full."""
        return span_words(self.language, first, last, year=year) if first < last else self.full(last, year=year)

    def short(self, when: When) -> str:
        """Return a date for a narrow column: "7 April", or what its precision allows."""
        if when.precision is Precision.DAY:
            return day_words(self.language, when.last, year=when.last.year != self.today.year)
        return self.on(when)

    def on(self, when: When) -> str:
        """Return a date as a day, days, a week, a month or a year: "the end of October 2027"."""
        return self.forms(replace(when, clocks=None), year=True)["on"]

    def _parts(self, when: When, year: bool) -> dict[str, str]:
        weekday = when.last.weekday()
        plain, full = day_words(self.language, when.last, year=year), self.full(when.last, year=year)
        parts = {
            "plain": plain,
            "date": full,
            "span": span_words(self.language, when.first, when.last, year=year, weekdays=False),
            "weekday": self.language.says["weekdays"][weekday],
            "through": self.language.weekdays_to[weekday],
        }
        if when.clocks:
            parts |= {key: when.clocks.say(self.language, parts[key]) for key in ("plain", "date")}
        return parts | {"month": self.language.says["months"][when.last.month - 1], "year": str(when.last.year)}

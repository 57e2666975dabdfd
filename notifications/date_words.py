"""Dates as people say them: in the recipient's language, seen from the recipient's today, at the precision told."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from notifications.language import Language
from notifications.letter import Item
from notifications.plain_text import isolated
from planning.window import Precision


@dataclass(frozen=True, slots=True)
class When:
    """A date to be said: the last day it may mean, the first, its precision and, when a source gave one, the hour."""

    last: date
    first: date
    precision: Precision = Precision.DAY
    hour: str = ""


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

        A stated hour falls on the recipient's own day; a day without an hour stays the day that was published,
        wherever it is read, and `closing` tells the instant.
        """
        if not item.stated_time:
            return When(item.due, item.earliest, item.precision)
        local = item.closes.astimezone(self.zone)
        return When(local.date(), local.date(), Precision.DAY, f"{local:%H:%M}")

    def was(self, item: Item) -> When | None:
        """Return the date last told, for a change."""
        return When(item.was, item.was_earliest or item.was, item.was_precision) if item.was else None

    def forms(self, when: When, *, year: bool) -> dict[str, str]:
        """Return the date as `by`, `on` and `until` want it; `year` False leaves out the year that is the reader's."""
        parts = self._parts(when, year or when.last.year != self.today.year)
        return {form: self.language.say(form, when.precision, **parts) for form in ("by", "on", "until")}

    def distance(self, when: When) -> str:
        """Return how long until (or since) its last day, counted in the recipient's days: "in 3 days"."""
        days = (when.last - self.today).days
        near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(days)
        if near:
            return self.language.say("distance", near)
        return self.language.count("distance", "ahead" if days > 0 else "past", abs(days))

    def closing(self, item: Item) -> str:
        """Return the instant of closing on the recipient's clock, with the zone and its offset on that day."""
        local = item.closes.astimezone(self.zone)
        parts = {"date": self.full(local.date()), "time": f"{local:%H:%M}"}
        zone = isolated(self.zone.key) if self.language.is_right_to_left else self.zone.key
        return self.language.say("date", "moment", zone=zone, offset=_offset(local), **parts)

    def full(self, day: date, *, year: bool = True) -> str:
        """Return a day with its weekday: "Friday 7 April 2017"."""
        return self._day("full", day, year)

    def short(self, when: When) -> str:
        """Return a date for a narrow column: "7 April", or what its precision allows."""
        if when.precision is Precision.DAY:
            return self._day("plain", when.last, when.last.year != self.today.year)
        return self.forms(when, year=True)["on"]

    def _parts(self, when: When, year: bool) -> dict[str, str]:
        plain, full = self._day("plain", when.last, year), self.full(when.last, year=year)
        span = self.language.say("date", "span", first=self._start(when, year), last=plain)
        parts = {
            "plain": plain,
            "date": full,
            "span": span,
            "weekday": self.language.says["weekdays"][when.last.weekday()],
        }
        if when.hour:
            parts |= {
                key: self.language.say("date", "hour", date=parts[key], time=when.hour) for key in ("plain", "date")
            }
        return parts | {"month": self.language.says["months"][when.last.month - 1], "year": str(when.last.year)}

    def _start(self, when: When, year: bool) -> str:
        return self._day("plain", when.first, year and when.first.year != when.last.year)

    def _day(self, form: str, day: date, year: bool) -> str:
        says = self.language.says
        return self.language.say(
            "date",
            f"{form}_year" if year else form,
            weekday=says["weekdays"][day.weekday()],
            day=says["date"]["first"] if day.day == 1 else day.day,
            month=says["months"][day.month - 1],
            year=day.year,
        )


def _offset(local: datetime) -> str:
    minutes = (local.utcoffset() or timedelta()) // timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")

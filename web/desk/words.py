"""The words of the desk, from one catalog: nothing that people read stands in a template."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Protocol

from planning.zones import HOME_ZONE, local_day, zone_info

_CATALOGS = Path(__file__).parent / "languages"
LANGUAGE = "en"


@cache
def catalog(language: str = LANGUAGE) -> Mapping[str, Mapping[str, str]]:
    """Return the sentences of the desk, by section and key."""
    return tomllib.loads((_CATALOGS / f"{language}.toml").read_text(encoding="utf-8"))


def say(key: str, **values: object) -> str:
    """Return a sentence of the pages with its blanks filled; of one thing, in the singular where it has one."""
    sentences, is_one = catalog()["page"], str(values.get("number")).lstrip("+-") == "1"
    return sentences[f"{key}_one" if is_one and f"{key}_one" in sentences else key].format(**values)


def named(section: str, key: str) -> str:
    """Return what people call a thing of ours; its own name, as words, where the catalog has none for it."""
    plain = key.rpartition("/")[2].replace("-", " ").replace("_", " ").strip()
    return catalog()[section].get(key) or plain[:1].upper() + plain[1:]


def instant(at: datetime) -> str:
    """Return an instant on the clock of the secretariat: `Fri 10 Mar 2017, 09:00`."""
    local = at.astimezone(zone_info(HOME_ZONE))
    return f"{day(local.date())}, {local:%H:%M}"


def day(on: date) -> str:
    """Return a day: `Fri 10 Mar 2017`."""
    return f"{on:%a} {on.day} {on:%b %Y}"


def instant_day(at: datetime) -> str:
    """Return the day of an instant at the seat of the secretariat."""
    return day(local_day(at))


def short_day(on: date) -> str:
    """Return a day without its year: `10 Mar`."""
    return f"{on.day} {on:%b}"


def month(on: date, *, with_year: bool) -> str:
    """Return a month: `Mar`, or `Mar 2017`."""
    return f"{on:%b %Y}" if with_year else f"{on:%b}"


def long_day(on: date) -> str:
    """Return a day as people type it: `10 March 2017`."""
    return f"{on.day} {on:%B %Y}"


class Spanned(Protocol):
    """What opens on one day and closes on another, or the same."""

    @property
    def opens(self) -> date:
        """The first day."""

    @property
    def closes(self) -> date:
        """The last day."""


def days_of(spanned: Spanned) -> str:
    """Return the days of a meeting: `15 – 25 June 2027`."""
    first, last = spanned.opens, spanned.closes
    if first == last:
        return long_day(last)
    is_one_month = (first.year, first.month) == (last.year, last.month)
    return f"{first.day if is_one_month else long_day(first)} – {long_day(last)}"


def verb(title: str) -> str:
    """Return what the button says that completes a step: `Record as posted` of `Post the draft`."""
    first = title.partition(" ")[0]
    return catalog()["verb"].get(first) or say("complete")


def hour(at: datetime) -> str:
    """Return the hour of an instant on the clock of the secretariat: `09:00`."""
    return f"{at.astimezone(zone_info(HOME_ZONE)):%H:%M}"

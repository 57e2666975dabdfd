"""An hour as clocks show it at several places: where it was set, in Geneva, and where its reader is."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import cache
from unicodedata import combining, normalize
from zoneinfo import ZoneInfo, available_timezones

from notifications.language import FALLBACK, English, Language, speak
from notifications.plain_text import isolated
from planning.zones import HOME_ZONE, zone_info

_NO_PLACE = ("Etc/", "UTC", "GMT")  # how the names of zones begin that are nobody's local time


@dataclass(frozen=True, slots=True)
class Clocks:
    """One instant at one to three places; two places whose clocks show the same hour are one."""

    all: tuple[datetime, ...]

    @classmethod
    def of(cls, at: datetime, reader: tzinfo) -> "Clocks":
        """Return an instant where it was set (Geneva, when its zone is no place), in Geneva, and where a reader is."""
        shown: dict[timedelta | None, datetime] = {}
        for zone in (_origin(at.tzinfo), zone_info(HOME_ZONE), reader):
            local = at.astimezone(zone)
            shown.setdefault(local.utcoffset(), local)
        return cls(tuple(shown.values()))

    @property
    def first(self) -> datetime:
        """The instant where it was set."""
        return self.all[0]

    @property
    def last(self) -> datetime:
        """The instant where its reader is; in Geneva or where it was set, when the reader's clock shows the same."""
        return self.all[-1]

    def say(self, language: Language, date: str) -> str:
        """Return a day in words with its hour: "Friday 10 March, 23:59 Geneva time (Saturday 07:59 in Tokyo)"."""
        clock = _clock(language, self.first)
        told = language.say("date", "moment", date=date, time=f"{self.first:%H:%M}", clock=clock)
        others = [_there(language, local, self.first) for local in self.all[1:]]
        return language.say("date", "beside", moment=told, others="; ".join(others)) if others else told

    def brief(self, language: Language, date: str) -> str:
        """Return a day in words with its hour where it was set alone: "10 March, 23:59 (Geneva)"."""
        return language.say("date", "brief", date=date, time=f"{self.first:%H:%M}", city=_city(language, self.first))


def _origin(zone: tzinfo | None) -> tzinfo:
    return zone if isinstance(zone, ZoneInfo) and not zone.key.startswith(_NO_PLACE) else zone_info(HOME_ZONE)


def _clock(language: Language, local: datetime) -> str:
    zone = local.tzinfo
    if isinstance(zone, ZoneInfo) and zone.key == HOME_ZONE:
        return language.say("date", "home")
    return language.say("date", "clock", city=_city(language, local))


def _there(language: Language, local: datetime, first: datetime) -> str:
    values = {"time": f"{local:%H:%M}", "city": _city(language, local)}
    if local.date() == first.date():
        return language.say("date", "there", **values)
    return language.say("date", "there_on", weekday=language.says["weekdays"][local.weekday()], **values)


def _city(language: Language, local: datetime) -> str:
    zone = local.tzinfo
    if not isinstance(zone, ZoneInfo) or zone.key.startswith(_NO_PLACE):
        return f"UTC{_offset(local)}"
    name = language.say("date", "seat") if zone.key == HOME_ZONE else city(zone.key, language.code)
    return isolated(name) if language.is_right_to_left else name


def place(language: Language, name: str) -> str:
    """Return where people meet in a language, if it is a city by which a zone is known; else English, marked so."""
    if language.code == FALLBACK or not name:
        return name
    if _bare(name) == _bare(speak(FALLBACK).say("date", "seat")):
        return language.say("date", "seat")
    zone = _cities().get(_bare(name))
    is_known = zone is not None and _bare(city(zone, FALLBACK)) == _bare(name)  # "Eastern" is a zone, and no city
    return city(zone, language.code) if zone and is_known else English(name)


@cache
def _cities() -> dict[str, str]:
    """Return the zone that is known by each city, whose name in English ends the zone's."""
    zones = sorted(zone for zone in available_timezones() if zone.count("/") == 1 and not zone.startswith(_NO_PLACE))
    return {_bare(zone.partition("/")[2].replace("_", " ")): zone for zone in zones}


def _bare(name: str) -> str:
    """Return a name without case and accents."""
    return "".join(letter for letter in normalize("NFKD", name.strip().casefold()) if not combining(letter))


@cache
def city(zone: str, language: str) -> str:
    """Return the place by which a zone is known, in a language, as Unicode CLDR has it."""
    from babel.dates import get_timezone_location  # imported late because it takes a tenth of a second

    return get_timezone_location(ZoneInfo(zone), locale=language, return_city=True)


def _offset(local: datetime) -> str:
    minutes = (local.utcoffset() or timedelta()) // timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "") if minutes else ""

"""Loaders for PostgreSQL's days and instants that Python lacks (`infinity`, 44 BC, 20270): read as odd values.

The driver's own loaders read whatever they can; ours stand around them, for each connection that we make.
"""

from datetime import date, datetime, time
from typing import Any

import psycopg
from psycopg.abc import AdaptContext, Buffer
from psycopg.adapt import Loader
from psycopg.pq import Format

from models.odd_values import odd_day, odd_hour, odd_instant

UNREAD = (psycopg.DataError, ValueError, OverflowError)


class _Around(Loader):
    """A loader around the driver's own one for a type of PostgreSQL."""

    name = ""

    def __init__(self, oid: int, context: AdaptContext | None = None) -> None:
        super().__init__(oid, context)
        inner = psycopg.adapters.get_loader(psycopg.adapters.types[self.name].oid, Format.TEXT)
        assert inner is not None
        self._load = inner(oid, context).load


class DayLoader(_Around):
    """Loads a day."""

    name = "date"

    def load(self, data: Buffer) -> date:
        """Return the day."""
        try:
            day: date = self._load(data)
        except UNREAD:
            return odd_day(data)
        return day


class HourLoader(_Around):
    """Loads an hour: PostgreSQL has one more than Python, 24:00."""

    name = "time"

    def load(self, data: Buffer) -> time:
        """Return the hour."""
        try:
            hour: time = self._load(data)
        except UNREAD:
            return odd_hour(data)
        return hour


class InstantLoader(_Around):
    """Loads an instant."""

    name = "timestamptz"

    def load(self, data: Buffer) -> datetime:
        """Return the instant."""
        try:
            instant: datetime = self._load(data)
        except UNREAD:
            return odd_instant(data)
        return instant


def register(connection: psycopg.Connection[Any]) -> None:
    """Register these loaders for days, hours and instants with the connection."""
    for loader in (DayLoader, HourLoader, InstantLoader):
        connection.adapters.register_loader(loader.name, loader)

"""How many questions readings ask the store, each with its arguments."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cli import columns
from kernel import registry
from kernel.grants import Identity
from models.engine import reading
from record import settings
from tests.secretariat import Desk
from tests.statements import asked_of

Asked = Mapping[str, Mapping[str, Any]]  # what each reading is told, by its name


def questions(desk: Desk, readings: Asked, now: datetime) -> dict[str, tuple[int, int]]:
    """Return how many questions each of these readings asks, and how many lines it shows then."""
    return {name: _asked(desk, name, told, now) for name, told in readings.items()}


def _asked(desk: Desk, name: str, told: Mapping[str, Any], now: datetime) -> tuple[int, int]:
    shown = registry.reading(name)
    given = {"now": now, "known": None, "clock": now, "settings": settings.read({})}
    extras = {each: value for each, value in given.items() if each in shown.given}
    with reading(desk.engine) as session:
        count = asked_of(desk.engine)
        found = shown.show(session, shown.shaped(dict(told)), by=Identity("Anna"), is_kind=True, **extras)
        lines = len(found.data.splitlines()) if found.data else len("\n".join(columns.worded(found.parts)).split("\n"))
    return len(count), lines

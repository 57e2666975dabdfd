"""Acts at random, with arguments that mean something in a store: for laws over whatever people may do in any order."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel import registry, runner
from kernel.declaration import Act
from kernel.done import Done
from kernel.doors import Door
from kernel.kinds import Parameter, Place
from kernel.runner import Preview, Request
from models import transactions
from models.engine import reading
from models.journal import Entry
from models.outbox import Message
from planning.errors import CouncilError
from tests.kernel.example import CHAIN, NOW, OFFICER
from tests.kernel.stories import EXAMPLES
from tests.secretariat import Desk, moment

TODAY = date(2017, 2, 27)
SYMBOLS = ("C17/8", "C17/47-E", "WG-WSIS-30/13", "WG-WSIS-30/14")
BY_NAME: dict[str, tuple[Any, ...]] = {
    "says": ("Shorter", "Clearer", "Sooner"), "number": ("PL 1.3", "PL 1.4"), "title": ("WSIS", "The Forum"),
    "state": ("posted", "awaited"), "language": ("fr", "es"), "other": ("C17/99-E",), "kind": ("reminder", "change"),
    "where": ("section 5",), "taken_up": ("section 5", "section 6"), "declined": ("late",), "noted": ("known",),
    "for_chair": ("which of two",), "purpose": ("decision",),
    "occasion": ("after A", "after B"), "zone": ("Asia/Tokyo", "Europe/Zurich"), "document": SYMBOLS,
    "url": ("https://www.itu.int/wg-wsis", "https://www.itu.int/drafts"), "sure": (True,), "is_applied": (True,),
    "year": (2018, 2019), "chain": (CHAIN,), "role": ("membership", "secretary"), "words": ("Two chapters", "None yet"),
    "lines": ("2 nothing: Opened", "3.2 item secretariat by council-18: Report"),
}  # fmt: skip


def within_the_record() -> list[Act]:
    """Return the acts that can be shown, and do nothing outside the record."""
    return [act for act in registry.acts() if not act.no_preview and not act.outside]


class NoForecast:
    """A forecaster that looks at nothing: what the rounds tell is told elsewhere."""

    def beforehand(self, session: Session, *, now: datetime) -> None:
        """Return nothing."""

    def of(self, session: Session, act: Callable[[], Done], *, now: datetime, known: None) -> tuple[Done, None]:
        return act(), None


FURNISHED = (
    ("meeting/agenda", "item/reopen", "comment/reopen", "deputy/end", "choices/unmute", "document/language"),
    ("document/translate", "clause/report", "membership/end", "body/go-on", "holidays/uncheck"),
)
"""The acts whose examples have before them what there is in one office, and in another.

In the one: meetings, items, an answer with comments, a deputy and documents. In the other: a session's file, clauses of
a resolution, a member of the Council, a body that ends, and lists of holidays.
"""


def asked(desk: Desk, request: Request) -> Done | str:
    """Return what an act did, or why it was refused."""
    try:
        return runner.perform(request, partial(transactions.run_act, desk.engine))
    except CouncilError as refusal:
        return str(refusal)


def shown(desk: Desk, request: Request) -> Preview | str:
    try:
        return runner.preview(request, partial(transactions.run_preview, desk.engine), NoForecast())
    except CouncilError as refusal:
        return str(refusal)


def furnished(desk: Desk, number: int = 0) -> Desk:
    """Return the desk of an office in which much has happened, on the day of the examples; the number says which."""
    desk.hires()
    desk.opens_agreed()
    desk.meets("revised-draft", on="2017-02-24")
    for name in FURNISHED[number % len(FURNISHED)]:
        EXAMPLES[name].before(desk)
    desk.turn("2017-02-27 09:00")
    return desk


class Throw:
    """Throws acts and arguments by a seed."""

    def __init__(self, desk: Desk, seed: int, acts: Sequence[Act]) -> None:
        self.desk, self.dice, self.acts = desk, Random(seed), acts

    def request(self) -> Request:
        """Return some act, with arguments that a person might give."""
        act = self.dice.choice(self.acts)
        with reading(self.desk.engine) as session:
            arguments = dict(self._arguments(session, act))
        return Request(act, arguments, OFFICER, Door.CODE, moment(NOW))

    def possible(self) -> Request:
        """Return an act that changes something as the store stands."""
        while True:
            request = self.request()
            preview = shown(self.desk, request)
            if isinstance(preview, Preview) and not preview.done.is_nothing:
                return request

    def _arguments(self, session: Session, act: Act) -> Iterator[tuple[str, Any]]:
        values: dict[str, Any] = {}
        for parameter in act.parameters:
            is_left_out = not parameter.is_required and self.dice.random() < 0.6
            value = None if is_left_out else self._usual(act, parameter) or self._value(session, parameter, values)
            if value is None:
                continue
            yield parameter.name, value
            try:
                place = Place(session, values, is_kind=False)
                values[parameter.name] = parameter.resolved(place, parameter.read(value))
            except (CouncilError, KeyError):  # unknown, or of what was left out
                values[parameter.name] = value

    def _usual(self, act: Act, parameter: Parameter) -> Any:
        """Return what the example of the act gives, now and then: many an act asks for things that belong together."""
        return EXAMPLES[act.name].arguments.get(parameter.name) if self.dice.random() < 0.4 else None

    def _value(self, session: Session, parameter: Parameter, values: dict[str, Any]) -> Any:
        one = self._one(session, parameter, values)
        return [one] if parameter.kind.is_many and one is not None else one

    def _one(self, session: Session, parameter: Parameter, values: dict[str, Any]) -> Any:
        kind, later = parameter.kind, TODAY + timedelta(days=self.dice.randint(1, 90))
        if kind.choices:
            try:
                choices = kind.choices(Place(session, values, is_kind=False))
            except (CouncilError, KeyError):
                return None
            return self.dice.choice([choice.name for choice in choices]) if choices else None
        if kind.name == "number":
            return self.dice.randint(1, 4)
        if words := BY_NAME.get(parameter.name):
            return self.dice.choice(words)
        if kind.name == "span":
            return f"{later}/{later + timedelta(days=self.dice.randint(0, 9))}"
        return {
            "date": str(later) if self.dice.random() < 0.7 else f"{later} 15:00",
            "day": self._day(parameter.name),
            "reason": "it was asked",
            "messages": self._any_of(session.scalars(select(Message.id)).all()),
            "line": self._any_of(self._lines(session)),
            "flag": self.dice.random() < 0.3,
            "words": "the 30th meeting",
            "authority": "the 30th meeting",
        }.get(kind.name)

    def _day(self, name: str) -> str:
        days = self.dice.randint(0, 20)
        return str(TODAY + timedelta(days=days) if name.endswith("_on") else TODAY - timedelta(days=days % 4))

    def _lines(self, session: Session) -> list[str]:
        entries = session.scalars(select(Entry).where(Entry.act.startswith("meeting/")))
        return [json.loads(entry.text)["id"] for entry in entries]

    def _any_of(self, several: Any) -> Any:
        return self.dice.choice(several) if several else None

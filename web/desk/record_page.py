"""The record of actions: who did what, when and why, the latest first, with the way to undo it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session
from starlette.responses import Response

from kernel.grants import Grant, NotGranted
from kernel.index import INDEX
from kernel.lookups import cycle_names
from models.engine import reading
from models.journal import Entry
from record import journal
from web.desk import words
from web.desk.names import Names
from web.desk.render import page
from web.desk.visits import Visit

A_PAGE = 50
ABOUT = ("cycle", "step", "person", "meeting", "item", "organization", "document", "resolution", "circular")
LAST_PAGE = 10_000
LONGEST = 200  # characters of one value


@dataclass(frozen=True, slots=True)
class Action:
    """One act as it is read: what was done, about what, by whom, why, and whether it can be undone."""

    id: str
    at: datetime
    title: str
    by: str
    about: str
    because: str
    more: tuple[tuple[str, str], ...]
    can_undo: bool
    is_undo: bool


@dataclass(frozen=True, slots=True)
class Record:
    """The handler over one store."""

    engine: Engine

    def show(self, visit: Visit) -> Response:
        """Return a page of the record, of all cycles or of one, as people call it. Raises NoSuchCycle, Ambiguous."""
        if not visit.may(Grant.SECRETARIAT):
            raise NotGranted(visit.identity, "journal/list", (Grant.SECRETARIAT,), verb="read")
        asked = visit.request.query_params
        typed, number = asked.get("cycle", "").strip(), _page(asked.get("page", ""))
        with reading(self.engine) as session:
            cycle = cycle_names.cycle(session, typed, is_kind=True) if typed else ""
            skip = (number - 1) * A_PAGE
            lines = journal.latest(session, cycle or None, now=visit.now, skip=skip, most=A_PAGE + 1)
            actions = worded(session, lines[:A_PAGE], visit.names)
        return page(visit, "record", actions=actions, cycle=cycle, number=number, is_more=len(lines) > A_PAGE)


def worded(session: Session, lines: Sequence[Entry], titles: Names) -> list[Action]:
    """Return lines of the journal as people read them."""
    named = {line.by for line in lines} | {word for line in lines for word in _people(line)}
    names = journal.names(session, named) if named else {}
    return [_action(line, names, titles) for line in lines]


def _page(typed: str) -> int:
    return (
        min(int(typed), LAST_PAGE) if typed.isascii() and typed.isdecimal() and 0 < len(typed) < 6 and int(typed) else 1
    )


def _arguments(line: Entry) -> Mapping[str, Any]:
    """Return with what an act was asked for; lines of before say only what was done."""
    text = json.loads(line.text)
    arguments: Mapping[str, Any] = text.get("arguments") or {
        name: value for name, value in journal.facts_of(line).items() if isinstance(value, str)
    }
    return arguments


def _people(line: Entry) -> Iterator[str]:
    return (value for value in _arguments(line).values() if isinstance(value, str) and len(value) == 36)


def _action(line: Entry, names: Mapping[str, str], titles: Names) -> Action:
    arguments, text = dict(_arguments(line)), json.loads(line.text)
    if isinstance(step := arguments.get("step"), str):
        arguments["step"] = titles.step(str(arguments.get("cycle")), step)
    about = [_word(arguments.pop(name), names) for name in ABOUT if arguments.get(name)]
    because = _word(arguments.pop("because", ""), names)
    more = tuple((words.named("field", name), _word(value, names)) for name, value in arguments.items() if value)
    title = words.named("act", line.act) if line.act in INDEX else words.named("part", line.act)
    has_undo = bool(journal.facts_of(line).get("undo")) and line.act in INDEX
    return Action(
        text.get("id", ""), line.at, title, names.get(line.by, line.by), " · ".join(about) or line.cycle or "", because,
        more, has_undo, bool(text.get("undoes")),
    )  # fmt: skip


def _word(value: Any, names: Mapping[str, str]) -> str:
    """Return a value in words: a person by name, a list behind commas."""
    if isinstance(value, bool):
        return words.say("yes" if value else "no")
    if isinstance(value, Mapping):
        return _short(", ".join(f"{name} {_word(each, names)}" for name, each in value.items()))
    if isinstance(value, list):
        return _short(", ".join(_word(each, names) for each in value))
    return _short(names.get(str(value), str(value)))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"

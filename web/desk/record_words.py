"""Lines of the journal as people read them: what was done, about what, by whom and why; titles stand for keys."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.index import INDEX
from models.items import Item
from models.journal import Entry
from record import journal
from web.desk import letters_of_acts, words
from web.desk.names import Names

ABOUT = (
    "cycle", "step", "expected", "person", "meeting", "item", "organization", "document", "resolution", "circular",
)  # fmt: skip
OF_STEPS = ("step", "steps", "dates")  # arguments that name steps of their cycle: `comments`, `comments=2017-03-10`
FREE = ("because", "name", "says", "text", "title", "words")  # what people wrote: no word of it is a choice of ours
LONGEST = 200  # characters of one value
OLD_UNDO = re.compile("to undo the act [0-9a-f-]{36}")  # the reason that lines of before give, where nobody gave one


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
    is_undone: bool
    parts: tuple[str, ...]  # of one act that did several: the titles of the others, and what they are about


def worded(session: Session, lines: Sequence[Entry], titles: Names) -> list[Action]:
    """Return lines of the journal as people read them."""
    named = {line.by for line in lines} | {word for line in lines for word in _people(line)}
    names = journal.names(session, named) if named else {}
    items = {str(key) for line in lines for key in _listed(_arguments(line).get("item"))}
    if items:
        names |= dict(session.execute(select(Item.key, Item.text).where(Item.key.in_(items))).all())
    letters = letters_of_acts.read(session, lines)
    undone = {json.loads(line.text).get("undoes") for line in lines}
    return _whole([_action(line, names, titles, letters.said(line, titles), undone) for line in lines])


def _whole(actions: Sequence[Action]) -> list[Action]:
    """Return actions, the latest first, of which those that are parts of one stand within it."""
    whole: list[Action] = []
    for action in actions:
        if whole and action.id and action.id == whole[-1].id:
            last = whole.pop()
            part = " · ".join(filter(None, (last.title, last.about, *(value for _, value in last.more))))
            action = replace(action, parts=(part, *last.parts))
        whole.append(action)
    return whole


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _arguments(line: Entry) -> Mapping[str, Any]:
    """Return with what an act was asked for; lines of before say only what was done."""
    text = json.loads(line.text)
    arguments: Mapping[str, Any] = text.get("arguments") or {
        name: value for name, value in journal.facts_of(line).items() if isinstance(value, str)
    }
    return arguments


def _people(line: Entry) -> Iterator[str]:
    values = (*_arguments(line).values(), journal.facts_of(line).get("person"))
    return (value for value in values if isinstance(value, str) and len(value) == 36)


def _action(line: Entry, names: Mapping[str, str], titles: Names, letters: str, undone: set[str]) -> Action:
    text = json.loads(line.text)
    arguments = {name: _said(name, value, line.cycle or "", titles) for name, value in _arguments(line).items()}
    about = [_word(arguments.pop(name), names) for name in ABOUT if arguments.get(name)]
    person = journal.facts_of(line).get("person")
    if not about and isinstance(person, str) and person in names:
        about.append(names[person])
    if letters:
        about.append(letters)
        arguments.pop(letters_of_acts.FIELD, None)
    because, undoes = _word(arguments.pop("because", ""), names), bool(text.get("undoes"))
    because = OLD_UNDO.sub(words.say("undo_of_old"), titles.plain(because)) if undoes else because
    more = tuple((words.named("field", name), _word(value, names)) for name, value in arguments.items() if value)
    title = words.named("act", line.act) if line.act in INDEX else words.named("part", line.act)
    has_undo = bool(journal.facts_of(line).get("undo")) and line.act in INDEX
    return Action(
        text.get("id", ""), line.at, title, names.get(line.by, line.by), " · ".join(about) or line.cycle or "", because,
        more, has_undo, undoes, text.get("id") in undone, (),
    )  # fmt: skip


def _said(name: str, value: Any, cycle: str, titles: Names) -> Any:
    """Return a value of an argument with titles for the steps that it names, and our words for what was chosen."""
    if isinstance(value, list):
        return [_said(name, each, cycle, titles) for each in value]
    if name in OF_STEPS and isinstance(value, str):
        step, mark, rest = value.partition("=")
        return f"{titles.step(cycle, step)}{': ' if mark else ''}{rest}"
    return words.catalog()["choice"].get(value, value) if isinstance(value, str) and name not in FREE else value


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

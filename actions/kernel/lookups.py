"""Names as people type them: the exact one first; titles and beginnings where a person sees what was understood."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.cycles import reading
from actions.refusals import NoSuchItem, NoSuchMessage, NoSuchOrganization, NoSuchStep
from actions.whom import people
from models.cycles import Cycle
from models.deadlines import Deadline
from models.items import Item
from models.outbox import Message
from models.people import Organization, Person
from models.slices import slices
from planning.errors import CouncilError, among

SHOWN = 12  # candidates; beyond that so many
NUMBER = re.compile("[1-9][0-9]{0,8}")  # of a row: PostgreSQL's integers have ten digits


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that there is to choose: its name in the record, and its title."""

    name: str
    title: str


class Ambiguous(CouncilError):
    """Words that several things answer to."""

    def __init__(self, words: str, candidates: Sequence[str]) -> None:
        self.candidates = tuple(candidates)
        more = f" and {len(candidates) - SHOWN} more" if len(candidates) > SHOWN else ""
        super().__init__(f"{words!r} may be {among(candidates[:SHOWN])}{more}; write one of them in full")


def cycle(session: Session, words: str, *, is_kind: bool) -> str:
    """Return a cycle's name. Raises NoSuchCycle, BadCycleName, Ambiguous."""
    if is_kind and (name := _nearest(words, cycles(session))):
        return name
    return reading.cycle_row(session, words).name


def step(session: Session, cycle_name: str, words: str, *, is_kind: bool) -> str:
    """Return the slug of a step of the cycle. Raises NoSuchStep, Ambiguous."""
    choices = steps(session, cycle_name)
    if name := _nearest(words, choices) if is_kind else next((c.name for c in choices if c.name == words), None):
        return name
    raise NoSuchStep(cycle_name, words, [choice.name for choice in choices])


def person(session: Session, words: str, *, is_kind: bool) -> str:
    """Return the public id of a contact: it outlasts the name and the address. Raises NoSuchPerson, Ambiguous."""
    if known := session.scalar(select(Person.public_id).where(Person.public_id == words)):
        return known
    email = _nearest(words, persons(session)) if is_kind else words
    return people.named(session, email or words).public_id


def persons(session: Session) -> list[Choice]:
    """Return the contacts by their e-mail addresses, in the order of their names."""
    rows = session.execute(select(Person.email, Person.name).order_by(Person.name, Person.email))
    return [Choice(row.email, row.name) for row in rows]


def item(session: Session, words: str, *, is_kind: bool) -> str:
    """Return the key of an action item, whatever its case. Raises NoSuchItem, Ambiguous."""
    choices, key = items(session), words.casefold()
    known = [choice.name for choice in choices]
    if name := _nearest(key, choices) if is_kind else next((name for name in known if name == key), None):
        return name
    raise NoSuchItem(words, next(iter(get_close_matches(key, known, 1)), None))


def organization(session: Session, words: str, *, is_kind: bool) -> str:
    """Return the name of an organization, whatever its case. Raises NoSuchOrganization, Ambiguous."""
    choices, asked = organizations(session), " ".join(words.split()).casefold()
    known = {choice.name.casefold(): choice.name for choice in choices}
    if name := known.get(asked) or (_nearest(words, choices) if is_kind else None):
        return name
    raise NoSuchOrganization(words, next((known[near] for near in get_close_matches(asked, known, 1)), None))


def items(session: Session) -> list[Choice]:
    """Return the action items in the order of their reports."""
    rows = session.execute(select(Item.key, Item.text).order_by(Item.position, Item.id))
    return [Choice(row.key, row.text) for row in rows]


def organizations(session: Session) -> list[Choice]:
    """Return the organizations by name."""
    return [Choice(name, name) for name in session.scalars(select(Organization.name).order_by(Organization.name))]


def cycles(session: Session) -> list[Choice]:
    """Return the cycles, those that have not ended first."""
    rows = session.execute(
        select(Cycle.chain, Cycle.edition, Cycle.title).order_by(Cycle.ending.is_not(None), Cycle.id)
    )
    return [Choice(f"{row.chain}/{row.edition}", f"{row.title} {row.edition}") for row in rows]


def steps(session: Session, cycle_name: str) -> list[Choice]:
    """Return the steps of a cycle in their order. Raises NoSuchCycle."""
    number = reading.cycle_row(session, cycle_name).id
    query = select(Deadline.step, Deadline.title).where(Deadline.cycle_id == number).order_by(Deadline.position)
    return [Choice(row.step, row.title) for row in session.execute(query)]


def messages(session: Session, words: Iterable[str]) -> tuple[str, ...]:
    """Return the ids of messages, each once, by their numbers in the outbox or these ids. Raises NoSuchMessage."""
    asked = list(dict.fromkeys(words))
    ids: dict[str, str] = {}
    for numbers in slices([int(word) for word in asked if NUMBER.fullmatch(word)]):
        rows = session.execute(select(Message.id, Message.public_id).where(Message.id.in_(numbers)))
        ids |= {str(row.id): row.public_id for row in rows}
    for some in slices([word for word in asked if word not in ids]):
        ids |= {name: name for name in session.scalars(select(Message.public_id).where(Message.public_id.in_(some)))}
    for word in asked:
        if word not in ids:
            raise NoSuchMessage(word)
    return tuple(dict.fromkeys(ids[word] for word in asked))


def _nearest(words: str, choices: Sequence[Choice]) -> str | None:
    """Return the name that these words mean: the exact one, else the only one that they begin. Raises Ambiguous."""
    asked = folded(words)
    for test in (_is_named, _is_titled, _starts, _begins):
        names = [choice.name for choice in choices if test(choice, words, asked)]
        if len(names) == 1:
            return names[0]
        if names:
            raise Ambiguous(words, names)
    return None


def _is_named(choice: Choice, words: str, _asked: str) -> bool:
    return choice.name == words


def _is_titled(choice: Choice, _words: str, asked: str) -> bool:
    return asked in (folded(choice.name), folded(choice.title))


def _starts(choice: Choice, _words: str, asked: str) -> bool:
    return bool(asked) and any(name.startswith(asked) for name in (folded(choice.name), folded(choice.title)))


def _begins(choice: Choice, _words: str, asked: str) -> bool:
    """Return whether each word asked for begins a word of the name or the title: `hlpf 2017`."""
    known = (*folded(choice.name).split(), *folded(choice.title).split())
    parts = asked.split()
    return bool(parts) and all(any(word.startswith(part) for word in known) for part in parts)


def folded(words: str) -> str:
    """Return words as they are compared: NFKC, no case; spaces, hyphens and slashes are one (contract: Identity)."""
    plain = unicodedata.normalize("NFKC", words).casefold()
    return " ".join("".join(" " if _parts(letter) else letter for letter in plain).split())


def _parts(letter: str) -> bool:
    return letter.isspace() or letter in "/_'’‘" or unicodedata.category(letter) == "Pd"


def names(choices: Iterable[Choice]) -> list[str]:
    """Return the names alone."""
    return [choice.name for choice in choices]

"""The letters that lines of the journal name by their ids, as people read them: a subject, and how many readers."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.cycles import Cycle
from models.journal import Entry
from models.message_identities import MessageIdentity
from models.outbox import Message, word_of
from models.slices import slices
from record import journal
from web.desk import words
from web.desk.names import Names

FIELD = "messages"  # of an act's arguments, and of its facts
KINDS = 3  # named of one act; the rest is counted
Found = Mapping[str, Any]  # by public id, and by number


@dataclass(frozen=True, slots=True)
class LettersOfActs:
    """The letters of some lines."""

    found: Found = field(default_factory=dict)

    def said(self, line: Entry, titles: Names) -> str:
        """Return of what the letters of a line are, and for how many; an empty string where it names none."""
        readers: dict[tuple[str, str], set[int]] = defaultdict(set)
        subjects: dict[tuple[str, str], str] = {}
        for each in filter(None, map(self.found.get, ids_of(line))):
            cycle = f"{each.chain}/{each.edition}" if each.chain else ""
            kind = (each.kind, cycle)
            readers[kind].add(each.person_id)
            subjects.setdefault(kind, f"“{each.subject}”" if each.subject else _kind(each.kind, cycle, titles))
        said = [words.say("letters_to", letter=subjects[kind], number=len(of)) for kind, of in readers.items()]
        return "; ".join([*said[:KINDS], *([words.say("more", number=len(said) - KINDS)] if said[KINDS:] else [])])


def _kind(kind: str, cycle: str, titles: Names) -> str:
    """Return what a letter without words yet is called."""
    of = f", {titles.cycle(cycle)}" if cycle else ""
    return f"{words.named('letter', word_of(kind))}{of}"


def ids_of(line: Entry) -> Sequence[str]:
    """Return the ids of the letters that a line names, or else their numbers."""
    named = journal.facts_of(line).get(FIELD) or (json.loads(line.text).get("arguments") or {}).get(FIELD) or ()
    return [str(each) for each in named] if isinstance(named, list) else []


def read(session: Session, lines: Iterable[Entry]) -> LettersOfActs:
    """Return the letters that these lines name."""
    ids = {each for line in lines for each in ids_of(line)}
    numbers = {int(each) for each in ids if each.isdecimal()}
    query = (
        select(
            MessageIdentity.public_id, Message.subject, Message.kind, Message.person_id, Cycle.chain, Cycle.edition,
            Message.id,
        )
        .join(Message, Message.id == MessageIdentity.id)
        .outerjoin(Cycle, Cycle.id == Message.cycle_id)
    )  # fmt: skip
    by_id = (query.where(MessageIdentity.public_id.in_(some)) for some in slices(ids))
    by_number = (query.where(Message.id.in_(some)) for some in slices(numbers))
    rows = [row for each in (*by_id, *by_number) for row in session.execute(each)]
    return LettersOfActs({row.public_id: row for row in rows} | {str(row.id): row for row in rows})

"""Action items and messages, by their keys and numbers."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.lookups.choices import Choice, nearest
from models.items import Item
from models.message_identities import MessageIdentity, numbers_of
from models.slices import slices
from record.refusals import NoSuchItem, NoSuchMessage

NUMBER = re.compile("[1-9][0-9]{0,8}")  # of a row: PostgreSQL's integers have ten digits


def item(session: Session, words: str, *, is_kind: bool) -> str:
    """Return the key of an action item, whatever its case. Raises NoSuchItem, Ambiguous."""
    choices, key = items(session), words.casefold()
    known = [choice.name for choice in choices]
    if name := nearest(key, choices) if is_kind else next((name for name in known if name == key), None):
        return name
    raise NoSuchItem(words, next(iter(get_close_matches(key, known, 1)), None))


def items(session: Session) -> list[Choice]:
    """Return the action items in the order of their reports."""
    rows = session.execute(select(Item.key, Item.text, Item.gone).order_by(Item.position, Item.id))
    return [Choice(row.key, row.text) for row in rows if len(row.gone) % 2 == 0]


def messages(session: Session, words: Iterable[str]) -> tuple[str, ...]:
    """Return the ids of messages, each once, by their numbers in the outbox or these ids. Raises NoSuchMessage."""
    asked = list(dict.fromkeys(words))
    ids: dict[str, str] = {}
    for numbers in slices([int(word) for word in asked if NUMBER.fullmatch(word)]):
        query = select(MessageIdentity.id, MessageIdentity.public_id).where(MessageIdentity.id.in_(numbers))
        ids |= {str(row.id): row.public_id for row in session.execute(query)}
    ids |= {name: name for name in numbers_of(session, [word for word in asked if word not in ids])}
    for word in asked:
        if word not in ids:
            raise NoSuchMessage(word)
    return tuple(dict.fromkeys(ids[word] for word in asked))

"""Action items, comments and messages, by their keys and numbers."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.lookups.choices import Choice, nearest
from models.answers import Comment
from models.deadlines import Deadline
from models.items import Item
from models.message_identities import MessageIdentity, numbers_of
from models.people import Organization
from models.slices import slices
from notifications.plain_text import plain
from record.cycles import snapshots
from record.refusals import NoSuchItem, NoSuchMessage

TITLE = 200  # letters of a comment in its title
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


def comments(session: Session, cycle_name: str, step: str) -> list[Choice]:
    """Return the comments of a window by their numbers, each with whose it is and what it says. Raises NoSuchCycle."""
    of_step = (Deadline.cycle_id == snapshots.cycle_row(session, cycle_name).id, Deadline.step == step)
    query = select(Comment.number, Comment.says, Organization.name).join(Deadline, Deadline.id == Comment.deadline_id)
    query = query.join(Organization, Organization.id == Comment.organization_id).where(*of_step)
    rows = session.execute(query.order_by(Comment.number))
    return [Choice(str(row.number), plain(f"{row.name}: {row.says}", TITLE)) for row in rows]


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

"""Channels by their numbers, and addresses of feeds by theirs."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.lookups.items_and_messages import NUMBER
from models.people import Channel, Person
from models.slices import slices
from models.subscriptions import Subscription
from record.refusals import NoSuchChannel, NoSuchSubscription
from record.seals import SEALED

MARK = 8  # letters by which people and the journal name a subscription, or one of somebody's channels


def channels(session: Session, words: Iterable[str]) -> tuple[str, ...]:
    """Return the keys of channels, each once, by their numbers in the list or these keys. Raises NoSuchChannel."""
    asked = list(dict.fromkeys(words))
    keys = {key for _, key in _keys(session, {word.partition("/")[0] for word in asked if "/" in word})}
    numbers = dict(_keys(session, [int(word) for word in asked if NUMBER.fullmatch(word)]))
    for word in asked:
        if word not in numbers and word not in keys:
            raise NoSuchChannel(word)
    return tuple(dict.fromkeys(numbers.get(word, word) for word in asked))


def _keys(session: Session, wanted: Iterable[int | str]) -> Iterable[tuple[str, str]]:
    """Yield number and key of channels, by their numbers or by their people."""
    query = select(Channel, Person.public_id).join(Person, Person.id == Channel.person_id)
    for some in slices(list(wanted)):
        which = Channel.id if isinstance(some[0], int) else Person.public_id
        for row in session.execute(query.where(which.in_(some))):
            yield str(row.Channel.id), channel_key(row.Channel, row.public_id)


def channel_key(channel: Channel, person: str) -> str:
    """Return the name of a channel in the journal: the person's id, and `email` or a mark of its sealed URL."""
    mark = channel.fingerprint[:MARK] if channel.address.startswith(SEALED) else channel.carrier
    return f"{person}/{mark}"


def subscription(session: Session, words: str) -> str:
    """Return the public id of a living subscription by that, or by its beginning. Raises NoSuchSubscription."""
    begins = Subscription.public_id.startswith(words, autoescape=True)
    query = select(Subscription.public_id).where(Subscription.revoked_at.is_(None), begins).limit(2)
    ids = session.scalars(query).all()
    if len(words) < MARK or len(ids) != 1:
        raise NoSuchSubscription(words)
    return ids[0]

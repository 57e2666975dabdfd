"""The lives of bodies: by what each was set up, to whom it reports, when it ends, and which body follows it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from models.bodies import Body, BodyState


@dataclass(frozen=True, slots=True)
class BodyLife:
    """A body, and what is known of its life; bodies by their keys."""

    key: str
    name: str
    set_up_by: str | None = None
    terms: str | None = None
    reports_to: str | None = None
    from_on: date | None = None
    ends_on: date | None = None  # its last day
    followed_by: str | None = None
    source: str | None = None
    ended_at: datetime | None = None  # when its end was recorded

    def has_ended(self, on: date) -> bool:
        """Return True if its last day lies before that day."""
        return self.ends_on is not None and self.ends_on < on


Lives = Mapping[str, BodyLife]
HandedOver = Mapping[str, tuple[date, str]]


def lives(session: Session, *, now: datetime | None = None) -> dict[str, BodyLife]:
    """Return the life of every body by its key, as recorded by `now`; in one query."""
    follower = aliased(Body)
    query = (
        select(Body.key, Body.name, BodyState, follower.key.label("follower"))
        .outerjoin(BodyState, BodyState.body_id == Body.id)
        .outerjoin(follower, follower.id == BodyState.followed_by_id)
        .order_by(Body.key, BodyState.id)
    )
    known: dict[str, BodyLife] = {}
    for key, name, state, follows in session.execute(query):
        if state is None or (now and state.at > now):
            known.setdefault(key, BodyLife(key, name))
        else:
            known[key] = _make_life(key, name, state, follows)
    return known


def _make_life(key: str, name: str, state: BodyState, follower: str | None) -> BodyLife:
    return BodyLife(
        key, name, state.set_up_by, state.terms, state.reports_to, state.from_on, state.ends_on, follower,
        state.source, state.at if state.ends_on else None,
    )  # fmt: skip


def followers(known: Lives, key: str, on: date) -> list[BodyLife]:
    """Return the bodies that a body has handed over to by that day, the next one first."""
    chain: list[BodyLife] = []
    life = known.get(key)
    while life and life.followed_by and life.has_ended(on):
        life = known.get(life.followed_by)
        if life is None or life in chain or life.key == key:
            break
        chain.append(life)
    return chain


def forebears(known: Lives, key: str, on: date) -> Iterator[BodyLife]:
    """Yield the bodies that have handed over to a body by that day, at once or through others."""
    return (life for life in known.values() if any(each.key == key for each in followers(known, life.key, on)))


def handed_over(session: Session, *, now: datetime | None = None) -> HandedOver:
    """Return, by the key of each body that another follows, its last day and the key of that, as recorded by `now`."""
    ended = select(BodyState.id).where(BodyState.followed_by_id.is_not(None)).limit(1)
    if session.scalar(ended) is None:
        return {}
    known = lives(session, now=now).values()
    return {life.key: (life.ends_on, life.followed_by) for life in known if life.ends_on and life.followed_by}


def followed_by(key: str, ended: HandedOver, on: date) -> list[str]:
    """Return the bodies that have handed over to a body by that day, the next one first."""
    found, left = list[str](), [key]
    while left:
        following = left.pop()
        new = [old for old, (last, to) in ended.items() if to == following and last < on and old not in (key, *found)]
        found += new
        left += new
    return found


def with_followers(scopes: Iterable[str], ended: HandedOver, on: date) -> set[str]:
    """Return the scopes with the bodies to which these have handed over by that day."""
    every = set(scopes)
    left = list(every)
    while left:
        last, following = ended.get(left.pop(), (date.max, ""))
        if last < on and following not in every:
            every.add(following)
            left.append(following)
    return every

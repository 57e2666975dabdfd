"""Keep finished feeds: each is built at most once per change of the record and per day, then served from memory.

A request asks the store one question: whose token is this, and was any act done since? If not, it serves the same
bytes. While the store does not answer, it serves the last good bytes.
"""

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple
from urllib.parse import unquote

from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from calendars.entry import Entry, EntryRefused
from calendars.feed import COLORS, Feed, FeedRefused, join
from calendars.feed_words import WORDS
from feeds import atom_feed, body_feeds, feed_bytes, schedule_json, selected, subscriptions
from feeds.catalogues import Catalogues
from feeds.cycle_memory import Memory
from feeds.disk_cache import Larder, Made, Recent, Served
from feeds.entries import Look, entry_of
from feeds.facts import Catalogue
from feeds.selected import Facts, NothingThere, Wanted
from feeds.selection import BODY, LOOKS, SERIES, NotASelection, Selection, parse
from models.bodies import Body
from models.engine import reading, writing
from models.feeds import Blob
from models.poller_query import Holder, Lookup, StoreDown
from models.store import the_store
from models.subscriptions import KeptFeed
from planning.errors import CouncilError
from record.settings import Settings

Form = Literal["ics", "json", "atom"]
FORMS: tuple[Form, ...] = ("ics", "json", "atom")
Rendered = tuple[dict[str, bytes], tuple[Blob, ...]]  # bytes by UID, and the new blobs
NOT_KEPT = (None, None)
LOG = logging.getLogger(__name__)


class UnknownToken(CouncilError):
    """No subscription has that address."""

    def __init__(self) -> None:
        super().__init__("no calendar is kept at this address; ask the secretariat for yours")


class WithdrawnToken(CouncilError):
    """The subscription behind an address was withdrawn."""

    def __init__(self) -> None:
        super().__init__("this calendar was withdrawn; remove the subscription, or ask the secretariat for a new one")


class NotPublic(CouncilError):
    """A selection that is served at private addresses only."""

    def __init__(self, selection: Selection) -> None:
        super().__init__(f"{selection} is shown only to those whom it concerns; ask the secretariat for an address")


class _Asked(NamedTuple):
    """A requested path, the address by which it is kept on disk, and the subscription behind a private one."""

    path: str
    address: str
    form: Form
    subscription: int | None = None


@dataclass
class Shelf:
    """The feeds that one process serves; threads may share it."""

    engine: Engine
    settings: Settings
    larder: Larder = field(init=False)
    uses: dict[int, datetime] = field(default_factory=dict)  # by subscription, not yet written down

    def __post_init__(self) -> None:
        self.larder = Larder(self.settings.home / "feeds")
        self.lookup = Lookup(self.engine)
        self.catalogues = Catalogues(self.engine, self.lookup)
        self._recent = Recent()
        self._by_key: dict[tuple[str, Form], Made] = {}
        self._memories = {issued: Memory(issued) for issued in (True, False)}
        self._blobs: dict[Look, dict[str, tuple[object, str, bytes]]] = {}  # by public id
        self._lock = threading.Lock()
        self._host = ""
        self._unwritten: list[tuple[str, Served, tuple[Blob, ...]]] = []

    def again(self, path: str, *, now: datetime, patient: bool) -> Served | None:
        """Return what the path served last if no act was done since; None if the store must be asked for more.

        `patient` is passed to `Lookup.head`. Only an act can change the bytes, or who owns the address.
        """
        kept, subscription = self._recent.get(path, NOT_KEPT)
        try:
            if kept is None or not kept.holds(self.lookup.head(patient=patient), now):
                return None
        except StoreDown:
            return None
        if subscription is not None:
            self.uses[subscription] = now
        return kept.served

    def private(self, token: str, form: Form, *, now: datetime, build: bool = True) -> Served | None:
        """Return what the token's address serves. If `build` is False, return None for a feed that must be built first.

        Raises UnknownToken, WithdrawnToken, and StoreDown when nothing was ever served there.
        """
        path = f"/f/{token}.{form}"
        if served := self.again(path, now=now, patient=build):
            return served
        hashed = subscriptions.hash_of(token)
        address = f"f/{hashed}.{form}"
        try:
            holder = self.lookup.holder(hashed, patient=build)
        except StoreDown:
            return self._serve_last(address) if build else None
        if holder is None:
            raise UnknownToken
        if holder.is_withdrawn:
            if self.larder.get(address):
                self.larder.drop(address)
            raise WithdrawnToken
        asked = _Asked(path, address, form, holder.id)
        return self._serve(asked, holder.head, now, lambda s: _theirs(s, holder, now)) if build else None

    def public(self, language: str, words: str, form: Form, *, now: datetime, build: bool = True) -> Served | None:
        """Return what a public address serves: dates that bind, of selections that anyone may see.

        Raises NotASelection, NotPublic, NothingThere, NoSuchCycle, and StoreDown when nothing was ever served there.
        """
        address = f"feeds/{language}/{words}.{form}"
        asked = _Asked(f"/{address}", address, form)
        if (served := self.again(asked.path, now=now, patient=build)) or not build:
            return served
        try:
            head = self.lookup.head(patient=True)
        except StoreDown:
            return self._serve_last(address)
        return self._serve(asked, head, now, lambda s: anyones(s, language, words))

    def write_down(self) -> None:
        """Write rendered blobs and dates of change, after the answers; it is a cache, so a failure is harmless."""
        self.larder.write_down()
        unwritten, self._unwritten = self._unwritten, []
        try:
            if unwritten:
                with writing(self.engine) as session:
                    for key, served, fresh in unwritten:
                        feed_bytes.keep(session, fresh)
                        _keep_date(session, key, served)
        except SQLAlchemyError as why:
            LOG.warning("what was rendered is not kept: %s", type(why).__name__)

    def write_uses(self) -> None:
        """Write down the last uses. Call it about once a minute: a write at each poll would cost more than the poll."""
        uses, self.uses = self.uses, {}
        try:
            if uses:
                with writing(self.engine) as session:
                    subscriptions.note_uses(session, uses)
        except SQLAlchemyError:
            self.uses = uses | self.uses

    def _serve(self, asked: _Asked, head: int, now: datetime, wanted: Callable[[Session], Wanted]) -> Served:
        try:
            fresh = self._build(asked.form, head, wanted, now)
        except (SQLAlchemyError, StoreDown, EntryRefused, FeedRefused) as why:
            LOG.warning("a feed could not be built: %s", why)
            return self._serve_last(asked.address)  # not noted as a use: the reader got older bytes
        self._recent.put(asked.path, fresh, asked.subscription)
        if asked.subscription is not None:
            self.uses[asked.subscription] = now
        self.larder.put(asked.address, f"{fresh.key}.{asked.form}", fresh.served)
        return fresh.served

    def _build(self, form: Form, head: int, wanted: Callable[[Session], Wanted], now: datetime) -> Made:
        """Return the feed as it is in the store now; rows that did not change are neither read nor rendered again.

        `head` was read before: an act done since then has a later head, so that the feed is built again.
        """
        with self._lock:
            with reading(self.engine) as session:
                eyes = wanted(session)
                kept = self._by_key.get((eyes.key, form))
                if kept is not None and kept.holds(head, now):
                    return kept
                data, fresh = self._write(session, eyes, form, now)
                served = self._dated(session, f"{eyes.key}.{form}", data, kept, now)
                bounds = feed_bytes.bounds(session, now)
            if kept is None or served is not kept.served:
                self._unwritten.append((f"{eyes.key}.{form}", served, fresh))
            kept = self._by_key[eyes.key, form] = Made(served, eyes.key, head, *bounds)
            return kept

    def _write(self, session: Session, eyes: Wanted, form: Form, now: datetime) -> tuple[bytes, tuple[Blob, ...]]:
        catalogue = selected.choose(session, eyes, now=now, memory=self._memories[not eyes.proposals])
        look = Look.of(self.settings, self._uid_host(session), eyes.language, eyes.selection.options & LOOKS)
        feed = self._feed(session, eyes, now)
        notices = body_feeds.notices(session, eyes.selection, look, now)
        if form == "json":
            return schedule_json.schedule(feed, catalogue, look, str(eyes.selection), notices), ()
        if form == "atom":
            entries = (*notices, *(entry_of(facts, look) for facts in _facts(catalogue)))
            return atom_feed.write(feed, entries, self.settings.office_in(eyes.language)), ()
        blobs, fresh = self._rendered(session, catalogue, look, notices)
        return join(feed, blobs), fresh

    def _rendered(self, session: Session, dated: Catalogue, look: Look, notices: tuple[Entry, ...]) -> Rendered:
        """Return the bytes by UID, and the new blobs; what is not in memory is read from the store, or rendered."""
        ours = self._blobs.setdefault(look, {})
        blobs: dict[str, bytes] = {}
        stale: list[tuple[Facts, Entry]] = []
        for facts in _facts(dated):
            kept = ours.get(facts.public_id)
            if kept is not None and (kept[0] is facts or kept[0] == facts):
                blobs[kept[1]] = kept[2]
            else:
                stale.append((facts, entry_of(facts, look)))
        more, fresh = feed_bytes.blobs_of(session, [*notices, *(entry for _, entry in stale)])
        ours.update({facts.public_id: (facts, entry.uid, more[entry.uid]) for facts, entry in stale})
        return blobs | more, fresh

    def _feed(self, session: Session, eyes: Wanted, now: datetime) -> Feed:
        base, name = self.settings.base_url or "https://council.invalid", selected.subject(session, eyes)
        name, description = body_feeds.worded(session, eyes.selection, eyes.language, name, now)
        return Feed(
            name=name,
            description=description,
            url=f"{base}/subscribe",
            source=f"{base}/f/" if eyes.is_private else f"{base}/feeds/{eyes.language}/{eyes.selection}.ics",
            color=COLORS[sum(str(eyes.selection).encode()) % len(COLORS)],
            language=eyes.language,
        )

    def _dated(self, session: Session, key: str, data: bytes, last: Made | None, now: datetime) -> Served:
        """Return the bytes with the instant of their last change (a removal is one too), the same in all processes.

        Two changes are at least one second apart, since HTTP dates have whole seconds.
        """
        if last is not None:
            if last.served.data == data:
                return last.served
            return Served(data, max(_second(now), last.served.modified_at + timedelta(seconds=1)))
        served, kept = Served(data, _second(now)), session.get(KeptFeed, key)
        if kept is None:
            return served
        if kept.digest == served.digest:
            return Served(data, kept.modified_at)
        return Served(data, max(served.modified_at, kept.modified_at + timedelta(seconds=1)))

    def _uid_host(self, session: Session) -> str:
        """Return the host of the store's UIDs, which never changes."""
        if not self._host:
            self._host = the_store(session).uid_host
        return self._host

    def _serve_last(self, address: str) -> Served:
        served = self.larder.get(address)
        if served is None:
            raise StoreDown
        return served


def anyones(session: Session, language: str, words: str) -> Wanted:
    """Return what a public address asks for, in exact spelling. Raises NotASelection, NotPublic, NothingThere."""
    selection = parse(words)
    if language not in WORDS or unquote(str(selection)) != words:
        raise NotASelection(words, "write it as the subscription page does")
    if not selection.is_public:
        raise NotPublic(selection)
    if selection.scope in (BODY, SERIES) and not session.scalar(select(Body.id).where(Body.key == selection.name)):
        raise NothingThere(selection)
    return Wanted(selection, language)


def _facts(catalogue: Catalogue) -> Iterable[Facts]:
    return (*catalogue.deadlines, *catalogue.meetings)


def _theirs(session: Session, holder: Holder, now: datetime) -> Wanted:
    return selected.eyes_of(session, holder.person_id, parse(holder.selection), holder.language, now=now)


def _keep_date(session: Session, key: str, served: Served) -> None:
    kept = session.get(KeptFeed, key)
    if kept is None or kept.digest != served.digest:
        session.merge(KeptFeed(key=key, digest=served.digest, modified_at=served.modified_at))


def _second(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(microsecond=0)

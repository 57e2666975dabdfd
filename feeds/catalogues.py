"""Keep what the page of each cycle shows: it is read once, and again after a change, an issue or midnight."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Engine

from feeds import feed_bytes, selected
from feeds.facts import Catalogue
from models.engine import reading
from models.poller_query import Lookup, StoreDown

MOST = 500  # cycles whose catalogue is kept; beyond it the one that was read first is forgotten


@dataclass(frozen=True, slots=True)
class _Kept:
    """A catalogue after one line of the journal (`head`), and from when to when it stays so without another line."""

    catalogue: Catalogue
    head: int
    since: datetime
    until: datetime


@dataclass
class Catalogues:
    """The catalogues that one process keeps; threads may share it."""

    engine: Engine
    lookup: Lookup
    _kept: dict[str, _Kept] = field(default_factory=dict, init=False)

    def cycle(self, name: str, *, now: datetime) -> Catalogue:
        """Return what the page of a cycle shows at `now`; while the store does not answer, return what it showed last.

        Raises BadCycleName, NoSuchCycle.
        """
        kept, head = self._kept.get(name), self._head()
        if kept is not None and head in (None, kept.head) and kept.since <= now < kept.until:
            return kept.catalogue
        with reading(self.engine) as session:
            catalogue = selected.cycle(session, name, now=now)
            until = feed_bytes.bounds(session, now)[1]
        if head is not None:
            self._keep(name, _Kept(catalogue, head, now, until))
        return catalogue

    def _head(self) -> int | None:
        """Return the number of the journal's last line; None while the store does not answer.

        Ask for it before reading anything else: an act done meanwhile then has a later line.
        """
        try:
            return self.lookup.head(patient=True)
        except StoreDown:
            return None

    def _keep(self, name: str, kept: _Kept) -> None:
        self._kept[name] = kept
        if len(self._kept) > MOST:
            self._kept.pop(next(iter(self._kept)), None)

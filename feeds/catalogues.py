"""What the page of each cycle shows: read at most once per change of the record and per day, as a feed is."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Engine

from feeds import selected
from feeds.facts import Catalogue
from models.engine import reading
from models.poller_query import Lookup, StoreDown
from planning.zones import local_day

MOST = 500  # cycles whose catalogue is kept; of more, the one that was read first goes


@dataclass(frozen=True, slots=True)
class _Kept:
    """A catalogue as it stood after a line of the journal, on a day."""

    catalogue: Catalogue
    head: int
    day: date


@dataclass
class Catalogues:
    """Hands out catalogues. One for each process; threads may share it."""

    engine: Engine
    lookup: Lookup
    _kept: dict[str, _Kept] = field(default_factory=dict, init=False)

    def cycle(self, name: str, *, now: datetime) -> Catalogue:
        """Return what the page of a cycle shows at `now`; the last one while the store does not answer.

        Raises BadCycleName, NoSuchCycle.
        """
        kept, day = self._kept.get(name), local_day(now)
        head = self._head()
        if kept is not None and head in (None, kept.head) and kept.day == day:
            return kept.catalogue
        with reading(self.engine) as session:
            catalogue = selected.cycle(session, name, now=now)
        if head is not None:
            self._keep(name, _Kept(catalogue, head, day))
        return catalogue

    def _head(self) -> int | None:
        """Return the journal's last line, asked before anything is read: what is done meanwhile shows in a later one.

        None while the store does not answer.
        """
        try:
            return self.lookup.head(patient=True)
        except StoreDown:
            return None

    def _keep(self, name: str, kept: _Kept) -> None:
        self._kept[name] = kept
        if len(self._kept) > MOST:
            self._kept.pop(next(iter(self._kept)), None)

"""One load: all files in the caller's one transaction, one journal line; nothing at all when anything is wrong."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.orm import Session

from actions import journal
from actions.loading import contacts, entries, holidays
from actions.loading.bodies import Bodies
from actions.loading.entries import Entries
from actions.loading.ics import Meant
from actions.loading.items import Items
from actions.loading.meetings import Meetings
from actions.loading.scopes import Scopes
from actions.loading.shelves import papers
from actions.loading.tally import Loaded, Tally
from actions.loading.timelines import Timelines
from actions.settings import Settings
from models.deadlines import Deadline
from models.store import locked_store
from planning.chain import Chain


def load(
    session: Session,
    paths: Sequence[Path],
    chains: Mapping[str, Chain],
    *,
    settings: Settings,
    meant: Meant = entries.NOTHING_MEANT,
    now: datetime,
    by: str,
) -> Loaded:
    """Return what the files added and changed. `settings` seal channels and say which hosts a webhook may reach;
    calendar files hold `meant`.

    Raises LoadRefused, which names file and entry, and what the journal refuses; the caller then rolls back.
    """
    files = entries.read(paths, meant)
    tally = Tally()
    meetings = _take(session, files, chains, tally, settings, now=now, by=by)
    if not tally.is_idle:
        told = {"files": [path.name for path in paths], **tally.told}
        meetings.write(journal.write(session, "load", told, now=now, by=by))
        if tally.wakes:
            wake(session, now=now)
    session.flush()
    return tally.result


def wake(session: Session, *, now: datetime) -> None:
    """Have the round look at every open deadline again: who is told, or on which day, may have changed."""
    session.flush()
    session.execute(update(Deadline).where(Deadline.open).values(look_at=now))


def _take(
    session: Session,
    files: Entries,
    chains: Mapping[str, Chain],
    tally: Tally,
    settings: Settings,
    *,
    now: datetime,
    by: str,
) -> Meetings:
    """Apply the entries, each kind after those that it names; return the meetings, whose history awaits its line."""
    store = locked_store(session)  # two loads at once would add the same contact twice
    bodies = Bodies(session)
    for body in files.bodies:
        bodies.take(body, tally)
    for circular in files.holidays:
        holidays.take(session, circular, tally)
    meetings = Meetings(session, store, bodies, now=now)
    for meeting in files.meetings:
        meetings.take(meeting, tally)
    loading = [timeline.given.cycle.partition("/")[0] for timeline in files.timelines]
    scopes = Scopes(session, bodies, [*chains, *loading])
    if files.contacts:
        contacts.take(session, files.contacts, scopes, store, tally, settings)
    session.flush()
    timelines = Timelines(session, chains, meetings, now, by)
    for timeline in files.timelines:
        timelines.take(timeline, tally)
    session.flush()
    papers(session, files, bodies, tally, now=now, by=by)
    items = Items(session, meetings.rows, now=now)
    for item in files.items:
        items.take(item, tally)
    return meetings

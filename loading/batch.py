"""A load: its files are read, compared with the store, and then stored in one transaction, or not at all.

Only the last of the three holds the writers' lock: a hundred thousand contacts keep nobody waiting while they are read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from actions.cycles import rows_to_change
from actions.cycles.recounts import reckon
from actions.deadlines import recounts
from kernel import act_lines
from kernel.done import Done
from kernel.file_arguments import File, Pasted
from loading import chairs, contacts, expected_documents, file_entries, holidays, memberships, outcomes
from loading.bodies import Bodies
from loading.deputies import Deputies
from loading.file_entries import Entries
from loading.ical_reader import NOTHING_MEANT, Meant
from loading.items import Items
from loading.meetings import Meetings
from loading.papers import papers
from loading.result import Loaded, Tally
from loading.roles_and_channels import EMAIL
from loading.scopes import Scopes
from loading.timelines import Timelines
from models.journal import Entry as Line
from models.store import the_store
from planning.calendar import Calendars
from planning.chain import Chain
from record.cycles import snapshots
from record.mandates import resolutions
from record.people.offices import CALLED
from record.refusals import KeptByRun
from record.settings import Settings


@dataclass(frozen=True, slots=True)
class Batch:
    """What the files say, as far as the store does not hold it already; `kept` contacts were taken out for that."""

    files: tuple[str, ...]
    entries: Entries
    kept: int = 0


def read(paths: Sequence[File], *, meant: Meant = NOTHING_MEANT) -> Batch:
    """Return what the files say, each entry held against its shape; calendar files hold `meant`.

    Raises LoadRefused for a file that is none, and KeptByRun for a typed text that holds what a run must not keep.
    """
    entries = file_entries.read(paths, meant)
    if any(isinstance(path, Pasted) for path in paths):
        _check_typed(entries)
    return Batch(tuple(path.name for path in paths), entries)


def _check_typed(entries: Entries) -> None:
    """Check that no address of a channel was typed, but `email`. Raises KeptByRun."""
    for contact in entries.contacts:
        if set(contact.given.channels) - {EMAIL}:
            raise KeptByRun(contact.given.name)


def compare(session: Session, batch: Batch, chains: Mapping[str, Chain], *, settings: Settings, now: datetime) -> Batch:
    """Return the batch without contacts that the store holds already as they are, so that no writer waits for them.

    For a session that cannot write. What is left is compared again when it is stored.
    """
    scopes = Scopes(session, Bodies(session), chains)
    news = contacts.news(session, batch.entries.contacts, scopes, settings, Deputies(session, now=now))
    kept = len(batch.entries.contacts) - len(news)
    return replace(batch, entries=replace(batch.entries, contacts=news), kept=batch.kept + kept)


def store(session: Session, batch: Batch, chains: Mapping[str, Chain], *, settings: Settings, entry: Line) -> Loaded:
    """Return what the batch added and changed, under the line of the act that runs. `settings` seal channels.

    Raises LoadRefused, which names file and entry, and what the journal refuses; the caller then rolls back.
    """
    if batch.entries.refusals:
        raise batch.entries.refusals[0]
    contacts.check_channels(batch.entries.contacts, settings)
    tally = Tally()
    tally.keep("contacts", batch.kept)
    tally.notes += batch.entries.notes
    calendars = snapshots.calendars(session)
    meetings, deputies = _take(session, batch.entries, chains, tally, settings, entry)
    if not tally.is_idle:
        meetings.write(entry)
        deputies.write(entry)
        if tally.wakes:
            rows_to_change.wake_all(session, now=entry.at)
        if tally.holidays_differ:
            _recount(session, calendars, tally, entry)
    session.flush()
    return tally.result


def _of_offices(files: Entries) -> dict[str, str]:
    """Return the contacts whom the files make Chair or Vice-Chair, by address, with their places."""
    return {
        entry.given.email: entry.where
        for entry in files.contacts
        if any(role.role in CALLED for role in entry.given.roles)
    }


def _recount(session: Session, before: Calendars, tally: Tally, entry: Line) -> None:
    """Flag the open dates that would be reckoned otherwise under the lists that were loaded, and name them."""

    def flag(line: Line) -> Done:
        found = reckon(session, line, before)
        tally.notes += found.notes
        return recounts.flagged(session, found)

    act_lines.part(session, "deadline/recount", {}, flag, now=entry.at, by=entry.by)


def _take(
    session: Session,
    files: Entries,
    chains: Mapping[str, Chain],
    tally: Tally,
    settings: Settings,
    line: Line,
) -> tuple[Meetings, Deputies]:
    """Apply the entries, each kind after those that it names; return those whose history awaits the line."""
    now, by, deputies = line.at, line.by, Deputies(session, now=line.at)
    store, bodies = the_store(session), Bodies(session)
    for body in files.bodies:
        bodies.take(body, tally)
    bodies.write(line)
    for circular in files.holidays:
        holidays.take(session, circular, tally, line)
    meetings = Meetings(session, store, bodies, now=now)
    for meeting in files.meetings:
        meetings.take(meeting, tally)
    loading = [timeline.given.cycle.partition("/")[0] for timeline in files.timelines]
    scopes = Scopes(session, bodies, [*chains, *loading])
    if files.contacts:
        contacts.take(session, files.contacts, scopes, tally, settings, deputies)
        chairs.check(session, _of_offices(files))
    people = {"scopes": scopes, "settings": settings, "deputies": deputies}
    for listed in sorted(files.memberships, key=lambda entry: entry.given.first):
        memberships.take(session, listed, line, tally, **people)
    chairs.take(session, files.chairs, bodies, tally, **people)
    session.flush()
    timelines = Timelines(session, chains, meetings, scopes, now, by)
    for timeline in files.timelines:
        timelines.take(timeline, tally)
    session.flush()
    papers(session, files, bodies, tally, now=now, by=by)
    outcomes.take(session, files.outcomes, line, tally)
    items = Items(session, meetings.rows, scopes, line)
    for item in files.items:
        items.take(item, tally)
    expected_documents.take(session, files.expected_documents, scopes, tally, line)
    tally.notes += _cited_in_vain(session, files, now)
    return meetings, deputies


def _cited_in_vain(session: Session, files: Entries, now: datetime) -> list[str]:
    """Return which clauses timelines cite that no text on file has, now that all of these files are on record."""
    return [
        f"{timeline.given.cycle}: its mandate cites {clause}"
        for timeline in files.timelines
        for clause in resolutions.not_on_file(session, timeline.given.mandate or "", now=now)
    ]

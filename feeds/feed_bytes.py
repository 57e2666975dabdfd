"""Build the bytes of a feed: each entry is rendered once for each revision, then kept and joined.

Only the secretariat sees proposed dates, marked as tentative; everyone else sees dates that bind.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from calendars.entry import Entry
from calendars.feed import Feed, first_day, join
from calendars.invitation import publish
from calendars.render import RENDERER_VERSION, render_entry
from feeds import cycle_memory, draft_openings
from feeds.entries import RECORD_LANGUAGE, Look, deadline_entry, meeting_entry
from feeds.facts import Catalogue, CycleFacts, DeadlineFacts, of_view
from feeds.meeting_facts import MeetingFacts
from models.feeds import Blob
from models.meetings import MeetingStatus
from models.store import the_store
from notifications.language import speak
from planning.chain import SECRETARIAT
from planning.day_range import is_believed
from planning.errors import CouncilError
from planning.zones import HOME_ZONE, local_day, zone_info
from record.cycles import issues
from record.cycles.views import CycleView, DeadlineView
from record.settings import Settings

CHEAPER_RENDERED = 2  # rendering so many entries costs less than reading them from the store
FEW = 500  # uids listed in one query; beyond it all are read


class NoCycles(CouncilError):
    """A feed was asked for without naming a cycle."""

    def __init__(self) -> None:
        super().__init__("name at least one cycle")


@dataclass(frozen=True, slots=True)
class Built:
    """A feed's bytes, and the blobs that were rendered for it; a session that may write keeps them (`keep`)."""

    data: bytes
    fresh: tuple[Blob, ...]


def build(
    session: Session, names: Sequence[str], settings: Settings, *, role: str = SECRETARIAT, now: datetime
) -> Built:
    """Return the feed of the cycles as `role` may see them. Raises NoCycles, NoSuchCycle."""
    return written(session, chosen(session, names, role=role, now=now), settings, role=role)


def chosen(session: Session, names: Sequence[str], *, role: str, now: datetime) -> Catalogue:
    """Return what the feed of the cycles shows to `role` at `now`. Raises NoCycles, NoSuchCycle."""
    if not names:
        raise NoCycles
    memory = cycle_memory.Memory(issued=role != SECRETARIAT)
    catalogue = cycle_memory.read(session, set(names), now=now, memory=memory)
    deadlines = shown(catalogue.deadlines, proposals=role == SECRETARIAT, now=now)
    return replace(catalogue, deadlines=tuple(deadlines), meetings=tuple(held(catalogue.meetings, now=now)))


def written(session: Session, chosen: Catalogue, settings: Settings, *, role: str) -> Built:
    """Return the feed that shows what was chosen for `role`."""
    how = look(session, settings)
    deadlines = [deadline_entry(deadline, how) for deadline in chosen.deadlines]
    meetings = [meeting_entry(meeting, how) for meeting in chosen.meetings]
    blobs, fresh = blobs_of(session, deadlines + meetings)
    return Built(join(_header(chosen.cycles, settings, role), blobs), fresh)


def look(session: Session, settings: Settings) -> Look:
    """Return how the entries of the store's feeds look."""
    return Look.of(settings, the_store(session).uid_host, RECORD_LANGUAGE)


def blobs_of(session: Session, entries: Iterable[Entry]) -> tuple[dict[str, bytes], tuple[Blob, ...]]:
    """Return the bytes of all entries by UID, and, as rows to keep, those that were rendered just now."""
    wanted = {entry.uid: (_stamp(entry), entry) for entry in entries}
    rows = _read_kept(session, wanted) if len(wanted) > CHEAPER_RENDERED else ()
    blobs = {uid: data for uid, stamp, data in rows if uid in wanted and stamp == wanted[uid][0]}
    fresh = tuple(
        Blob(uid=uid, stamp=stamp, data=render_entry(entry))
        for uid, (stamp, entry) in wanted.items()
        if uid not in blobs
    )
    return blobs | {blob.uid: blob.data for blob in fresh}, fresh


def _read_kept(session: Session, uids: Collection[str]) -> Iterable[Row[str, str, bytes]]:
    query = select(Blob.uid, Blob.stamp, Blob.data)
    return session.execute(query.where(Blob.uid.in_(uids)) if len(uids) < FEW else query)


def keep(session: Session, fresh: Sequence[Blob]) -> None:
    """Store the newly rendered blobs, so that the next feed only has to join them."""
    for blob in fresh:
        session.merge(Blob(uid=blob.uid, stamp=blob.stamp, data=blob.data))


def _stamp(entry: Entry) -> str:
    """Return a stamp of what the bytes depend on: every field of the entry, and the version of the renderer."""
    return sha256(f"{RENDERER_VERSION}/{entry!r}".encode()).hexdigest()


def _header(cycles: Sequence[CycleFacts], settings: Settings, role: str) -> Feed:
    names = ", ".join(cycle.name for cycle in cycles)
    base = settings.base_url or "https://council.invalid"
    return Feed(
        name=names if role != SECRETARIAT else f"{names} (secretariat)",
        description="; ".join(f"{cycle.title}: {cycle.mandate}" for cycle in cycles),
        url=f"{base}/",
        source=f"{base}/feeds",
    )


def bounds_of_day(now: datetime) -> tuple[datetime, datetime]:
    """Return the instants (UTC) at which the day of a feed begins and ends: midnight in the secretariat's zone."""
    today, zone = local_day(now), zone_info(HOME_ZONE)
    begins, ends = (datetime.combine(day, time.min, zone) for day in (today, today + timedelta(days=1)))
    return begins.astimezone(UTC), ends.astimezone(UTC)


def bounds(session: Session, now: datetime) -> tuple[datetime, datetime]:
    """Return from when to when a feed stays as it is without an act: a day, or until the next issue takes effect."""
    first, last = bounds_of_day(now)
    return first, min(last, issues.next_at(session, now) or last)


def shown(deadlines: Iterable[DeadlineFacts], *, proposals: bool, now: datetime) -> list[DeadlineFacts]:
    """Return the deadlines that a feed shows: dated, binding unless `proposals`, not long past, not far ahead.

    One that lost its date with a postponed meeting stays to the day on which that was to open.
    """
    today = local_day(now)
    first = first_day(today)
    return [
        draft_openings.as_of(item, today) if item.awaits_draft else item
        for item in deadlines
        if item.due
        and item.due >= first
        and (proposals or item.basis.is_set or item.is_postponed)
        and (item.shown_until is None or item.shown_until >= today)
        and (item.called_off_at is None or item.called_off_at.date() >= first)
    ]


def held(meetings: Iterable[MeetingFacts], *, now: datetime) -> list[MeetingFacts]:
    """Return the meetings that a feed shows: one that was cancelled for ninety days more, a postponed one no longer
    than to the day on which it was to open.
    """
    today = local_day(now)
    first = first_day(today)
    return [
        meeting
        for meeting in meetings
        if is_believed(meeting.opens, meeting.closes)
        and meeting.closes >= first
        and (meeting.status is not MeetingStatus.CANCELLED or meeting.updated_at.date() >= first)
        and (meeting.status is not MeetingStatus.POSTPONED or meeting.opens >= today)
    ]


def part_of(
    view: CycleView, deadline: DeadlineView, settings: Settings, uid_host: str, language: str, *, now: datetime
) -> bytes | None:
    """Return the .ics part of a message about one deadline, in the reader's language; None if it has no date."""
    if deadline.due is None:
        return None
    in_language = Look.of(settings, uid_host, speak(language).code)
    item = draft_openings.as_of(of_view(view, deadline), local_day(now))
    return publish(deadline_entry(item, in_language), settings.mail_from)

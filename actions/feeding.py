"""Feeds: the cycles as calendar entries, each rendered once for each revision and kept, joined into bytes.

Proposed dates appear in the secretariat's view only, and as tentative; everyone else sees dates that bind.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions import reading
from actions.settings import Settings
from actions.views import AnchorView, CycleView, DeadlineView
from calendars.entry import Entry, Status
from calendars.feed import Feed, in_window, join
from calendars.invitation import publish
from calendars.render import RENDERER_VERSION, render_entry
from models.bodies import Meeting, MeetingStatus
from models.feeds import Blob
from models.outbox import Message
from models.store import Store, the_store
from planning.chain import SECRETARIAT
from planning.errors import CouncilError
from planning.hours import ABBREVIATIONS, zone_info
from planning.window import Precision


class NoCycles(CouncilError):
    """A feed of nothing in particular."""

    def __init__(self) -> None:
        super().__init__("name at least one cycle: council feed CYCLE…")


@dataclass(frozen=True, slots=True)
class Built:
    """A feed's bytes, and the blobs that had to be rendered for it: to be kept by a session that may write."""

    data: bytes
    fresh: tuple[Blob, ...]


def build(
    session: Session, names: Sequence[str], settings: Settings, *, role: str = SECRETARIAT, now: datetime
) -> Built:
    """Return the feed of the cycles as `role` may see them. Raises NoCycles, NoSuchCycle."""
    if not names:
        raise NoCycles
    views = [reading.view(session, name, now) for name in names]
    entries = {entry.uid: entry for view in views for entry in entries_of(session, view, settings, role=role, now=now)}
    kept = _kept(session, list(entries.values()), role)
    fresh = [
        Blob(uid=uid, stamp=_stamp(e, role), data=render_entry(e)) for uid, e in entries.items() if uid not in kept
    ]
    blobs = kept | {blob.uid: blob.data for blob in fresh}
    return Built(join(_header(views, settings, role), blobs), tuple(fresh))


def keep(session: Session, fresh: Sequence[Blob]) -> None:
    """Keep the newly rendered blobs, so that the next feed is a join."""
    for blob in fresh:
        session.merge(blob)


def _kept(session: Session, entries: Sequence[Entry], role: str) -> dict[str, bytes]:
    wanted = {entry.uid: _stamp(entry, role) for entry in entries}
    rows = session.scalars(select(Blob).where(Blob.uid.in_(wanted)))
    return {row.uid: row.data for row in rows if row.stamp == wanted[row.uid]}


def _stamp(entry: Entry, role: str) -> str:
    """Return what a blob depends on besides its UID: a cycle's end and a meeting's move change its entries too."""
    facts = (entry.sequence, entry.updated_at.isoformat(), entry.status, entry.url or "", role, entry.language)
    return "/".join(map(str, (*facts, RENDERER_VERSION)))


def _header(views: Sequence[CycleView], settings: Settings, role: str) -> Feed:
    names = ", ".join(view.name for view in views)
    base = settings.base_url or "https://council.invalid"
    return Feed(
        name=names if role != SECRETARIAT else f"{names} (secretariat)",
        description="; ".join(f"{view.title}: {view.mandate}" for view in views),
        url=f"{base}/",
        source=f"{base}/feeds",
    )


def entries_of(session: Session, view: CycleView, settings: Settings, *, role: str, now: datetime) -> Iterator[Entry]:
    """Yield the deadlines of a cycle, and the meetings it hangs from, that fall into the window of a feed."""
    store = the_store(session)
    today = now.astimezone(zone_info(view.zone)).date()
    meetings = _meetings(session, view)
    for deadline in view.deadlines:
        if deadline.due and (deadline.basis.binds or role == SECRETARIAT) and in_window(deadline.due, today):
            yield _deadline(store, view, deadline, _leads_to(view, deadline, meetings), settings)
    for meeting in meetings.values():
        if in_window(meeting.closes_on, today):
            yield _meeting(store, meeting, view)


def part_for(session: Session, view: CycleView, message: Message, settings: Settings) -> bytes | None:
    """Return the .ics part of a message that tells of one deadline; None for one that tells of many."""
    if len(message.owed) != 1:
        return None
    deadline = next(found for found in view.deadlines if found.id == message.owed[0].deadline_id)
    if deadline.due is None:
        return None
    return publish(_deadline(the_store(session), view, deadline, None, settings), settings.mail_from)


def _meetings(session: Session, view: CycleView) -> dict[str, Meeting]:
    keys = [anchor.meeting for anchor in view.anchors if anchor.meeting]
    return {row.key: row for row in session.scalars(select(Meeting).where(Meeting.key.in_(keys)))}


def _leads_to(view: CycleView, deadline: DeadlineView, meetings: dict[str, Meeting]) -> Meeting | None:
    """Return the meeting that the deadline's own rule hangs from, if any."""
    step = view.chain.step(deadline.step)
    near = step.rule.refers_to if step and step.rule else None
    anchor = next((found for found in view.anchors if near and near.partition(".")[0] == found.name), None)
    return meetings.get(anchor.meeting) if isinstance(anchor, AnchorView) and anchor.meeting else None


def _deadline(
    store: Store, view: CycleView, deadline: DeadlineView, meeting: Meeting | None, settings: Settings
) -> Entry:
    assert deadline.due is not None
    window = deadline.is_window and deadline.opens is not None
    first = deadline.opens if window else deadline.earliest
    timed = deadline.closes if deadline.clock and deadline.precision is Precision.DAY else None
    return Entry(
        uid=f"deadline-{deadline.public_id}@{store.uid_host}",
        kind="window" if window or deadline.precision is not Precision.DAY else "deadline",
        title=deadline.title,
        first=min(first or deadline.due, deadline.due),
        last=deadline.due,
        at=timed,
        zone=_zone(view, deadline),
        lines=_lines(view, deadline),
        url=f"{settings.base_url}/cycles/{view.name}#{deadline.step}" if settings.base_url else None,
        categories=tuple(filter(None, (view.chain.slug, deadline.to, deadline.by))),
        related_to=f"meeting-{meeting.public_id}@{store.uid_host}" if meeting else None,
        status=_status(view, deadline),
        settled=deadline.settlement is not None and deadline.settlement.kind == "met",
        sequence=deadline.sequence,
        updated_at=deadline.updated_at,
    )


def _zone(view: CycleView, deadline: DeadlineView) -> str:
    stated = deadline.clock.zone if deadline.clock else None
    return view.zone if stated is None or stated in ABBREVIATIONS else stated


def _status(view: CycleView, deadline: DeadlineView) -> Status:
    waived = deadline.settlement is not None and deadline.settlement.kind == "waived"
    if waived or (view.ending == "abandoned" and deadline.is_open):
        return "cancelled"
    return "confirmed" if deadline.basis.binds or deadline.settlement else "tentative"


def _lines(view: CycleView, deadline: DeadlineView) -> tuple[str, ...]:
    to = f" to {deadline.to}" if deadline.to else ""
    purpose = f", for {deadline.purpose}" if deadline.purpose else ""
    via = f", through {deadline.via}" if deadline.via else ""
    words = [
        f"{view.title} ({view.name})",
        f"{deadline.by}{to}{via}{purpose}",
        f"The date is {deadline.basis}.",
        view.mandate,
    ]
    return tuple(word for word in words if word)


def _meeting(store: Store, meeting: Meeting, view: CycleView) -> Entry:
    cancelled = meeting.status in (MeetingStatus.CANCELLED, MeetingStatus.POSTPONED)
    return Entry(
        uid=f"meeting-{meeting.public_id}@{store.uid_host}",
        kind="meeting",
        title=meeting.title,
        first=meeting.opens_on,
        last=meeting.closes_on,
        zone=view.zone,
        location=meeting.place,
        status="cancelled" if cancelled else "tentative" if meeting.status is MeetingStatus.PLANNED else "confirmed",
        sequence=meeting.sequence,
        updated_at=meeting.updated_at,
    )

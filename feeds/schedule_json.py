"""Write `schedule.json`, a feed for other systems; docs/feeds.md and docs/schedule.schema.json describe it."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime

from calendars.entry import Entry
from calendars.feed import Feed
from feeds.entries import Look, meeting_status, status_of
from feeds.facts import Catalogue, DeadlineFacts
from feeds.meeting_facts import MeetingFacts
from planning.window import Precision
from record.cycles.views import authority

VERSION = 1  # raise it if a reader of the old version would be misled; a new key alone does not


def schedule(feed: Feed, catalogue: Catalogue, look: Look, selection: str, notices: Iterable[Entry] = ()) -> bytes:
    """Return the dates of the feed as JSON in UTF-8; the same dates always give the same bytes."""
    rows = [*entries(catalogue, look), *map(_notice, notices)]
    facts = {
        "version": VERSION,
        "name": feed.name,
        "selection": selection,
        "language": feed.language,
        "entries": sorted(rows, key=lambda row: str(row["uid"])),
    }
    return (json.dumps(facts, ensure_ascii=False, indent=1) + "\n").encode()


def entries(catalogue: Catalogue, look: Look) -> list[dict[str, object]]:
    """Return the deadlines and the meetings, each as its JSON object, in the order of their UIDs."""
    rows = [_deadline(each, look) for each in catalogue.deadlines] + [
        _meeting(each, look) for each in catalogue.meetings
    ]
    return sorted(rows, key=lambda row: str(row["uid"]))


def _deadline(deadline: DeadlineFacts, look: Look) -> dict[str, object]:
    assert deadline.due is not None
    assert deadline.closes is not None
    has_close = deadline.precision is Precision.DAY and not deadline.is_postponed
    return {
        "uid": f"deadline-{deadline.public_id}@{look.host}",
        "kind": "deadline",
        "title": look.title(deadline.title),
        "title_language": look.language_of(deadline.title) or look.language,
        "cycle": deadline.cycle.name,
        "step": deadline.step,
        "by": deadline.by,
        "to": deadline.to,
        "via": deadline.via,
        "purpose": deadline.purpose,
        "opens": deadline.opens.isoformat() if deadline.opens else None,
        "awaits_draft": deadline.awaits_draft,
        "earliest": (deadline.earliest or deadline.due).isoformat(),
        "due": deadline.due.isoformat(),
        "precision": str(deadline.precision),
        "closes_at": _instant(deadline.closes) if has_close else None,
        "zone": deadline.cycle.zone,
        "basis": str(deadline.basis),
        "status": status_of(deadline),
        "settled": deadline.settled,
        "authority": look.title(authority(deadline.agreed, deadline.source, look.office)) or None,
        "contact": look.contact or None,
        "mandate": look.title(deadline.cycle.mandate),
        "meeting": f"meeting-{deadline.meeting.public_id}@{look.host}" if deadline.meeting else None,
        "url": f"{look.base_url}/cycles/{deadline.cycle.name}#{deadline.step}" if look.base_url else None,
        "sequence": deadline.sequence,
        "updated_at": _instant(deadline.updated_at),
    }


def _meeting(meeting: MeetingFacts, look: Look) -> dict[str, object]:
    begins, ends = meeting.sits
    return {
        "uid": f"meeting-{meeting.public_id}@{look.host}",
        "kind": "meeting",
        "title": look.title(meeting.title),
        "title_language": look.language_of(meeting.title) or look.language,
        "body": meeting.body,
        "opens": meeting.opens.isoformat(),
        "closes": meeting.closes.isoformat(),
        "opens_at": _instant(begins) if begins else None,
        "closes_at": _instant(ends) if ends else None,
        "place": meeting.place,
        "authority": meeting.document,
        "contact": look.contact or None,
        "status": meeting_status(meeting),
        "sequence": meeting.sequence,
        "updated_at": _instant(meeting.updated_at),
    }


def _notice(notice: Entry) -> dict[str, object]:
    return {
        "uid": notice.uid,
        "kind": notice.kind,
        "title": notice.title,
        "on": notice.first.isoformat(),
        "url": notice.url,
        "sequence": notice.sequence,
        "updated_at": _instant(notice.updated_at),
    }


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

"""`schedule.json`: what a feed shows, for other systems; described in docs/feeds.md and docs/schedule.schema.json."""

import json
from datetime import UTC, datetime

from calendars.feed import Feed
from feeds.entries import Look, meeting_status, status_of
from feeds.facts import Catalogue, DeadlineFacts, MeetingFacts

VERSION = 1  # one more when a reader of the former version would be misled; new keys alone do not raise it


def schedule(feed: Feed, found: Catalogue, look: Look, selection: str) -> bytes:
    """Return the same dates as the calendar beside it, as JSON in UTF-8; the same dates give the same bytes."""
    facts = {
        "version": VERSION,
        "name": feed.name,
        "selection": selection,
        "language": feed.language,
        "entries": entries(found, look),
    }
    return (json.dumps(facts, ensure_ascii=False, indent=1) + "\n").encode()


def entries(found: Catalogue, look: Look) -> list[dict[str, object]]:
    """Return the deadlines and the meetings, each as its JSON object, in the order of their UIDs."""
    rows = [_deadline(one, look) for one in found.deadlines] + [_meeting(one, look) for one in found.meetings]
    return sorted(rows, key=lambda row: str(row["uid"]))


def _deadline(one: DeadlineFacts, look: Look) -> dict[str, object]:
    assert one.due is not None
    assert one.closes is not None
    return {
        "uid": f"deadline-{one.public_id}@{look.host}",
        "kind": "deadline",
        "title": one.title,
        "cycle": one.cycle.name,
        "step": one.step,
        "by": one.by,
        "to": one.to,
        "via": one.via,
        "purpose": one.purpose,
        "opens": one.opens.isoformat() if one.opens else None,
        "earliest": (one.earliest or one.due).isoformat(),
        "due": one.due.isoformat(),
        "precision": str(one.precision),
        "closes_at": _instant(one.closes),
        "zone": one.cycle.zone,
        "basis": str(one.basis),
        "status": status_of(one),
        "settled": one.settled,
        "mandate": one.cycle.mandate,
        "meeting": f"meeting-{one.meeting.public_id}@{look.host}" if one.meeting else None,
        "url": f"{look.base_url}/cycles/{one.cycle.name}#{one.step}" if look.base_url else None,
        "sequence": one.sequence,
        "updated_at": _instant(one.updated_at),
    }


def _meeting(one: MeetingFacts, look: Look) -> dict[str, object]:
    return {
        "uid": f"meeting-{one.public_id}@{look.host}",
        "kind": "meeting",
        "title": one.title,
        "body": one.body,
        "opens": one.opens.isoformat(),
        "closes": one.closes.isoformat(),
        "place": one.place,
        "status": meeting_status(one),
        "sequence": one.sequence,
        "updated_at": _instant(one.updated_at),
    }


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

"""One deadline or one meeting as a calendar of its own, to download."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.datastructures import Headers
from starlette.responses import Response

from calendars.entry import Entry
from calendars.feed import Feed, join
from calendars.render import render_entry
from feeds import selected
from feeds.disk_cache import Served
from feeds.entries import Look, deadline_entry, meeting_entry
from feeds.feed_cache import Shelf
from feeds.selected import Wanted
from feeds.selection import CYCLE, EVERYTHING, Selection
from models.cycles import Cycle
from models.deadlines import Deadline
from models.engine import reading
from models.store import the_store
from notifications.language import speak
from planning.errors import CouncilError
from web.conditional_requests import http_date, is_known
from web.statuses import plain, refused


def single(shelf: Shelf, kind: str, public_id: str, language: str, asked: Headers, *, now: datetime) -> Response:
    """Return the one date as a download, or 304, or 404 for what does not bind or is not there."""
    try:
        entry = _find_entry(shelf, kind, public_id, language, now)
    except CouncilError as why:
        return refused(why)
    if entry is None:
        return plain(404, "there is no such date, or it does not bind yet")
    served = Served(join(_feed(shelf, entry, kind, public_id), {entry.uid: render_entry(entry)}), entry.updated_at)
    headers = {
        "etag": f'"{served.digest}"',
        "last-modified": http_date(served.modified_at),
        "cache-control": "private, no-cache",
        "x-robots-tag": "noindex",
    }
    known = (asked.get("if-none-match"), asked.get("if-modified-since"))
    if is_known(*known, served.digest, served.modified_at.replace(microsecond=0)):
        return Response(None, 304, headers)
    headers["content-disposition"] = f'attachment; filename="{kind.removesuffix("s")}.ics"'
    return Response(served.data, 200, headers, "text/calendar; charset=utf-8")


def _find_entry(shelf: Shelf, kind: str, public_id: str, language: str, now: datetime) -> Entry | None:
    with reading(shelf.engine) as session:
        look = Look.of(shelf.settings, the_store(session).uid_host, language)
        if kind == "meetings":
            all_ = selected.choose(session, Wanted(Selection(EVERYTHING), language), now=now)
            return next((meeting_entry(facts, look) for facts in all_.meetings if facts.public_id == public_id), None)
        name = _cycle_of(session, public_id) if kind == "deadlines" else None
        if name is None:
            return None
        catalogue = selected.choose(session, Wanted(Selection(CYCLE, name), language), now=now)
        return next(
            (deadline_entry(facts, look) for facts in catalogue.deadlines if facts.public_id == public_id), None
        )


def _cycle_of(session: Session, public_id: str) -> str | None:
    query = select(Cycle.chain, Cycle.edition).join(Deadline, Deadline.cycle_id == Cycle.id)
    row = session.execute(query.where(Deadline.public_id == public_id)).one_or_none()
    return f"{row.chain}/{row.edition}" if row else None


def _feed(shelf: Shelf, entry: Entry, kind: str, public_id: str) -> Feed:
    base = shelf.settings.base_url or "https://council.invalid"
    return Feed(
        name=entry.title[:100],
        description=speak(entry.language).say("feed", "description"),
        url=entry.url or f"{base}/subscribe",
        source=f"{base}/{kind}/{public_id}.ics",
        language=entry.language,
    )

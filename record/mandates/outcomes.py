"""Outcomes of conferences as lists say them: those that wait for acceptance, and those that count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.outcomes import ConferenceOutcome, OutcomeFate
from planning.names import folded
from record.mandates.versions import ResolutionView


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """What a list says became of a resolution, and when that was accepted."""

    resolution: str
    name: str
    title: str | None
    fate: OutcomeFate
    version: str
    held: bool
    in_force: date | None
    lead: str | None
    reports_to: str | None
    ends: str | None
    source: str
    accepted_at: datetime | None


def rows(session: Session, *, now: datetime) -> list[ConferenceOutcome]:
    """Return the outcomes, of each version of a resolution the last one that a list said, by resolution."""
    query = select(ConferenceOutcome).where(ConferenceOutcome.at <= now).order_by(ConferenceOutcome.id)
    last = {(row.resolution, folded(row.version)): row for row in session.scalars(query)}
    return sorted(last.values(), key=lambda row: (row.resolution, row.id))


def views(session: Session, *, now: datetime) -> list[OutcomeView]:
    """Return the outcomes as they stand, in one query."""
    return [_make_view(row, now) for row in rows(session, now=now)]


def _make_view(row: ConferenceOutcome, now: datetime) -> OutcomeView:
    return OutcomeView(
        row.resolution, row.name, row.title, row.fate, row.version, row.held, row.from_on, row.lead, row.reports_to,
        row.ends, row.source, row.accepted_at if row.accepted_at and row.accepted_at <= now else None,
    )  # fmt: skip


def counting(session: Session, *, now: datetime) -> dict[str, OutcomeView]:
    """Return the last accepted outcome of each resolution, by its key: who follows it up, to whom, until when."""
    accepted = [view for view in views(session, now=now) if view.accepted_at]
    return {view.resolution: view for view in sorted(accepted, key=lambda view: view.in_force or date.max)}


def key_of(words: str, library: Sequence[ResolutionView]) -> str:
    """Return the key of the resolution that these words name; of one that is not on record, one made of them."""
    for resolution in library:
        if folded(words) in {folded(resolution.key), *map(folded, resolution.names)}:
            return resolution.key
    letters = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in words.casefold())
    return "-".join(letters.split()) or folded(words)

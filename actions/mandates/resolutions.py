"""Resolutions: a version is registered, and put in force by an act and not before."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions import journal
from actions.mandates.comparing import Comparison, comparison
from actions.mandates.texts import InForce, VersionView
from actions.refusals import AlreadyInForce, ReasonMissing, VersionExists
from models.journal import Entry
from models.resolutions import ClauseRow, Force, ObligationRow, Resolution, Version
from planning.clauses import Clause, Obligation
from planning.window import Window, believed_window


def register(
    session: Session, key: str, name: str, title: str, version: VersionView, *, now: datetime, by: str
) -> Version:
    """Return the new version, with its clauses. It is in force at once only where `version.force` says so.

    Raises VersionExists.
    """
    resolution = session.scalar(select(Resolution).where(Resolution.key == key))
    if resolution and session.scalar(
        select(Version.id).where(Version.resolution_id == resolution.id, Version.name == version.name)
    ):
        raise VersionExists(key, version.name)
    told = {"resolution": key, "version": version.name, "clauses": len(version.clauses), "held": version.text_held}
    entry = journal.write(session, "resolution", told, now=now, by=by)
    if resolution is None:
        resolution = Resolution(key=key, name=name, title=title, at=entry.at, entry_id=entry.id)
        session.add(resolution)
        session.flush()
    row = Version(
        resolution_id=resolution.id,
        name=version.name,
        kind=version.kind,
        text_held=version.text_held,
        source=version.source,
        note=version.note,
        at=entry.at,
        entry_id=entry.id,
        recited_in=version.recited_in,
    )
    session.add(row)
    session.flush()
    _add_clauses(session, row, version.clauses)
    if version.force:
        _add_force(session, row.id, version.force, None, entry)
    session.flush()
    return row


def _add_clauses(session: Session, version: Version, clauses: Sequence[Clause]) -> None:
    for position, clause in enumerate(clauses):
        row = ClauseRow(
            version_id=version.id,
            position=position,
            key=clause.key,
            group=clause.group,
            number=clause.number,
            kind=clause.kind,
            addressee=clause.addressee,
            text=clause.text,
        )
        session.add(row)
        session.flush()
        session.add_all(_obligation_row(row.id, found) for found in clause.obligations)


def _obligation_row(clause_id: int, found: Obligation) -> ObligationRow:
    return ObligationRow(
        clause_id=clause_id,
        part=found.part,
        what=found.what,
        period=found.period,
        to=list(found.to),
        via=found.via,
        copies=list(found.copies),
        considered_by=list(found.considered_by),
        purpose=found.purpose,
        by_event=found.by_event,
        first_year=found.first_year,
        since=found.since,
        until=found.until,
        meeting=found.meeting,
    )


def _add_force(session: Session, version_id: int, force: InForce, document: str | None, entry: Entry) -> None:
    session.add(
        Force(
            version_id=version_id,
            earliest_on=force.earliest,
            from_on=force.since,
            reason=force.reason,
            document=document,
            at=entry.at,
            entry_id=entry.id,
        )
    )


def adopt(
    session: Session,
    key: str,
    version: str,
    since: Window,
    *,
    because: str,
    document: str | None = None,
    now: datetime,
    by: str,
) -> Comparison:
    """Put a version in force from a day on (or within a span, where its source gives no day); return what it does.

    Nothing else changes a resolution in force; cycles stay as they are, and the comparison says which it touches.
    Raises ReasonMissing, NoSuchResolution, NoSuchVersion, AlreadyInForce, UnbelievableDay.
    """
    if not because.strip():
        raise ReasonMissing("putting a version in force")
    believed_window(since)
    found = comparison(session, key, version, now=now)
    new = InForce(since.first, since.last, because)
    if found.new.force == new or (found.new.force and found.new.force.since == since.last == since.first):
        raise AlreadyInForce(key, found.new.name)
    told = {"resolution": key, "version": found.new.name, "from": str(since), "because": because, "document": document}
    entry = journal.write(session, "adopt", told, now=now, by=by)
    _add_force(session, found.new.id, new, document, entry)
    session.flush()
    return found

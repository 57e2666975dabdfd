"""Register a version of a resolution, and put it in force by an act of its own."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel import act_lines, chains, effects
from kernel.declaration import act
from kernel.done import Done, Happening, Part
from kernel.grants import Grant, Identity
from kernel.paper_types import ResolutionKey, VersionName
from kernel.parameters import SPAN, Reason, Source
from models.journal import Entry
from models.resolutions import ClauseRow, Force, ObligationRow, Resolution, Version
from planning.clauses import Clause, Obligation
from planning.window import Window, span_words
from record import journal
from record.mandates.version_changes import Comparison, comparison, with_procedures
from record.mandates.versions import InForce, VersionView
from record.refusals import AlreadyInForce, VersionExists


def register(session: Session, key: str, version: VersionView, *, now: datetime, by: str) -> None:
    """Register a new version, with its clauses, as a part of the act that runs.

    It is in force at once only where `version.force` says so. Raises VersionExists.
    """
    resolution = session.scalar(select(Resolution).where(Resolution.key == key))
    if resolution and session.scalar(
        select(Version.id).where(Version.resolution_id == resolution.id, Version.name == version.name)
    ):
        raise VersionExists(key, version.name)

    def insert(entry: Entry) -> Done:
        row = resolution or _add_resolution(session, key, version, entry)
        _add_version(session, row, version, entry)
        facts: dict[str, object] = {"clauses": len(version.clauses), "held": version.text_held}
        return Done("registered", f"{version.name} of {key} is registered", facts=arguments | facts)

    arguments = {"resolution": key, "version": version.name}
    act_lines.part(session, "resolution/register", arguments, insert, now=now, by=by)


def supply_text(session: Session, key: str, known: VersionView, given: VersionView, *, now: datetime, by: str) -> None:
    """Register the text of a version that was on record without one, as a part of the act that runs."""

    def insert(entry: Entry) -> Done:
        row = session.get_one(Version, known.id)
        row.text_at = entry.at
        _add_clauses(session, row.id, given.clauses)
        facts: dict[str, object] = {"clauses": len(given.clauses), "held": True}
        return Done("registered", f"the text of {known.name} of {key} is on file", facts=arguments | facts)

    arguments = {"resolution": key, "version": known.name}
    act_lines.part(session, "resolution/register", arguments, insert, now=now, by=by)


def _add_resolution(session: Session, key: str, version: VersionView, entry: Entry) -> Resolution:
    resolution = Resolution(key=key, name=version.resolution, title=version.title, at=entry.at, entry_id=entry.id)
    session.add(resolution)
    session.flush()
    return resolution


def _add_version(session: Session, resolution: Resolution, version: VersionView, entry: Entry) -> None:
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
        called=version.resolution,
        title=version.title,
    )
    session.add(row)
    session.flush()
    _add_clauses(session, row.id, version.clauses)
    if version.force:
        _add_force(session, row.id, version.force, None, entry)


def _add_clauses(session: Session, version_id: int, clauses: Sequence[Clause]) -> None:
    for position, clause in enumerate(clauses):
        row = ClauseRow(
            version_id=version_id,
            position=position,
            key=clause.key,
            group=clause.group,
            number=clause.number,
            kind=clause.kind,
            addressee=clause.addressee,
            text=clause.text,
            quote=clause.quote,
        )
        session.add(row)
        session.flush()
        session.add_all(_obligation_row(row.id, duty) for duty in clause.obligations)


def _obligation_row(clause_id: int, duty: Obligation) -> ObligationRow:
    return ObligationRow(
        clause_id=clause_id,
        part=duty.part,
        what=duty.what,
        period=duty.period,
        to=list(duty.to),
        via=duty.via,
        copies=list(duty.copies),
        considered_by=list(duty.considered_by),
        purpose=duty.purpose,
        by_event=duty.by_event,
        first_year=duty.first_year,
        since=duty.since,
        until=duty.until,
        meeting=duty.meeting,
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


@act(
    "resolution/adopt",
    who=(Grant.SECRETARIAT,),
    no_undo="what a meeting adopted is in force; another day is set by adopting it anew",
    tags=("papers",),
    asks_first=True,
)
def adopt(
    session: Session,
    resolution: ResolutionKey,
    version: VersionName,
    *,
    since: Annotated[
        Window, SPAN.saying("Its day; EARLIEST/LATEST where no day is known.", metavar="DATE", option="from")
    ],
    because: Reason,
    document: Source = None,
    now: datetime,
    by: Identity,
) -> Done:
    """Put a version in force: obligations are judged by it from that day on; no cycle is changed.

    Nothing else changes a resolution in force, and what it does to open cycles is only said. Raises NoSuchResolution,
    NoSuchVersion, AlreadyInForce, UnbelievableDay.
    """
    compared = comparison(session, resolution, version, since=since.first, now=now)
    compared = with_procedures(compared, chains.mandates())
    was, force = compared.new.force, InForce(since.first, since.last, because)
    if was == force or (was and was.since == since.last == since.first):
        raise AlreadyInForce(resolution, compared.new.name)
    effects.note(session, f"resolution:{resolution} {version}", was)
    _add_force(session, compared.new.id, force, document, journal.line(session))
    days = span_words(since)
    return Done(
        "adopted",
        f"{version} of {resolution} is in force from {days}",
        facts={"resolution": resolution, "version": version, "from": days, "because": because, "document": document},
        parts=tuple(Part(str(each.fate), each.reference, "; ".join(each.respects)) for each in compared.clauses),
        notes=tuple(_describe(compared)),
        events=(Happening("adopted", "resolution", (resolution,)),),
    )


def _describe(compared: Comparison) -> Iterator[str]:
    """Yield the notes on an adoption: which texts were compared, and what the new one does to open cycles."""
    yield f"{compared.resolution.name}: {compared.old.name if compared.old else 'nothing before'} → {compared.new.name}"
    yield from compared.notes
    yield from (effect.sentence for effect in compared.effects)
    yield from (f"no open cycle serves {change.reference}" for change in compared.unserved)

"""Accept the outcomes of a conference: versions are registered and put in force, one by one or all at once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Annotated

from sqlalchemy.orm import Session

from actions import resolutions as versions_
from kernel import act_lines, effects
from kernel.declaration import act
from kernel.done import Done
from kernel.grants import Grant, Identity
from kernel.kinds import many
from kernel.parameters import WORDS, Reason
from models.journal import Entry
from models.outcomes import ConferenceOutcome, OutcomeFate
from planning.errors import CouncilError, among, quoted
from planning.remedies import Call
from planning.rule_words import count_of
from planning.window import Window
from planning.zones import local_day
from record.mandates import outcomes, resolutions
from record.mandates.versions import ABROGATED, EXPECTED, InForce, ResolutionView, VersionView
from record.refusals import AlreadyInForce

A_DAY = timedelta(days=1)
KINDS = {OutcomeFate.REVISED: "modified", OutcomeFate.NEW: "adopted", OutcomeFate.SUPPRESSED: ABROGATED}
NAMED = many(WORDS.saying("The resolutions whose outcomes are accepted; all that wait if left empty."))
ResolutionNames = Annotated[tuple[str, ...], replace(NAMED, metavar="RESOLUTION...")]


class NothingWaits(CouncilError):
    """No list says anything that is not accepted yet, or nothing of that resolution."""

    def __init__(self, names: Sequence[str], waiting: Sequence[str]) -> None:
        see = Call("outcome/list", words="see what lists say")
        if names:
            super().__init__(f"no outcome of {among(map(quoted, names))} waits; waiting are {among(waiting)}", see)
        else:
            super().__init__("no outcome waits to be accepted; load the list of a conference first", see)


@act(
    "outcome/accept",
    who=(Grant.SECRETARIAT,),
    no_undo="what a conference adopted is in force; another day is set by adopting it anew",
    tags=("papers",),
    asks_first=True,
)
def accept(
    session: Session, resolutions: ResolutionNames = (), *, because: Reason, now: datetime, by: Identity
) -> Done:
    """Accept the outcomes of a conference, as its list says them: of some resolutions, or of all.

    The preview says for all of them what becomes of each clause, and what that does to obligations and open cycles.
    Nothing ends for lack of a text. Raises NothingWaits.
    """
    rows = _waiting(session, resolutions, now)
    parts, notes = [], []
    for row in rows:
        do = partial(_accept, session, row, because, now=now, by=by)
        done = act_lines.part(session, "outcome/accept", {"resolutions": [row.resolution]}, do, now=now, by=by.hand)
        parts += [replace(part, name=f"{row.resolution}: {part.name}") for part in done.parts]
        notes += [done.sentence, *(f"{row.resolution}: {note}" for note in done.notes)]
    names = [row.resolution for row in rows]
    return Done(
        "accepted",
        f"{count_of(len(rows), 'outcome')} accepted: {', '.join(names)}",
        facts={"resolutions": names, "because": because},
        parts=tuple(parts),
        notes=tuple(notes),
    )


def _waiting(session: Session, names: Sequence[str], now: datetime) -> list[ConferenceOutcome]:
    """Return the outcomes that wait, of these resolutions or of all, the earliest first. Raises NothingWaits."""
    rows = [row for row in outcomes.rows(session, now=now) if row.accepted_at is None]
    library = resolutions.library(session, now=now)
    wanted = {outcomes.key_of(name, library): name for name in names}
    absent = [name for key, name in wanted.items() if key not in {row.resolution for row in rows}]
    if absent or not rows:
        raise NothingWaits(absent, [row.resolution for row in rows])
    chosen = [row for row in rows if not wanted or row.resolution in wanted]
    return sorted(chosen, key=lambda row: (row.from_on or date.max, row.resolution))


def _accept(
    session: Session, row: ConferenceOutcome, because: str, entry: Entry, *, now: datetime, by: Identity
) -> Done:
    effects.note(session, f"outcome:{row.resolution} {row.version}", row.accepted_at)
    row.accepted_at, row.accepted_entry_id = entry.at, entry.id
    known = _known(session, row.resolution, now)
    version = next((each for each in known.versions if _is_same(each, row)), None) if known else None
    notes = [] if known else [f"{row.name} was not on record"]
    if version is None:
        _register(session, row, known, now=now, by=by)
    if row.held and not (version and version.text_held):
        notes.append(f"the text of {row.version!r} is said to be available, and is not on file: load it")
    facts = {"resolution": row.resolution, "outcome": str(row.fate), "version": row.version, "lead": row.lead}
    if row.from_on is None:
        awaited = f"{row.resolution}: {row.version} is {row.fate}; from which day on is to be confirmed"
        return Done("accepted", awaited, facts=facts, notes=tuple(notes))
    done = _adopt(session, row, because, row.from_on, now=now, by=by)
    return replace(done, outcome="accepted", facts=facts, notes=(*notes, *done.notes, *_followed_up(row)))


def _is_same(version: VersionView, row: ConferenceOutcome) -> bool:
    return version.name.casefold() == row.version.casefold()


def _known(session: Session, key: str, now: datetime) -> ResolutionView | None:
    return next((each for each in resolutions.library(session, now=now) if each.key == key), None)


def _register(
    session: Session, row: ConferenceOutcome, known: ResolutionView | None, *, now: datetime, by: Identity
) -> None:
    """Register the version without a text; what is only expected is in force on no day yet."""
    awaited = InForce(local_day(now), None, row.source)
    version = VersionView(
        id=0,
        name=row.version,
        kind=KINDS[row.fate] if row.from_on else EXPECTED,
        text_held=False,
        source=row.source,
        note=None,
        clauses=(),
        force=None if row.from_on else awaited,
        resolution=known.name if known else row.name,
        title=row.title or (known.title if known else row.name),
    )
    versions_.register(session, row.resolution, version, now=now, by=by.hand)


def _adopt(session: Session, row: ConferenceOutcome, because: str, since: date, *, now: datetime, by: Identity) -> Done:
    """Put the version in force, and return what that does; one that is in force already stays so."""
    done: list[Done] = []

    def do(_entry: Entry) -> Done:
        days = Window(since, since)
        done.append(
            versions_.adopt(
                session, row.resolution, row.version, since=days, because=because, document=row.source, now=now, by=by
            )
        )
        return done[0]

    arguments = {"resolution": row.resolution, "version": row.version, "since": str(since), "because": because}
    try:
        act_lines.part(session, "resolution/adopt", arguments, do, now=now, by=by.hand)
    except AlreadyInForce as why:
        return Done("adopted", why.sentence)
    return done[0]


def _followed_up(row: ConferenceOutcome) -> Sequence[str]:
    """Return what the list says of the follow-up, in sentences."""
    lead = f"lead unit {row.lead}" if row.lead else "no lead unit"
    to = f"reports to {row.reports_to}" if row.reports_to else ""
    ends = f"ends at {row.ends}" if row.ends else ""
    return ("; ".join(filter(None, (lead, to, ends))),)

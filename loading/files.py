"""The act of loading: files are read and compared before the lock is taken, then stored in one transaction."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Annotated, Any

from sqlalchemy.orm import Session

from kernel import act_lines, chains
from kernel.declaration import Look, act
from kernel.done import Done, Happening, Part
from kernel.file_arguments import File
from kernel.grants import Grant, Identity
from kernel.kinds import one_of
from kernel.parameters import DAY, FLAG, WORDS, Files
from letters import preview_notes
from loading import batch as batches
from loading import dry_run
from loading.batch import Batch
from loading.ical_reader import NOTHING_MEANT, Meant
from loading.result import WAKING, Loaded
from models.journal import Entry
from models.memberships import MembershipKind
from planning.chain import Chain
from record import journal
from record.refusals import LoadRefused, NoStore

MEANT = ("calendar", "body", "replace", "kind", "since")
Calendar = Annotated[
    str | None, WORDS.saying("The duty station whose closed days the .ics files hold.", metavar="PLACE")
]
Body = Annotated[str | None, WORDS.saying("The body whose meetings the .ics files hold.", metavar="BODY")]
Replace = Annotated[bool, FLAG.saying("The holiday lists correct those that were loaded before.")]
Kind = Annotated[
    MembershipKind | None,
    one_of(MembershipKind, "What the members of a .csv list are, where it does not say.", metavar="KIND"),
]
Since = Annotated[date | None, DAY.saying("The day from which a .csv list of members counts, where it does not say.")]


def prepared(shape: Mapping[str, Any], look: Look | None, /, *, now: datetime) -> Batch:
    """Return what the files say, without what the store holds already where that can be looked at. Raises LoadRefused.

    A hundred thousand contacts keep nobody waiting meanwhile.
    """
    batch = batches.read(shape["files"], meant=Meant(*(shape[name] for name in MEANT)))
    if look:
        with suppress(NoStore), look() as session:
            batch = batches.compare(session, batch, chains.declared(), settings=journal.settings_of(session), now=now)
    return batch


@act(
    "file/load",
    who=(Grant.SECRETARIAT,),
    no_undo="what was loaded may have been told and built upon; what is wrong in it is corrected by another act",
    tags=("files",),
    short="load",
    makes_store=True,
    prepare=prepared,
    adds_people=True,
)
def load_files(
    session: Session,
    files: Files,
    *,
    calendar: Calendar = None,
    body: Body = None,
    replace: Replace = False,
    kind: Kind = None,
    since: Since = None,
    found: Batch,
    now: datetime,
    by: Identity,
) -> Done:
    """Load bodies, holidays, meetings, contacts, lists of members, timelines … from files; all of it, or nothing.

    A preview lists every entry that would be added, changed or refused. Raises LoadRefused, which names file and entry,
    and KeptByRun.
    """
    how: dict[str, Any] = {"settings": journal.settings_of(session), "entry": journal.line(session)}
    if preview_notes.of(session) is None:
        return _make_done(found, batches.store(session, found, chains.declared(), **how))
    tried = dry_run.run(session, found, chains.declared(), **how)
    return _make_done(found, tried.loaded, tried.refusals)


def load(
    session: Session,
    paths: Sequence[File],
    known: Mapping[str, Chain],
    *,
    meant: Meant = NOTHING_MEANT,
    now: datetime,
    by: str,
) -> Loaded:
    """Return what the files added and changed, read and stored in the caller's transaction. Raises as the act."""
    batch, settings, loaded = batches.read(paths, meant=meant), journal.settings_of(session), []

    def do(entry: Entry) -> Done:
        loaded.append(batches.store(session, batch, known, settings=settings, entry=entry))
        return _make_done(batch, loaded[0])

    act_lines.part(session, "file/load", {"files": list(batch.files)}, do, now=now, by=by)
    return loaded[0]


def _make_done(batch: Batch, loaded: Loaded, refusals: Sequence[LoadRefused] = ()) -> Done:
    refused = [Part("refused", *why) for why in map(dry_run.place_and_reason, refusals)]
    return Done(
        "loaded",
        _say_refused(len(refused), loaded) if refused else loaded.sentence,
        facts={"files": list(batch.files), **loaded.told},
        opened=loaded.cycles,
        difference=(*refused, *loaded.difference),
        notes=loaded.notes,
        events=tuple(_happenings(batch, loaded)),
        is_nothing=not loaded.difference and not refused,
        failure=dry_run.failure(refusals),
    )


def _say_refused(number: int, loaded: Loaded) -> str:
    """Return that nothing would be stored, and what would be without the entries that are refused."""
    rest = f"; the rest: {loaded.sentence}" if loaded.difference else ""
    return f"nothing would be stored yet: {number} refused{rest}"


def _happenings(batch: Batch, loaded: Loaded) -> Iterator[Happening]:
    yield from (Happening("loaded", "file", (name,)) for name in batch.files)
    if any(kind in (*loaded.added, *loaded.changed) for kind in WAKING):
        yield Happening("readers-changed", "outbox", ())

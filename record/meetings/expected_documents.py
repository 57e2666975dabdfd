"""Expected documents of a meeting as they stood at an instant: promised, received, in translation, posted, late."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.documents import Document, LanguageVersion
from models.meetings import Meeting
from models.outbox import Message
from models.outbox import State as MessageState
from models.sessions import DocumentRequest, ExpectedDocument, Ruling, Wanted
from planning.chain import SECRETARIAT
from planning.symbols import LETTERS
from planning.zones import local_day
from record.meetings import session_cycles
from record.meetings.session_cycles import Days
from record.organizations import Organizations
from record.papers import documents
from record.papers.documents import State

SIX = tuple(LETTERS.values())
STOPPED = (MessageState.DROPPED, MessageState.SUPPRESSED, MessageState.SUPERSEDED)


class Stage(StrEnum):
    """How far an expected document has come."""

    EXPECTED = "expected"
    RECEIVED = "received"
    IN_TRANSLATION = "in-translation"
    POSTED = "posted"  # in every language wanted
    NEXT_SESSION = "next-session"


ARRIVED = (Stage.POSTED, Stage.NEXT_SESSION)  # nobody need post it for this session any more


@dataclass(frozen=True, slots=True)
class Promised:
    """One side of a promise: in which words, and on which day that is, once something says so."""

    words: str | None
    due: date | None


@dataclass(frozen=True, slots=True)
class ExpectedView:
    """An expected document: its authors promise to submit it by a day, the secretariat to post it by another."""

    name: str  # council-27/wsis-report
    title: str
    unit: str
    organizations: tuple[str, ...]  # of a contribution: whose it is, whoever sent it first
    item: str | None
    submit: Promised
    post: Promised
    wanted: Wanted
    symbol: str | None
    received: date | None
    languages: Mapping[str, str]  # how it stands in each language in which anything was said of it
    stage: Stage
    late: tuple[str, ...]  # whose side of the promise is broken: that of its unit, of the secretariat
    is_past_posting: bool  # not posted, and the day for that is over
    ruling: Ruling | None
    because: str | None
    source: str | None
    next: str | None  # the session to which it was moved
    asked: date | None  # when its unit was last asked for it

    @property
    def whose(self) -> str | None:
        """Whose contribution it is: `Brazil, Canada, Mexico`."""
        return ", ".join(self.organizations) or None

    @property
    def is_late(self) -> bool:
        """Return True if a side of the promise is broken."""
        return bool(self.late)

    @property
    def due(self) -> date | None:
        """The day by which it was to be there: that of its authors, else that of its posting."""
        return self.submit.due or self.post.due

    @property
    def is_awaited(self) -> bool:
        """Return True if it has not come, and is to come for this meeting."""
        return self.stage is Stage.EXPECTED

    @property
    def is_undecided(self) -> bool:
        """Return True if it came late or was to be posted, and nobody has decided whether this session takes it."""
        return self.is_late and self.ruling is None and (self.received is not None or self.is_past_posting)

    @property
    def missing(self) -> tuple[str, ...]:
        """The languages in which it is wanted and not posted; of an original whose language nobody said, none."""
        return tuple(each for each in self._wanted if self.languages.get(each) != State.POSTED)

    @property
    def _wanted(self) -> tuple[str, ...]:
        return wanted_in(self.wanted, self.symbol)

    @property
    def facts(self) -> dict[str, object]:
        """Return it for machines."""
        return {
            "document": self.name,
            "title": self.title,
            "unit": self.unit,
            "organization": self.whose,
            "organizations": list(self.organizations),
            "item": self.item,
            "submit_by": self.submit.due,
            "submit_rule": self.submit.words,
            "post_by": self.post.due,
            "post_rule": self.post.words,
            "wanted": str(self.wanted),
            "symbol": self.symbol,
            "received": self.received,
            "languages": dict(self.languages),
            "missing": list(self.missing),
            "stage": str(self.stage),
            "late": self.is_late,
            "broken_by": list(self.late),
            "ruling": str(self.ruling) if self.ruling else None,
            "because": self.because,
            "source": self.source,
            "next": self.next,
            "asked": self.asked,
        }


def doubts(view: ExpectedView, opens: date, today: date) -> Iterator[str]:
    """Yield what is odd about the days that are promised for a document of a session: nothing of it bars."""
    submit, post = view.submit.due, view.post.due
    if submit and post and submit > post:
        yield f"its authors are to submit it on {submit}, after the day on which it is to be posted, {post}"
    if submit and submit >= opens:
        yield f"its authors are to submit it on {submit}, when the session has opened ({opens})"
    if view.is_awaited and view.due and view.due < today:
        yield f"the day by which it was to be there, {view.due}, is over: it counts as late"


def wanted_in(wanted: str, symbol: str | None) -> tuple[str, ...]:
    """Return the languages in which a document is wanted; of an original whose language nobody said, none."""
    if wanted == Wanted.SIX:
        return SIX
    named = documents.name_of(symbol)[1] if symbol else None
    return (named.language,) if named and named.language else ()


def of_meeting(
    session: Session, meeting: Meeting, steps: Days, *, now: datetime, known: datetime
) -> tuple[ExpectedView, ...]:
    """Return the documents expected for a meeting, contributions too, in the order of their agenda items.

    The number of queries does not depend on how many there are.
    """
    rows = [row for row in last_rows(session, meeting, known) if not row.withdrawn]
    versions = _versions(session, rows, known)
    known_as = Organizations(session) if any(row.organization_id for row in rows) else None
    beside = _Beside(meeting, steps, _asked(session, meeting, known), local_day(now), known_as)
    views = [_make_view(row, versions.get(row.document_id or 0, ()), beside) for row in rows]
    return tuple(sorted(views, key=lambda view: (natural(view.item or "~"), view.name)))


def natural(words: str) -> tuple[tuple[int, str], ...]:
    """Return what sorts numbers within words as numbers: PL 1.10 after PL 1.9."""
    parts = "".join(each if each.isdecimal() else f" {each} " for each in words).split()
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)


def last_rows(session: Session, meeting: Meeting, known: datetime) -> list[ExpectedDocument]:
    """Return the last row of each document that was ever expected for a meeting, as recorded by `known`."""
    query = select(ExpectedDocument).where(ExpectedDocument.meeting_id == meeting.id, ExpectedDocument.at <= known)
    query = query.options(selectinload(ExpectedDocument.next))
    return list({row.key: row for row in session.scalars(query.order_by(ExpectedDocument.id))}.values())


def _versions(
    session: Session, rows: Iterable[ExpectedDocument], known: datetime
) -> dict[int, Sequence[LanguageVersion]]:
    """Return what was said of the languages of these documents, by the document as it was received."""
    ids = {row.document_id for row in rows if row.document_id}
    same = _same_texts(session, ids, known)
    query = select(LanguageVersion).where(LanguageVersion.document_id.in_(same), LanguageVersion.at <= known)
    by_document: dict[int, list[LanguageVersion]] = {}
    for version in session.scalars(query.order_by(LanguageVersion.id)) if same else ():
        for number in same[version.document_id]:
            by_document.setdefault(number, []).append(version)
    return dict(by_document)


def _same_texts(session: Session, ids: Collection[int], known: datetime) -> dict[int, tuple[int, ...]]:
    """Return each document that is the text of one of these, merged or not by `known`, with those whose text it is."""
    merged = select(Document.id, Document.same_as_id).where(Document.same_at <= known)
    kept = {row.id: row.same_as_id for row in session.execute(merged)} if ids else {}

    def root(number: int) -> int:
        while kept.get(number):
            number = kept[number] or 0
        return number

    wanted: dict[int, list[int]] = {}
    for number in sorted(ids):
        wanted.setdefault(root(number), []).append(number)
    every = {number for number in (*ids, *kept, *wanted) if root(number) in wanted}
    return {number: tuple(wanted[root(number)]) for number in every}


def _asked(session: Session, meeting: Meeting, known: datetime) -> dict[str, date]:
    """Return the day on which each document of a meeting was last asked for, by a letter that nobody stopped."""
    query = select(DocumentRequest.key, DocumentRequest.at).join(Message, Message.id == DocumentRequest.message_id)
    query = query.where(DocumentRequest.meeting_id == meeting.id, DocumentRequest.at <= known)
    rows = session.execute(query.where(Message.state.not_in(STOPPED)).order_by(DocumentRequest.id))
    return {row.key: local_day(row.at) for row in rows}


@dataclass(frozen=True, slots=True)
class _Beside:
    """What is read beside the rows of a meeting's documents."""

    meeting: Meeting
    steps: Days
    asked: Mapping[str, date]
    today: date
    known_as: Organizations | None  # where there are contributions

    def organizations(self, row: ExpectedDocument) -> tuple[str, ...]:
        """Return the present names of those whose contribution it is, each once."""
        if self.known_as is None or row.organization_id is None:
            return ()
        return tuple(dict.fromkeys(map(self.known_as.name_now, (row.organization_id, *(row.joint_ids or ())))))


def _make_view(row: ExpectedDocument, versions: Sequence[LanguageVersion], beside: _Beside) -> ExpectedView:
    sides = (Promised(words, session_cycles.day_of(words, beside.steps)) for words in (row.submit_by, row.post_by))
    (submit, post), today = sides, beside.today
    named = documents.name_of(row.symbol)[1] if row.symbol else None
    issue = named.issue if named else ""
    last = {version.language: version for version in versions if version.issue == issue}
    languages = {name: last[name].state for name in SIX if name in last and last[name].state != State.UNKNOWN}
    stage = _find_stage(row, languages)
    posted = max((local_day(each.at) for each in last.values()), default=None) if stage is Stage.POSTED else None
    return ExpectedView(
        name=f"{beside.meeting.key}/{row.key}",
        title=row.title,
        unit=row.unit,
        organizations=beside.organizations(row),
        item=row.item,
        submit=submit,
        post=post,
        wanted=row.languages,
        symbol=row.symbol,
        received=row.received_on,
        languages=languages,
        stage=stage,
        is_past_posting=stage not in ARRIVED and post.due is not None and today > post.due,
        late=() if stage is Stage.NEXT_SESSION else tuple(_broken(row, posted, (submit.due, post.due), today)),
        ruling=row.ruling,
        because=row.because,
        source=row.source,
        next=row.next.key if row.next else None,
        asked=beside.asked.get(row.key),
    )


def _find_stage(row: ExpectedDocument, languages: Mapping[str, str]) -> Stage:
    if row.ruling == Ruling.NEXT_SESSION:
        return Stage.NEXT_SESSION
    if row.received_on is None:
        return Stage.EXPECTED
    wanted = wanted_in(row.languages, row.symbol)
    posted = [name for name, state in languages.items() if state == State.POSTED]
    if set(wanted) <= set(posted) if wanted else posted:
        return Stage.POSTED
    under_way = State.IN_TRANSLATION in languages.values() or len(posted) > 1
    return Stage.IN_TRANSLATION if under_way else Stage.RECEIVED


def _broken(
    row: ExpectedDocument, posted: date | None, sides: tuple[date | None, date | None], today: date
) -> Iterator[str]:
    """Yield whose side of the promise is broken: it came, or was posted, after its day, or did not by then.

    Without a day for its unit it is to come by the day of its posting. Who posts has no part in what came too late.
    """
    submit, post = sides
    comes_by = submit or post
    if is_submitted_late := comes_by is not None and (row.received_on or today) > comes_by:
        yield row.unit
    if post is not None and (posted or today) > post and not (is_submitted_late and submit is None):
        yield SECRETARIAT

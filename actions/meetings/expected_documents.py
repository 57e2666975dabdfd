"""Expected documents: said to be expected, received, and how they stand in the languages that are wanted."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any

from sqlalchemy.orm import Session

from actions.meetings import expected_rows, papers
from actions.meetings.histories import TAKE_BACK
from actions.meetings.papers import Terms
from kernel import effects
from kernel.declaration import act
from kernel.done import Done
from kernel.grants import Grant, Identity
from kernel.kinds import many, one_of
from kernel.paper_types import SIDE, ExpectedName, NewExpected, PaperSymbol
from kernel.parameters import FLAG, ROLE, WORDS, Day
from models.documents import Document
from models.journal import Entry
from models.sessions import ExpectedDocument, Wanted
from planning.symbols import Language, parse
from planning.zones import local_day
from record import journal
from record.meetings import expected_documents, meetings
from record.papers import documents
from record.papers.documents import InLanguage, State
from record.refusals import ExpectedRefused, OutOfTime
from record.refusals.meetings import see

Languages = Annotated[
    tuple[Language, ...], many(one_of(Language, "In these languages; in all that are missing if left empty."))
]
GIVEN = "a day, or the step that gives it, such as secretariat-documents."
COLUMNS = ("title", "unit", "item", "submit_by", "post_by", "languages")


@act("document/expect", who=(Grant.SECRETARIAT,), undo=TAKE_BACK, tags=("meetings", "papers"))
def expect(
    session: Session,
    expected: NewExpected,
    *,
    title: Annotated[str | None, WORDS.saying("What it is about; as it was if left empty.")] = None,
    unit: Annotated[str | None, ROLE.saying("The role of its authors, such as general-secretariat.")] = None,
    item: Annotated[str | None, WORDS.saying("The agenda item, by its number: PL 1.3.", metavar="NUMBER")] = None,
    submit_by: Annotated[str | None, SIDE.saying(f"By when its authors submit it: {GIVEN}")] = None,
    post_by: Annotated[str | None, SIDE.saying(f"By when the secretariat posts it: {GIVEN}")] = None,
    languages: Annotated[Wanted | None, one_of(Wanted, "In which languages it is wanted; six if left empty.")] = None,
    withdraw: Annotated[bool, FLAG.saying("It is expected no more.")] = False,
    now: datetime,
    by: Identity,
) -> Done:
    """Say that a document is expected for a meeting: from which unit, by when, in which languages; or change that.

    Both sides promise: its authors to submit it by a day, the secretariat to post it by another. Raises NoSuchMeeting,
    NotHeldAtAll, and ExpectedRefused for a new one without title or unit, and for words that give no day.
    """
    meeting, _, key = expected.rpartition("/")
    row, was = meetings.row(session, meeting), expected_rows.last(session, expected)
    if not withdraw:
        expected_rows.check_held(row)
    if was is None and (withdraw or not (title and unit)):
        why = "there is nothing to withdraw" if withdraw else "a new one needs a title and a unit"
        raise ExpectedRefused(f"{meeting} expects no document {key!r}: {why}", see(meeting))
    for words in (submit_by, post_by):
        expected_rows.check_words(session, row, words, now)
    given = {"title": title, "unit": unit, "item": item, "submit_by": submit_by, "post_by": post_by}
    given |= {"languages": str(languages) if languages else None}
    if was and not withdraw and all(value in (None, getattr(was, name)) for name, value in given.items()):
        return Done("known", f"{expected} is expected so already", is_nothing=True)
    new = put(session, expected, given, journal.line(session), withdrawn=withdraw)
    facts = {name: getattr(new, name) for name in COLUMNS}
    if withdraw:
        if new.symbol:
            papers.lay(session, meeting, plain(new.symbol), Terms(None, (), withdrawn=True), journal.line(session))
        return expected_rows.done(session, "withdrawn", expected, f"{expected} is expected no more", **facts)
    done = expected_rows.done(session, "expected", expected, f"{expected}: {new.title}, from {new.unit}", **facts)
    view = expected_rows.view(session, expected, now)
    return replace(done, notes=tuple(expected_documents.doubts(view, row.opens_on, local_day(now))))


def put(
    session: Session, name: str, given: dict[str, Any], entry: Entry, *, withdrawn: bool = False
) -> ExpectedDocument:
    """Write that a document is expected, or otherwise than before, under the line of an act; None leaves what was."""
    meeting, _, key = name.rpartition("/")
    was, stated = expected_rows.last(session, name), {each: value for each, value in given.items() if value is not None}
    expected_rows.note(session, name, was)
    blank: dict[str, Any] = dict.fromkeys(each.key for each in ExpectedDocument.__mapper__.column_attrs)
    blank |= {"meeting_id": meetings.row(session, meeting).id, "key": key, "languages": str(Wanted.SIX)}
    held = {each: getattr(was, each) for each in blank} if was else blank
    del held["id"]
    row = ExpectedDocument(**held | stated | {"withdrawn": withdrawn, "at": entry.at, "entry_id": entry.id})
    session.add(row)
    session.flush()
    return row


@act("document/receive", who=(Grant.SECRETARIAT,), undo=TAKE_BACK, tags=("meetings", "papers"))
def receive(
    session: Session, expected: ExpectedName, document: PaperSymbol, *, on: Day = None, now: datetime, by: Identity
) -> Done:
    """Record that an expected document was received, under its symbol; C27/12-E says that its original is English.

    It lies before the meeting from then on. Raises NoSuchExpected, BadSymbol, OutOfTime, and ExpectedRefused for one
    that went to the next session, and for a symbol that is another document's.
    """
    was, day = expected_rows.living(session, expected), check_day(document, on, now)
    if (was.symbol, was.received_on) == (document, day) or (on is None and was.symbol == document):
        return Done("known", f"{expected} was received as {document} already", is_nothing=True)
    expected_rows.check_symbol(session, expected, document)
    paper = lay(session, expected, document, was.symbol)
    changes = {"symbol": document, "received_on": day, "document_id": paper.id}
    expected_rows.rewrite(session, expected, was, changes)
    view = expected_rows.view(session, expected, now)
    late = f", late: it was due by {view.due}" if view.is_late else ""
    sentence = f"{expected} was received on {day} as {document}{late}"
    return expected_rows.done(session, "received", expected, sentence, symbol=document, on=day, late=view.is_late)


def check_day(document: str, on: date | None, now: datetime) -> date:
    """Return the day of a receipt, today unless told. Raises OutOfTime."""
    today = local_day(now)
    if on and on > today:
        raise OutOfTime(now, f"{document} cannot have been received on {on}, a day still to come")
    return on or today


def lay(session: Session, name: str, symbol: str, before: str | None = None) -> Document:
    """Lay what was received before its meeting, and return it; that it came says of no language that it is posted."""
    meeting, words = name.rpartition("/")[0], plain(symbol)
    if before and documents.name_of(before)[0] != documents.name_of(symbol)[0]:
        papers.lay(session, meeting, plain(before), Terms(None, (), withdrawn=True), journal.line(session))
    papers.lay(session, meeting, words, Terms(None, ()), journal.line(session))
    return documents.named(session, words)


def plain(symbol: str) -> str:
    """Return a symbol without its language: as the document lies before the meeting."""
    _, named = documents.name_of(symbol)
    return str(replace(parse(symbol), language=None)) if named else symbol


@act("document/translate", who=(Grant.SECRETARIAT,), undo=TAKE_BACK, tags=("meetings", "papers"))
def translate(
    session: Session, expected: ExpectedName, languages: Languages = (), *, now: datetime, by: Identity
) -> Done:
    """Record that a document which was received is in translation, into all languages wanted unless some are named.

    Raises NoSuchExpected, ExpectedRefused.
    """
    row = expected_rows.received(session, expected)
    view = expected_rows.view(session, expected, now)
    original = expected_documents.wanted_in(Wanted.ORIGINAL, row.symbol)
    going = [name for name, state in view.languages.items() if state == State.IN_TRANSLATION]
    into = [str(each) for each in languages] or [each for each in view.missing if each not in (*original, *going)]
    return _record(session, expected, row, [each for each in into if each not in going], State.IN_TRANSLATION)


@act("document/post", who=(Grant.SECRETARIAT,), undo=TAKE_BACK, tags=("meetings", "papers"))
def post(session: Session, expected: ExpectedName, languages: Languages = (), *, now: datetime, by: Identity) -> Done:
    """Record that a document which was received is posted, in all languages wanted unless some are named.

    Raises NoSuchExpected, and ExpectedRefused for an original whose language nobody said.
    """
    row = expected_rows.received(session, expected)
    view = expected_rows.view(session, expected, now)
    posted = [name for name, state in view.languages.items() if state == State.POSTED]
    if not (languages or posted or expected_documents.wanted_in(row.languages, row.symbol)):
        raise ExpectedRefused(f"nothing says in which language {row.symbol} was written", "name the language")
    into = [str(each) for each in languages] or list(view.missing)
    return _record(session, expected, row, [each for each in into if each not in posted], State.POSTED)


def _record(session: Session, name: str, row: ExpectedDocument, languages: Sequence[str], state: State) -> Done:
    if not languages:
        return Done("known", f"{name} is {state} in every language wanted", is_nothing=True)
    _, named = documents.name_of(str(row.symbol))
    document, issue = documents.named(session, str(row.symbol)), named.issue if named else ""
    for each in languages:
        was = documents.last_version(document, issue, each)
        effects.note(session, f"document:{document.public_id} {issue} {each}", was and (was.state, was.url, was.at))
        documents.add_version(session, document, InLanguage(issue, each, state, None), journal.line(session))
    sentence = f"{name} ({row.symbol}): {state} in {', '.join(languages)}"
    return expected_rows.done(session, str(state), name, sentence, languages=list(languages))

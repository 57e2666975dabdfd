"""Documents and submissions: new ones are recorded, each with a journal line; known ones are compared."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from actions.meetings import papers as paper_acts
from actions.meetings.papers import Terms
from actions.papers import documents as document_acts
from actions.papers import submissions as submission_acts
from actions.papers.submissions import Handing, Receival
from kernel import act_lines
from kernel.done import Done
from loading.bodies import Bodies
from loading.entry_refusals import inside, refused
from loading.file_entries import Entry
from loading.paper_shapes import DocumentShape, LanguageShape, SubmissionShape
from loading.result import Tally
from models.documents import Document, Submission
from models.journal import Entry as Line
from record.cycles import snapshots
from record.mandates import resolutions
from record.meetings import meetings, papers
from record.papers import documents, submissions
from record.papers.documents import InLanguage, State
from record.papers.submissions import SubmissionView


def take_document(session: Session, entry: Entry[DocumentShape], tally: Tally, *, now: datetime, by: str) -> None:
    """Add the document, its other symbols and its language versions, or what is new of them. Raises LoadRefused."""
    shape = entry.given
    with inside(entry.where):
        document = documents.as_recorded(session, shape.symbol)
        if document is None:
            _register(session, shape, now=now, by=by)
        elif _differs(shape.title, document.title) or _differs(shape.dated, document.dated_on):
            stored = f"{document.title or 'without a title'}, {document.dated_on or 'undated'}"
            raise refused(entry.where, f"the record has it otherwise ({stored}); keep the file to it")
        new = _describe(session, document, shape, now=now, by=by) if document else []
        new += _also(session, entry, now=now, by=by) + _languages(session, entry, now=now, by=by)
        new += _lay_before_meetings(session, entry, now=now, by=by)
    if document is None:
        tally.add("documents", shape.symbol, shape.title)
    elif new:
        tally.change("documents", shape.symbol, new)
    else:
        tally.keep("documents")


def _differs(stated: object, stored: object) -> bool:
    return bool(stated and stored and stated != stored)


def _register(session: Session, shape: DocumentShape, *, now: datetime, by: str) -> None:
    name = {"document": shape.symbol}

    def register(line: Line) -> Done:
        documents.register(session, shape.symbol, line, title=shape.title, dated=shape.dated, url=shape.url)
        return Done("registered", f"{shape.symbol} is registered", facts=name | {"title": shape.title})

    act_lines.part(session, "document/register", name, register, now=now, by=by)


def _describe(session: Session, document: Document, shape: DocumentShape, *, now: datetime, by: str) -> list[str]:
    """Fill the blank fields of a document from the file, and return the new values."""
    new: dict[str, object] = {}

    def describe(_line: Line) -> Done:
        new.update(documents.describe(document, title=shape.title, dated=shape.dated, url=shape.url))
        facts = {"document": document.name} | new
        return Done("described", f"{document.name} is described", facts=facts, is_nothing=not new)

    act_lines.part(session, "document/describe", {"document": document.name}, describe, now=now, by=by)
    return [str(value) for value in new.values()]


def _also(session: Session, entry: Entry[DocumentShape], *, now: datetime, by: str) -> list[str]:
    document, new = documents.named(session, entry.given.symbol), []
    for other in entry.given.also:
        if name := documents.other_name(session, document, other):
            issue = partial(document_acts.issue_as, session, document, name)
            arguments = {"document": document.name, "other": other}
            act_lines.part(session, "document/also", arguments, issue, now=now, by=by)
            new.append(other)
    return new


def _languages(session: Session, entry: Entry[DocumentShape], *, now: datetime, by: str) -> list[str]:
    """Add the states that the record never had: one that an act has changed since is nothing new."""
    shape, document = entry.given, documents.named(session, entry.given.symbol)
    same = (document, *documents.merged_into(session, document))
    held = {(row.language, row.state, row.url) for each in same for row in each.versions}
    new = [version for version in shape.languages if (version.language, version.state, version.url) not in held]
    for version in new:
        words = {"document": shape.symbol, "language": version.language, "state": version.state}
        add = partial(_add_version, session, document, shape.symbol, version)
        act_lines.part(session, "document/language", words, add, now=now, by=by)
    return [f"{version.language} {version.state}" for version in new]


def _add_version(session: Session, document: Document, words: str, shape: LanguageShape, line: Line) -> Done:
    _, symbol = documents.name_of(words)
    issue, state = symbol.issue if symbol else "", State(shape.state)
    version = InLanguage(issue, shape.language, state, shape.url)
    documents.add_version(session, document, version, line)
    return document_acts.recorded(document, words, shape.language, state, shape.url)


def _lay_before_meetings(session: Session, entry: Entry[DocumentShape], *, now: datetime, by: str) -> list[str]:
    """Lay it before the meetings that never had it: what an act has withdrawn or changed since stays so."""
    symbol, new = entry.given.symbol, []
    for place in entry.given.before:
        if papers.last(session, meetings.row(session, place.meeting), symbol) is None:
            clauses = [resolutions.clause_key(session, clause) for clause in place.clauses]
            lay = partial(paper_acts.lay, session, place.meeting, symbol, Terms(place.purpose, clauses))
            arguments = {"meeting": place.meeting, "document": symbol}
            act_lines.part(session, "meeting/paper", arguments, lay, now=now, by=by)
            new.append(f"before {place.meeting}")
    return new


class Submissions:
    """The submissions of the record, to tell those that are there from those that are new."""

    def __init__(self, session: Session, bodies: Bodies, now: datetime, by: str) -> None:
        self._session, self._bodies, self._now, self._by = session, bodies, now, by
        self._known = submissions.standing(session, now=now)

    def take(self, entry: Entry[SubmissionShape], tally: Tally) -> None:
        """Record the submission and its receipt, if they are new. Raises LoadRefused."""
        shape = entry.given
        body = self._bodies.named(entry.where, shape.to).key
        via = self._bodies.named(entry.where, shape.via).key if shape.via else None
        with inside(entry.where):
            known = self._find_submission(shape, body)
            if known is None:
                self._receive(shape, self._submit(shape, body, via))
                tally.add("submissions", f"{shape.document} {body}", shape.on)
            elif shape.receipt and known.receipt is None:
                self._receive(shape, known)
                tally.change("submissions", f"{shape.document} {body}", shape.receipt)
            else:
                tally.keep("submissions")

    def _find_submission(self, shape: SubmissionShape, body: str) -> SubmissionView | None:
        name, _ = documents.name_of(shape.document)
        document = documents.find(self._session, shape.document)
        names = {name} | ({document.name} if document else set())
        return next(
            (each for each in self._known if each.document in names and each.body == body and each.on == shape.on), None
        )

    def _submit(self, shape: SubmissionShape, body: str, via: str | None) -> Submission:
        cycle = snapshots.cycle_row(self._session, shape.cycle) if shape.cycle else None
        clauses = [resolutions.clause_key(self._session, clause) for clause in shape.clauses]
        handing = Handing(shape.document, body, shape.on, shape.purpose, via, clauses)
        rows: list[Submission] = []

        def hand_over(line: Line) -> Done:
            row = submission_acts.hand_over(self._session, line, handing, cycle, now=self._now)
            rows.append(row)
            return submission_acts.submitted(row, shape.cycle)

        self._part("document/submit", {"document": shape.document, "body": body}, hand_over)
        return rows[0]

    def _receive(self, shape: SubmissionShape, submission: Submission | SubmissionView) -> None:
        if shape.receipt:
            step = submission.step if isinstance(submission, SubmissionView) else None
            received = Receival(shape.received or shape.on, shape.receipt, shape.cycle, step)
            words = {"document": shape.document, "reference": shape.receipt}
            acknowledge = partial(submission_acts.acknowledge, self._session, submission, received)
            self._part("submission/receive", words, acknowledge)

    def _part(self, name: str, words: Mapping[str, object], do: Callable[[Line], Done]) -> None:
        act_lines.part(self._session, name, words, do, now=self._now, by=self._by)

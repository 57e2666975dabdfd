"""Documents and submissions: what is absent is recorded, each with its own journal line; what is there is compared."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from actions import journal
from actions.bodies import laying, papers
from actions.cycles import reading
from actions.loading.bodies import Bodies
from actions.loading.entries import Entry
from actions.loading.papers import DocumentShape, SubmissionShape
from actions.loading.refusing import inside, refused
from actions.loading.tally import Tally
from actions.mandates import texts
from actions.papers import documents, submissions, submitting
from actions.papers.documents import State
from actions.papers.submissions import SubmissionView
from models.cycles import Cycle
from models.documents import Submission
from models.journal import Entry as Line


def take_document(session: Session, entry: Entry[DocumentShape], tally: Tally, *, now: datetime, by: str) -> None:
    """Add the document, its other symbols and its language versions, or what is new of them. Raises LoadRefused."""
    given = entry.given
    with inside(entry.where):
        found = documents.find(session, given.symbol)
        if found is None:
            documents.register(
                session, given.symbol, title=given.title, dated=given.dated, url=given.url, now=now, by=by
            )  # fmt: skip
        elif _differs(given.title, found.title) or _differs(given.dated, found.dated_on):
            stored = f"{found.title or 'without a title'}, {found.dated_on or 'undated'}"
            raise refused(entry.where, f"the record has it otherwise ({stored}); keep the file to it")
        new = _blanks(session, entry, now=now, by=by) if found else []
        new += _also(session, entry, now=now, by=by) + _languages(session, entry, now=now, by=by)
        new += _before(session, entry, now=now, by=by)
    if found is None:
        tally.add("documents", given.symbol, given.title)
    elif new:
        tally.change("documents", given.symbol, new)
    else:
        tally.keep("documents")


def _differs(given: object, stored: object) -> bool:
    return bool(given and stored and given != stored)


def _blanks(session: Session, entry: Entry[DocumentShape], *, now: datetime, by: str) -> list[str]:
    given = entry.given
    return documents.describe(
        session, given.symbol, title=given.title, dated=given.dated, url=given.url, now=now, by=by
    )  # fmt: skip


def _also(session: Session, entry: Entry[DocumentShape], *, now: datetime, by: str) -> list[str]:
    document, new = documents.named(session, entry.given.symbol), []
    for other in entry.given.also:
        if name := documents.other_name(session, document, other):
            line = journal.write(session, "also-issued", {"document": document.name, "also": name}, now=now, by=by)
            documents.add_name(session, document, name, line)
            new.append(other)
    return new


def _languages(session: Session, entry: Entry[DocumentShape], *, now: datetime, by: str) -> list[str]:
    """Add the states that the record never had: one that an act has changed since is nothing new."""
    given, document = entry.given, documents.named(session, entry.given.symbol)
    _, symbol = documents.name_of(given.symbol)
    held = {(row.language, row.state, row.url) for row in document.versions}
    new = [one for one in given.languages if (one.language, one.state, one.url) not in held]
    for one in new:
        told = {"document": given.symbol, "language": one.language, "state": one.state, "url": one.url}
        line = journal.write(session, "language", told, now=now, by=by)
        issue = symbol.issue if symbol else ""
        documents.add_version(session, document, issue, one.language, State(one.state), one.url, line)
    return [f"{one.language} {one.state}" for one in new]


def _before(session: Session, entry: Entry[DocumentShape], *, now: datetime, by: str) -> list[str]:
    """Lay it before the meetings that never had it: what an act has withdrawn or changed since stays so."""
    symbol, new = entry.given.symbol, []
    for one in entry.given.before:
        if not papers.has_been_before(session, one.meeting, symbol):
            clauses = [texts.clause_key(session, clause) for clause in one.clauses]
            told = {"meeting": one.meeting, "document": symbol, "purpose": one.purpose, "clauses": clauses}
            line = journal.write(session, "paper", told | {"withdrawn": False}, now=now, by=by)
            laying.lay(session, one.meeting, symbol, one.purpose, clauses, line)
            new.append(f"before {one.meeting}")
    return new


class Submissions:
    """The submissions of the record, to tell those that are there from those that are new."""

    def __init__(self, session: Session, bodies: Bodies, now: datetime, by: str) -> None:
        self._session, self._bodies, self._now, self._by = session, bodies, now, by
        self._known = submissions.standing(session, now=now)

    def take(self, entry: Entry[SubmissionShape], tally: Tally) -> None:
        """Record the submission and its receipt, if they are new. Raises LoadRefused."""
        given = entry.given
        body = self._bodies.named(entry.where, given.to).key
        via = self._bodies.named(entry.where, given.via).key if given.via else None
        with inside(entry.where):
            found = self._found(given, body)
            if found is None:
                self._receive(given, self._submit(given, body, via))
                tally.add("submissions", f"{given.document} {body}", given.on)
            elif given.receipt and found.receipt is None:
                self._receive(given, found)
                tally.change("submissions", f"{given.document} {body}", given.receipt)
            else:
                tally.keep("submissions")

    def _found(self, given: SubmissionShape, body: str) -> SubmissionView | None:
        name, _ = documents.name_of(given.document)
        document = documents.find(self._session, given.document)
        names = {name} | ({document.name} if document else set())
        return next(
            (one for one in self._known if one.document in names and one.body == body and one.on == given.on), None
        )

    def _submit(self, given: SubmissionShape, body: str, via: str | None) -> Submission:
        cycle = self._cycle(given)
        clauses = [texts.clause_key(self._session, clause) for clause in given.clauses]
        told = {"document": given.document, "to": body, "purpose": given.purpose, "on": given.on, "clauses": clauses}
        how: dict[str, Any] = {"on": given.on, "purpose": given.purpose, "via": via, "cycle": cycle, "clauses": clauses}
        return submitting.hand_over(
            self._session, self._line("submit", told, cycle), given.document, body, **how, now=self._now
        )

    def _receive(self, given: SubmissionShape, made: Submission | SubmissionView) -> None:
        if given.receipt:
            on = given.received or given.on
            told = {"submission": made.public_id, "document": made.symbol, "to": made.body, "on": on}
            line = self._line("receipt", told | {"reference": given.receipt}, self._cycle(given))
            submitting.acknowledge(self._session, line, made.id, on, given.receipt)

    def _cycle(self, given: SubmissionShape) -> Cycle | None:
        return reading.cycle_row(self._session, given.cycle) if given.cycle else None

    def _line(self, act: str, told: Mapping[str, object], cycle: Cycle | None) -> Line:
        return journal.write(self._session, act, told, cycle=cycle, now=self._now, by=self._by)

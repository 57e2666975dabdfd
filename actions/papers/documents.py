"""How a text is issued: under another symbol too, and in each of six languages."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

from sqlalchemy.orm import Session

from kernel import effects
from kernel.declaration import act
from kernel.done import Done, Happening
from kernel.grants import Grant, Identity
from kernel.kinds import one_of
from kernel.paper_types import DOCUMENT, PAPER, DocumentSymbol
from kernel.parameters import URL
from models.documents import Document, LanguageVersion
from models.journal import Entry
from planning.remedies import Call
from planning.symbols import Language
from record import journal
from record.papers import documents, submissions
from record.papers.documents import InLanguage, State


@act(
    "document/also",
    who=(Grant.SECRETARIAT,),
    no_undo="a text that was issued under a symbol goes by it for good",
    tags=("papers",),
)
def also(
    session: Session,
    document: DocumentSymbol,
    other: Annotated[str, PAPER.saying("The other symbol, such as WG-WSIS-30/20.", metavar="OTHER")],
    *,
    now: datetime,
    by: Identity,
) -> Done:
    """Record that the text of a document was issued under another symbol too, for instance to another body.

    Where the other was recorded as a document of its own, the two are one from now on, with the submissions of both.
    Raises BadSymbol, NoSuchDocument.
    """
    row, apart = documents.named(session, document), documents.find(session, other)
    if apart and apart.id != row.id:
        return _merge(session, row, apart, other, now)
    name, sentence = documents.other_name(session, row, other), f"{other} is {row.name}"
    if name is None:
        return Done("known", sentence, is_nothing=True)
    effects.mark(session, row)
    return replace(issue_as(session, row, name, journal.line(session)), sentence=sentence)


def _merge(session: Session, row: Document, apart: Document, other: str, now: datetime) -> Done:
    """Make one document of two that were recorded apart, and say to which bodies either of them went."""
    effects.mark(session, row)
    effects.mark(session, apart)
    documents.merge(session, row, apart, journal.line(session))
    went = [each for each in submissions.standing(session, now=now) if each.document == row.name]
    bodies = [f"{each.body} has {each.symbol} since {each.on}" for each in went]
    titles = [title for title in (row.title, apart.title) if title]
    return Done(
        "merged",
        f"{other} is {row.name}: the two are one text, recorded apart until now",
        facts={"document": row.name, "also": apart.name},
        notes=(*bodies, *([f"their titles differ: {titles[0]}; {titles[1]}"] if len(set(titles)) == 2 else [])),
        events=(Happening("also-issued", "document", (row.name,)),),
    )


def issue_as(session: Session, row: Document, name: str, entry: Entry) -> Done:
    """Record, under the line of an act, that the text of a document was issued under another name too."""
    documents.add_name(session, row, name, entry)
    return Done(
        "also-issued",
        f"{name} is {row.name}",
        facts={"document": row.name, "also": name},
        events=(Happening("also-issued", "document", (row.name,)),),
    )


@act("document/language", who=(Grant.SECRETARIAT,), undo="document/language", tags=("papers",))
def language(
    session: Session,
    document: Annotated[str, DOCUMENT.saying("The document, by its symbol; C17/47(Rev.1) names an issue.")],
    language: Annotated[Language, one_of(Language, "One of the six official languages.", "LANGUAGE")],
    state: Annotated[State, one_of(State, "How it stands in it.", "STATE")],
    *,
    url: Annotated[str | None, URL.saying("Where it stands.")] = None,
    now: datetime,
    by: Identity,
) -> Done:
    """Record how a document stands in a language. Raises BadSymbol, NoSuchDocument."""
    row = documents.named(session, document)
    _, symbol = documents.name_of(document)
    issue = symbol.issue if symbol else ""
    last = documents.last_version(row, issue, language)
    is_so = (last.state, last.url) == (state, url) if last else state is State.UNKNOWN
    if is_so:
        return Done("known", f"{document} {language}: {state} is recorded already", is_nothing=True)
    effects.note(session, f"document:{row.public_id} {issue} {language}", last and (last.state, last.url, last.at))
    documents.add_version(session, row, InLanguage(issue, language, state, url), journal.line(session))
    return replace(recorded(row, document, language, state, url), undo=_state_before(document, language, last))


def recorded(row: Document, document: str, language: str, state: str, url: str | None) -> Done:
    """Return the result of recording how a document stands in a language."""
    return Done(
        "recorded",
        f"{document} {language}: {state}",
        facts={"document": document, "language": str(language), "state": str(state), "url": url},
        events=(Happening("language", "document", (row.name,)),),
    )


def _state_before(document: str, language: Language, last: LanguageVersion | None) -> Call:
    """Return the act that says how it stood before: unknown, where nobody had said anything."""
    of: dict[str, object] = {"document": document, "language": str(language)}
    was: dict[str, object] = {"state": last.state if last else str(State.UNKNOWN)}
    return Call("document/language", of | was | ({"url": last.url} if last and last.url else {}))

"""Documents: known by any of their symbols, or by their address; in six languages, each with its state."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased, selectinload

from models.documents import Document, DocumentName, LanguageVersion
from models.journal import Entry
from models.store import public_id, the_store
from planning.errors import CouncilError
from planning.symbols import LETTERS, Symbol, is_address, parse
from record.cycles.snapshots import last_of
from record.refusals import NoSuchDocument, OtherDocument


class State(StrEnum):
    """How a document stands in a language."""

    AWAITED = "awaited"
    IN_TRANSLATION = "in-translation"
    POSTED = "posted"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"  # what was said of it was taken back, as if nobody had said anything


def name_of(words: str) -> tuple[str, Symbol | None]:
    """Return a document's name, without issue and language, and its symbol if it has one. Raises BadSymbol."""
    name = words.strip()
    if is_address(name):
        return name, None
    symbol = parse(name)
    return symbol.base, symbol


def find(session: Session, words: str, *, known: datetime | None = None) -> Document | None:
    """Return the document of that symbol or address, whatever its issue and language.

    Of two that were recorded apart, and are one text as recorded by `known`, it is the one that was kept. Raises
    BadSymbol.
    """
    document = as_recorded(session, words)
    while document and document.same_as_id and not (known and document.same_at and document.same_at > known):
        document = session.scalar(_whole().where(Document.id == document.same_as_id))
    return document


def as_recorded(session: Session, words: str) -> Document | None:
    """Return the document as that symbol or address was recorded, whatever it was found to be. Raises BadSymbol."""
    name, _ = name_of(words)
    return session.scalar(_whole().join(DocumentName).where(DocumentName.name == name))


def _whole() -> Select[Document]:
    return select(Document).options(selectinload(Document.names), selectinload(Document.versions))


def merged_into(session: Session, document: Document, *, known: datetime | None = None) -> list[Document]:
    """Return the documents that were recorded apart from this one and are the same text, as recorded by `known`."""
    merged: list[Document] = []
    ids = [document.id]
    while ids:
        rows = session.scalars(_whole().where(Document.same_as_id.in_(ids)).order_by(Document.id)).all()
        told = [row for row in rows if known is None or (row.same_at and row.same_at <= known)]
        merged += told
        ids = [row.id for row in told]
    return merged


def kept_names(session: Session, *, now: datetime) -> dict[int, str]:
    """Return, by each document that was merged into another by `now`, the name of the one that was kept."""
    kept = aliased(Document)
    query = select(Document.id, kept.id.label("kept"), kept.name).join(kept, kept.id == Document.same_as_id)
    rows = session.execute(query.where(Document.same_at <= now)).all()
    steps = {row.id: row for row in rows}
    names: dict[int, str] = {}
    for row in rows:
        last = row
        while last.kept in steps:
            last = steps[last.kept]
        names[row.id] = last.name
    return names


def named(session: Session, words: str) -> Document:
    """Return the document. Raises BadSymbol, NoSuchDocument."""
    document = find(session, words)
    if document is None:
        raise NoSuchDocument(words)
    return document


def found_or_made(session: Session, words: str, url: str | None, entry: Entry) -> tuple[Document, str]:
    """Return the document and the symbol as handed over, the document made first where the record has none.

    A symbol that names a language says that this version is posted. Raises BadSymbol.
    """
    name, symbol = name_of(words)
    document = find(session, words) or make(session, name, None, None, url or (None if symbol else name), entry)
    if symbol and symbol.language:
        _post(session, document, symbol, url, entry)
    return document, str(symbol) if symbol else name


def make(session: Session, name: str, title: str | None, dated: date | None, url: str | None, entry: Entry) -> Document:
    """Return a new document under its first name."""
    document = Document(
        public_id=public_id(the_store(session), "document", name),
        name=name,
        title=title,
        dated_on=dated,
        url=url,
        at=entry.at,
        entry_id=entry.id,
    )
    session.add(document)
    session.flush()
    session.add(DocumentName(document_id=document.id, name=name, at=entry.at, entry_id=entry.id))
    session.flush()
    session.refresh(document, ["names", "versions"])
    return document


def register(
    session: Session, words: str, entry: Entry, *, title: str | None, dated: date | None, url: str | None
) -> Document:
    """Return a new document, known by its symbol or address, under the line of an act.

    Raises BadSymbol, OtherDocument.
    """
    name, symbol = name_of(words)
    if other := find(session, words):
        raise OtherDocument(name, other.name, name)
    document = make(session, name, title, dated, url, entry)
    if symbol and symbol.language:
        _post(session, document, symbol, url, entry)
    return document


def describe(document: Document, *, title: str | None, dated: date | None, url: str | None) -> dict[str, object]:
    """Fill the blank columns of a document, and return the new values by column; others are not overwritten."""
    values: dict[str, object] = {"title": title, "dated_on": dated, "url": url}
    blank = {name: value for name, value in values.items() if value and not getattr(document, name)}
    for name, value in blank.items():
        setattr(document, name, value)
    return blank


def other_name(session: Session, document: Document, symbol: str) -> str | None:
    """Return the name under which a document was issued too, or nothing for one that it goes by already.

    Raises BadSymbol; OtherDocument for a symbol of another one.
    """
    name, _ = name_of(symbol)
    other = find(session, symbol)
    if other and other.id != document.id:
        raise OtherDocument(name, other.name, document.name)
    return None if other else name


def merge(session: Session, kept: Document, other: Document, entry: Entry) -> None:
    """Record that another document is the same text: its symbols, versions and submissions are the kept one's."""
    other.same_as_id, other.same_at = kept.id, entry.at
    session.flush()


def add_name(session: Session, document: Document, name: str, entry: Entry) -> None:
    """Record that the text was issued under another name too."""
    session.add(DocumentName(document_id=document.id, name=name, at=entry.at, entry_id=entry.id))
    session.flush()


def last_version(document: Document, issue: str, language: str) -> LanguageVersion | None:
    """Return how an issue of the document last stood in a language, if that was ever said."""
    held = [row for row in document.versions if (row.issue, row.language) == (issue, language)]
    return held[-1] if held else None


class InLanguage(NamedTuple):
    """How an issue of a document stands in a language, and where."""

    issue: str
    language: str
    state: str
    url: str | None


def add_version(session: Session, document: Document, version: InLanguage, entry: Entry) -> None:
    """Record how an issue of the document stands in a language."""
    session.add(
        LanguageVersion(
            document_id=document.id,
            issue=version.issue,
            language=version.language,
            state=str(version.state),
            url=version.url,
            at=entry.at,
            entry_id=entry.id,
        )
    )
    session.flush()
    session.refresh(document, ["versions"])


def _post(session: Session, document: Document, symbol: Symbol, url: str | None, entry: Entry) -> None:
    """Record that the version which the symbol names is posted."""
    last = last_version(document, symbol.issue, symbol.language or "")
    if last is None or last.state != State.POSTED:
        add_version(session, document, InLanguage(symbol.issue, symbol.language or "", State.POSTED, url), entry)


def take_back_posted(session: Session, words: str, line: int, entry: Entry) -> None:
    """Say again what was said of the version that a symbol names, if this line posted it and nothing was said since."""
    _, symbol = name_of(words)
    document = find(session, words)
    if document is None or symbol is None or symbol.language is None:
        return
    said = [row for row in document.versions if (row.issue, row.language) == (symbol.issue, symbol.language)]
    if said and said[-1].entry_id == line:
        state, url = (said[-2].state, said[-2].url) if len(said) > 1 else (State.UNKNOWN, None)
        add_version(session, document, InLanguage(symbol.issue, symbol.language, state, url), entry)


def posted(session: Session, words: Collection[str], *, now: datetime) -> dict[str, tuple[str, ...]]:
    """Return, by these words, the languages in which the issue of a document that they name is posted by `now`.

    Words that name no document give none; the language that a symbol names is one.
    """
    known = {each: issue for each in words if (issue := _issue_of(each))}
    query = select(DocumentName.name, LanguageVersion).join(
        LanguageVersion, LanguageVersion.document_id == DocumentName.document_id
    )
    query = query.where(DocumentName.name.in_({name for name, _, _ in known.values()}), LanguageVersion.at <= now)
    rows = session.execute(query.order_by(LanguageVersion.id))
    last = {(name, row.issue, row.language): row.state for name, row in rows}
    said = {place: state == State.POSTED for place, state in last.items() if state != State.UNKNOWN}
    return {
        each: tuple(code for code in LETTERS.values() if said.get((name, issue, code), code == named))
        for each, (name, issue, named) in known.items()
    }


def _issue_of(words: str) -> tuple[str, str, str | None] | None:
    """Return the name, the issue and the language that words mean; None if they are neither symbol nor address."""
    try:
        name, symbol = name_of(words)
    except CouncilError:
        return None
    return name, symbol.issue if symbol else "", symbol.language if symbol else None


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document at an instant: its names, and how each issue stands in each language."""

    name: str
    names: tuple[str, ...]
    title: str | None
    dated: date | None
    url: str | None
    languages: tuple[InLanguage, ...]  # the first issue first

    @property
    def awaited(self) -> tuple[str, ...]:
        """The official languages in which its last issue has no posted version."""
        last = self.languages[-1].issue if self.languages else ""
        posted = {language for issue, language, state, _ in self.languages if issue == last and state == State.POSTED}
        return tuple(language for language in LETTERS.values() if language not in posted)


def view(session: Session, words: str, *, now: datetime) -> DocumentView:
    """Return the document as it stands at `now`. Raises BadSymbol, NoSuchDocument."""
    document = find(session, words, known=now)
    if document is None or document.at > now:
        raise NoSuchDocument(words)
    whole = [document, *merged_into(session, document, known=now)]
    versions = sorted((version for each in whole for version in each.versions), key=lambda version: version.id)
    return DocumentView(
        document.name,
        tuple(row.name for each in whole for row in each.names if row.at <= now),
        document.title,
        document.dated_on,
        document.url,
        tuple(_states(versions, now)),
    )


def _states(versions: Sequence[LanguageVersion], now: datetime) -> list[InLanguage]:
    places = dict.fromkeys((row.issue, row.language) for row in versions)
    states = []
    for issue, language in places:
        rows = [row for row in versions if (row.issue, row.language) == (issue, language)]
        if (last := last_of(rows, now)) and last.state != State.UNKNOWN:
            states.append(InLanguage(issue, language, last.state, last.url))
    return states

"""Documents: known by any of their symbols, or by their address; in six languages, each with its state."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from actions import journal
from actions.cycles.reading import last_of
from actions.refusals import BadLanguageVersion, NoSuchDocument, OtherDocument
from models.documents import Document, DocumentName, LanguageVersion
from models.journal import Entry
from models.store import public_id, the_store
from planning.symbols import LETTERS, Symbol, parse

STATES = ("awaited", "in-translation", "posted", "withdrawn")
POSTED = "posted"
LANGUAGES = tuple(LETTERS.values())


def is_address(words: str) -> bool:
    """Return whether a document is named by its address on the web."""
    return words.casefold().startswith(("https://", "http://"))


def name_of(words: str) -> tuple[str, Symbol | None]:
    """Return a document's name, without issue and language, and its symbol if it has one. Raises BadSymbol."""
    found = words.strip()
    if is_address(found):
        return found, None
    symbol = parse(found)
    return symbol.base, symbol


def find(session: Session, words: str) -> Document | None:
    """Return the document of that symbol or address, whatever its issue and language. Raises BadSymbol."""
    name, _ = name_of(words)
    query = select(Document).join(DocumentName).where(DocumentName.name == name)
    return session.scalar(query.options(selectinload(Document.names), selectinload(Document.versions)))


def named(session: Session, words: str) -> Document:
    """Return the document. Raises BadSymbol, NoSuchDocument."""
    found = find(session, words)
    if found is None:
        raise NoSuchDocument(words)
    return found


def found_or_made(session: Session, words: str, url: str | None, entry: Entry) -> tuple[Document, str]:
    """Return the document and the symbol as handed over, the document made first where the record has none.

    A symbol that names a language says that this version is posted. Raises BadSymbol.
    """
    name, symbol = name_of(words)
    document = find(session, words) or make(session, name, None, None, url or (None if symbol else name), entry)
    if symbol and symbol.language and not _is_posted(document, symbol):
        put_language(document, symbol, POSTED, url, entry)
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
    session: Session, words: str, *, title: str | None, dated: date | None, url: str | None, now: datetime, by: str
) -> Document:
    """Return the new document, known by its symbol or address. Raises BadSymbol, OtherDocument."""
    name, symbol = name_of(words)
    if found := find(session, words):
        raise OtherDocument(name, found.name)
    entry = journal.write(session, "document", {"document": str(symbol or name), "title": title}, now=now, by=by)
    document = make(session, name, title, dated, url, entry)
    if symbol and symbol.language:
        put_language(document, symbol, POSTED, url, entry)
    session.flush()
    return document


def describe(
    session: Session, words: str, *, title: str | None, dated: date | None, url: str | None, now: datetime, by: str
) -> list[str]:
    """Fill what is still blank of a document, and return what was: an act that named it knew its symbol alone.

    What stands is never overwritten. Raises NoSuchDocument.
    """
    document = named(session, words)
    given: dict[str, object] = {"title": title, "dated_on": dated, "url": url}
    blank = {name: value for name, value in given.items() if value and not getattr(document, name)}
    if blank:
        journal.write(session, "describe", {"document": document.name} | blank, now=now, by=by)
    for name, value in blank.items():
        setattr(document, name, value)
    return [str(value) for value in blank.values()]


def also_issued(session: Session, words: str, symbol: str, *, now: datetime, by: str) -> Document:
    """Record that the text was issued under another symbol too. Raises NoSuchDocument, OtherDocument, BadSymbol."""
    document = named(session, words)
    name, _ = name_of(symbol)
    if (other := find(session, symbol)) and other.id != document.id:
        raise OtherDocument(name, other.name)
    if other is None:
        told = {"document": document.name, "also": name}
        entry = journal.write(session, "also-issued", told, now=now, by=by)
        session.add(DocumentName(document_id=document.id, name=name, at=entry.at, entry_id=entry.id))
        session.flush()
    return document


def set_language(
    session: Session, words: str, language: str, state: str, *, url: str | None = None, now: datetime, by: str
) -> Document:
    """Record how a document stands in a language; `words` may name an issue. Raises NoSuchDocument, BadSymbol."""
    if language not in LANGUAGES or state not in STATES:
        raise BadLanguageVersion(language, state, LANGUAGES, STATES)
    document = named(session, words)
    _, symbol = name_of(words)
    told = {"document": words, "language": language, "state": state, "url": url}
    entry = journal.write(session, "language", told, now=now, by=by)
    issue = symbol.issue if symbol else ""
    document.versions.append(_version(document, issue, language, state, url, entry))
    session.flush()
    return document


def put_language(document: Document, symbol: Symbol, state: str, url: str | None, entry: Entry) -> None:
    """Add the state of the version that the symbol names."""
    document.versions.append(_version(document, symbol.issue, symbol.language or "", state, url, entry))


def _version(
    document: Document, issue: str, language: str, state: str, url: str | None, entry: Entry
) -> LanguageVersion:
    return LanguageVersion(
        document_id=document.id, issue=issue, language=language, state=state, url=url, at=entry.at, entry_id=entry.id
    )  # fmt: skip


def _is_posted(document: Document, symbol: Symbol) -> bool:
    held = [row for row in document.versions if (row.issue, row.language) == (symbol.issue, symbol.language)]
    return bool(held) and held[-1].state == POSTED


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document at an instant: its names, and how each issue stands in each language."""

    name: str
    names: tuple[str, ...]
    title: str | None
    dated: date | None
    url: str | None
    languages: tuple[tuple[str, str, str, str | None], ...]  # issue, language, state, url; the first issue first

    @property
    def awaited(self) -> tuple[str, ...]:
        """The official languages in which its last issue has no posted version."""
        last = self.languages[-1][0] if self.languages else ""
        posted = {language for issue, language, state, _ in self.languages if issue == last and state == POSTED}
        return tuple(language for language in LANGUAGES if language not in posted)


def view(session: Session, words: str, *, now: datetime) -> DocumentView:
    """Return the document as it stands at `now`. Raises BadSymbol, NoSuchDocument."""
    document = named(session, words)
    if document.at > now:
        raise NoSuchDocument(words)
    return DocumentView(
        document.name,
        tuple(row.name for row in document.names if row.at <= now),
        document.title,
        document.dated_on,
        document.url,
        tuple(_states(document.versions, now)),
    )


def _states(versions: Sequence[LanguageVersion], now: datetime) -> list[tuple[str, str, str, str | None]]:
    places = dict.fromkeys((row.issue, row.language) for row in versions)
    found = []
    for issue, language in places:
        rows = [row for row in versions if (row.issue, row.language) == (issue, language)]
        if last := last_of(rows, now):
            found.append((issue, language, last.state, last.url))
    return found

"""Documents, expected or there, circulars, resolutions and bodies, as people type them."""

from collections.abc import Sequence
from difflib import get_close_matches

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.lookups.choices import Choice, nearest
from kernel.lookups.meeting_keys import meeting
from models.bodies import Body
from models.documents import Circular, Document
from models.meetings import Meeting
from models.resolutions import ClauseRow, Resolution, Version
from models.sessions import ExpectedDocument
from planning.chain import SLUG
from planning.symbols import BadSymbol, written
from record.bodies import BodyNames
from record.papers import documents as papers
from record.refusals import BadExpected, NoSuchCircular, NoSuchExpected, NoSuchResolution, NoSuchVersion


def paper(session: Session, words: str, *, is_kind: bool) -> str:
    """Return a symbol as it is written everywhere, or an address, of a document that may be new to the record.

    Where a person sees the answer, the title of one that is there will do. Raises BadSymbol, Ambiguous.
    """
    return _symbol(words, documents(session) if is_kind else ())


def document(session: Session, words: str, *, is_kind: bool) -> str:
    """Return the symbol, with its issue, or the address of a document of the record.

    Raises BadSymbol, NoSuchDocument, Ambiguous.
    """
    symbol = paper(session, words, is_kind=is_kind)
    papers.named(session, symbol)
    return symbol


def new_expected(session: Session, words: str, *, is_kind: bool) -> str:
    """Return MEETING/DOCUMENT, the meeting as people type it, the document new or not.

    Raises BadExpected, NoSuchMeeting, Ambiguous.
    """
    key, slash, name = (part.strip().casefold() for part in words.rpartition("/"))
    if not slash or not SLUG.fullmatch(name):
        raise BadExpected(words)
    return f"{meeting(session, key, is_kind=is_kind)}/{name}"


def expected(session: Session, words: str, *, is_kind: bool) -> str:
    """Return MEETING/DOCUMENT of a document that is expected. Raises NoSuchExpected, Ambiguous."""
    choices = expecteds(session)
    names, asked = [choice.name for choice in choices], words.casefold()
    if name := nearest(asked, choices) if is_kind else next((each for each in names if each == asked), None):
        return name
    raise NoSuchExpected(words, get_close_matches(asked, names, 3))


def expecteds(session: Session) -> list[Choice]:
    """Return the documents that were ever expected, each also by its title, the last meeting's first."""
    query = select(Meeting.key, ExpectedDocument.key.label("name"), ExpectedDocument.title)
    query = query.join(Meeting, Meeting.id == ExpectedDocument.meeting_id)
    rows = session.execute(query.order_by(Meeting.opens_on.desc(), ExpectedDocument.id))
    last = {f"{row.key}/{row.name}": row.title for row in rows}
    return [Choice(name, title, (name.partition("/")[2],)) for name, title in last.items()]


def circular(session: Session, words: str, *, is_kind: bool) -> str:
    """Return the symbol of a circular of the record. Raises BadSymbol, NoSuchCircular, Ambiguous."""
    choices = circulars(session)
    symbol, known = _symbol(words, choices if is_kind else ()), [choice.name for choice in choices]
    if symbol not in known:
        raise NoSuchCircular(words, known)
    return symbol


def body(session: Session, words: str) -> str:
    """Return the key of a body by any of its names; of one that is not loaded, its word in small letters."""
    return BodyNames(session).key(words)


def resolution(session: Session, words: str, *, is_kind: bool) -> str:
    """Return the key of a resolution, by that or its name, whatever their case. Raises NoSuchResolution, Ambiguous."""
    choices, asked = resolutions(session), words.casefold()
    known = {name.casefold(): each.name for each in choices for name in (*each.others, each.title, each.name)}
    if key := known.get(asked) or (nearest(words, choices) if is_kind else None):
        return key
    raise NoSuchResolution(words, [choice.name for choice in choices])


def version(session: Session, resolution_key: str, words: str, *, is_kind: bool) -> str:
    """Return the name of a version of the resolution, whatever its case. Raises NoSuchVersion, Ambiguous."""
    choices = versions(session, resolution_key)
    known = {choice.name.casefold(): choice.name for choice in choices}
    if name := known.get(words.casefold()) or (nearest(words, choices) if is_kind else None):
        return name
    raise NoSuchVersion(resolution_key, words, [choice.name for choice in choices])


def documents(session: Session) -> list[Choice]:
    """Return the documents by their first names, with their titles; one that was merged into another is that one."""
    query = select(Document.name, Document.title).where(Document.same_as_id.is_(None))
    return [Choice(row.name, row.title or row.name) for row in session.execute(query.order_by(Document.id))]


def circulars(session: Session) -> list[Choice]:
    """Return the circulars by symbol, with their titles."""
    rows = session.execute(select(Circular.symbol, Circular.title).order_by(Circular.symbol))
    return [Choice(row.symbol, row.title) for row in rows]


def bodies(session: Session) -> list[Choice]:
    """Return the bodies by their keys, with their names."""
    return [Choice(row.key, row.name) for row in session.execute(select(Body.key, Body.name).order_by(Body.key))]


def resolutions(session: Session) -> list[Choice]:
    """Return the resolutions by their keys, with the names under which mandates cite them, in any version."""
    others: dict[int, list[str]] = {}
    for version in session.execute(select(Version.resolution_id, Version.called).distinct()):
        others.setdefault(version.resolution_id, []).extend([version.called] if version.called else [])
    rows = session.execute(select(Resolution.id, Resolution.key, Resolution.name).order_by(Resolution.key))
    return [
        Choice(row.key, row.name, tuple(name for name in others.get(row.id, ()) if name != row.name)) for row in rows
    ]


def versions(session: Session, resolution_key: str) -> list[Choice]:
    """Return the versions of a resolution by name, the first loaded first."""
    query = select(Version.name).join(Resolution, Resolution.id == Version.resolution_id)
    names = session.scalars(query.where(Resolution.key == resolution_key).order_by(Version.id))
    return [Choice(name, name) for name in names]


def clauses(session: Session) -> list[Choice]:
    """Return the clauses of all versions, as `council-1332/sg-5`, each once, with its text in the last one."""
    query = (
        select(Resolution.key, ClauseRow.key.label("clause"), ClauseRow.text)
        .join(Version, Version.resolution_id == Resolution.id)
        .join(ClauseRow, ClauseRow.version_id == Version.id)
        .order_by(Resolution.key, Version.id, ClauseRow.position)
    )
    last = {f"{row.key}/{row.clause}": row.text for row in session.execute(query)}
    return [Choice(name, text) for name, text in last.items()]


def _symbol(words: str, choices: Sequence[Choice]) -> str:
    """Return a document's symbol or address; else the one choice that the words name. Raises BadSymbol, Ambiguous."""
    try:
        return written(words)
    except BadSymbol:
        if name := nearest(words, choices):
            return name
        raise

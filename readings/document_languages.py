"""`document/show`: the symbols of a document, and how it stands in each language."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from kernel.grants import Grant
from kernel.paper_types import DocumentSymbol
from kernel.readings import reading
from kernel.shown import Column, Part, Shown, table
from record.papers import documents
from record.papers.documents import DocumentView


@reading(
    "document/show",
    who=(Grant.VIEWER,),
    columns=(Column("Issue"), Column("Language"), Column("Standing"), Column("Address")),
)
def show(session: Session, document: DocumentSymbol, *, now: datetime) -> Shown[DocumentView]:
    """Show a document: every symbol that it was issued under, and how it stands in each language."""
    return Shown(documents.view(session, document, now=now), _facts, _parts, for_tables=lambda found: found.languages)


def _facts(found: DocumentView) -> dict[str, object]:
    return {
        "document": found.name,
        "symbols": found.names,
        "title": found.title,
        "dated": found.dated,
        "url": found.url,
        "languages": [
            {"issue": issue, "language": language, "state": state, "url": url}
            for issue, language, state, url in found.languages
        ],
        "awaited": found.awaited,
    }


def _parts(found: DocumentView) -> Iterator[Part]:
    yield f"{', '.join(found.names)}  {found.title or 'no title yet'}  {found.dated or 'undated'}"
    yield table(found.languages)
    if found.awaited:
        yield f"not posted in {', '.join(found.awaited)}"

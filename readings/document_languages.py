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
    return Shown(documents.view(session, document, now=now), _facts, _parts, for_tables=lambda view: view.languages)


def _facts(view: DocumentView) -> dict[str, object]:
    return {
        "document": view.name,
        "symbols": view.names,
        "title": view.title,
        "dated": view.dated,
        "url": view.url,
        "languages": [
            {"issue": issue, "language": language, "state": state, "url": url}
            for issue, language, state, url in view.languages
        ],
        "awaited": view.awaited,
    }


def _parts(view: DocumentView) -> Iterator[Part]:
    yield f"{', '.join(view.names)}  {view.title or 'no title yet'}  {view.dated or 'undated'}"
    yield table(view.languages)
    if view.awaited:
        yield f"not posted in {', '.join(view.awaited)}"

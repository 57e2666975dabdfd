"""Types of parameters that name papers: documents, circulars, resolutions, and the bodies that are given them.

They have a module of their own, so that other readings do not import the lookups of papers.
"""

from dataclasses import replace
from typing import Annotated

from kernel.kinds import Kind, many, on_record
from kernel.lookups import paper_names as lookups
from kernel.lookups.choices import Choice
from kernel.parameters import DATE
from kernel.shapes import LONGEST_ADDRESS, as_words
from record.mandates import resolutions

DOCUMENT = Kind(
    "document",
    "SYMBOL",
    "The document: its symbol, such as C17/47-E, or its address.",
    resolve=lambda place, words: lookups.document(place.session, words, is_kind=place.is_kind),
    choices=lambda place: lookups.documents(place.session),
    longest=LONGEST_ADDRESS,
)
# It may be new to the record.
PAPER = replace(DOCUMENT, resolve=lambda place, words: lookups.paper(place.session, words, is_kind=place.is_kind))
EXPECTED = on_record("expected", "MEETING/DOCUMENT", "The expected document, such as council-27/wsis-report.", lookups)
NEW_EXPECTED = Kind(  # it may be new to the record
    "new expected",
    "MEETING/DOCUMENT",
    "The document and its meeting, such as council-27/wsis-report.",
    resolve=lambda place, words: lookups.new_expected(place.session, words, is_kind=place.is_kind),
    choices=lambda place: lookups.expecteds(place.session),
)
SIDE = replace(  # of a promise; the act itself refuses a step that gives no day
    DATE.saying("A day, or the step that gives it, such as secretariat-documents."), shape=as_words
)
CIRCULAR = on_record("circular", "SYMBOL", "The circular or questionnaire: its symbol, such as CL-17/20.", lookups)
BODY = Kind(  # it may be new to the record
    "body",
    "BODY",
    "The body, by any of its names, such as council.",
    resolve=lambda place, words: lookups.body(place.session, words),
    choices=lambda place: lookups.bodies(place.session),
)
RESOLUTION = on_record("resolution", "KEY", "The resolution, such as council-1332.", lookups)
VERSION = on_record(
    "version", "VERSION", "Its version, by name, such as 'Modified 2016'.", lookups, within="resolution"
)
CLAUSE = Kind(
    "clause",
    "CLAUSE",
    "The clause, such as council-1332/sg-6.",
    resolve=lambda place, words: resolutions.clause_key(place.session, words),
    choices=lambda place: lookups.clauses(place.session),
)
PURPOSE = Kind(
    "purpose",
    "WORDS",
    "For what: information, consideration, decision.",
    choices=lambda _place: [Choice(word, word) for word in ("information", "consideration", "decision")],
)

DocumentSymbol = Annotated[str, DOCUMENT]
PaperSymbol = Annotated[str, PAPER]
ExpectedName = Annotated[str, EXPECTED]
NewExpected = Annotated[str, NEW_EXPECTED]
CircularSymbol = Annotated[str, CIRCULAR]
BodyName = Annotated[str, BODY]
ResolutionKey = Annotated[str, RESOLUTION]
VersionName = Annotated[str, VERSION]
Clauses = Annotated[
    tuple[str, ...], many(CLAUSE.saying("A clause that it serves, such as council-1332/sg-6.", option="clause"))
]
Purpose = Annotated[str | None, PURPOSE]

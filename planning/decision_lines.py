"""Lines of a sheet of decisions, as they are typed or pasted while a session sits: each is one decision.

`3.2 item itu-d, itu-t by council-28: Report on premises` is an action item, `3.3 date council-documents/2027 agenda
2027-05-10: agreed` a date, `4 obligation council-decision-640/sg-1 annual to council: Report on premises` an
obligation, `5 nothing: The report was noted` nothing. A cell for each part, from a spreadsheet or with `|` between,
says the same. A document before the paragraph is that of the line alone: `C27/120 3.2 item …`.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from planning.errors import CouncilError, among, quoted
from planning.remedies import Remedy
from planning.symbols import BadSymbol, parse

CELLS = re.compile(r"\s*[|\t]\s*")
BULLET = re.compile(r"\s*[-*•]\s+")


class Outcome(StrEnum):
    """What a decision becomes."""

    ITEM = "item"
    DATE = "date"
    OBLIGATION = "obligation"
    NOTHING = "nothing"


TYPED = re.compile(rf"(?P<place>.+?)\s+(?P<outcome>{'|'.join(Outcome)})(?P<details>(?:\s.*?)?)\s*:\s+(?P<text>.+)")
FORMS = {
    Outcome.ITEM: "PARAGRAPH item WHO by MEETING: what is asked",
    Outcome.DATE: "PARAGRAPH date CYCLE STEP DATE: why",
    Outcome.OBLIGATION: "PARAGRAPH obligation RESOLUTION/CLAUSE annual to BODY: what is asked",
    Outcome.NOTHING: "PARAGRAPH nothing: what was said",
}


class BadLine(CouncilError):
    """A line of a sheet that is no decision."""

    def __init__(self, number: int, why: str, remedy: Remedy) -> None:
        super().__init__(f"line {number} of the sheet: {why}", remedy)


@dataclass(frozen=True, slots=True)
class Line:
    """One decision as it was typed."""

    number: int  # of the line in the sheet
    document: str | None  # where the line names one of its own
    paragraph: str
    outcome: Outcome
    details: str
    text: str


def read(sheet: str) -> tuple[Line, ...]:
    """Return the decisions of a sheet; blank lines, and bullets before a line, are passed over. Raises BadLine."""
    lines = ((number, BULLET.sub("", line).strip()) for number, line in enumerate(sheet.splitlines(), start=1))
    return tuple(_line(number, line) for number, line in lines if line)


def _line(number: int, line: str) -> Line:
    place, word, details, text = _parts(number, line)
    if word not in list(Outcome):
        raise BadLine(number, f"{quoted(word)} is nothing that a decision becomes", f"write {among(Outcome)}")
    outcome = Outcome(word)
    if not (place and text) or (not details and outcome is not Outcome.NOTHING):
        raise BadLine(number, f"a part of it is missing for {quoted(outcome)}", f"write {FORMS[outcome]}")
    document, paragraph = _place(place)
    return Line(number, document, paragraph, outcome, details, text)


def _parts(number: int, line: str) -> tuple[str, str, str, str]:
    cells = CELLS.split(line.strip("|").strip())
    if len(cells) in (3, 4):
        place, outcome, *details, text = cells
        return place, outcome.casefold(), details[0] if details else "", text
    typed = TYPED.fullmatch(line)
    if len(cells) > 1 or typed is None:
        raise BadLine(number, f"{quoted(line[:60])} is no decision", f"write one of {among(FORMS.values())}")
    return typed["place"], typed["outcome"], typed["details"].strip(), typed["text"]


def _place(words: str) -> tuple[str | None, str]:
    """Return the document and the paragraph: `C27/120 3.2` names both, `3.2` the paragraph alone."""
    first, _, rest = words.partition(" ")
    if "/" not in first or not rest:
        return None, words
    try:
        return str(parse(first)), rest.strip()
    except BadSymbol:
        return None, words

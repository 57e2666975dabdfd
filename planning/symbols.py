"""Document symbols, read and written one way: `C17/47E` and `c17/47-E` are `C17/47-E`.

Attested forms (the Council's and working groups' own documents): `C17/47-E`, `C18/INF/4-E`, `C26/ADM/2`, `C26/DT/1`,
`C17/55(Rev.2)`, `C17/55R2` on web tables, `PP-14/20(Add.1)-E`, `WG-WSIS-32/19-E Rev. 1`, `CWG-FHR 8/1 (Rev. 1)`,
`CL-24/43`, `DM-20/1021`, the web's `S20-CL-C-0013` and `S23-SG-CIR-0023`, and the UN's `A/70/1`, `E/RES/2016/22`.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from planning.errors import CouncilError

SERIES = ("INF", "ADM", "DT", "DL")  # information, administrative, temporary, temporary of limited distribution


class Language(StrEnum):
    """The six official languages, in the order of their letters in symbols."""

    ARABIC = "ar"
    CHINESE = "zh"
    ENGLISH = "en"
    FRENCH = "fr"
    RUSSIAN = "ru"
    SPANISH = "es"


LETTERS = dict(zip("ACEFRS", (language.value for language in Language), strict=True))
CHANGES = {"REV": "Rev", "ADD": "Add", "CORR": "Corr"}
LONGEST = 80  # characters

_CHANGE = r"\(?\s*(?:REV|ADD|CORR)\.?\s*[0-9]{0,3}\s*\)?"
_TAIL = rf"(?P<tail>(?:\s*(?:-?\s*{_CHANGE}|R[0-9]{{1,3}}|-\s*[ACEFRS](?![A-Z])|[ACEFRS](?![A-Z0-9])))*)"
_SERIES = rf"(?:(?P<series>{'|'.join(SERIES)})/)?"
_FORMS = tuple(
    re.compile(form + r"\s*")
    for form in (
        rf"(?P<of>C[0-9]{{2}})/{_SERIES}(?P<number>[0-9]{{1,4}}){_TAIL}",
        rf"(?P<of>(?:PP|WTSA|WTDC|WRC|RA)-[0-9]{{2}})/{_SERIES}(?P<number>[0-9]{{1,4}}){_TAIL}",
        rf"(?P<of>(?:C?WG|EG|IEG)-[A-Z]+(?:&[A-Z]+)*[- ][0-9]{{1,3}})/{_SERIES}(?P<number>[0-9]{{1,4}}){_TAIL}",
        rf"(?P<of>(?:CL|DM)-[0-9]{{2}})/(?P<series>)(?P<number>[0-9]{{1,4}}){_TAIL}",
    )
)
_WEB = re.compile(r"S([0-9]{2})-(CL-C|SG-CIR)-([0-9]{4})")
_UN = re.compile(r"[AE](?:/[A-Z][A-Z0-9.]*)*(?:/[0-9]{1,4}){1,2}(?:/[A-Z][A-Z0-9.]*[0-9])*")


class BadSymbol(CouncilError):
    """Words given for a document's symbol that are none."""

    def __init__(self, text: str, why: str) -> None:
        self.text = text
        remedy = why or "write one such as C17/47-E, C18/INF/4, WG-WSIS-30/13, CL-15/46, DM-20/1021 or A/70/1"
        super().__init__(f"{text[:LONGEST]!r} is not a document symbol: {remedy}")


@dataclass(frozen=True, slots=True)
class Symbol:
    """A document's symbol: whose, of which series, its number, what changes it, and in which language."""

    of: str  # C17, WG-WSIS-30, CL-15; all but the number of a UN symbol
    number: str
    series: str | None = None
    changes: tuple[tuple[str, int], ...] = ()  # ("Rev", 2): replaces; Add: supplements; Corr: corrects
    language: str | None = None  # en, fr, …

    @property
    def base(self) -> str:
        """What the document is called whatever its revision and language: `C17/47`."""
        return f"{self.of}/{self.series}/{self.number}" if self.series else f"{self.of}/{self.number}"

    @property
    def issue(self) -> str:
        """Which issue of the document it is: `Rev.2`, or nothing for the first."""
        return " ".join(f"{word}.{number}" for word, number in self.changes)

    def __str__(self) -> str:
        changes = "".join(f"({word}.{number})" for word, number in self.changes)
        letter = next((letter for letter, language in LETTERS.items() if language == self.language), "")
        return f"{self.base}{changes}{f'-{letter}' if letter else ''}"


def parse(text: str) -> Symbol:
    """Return the symbol, so that parse(str(symbol)) == symbol. Raises BadSymbol."""
    words = " ".join(text.split()).upper()
    if len(words) > LONGEST:
        raise BadSymbol(text, f"it is longer than {LONGEST} characters")
    if web := _WEB.fullmatch(words):
        year, kind, number = web.groups()
        return Symbol(f"C{year}" if kind == "CL-C" else f"CL-{year}", _number(text, number))
    if _UN.fullmatch(words):
        of, _, number = words.rpartition("/")
        return Symbol(of, number)
    for form in _FORMS:
        if match := form.fullmatch(words):
            return _symbol(text, match)
    raise BadSymbol(text, _remedy(words))


def _symbol(text: str, match: re.Match[str]) -> Symbol:
    tail = match["tail"]
    changes = tuple(
        (CHANGES[word or "REV"], int(number or plain or 1))
        for word, number, plain in re.findall(r"(REV|ADD|CORR)\.?\s*([0-9]*)|R([0-9]+)", tail)
    )
    if any(number == 0 for _, number in changes):
        raise BadSymbol(text, "revisions, addenda and corrigenda are counted from 1")
    letters = re.findall(r"(?<![A-Z])[ACEFRS](?![A-Z0-9])", tail)
    if len(letters) > 1:
        raise BadSymbol(text, "it names two languages; each language version has a symbol of its own")
    language = LETTERS[letters[0]] if letters else None
    return Symbol(match["of"].replace(" ", "-"), _number(text, match["number"]), match["series"] or None, changes,
                  language)  # fmt: skip


def _number(text: str, digits: str) -> str:
    number = int(digits)
    if number == 0:
        raise BadSymbol(text, "documents are numbered from 1")
    return str(number)


def _remedy(words: str) -> str:
    """Return what is wrong with words that nearly name a document, or nothing."""
    if re.match(rf"(?:{'|'.join(SERIES)})/", words):
        return f"it does not say of which session; write C17/{words}"
    if re.match(r"C(?:19|20)[0-9]{2}/", words):
        return f"a session is named by two digits; write C{words[3:]}"
    if match := re.match(r"C[0-9]{2}/([A-Z]+)/", words):
        return f"there is no series {match[1]}; the series are {', '.join(SERIES)}"
    return ""


def is_address(words: str) -> bool:
    """Return True if a document is named by its address on the web."""
    return words.casefold().startswith(("https://", "http://"))


def written(words: str) -> str:
    """Return a document's symbol as it is written everywhere, or its address. Raises BadSymbol."""
    name = words.strip()
    return name if is_address(name) else str(parse(name))

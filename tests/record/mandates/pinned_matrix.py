"""The matrix of Resolutions 1332 and 140 for 2015 to 2027, as the product reads it from the shipped files.

`make matrix` writes matrix.txt anew: read what differs before it is committed. A letter of the grid says how a clause
stands in a year, a dot that it is in no text of the year; below the grid each cell is explained, like years together.
"""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import fill

from sqlalchemy.orm import Session

from models.engine import reading
from notifications.rehearsal_server import Sink
from record.mandates import matrix
from record.mandates.fulfilment import Judged
from tests import EXAMPLES, stores
from tests.secretariat import Desk, moment

PINNED = Path(__file__).with_name("matrix.txt")
YEARS = range(2015, 2028)
AS_OF = "2026-11-28"
FILES = (EXAMPLES / "2017" / "1-bodies.yaml", *sorted((EXAMPLES / "resolutions").glob("*.yaml")))
LETTERS = {
    "fulfilled": "F", "under way": "U", "overdue": "O", "missing": "M", "not known": "?", "not due": "-",
    "standing": "S",
}  # fmt: skip
WIDE = 100

Rows = dict[tuple[str, str], dict[int, Judged]]  # by resolution and clause, and by year


def text(session: Session) -> str:
    """Return the table as of a fixed day, from what is on record."""
    rows, notes = _read(session)
    return "\n".join([*_grid(rows), "", *_texts(notes), "", *_cells(rows)]) + "\n"


def _read(session: Session) -> tuple[Rows, dict[int, tuple[str, ...]]]:
    rows: Rows = {}
    notes: dict[int, tuple[str, ...]] = {}
    for year in YEARS:
        read = matrix.matrix(session, year, now=moment(AS_OF))
        notes[year] = read.notes
        for row in read.rows:
            rows.setdefault((row.resolution, row.key), {})[year] = row.last
    return rows, notes


def _grid(rows: Rows) -> Iterator[str]:
    legend = ", ".join(f"{letter} {word}" for word, letter in LETTERS.items())
    yield f"As of {AS_OF}: {legend}, . in no text of the year"
    for resolution, group in groupby(rows.items(), key=lambda row: row[0][0]):
        yield ""
        yield f"{resolution:78}" + " ".join(f"{year % 100:02}" for year in YEARS)
        for _, cells in group:
            letters = (LETTERS[cells[year].cell.judgement] if year in cells else "." for year in YEARS)
            yield f"{_last(cells).reference:78}" + "  ".join(letters)


def _texts(notes: dict[int, tuple[str, ...]]) -> Iterator[str]:
    yield "The text in which each year (YYYY) is read; a year under two texts is judged by the later one, unless said"
    for resolution in dict.fromkeys(_of(note) for of_year in notes.values() for note in of_year):
        yield ""
        yield resolution
        yield from _spans({
            year: " / ".join(note[len(resolution) + 2 :] for note in notes[year] if _of(note) == resolution)
            for year in YEARS
        })  # fmt: skip


def _of(note: str) -> str:
    return note.partition(", ")[0]


def _cells(rows: Rows) -> Iterator[str]:
    yield "Each cell; YYYY is the year"
    for (resolution, _), cells in rows.items():
        last = _last(cells)
        yield ""
        yield f"{resolution}, {last.reference} ({last.duty.period}): {last.duty.what}"
        yield from _spans({year: _words(judged) for year, judged in cells.items()})


def _words(judged: Judged) -> str:
    """Return how a clause stands and why."""
    return f"{judged.cell.judgement}: {'; '.join((judged.cell.sentence, *judged.cell.notes))}"


def _spans(words: dict[int, str]) -> Iterator[str]:
    """Yield the words of each year, once for years that follow one another and read alike, if only but for the year."""
    spans: list[list[int]] = []
    for year in words:
        if spans and (words[year] == words[spans[-1][0]] or _alike(words, year) == _alike(words, spans[-1][0])):
            spans[-1].append(year)
        else:
            spans.append([year])
    for years in spans:
        first, last = years[0], years[-1]
        sentence = words[first] if words[first] == words[last] else _alike(words, first)
        span = str(first) if first == last else f"{first}-{last}"
        if sentence:
            yield fill(f"{span}  {sentence}", WIDE, initial_indent="  ", subsequent_indent="      ")


def _alike(words: dict[int, str], year: int) -> str:
    return words[year].replace(str(year), "YYYY")


def _last(cells: dict[int, Judged]) -> Judged:
    return cells[max(cells)]


def write() -> None:
    """Write the table of a fresh store into which the shipped files are loaded."""
    with TemporaryDirectory() as folder, Sink() as sink:
        home = Path(folder)
        with stores.sqlite_store(stores.sqlite_template(home), home) as url:
            desk = Desk(stores.with_keys(url, home), sink, home)
            desk.loads(*FILES, on=AS_OF)
            with reading(desk.engine) as session:
                PINNED.write_text(text(session), encoding="utf-8")


if __name__ == "__main__":
    write()

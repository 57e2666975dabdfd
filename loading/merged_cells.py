"""Cells that were merged in a spreadsheet: an export fills the first of them, and leaves those beneath it empty."""

from collections.abc import Iterator, Mapping

from loading.spreadsheets import Rows

SHARED = frozenset({"organization", "body", "meeting", "item", "item_title", "kind"})
"""The fields that say of what a row is, so that people merge their cells; others are empty for good reasons."""
LISTED = 8  # stretches of rows in a sentence


def noted(rows: Rows, places: Mapping[str, int], file: str, notes: list[str]) -> Rows:
    """Yield the rows; after the last one, note which cells are empty beneath a filled one: nothing is guessed of them.

    Where all that follows in a column is filled or nothing was, there is nothing to say.
    """
    filled: set[str] = set()
    empty: dict[str, list[int]] = {}
    for number, cells in rows:
        for field in SHARED.intersection(places):
            place = places[field]
            if place < len(cells) and cells[place].strip():
                filled.add(field)
            elif field in filled:
                empty.setdefault(field, []).append(number)
        yield number, cells
    if empty:
        where = "; ".join(f"{field.replace('_', ' ')} in {_rows(empty[field])}" for field in places if field in empty)
        notes.append(f"{file}: cells are empty beneath filled ones, and count as empty: {where}; "
                     "where they were merged in the sheet, fill each of them and load it again")  # fmt: skip


def _rows(numbers: list[int]) -> str:
    """Return which rows they are: `rows 3 to 5, 9`."""
    runs = list(_runs(numbers))
    shown = [str(first) if first == last else f"{first} to {last}" for first, last in runs[:LISTED]]
    more = sum(last - first + 1 for first, last in runs[LISTED:])
    return f"{'row' if len(numbers) == 1 else 'rows'} {', '.join(shown)}" + (f" and {more} more" if more else "")


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    first = last = numbers[0]
    for number in numbers[1:]:
        if number != last + 1:
            yield first, last
            first = number
        last = number
    yield first, last

"""The table of a reading as a spreadsheet opens it: typed cells, and no formula in any of them."""

import csv
import io
from datetime import UTC, date, datetime

import pytest

from kernel.shown import Cell, Column, Days, Due
from kernel.spreadsheet import as_csv
from planning.window import Precision

CLOSE = datetime(2017, 3, 10, 16, 0, tzinfo=UTC)


def opened(*cells: Cell) -> list[str]:
    """Return the cells of a row as a program reads them from the bytes."""
    columns = [Column(f"Column {number}") for number, _ in enumerate(cells)]
    text = as_csv(columns, [cells], str).decode("utf-8-sig")
    heads, row = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert heads == [column.heading for column in columns]
    return row


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n"])
def test_text_that_begins_as_a_formula_follows_an_apostrophe(sign: str) -> None:
    assert opened(f'{sign}HYPERLINK("x")', f"a{sign}b", "'quoted") == [
        f'\'{sign}HYPERLINK("x")',
        f"a{sign}b",
        "'quoted",
    ]


def test_no_sign_in_a_cell_ends_it_whatever_separates_cells() -> None:
    hostile = ['a;=1+1,"x"\r\n=2', "é\u2028;"]
    assert opened(*hostile) == hostile
    assert as_csv([Column("Text")], [["a;=1+1"]], str).splitlines()[1] == b'"a;=1+1"'


def test_numbers_days_and_dates_are_what_they_are() -> None:
    days = (Days(-5), Days(None), -5, date(2017, 3, 10))
    assert opened(*days) == ["-5", "", "-5", "2017-03-10"]
    dues = (
        Due(None, Precision.DAY, None), Due(date(2017, 3, 10), Precision.DAY, CLOSE.replace(hour=23, second=59)),
        Due(date(2017, 3, 10), Precision.DAY, CLOSE), Due(date(2017, 3, 31), Precision.MONTH, None),
    )  # fmt: skip
    assert opened(*dues) == ["", "2017-03-10", "2017-03-10 16:00", "2017-03-31 (month)"]


def test_a_spreadsheet_is_told_that_it_is_utf_8() -> None:
    assert as_csv([Column("Title")], [], str) == b'\xef\xbb\xbf"Title"\r\n'

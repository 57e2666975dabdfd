"""Hand-outs: a table as a PDF that is quick to make, the same for the same data, and takes no words for markup."""

import re
import time
import zlib
from datetime import date

from kernel import hand_out
from kernel.hand_out import HandOut
from kernel.shown import Column
from tests.secretariat import moment

NOW = moment("2017-03-01 09:00")
MARKUP = (
    '#panic("x")',
    "*bold* _it_ $x$ @ref <label>",
    "= heading",
    '#read("/etc/passwd")',
    "`raw` \\ ~ [a](b)",
    "\x00",
    "//",
)


def made(*parts, **more) -> bytes:
    return hand_out.as_pdf(HandOut("A title", list(parts), **more), office="The office", foot="A foot", made_at=NOW)


def pages(pdf: bytes) -> int:
    """Return the number of pages that a PDF says it has."""
    texts = [
        pdf,
        *(
            zlib.decompressobj().decompress(each)
            for each in re.findall(rb"stream\r?\n(\x78.*?)\r?\nendstream", pdf, re.S)
        ),
    ]
    return max(int(found) for text in texts for found in re.findall(rb"/Count (\d+)", text))


def test_a_table_is_a_pdf_and_the_same_to_the_byte() -> None:
    rows = [["a", date(2017, 3, 1).isoformat()], [{"main": "b", "aside": ["more"]}, "x" * 200]]
    pdf = made(hand_out.table(["One", "Two"], rows))
    assert pdf.startswith(b"%PDF-")
    assert pdf == made(hand_out.table(["One", "Two"], rows))
    assert pages(pdf) == 1


def test_what_people_wrote_is_no_markup() -> None:
    rows = [[words, words] for words in MARKUP]
    pdf = made(hand_out.table([MARKUP[0], MARKUP[2]], rows, heading=MARKUP[1]), hand_out.lines(MARKUP, MARKUP[3]))
    assert pages(pdf) == 1


def test_a_table_of_a_reading_lies_broad_if_it_has_many_columns() -> None:
    columns = [Column(f"Column {number}") for number in range(7)]
    assert hand_out.of_table("Many", columns, [["x"] * 7], str).is_broad
    assert not hand_out.of_table("Few", columns[:3], [["x"] * 3], str).is_broad


def test_a_long_table_takes_a_second_and_repeats_its_heads() -> None:
    rows = [[f"Organization {number}", "a few words of a remark", "2017-03-10"] for number in range(500)]
    made(hand_out.table(["Organization", "Remark", "Day"], rows[:1]))  # the typeface is read once
    began = time.process_time()
    pdf = made(hand_out.table(["Organization", "Remark", "Day"], rows))
    assert time.process_time() - began < 2
    assert pages(pdf) > 5

"""Lines of a sheet of decisions: read as they are typed or pasted, or refused by their number with the form meant."""

import pytest

from planning.decision_lines import BadLine, Line, Outcome, read


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        (
            "3.2 item itu-d, itu-t by council-28: Report on premises",
            Line(1, None, "3.2", Outcome.ITEM, "itu-d, itu-t by council-28", "Report on premises"),
        ),
        (
            "C27/120 3.3 date council-documents/2027 agenda 2027-05-10: agreed: by all",
            Line(1, "C27/120", "3.3", Outcome.DATE, "council-documents/2027 agenda 2027-05-10", "agreed: by all"),
        ),
        (
            "4 obligation council-decision-640/sg-1 annual to council:  Report",
            Line(1, None, "4", Outcome.OBLIGATION, "council-decision-640/sg-1 annual to council", "Report"),
        ),
        ("5 nothing: The report was noted", Line(1, None, "5", Outcome.NOTHING, "", "The report was noted")),
        ("5 nothing at all : noted", Line(1, None, "5", Outcome.NOTHING, "at all", "noted")),
        ("C27/120(Add.1)  3.2 nothing: noted", Line(1, "C27/120(Add.1)", "3.2", Outcome.NOTHING, "", "noted")),
        ("Annex 2/B 3.2 nothing: noted", Line(1, None, "Annex 2/B 3.2", Outcome.NOTHING, "", "noted")),
        ("either/or 3 nothing: noted", Line(1, None, "either/or 3", Outcome.NOTHING, "", "noted")),
        ("C27/120 nothing: noted", Line(1, None, "C27/120", Outcome.NOTHING, "", "noted")),
        (
            "3.2 | Item | itu-d by council-28 | Report on: premises",
            Line(1, None, "3.2", Outcome.ITEM, "itu-d by council-28", "Report on: premises"),
        ),
        ("| 5 | nothing | noted by MAX|", Line(1, None, "5", Outcome.NOTHING, "", "noted by MAX")),
        ("C27/120 part 2 para 3 nothing: noted", Line(1, "C27/120", "part 2 para 3", Outcome.NOTHING, "", "noted")),
        ("5\tNOTHING\t\tnoted", Line(1, None, "5", Outcome.NOTHING, "", "noted")),
        ("C27/120 3.2\titem\titu-d\tReport", Line(1, "C27/120", "3.2", Outcome.ITEM, "itu-d", "Report")),
    ],
)
def test_a_decision_is_read_from_words_or_from_cells(typed: str, line: Line) -> None:
    assert read(typed) == (line,)


def test_bullets_and_blank_lines_are_passed_over_and_lines_keep_their_number() -> None:
    lines = read("\n- 1 nothing: a\n   \n  * 2 nothing: b\n• 3 nothing: c\n-4 nothing: d\n")
    assert [(line.number, line.paragraph) for line in lines] == [(2, "1"), (4, "2"), (5, "3"), (6, "-4")]
    assert read("\n  \n") == ()


FORMS = (
    "write one of PARAGRAPH item WHO by MEETING: what is asked, PARAGRAPH date CYCLE STEP DATE: why, "
    "PARAGRAPH obligation RESOLUTION/CLAUSE annual to BODY: what is asked, PARAGRAPH nothing: what was said"
)


@pytest.mark.parametrize(
    ("typed", "why", "remedy"),
    [
        ("The report was noted", "'The report was noted' is no decision", FORMS),
        ("3.2 item itu-d", "'3.2 item itu-d' is no decision", FORMS),
        ("3.2 decision itu-d: x", "'3.2 decision itu-d: x' is no decision", FORMS),
        ("3 | nothing: noted", "'3 | nothing: noted' is no decision", FORMS),
        ("1 | item | a | b | c", "'1 | item | a | b | c' is no decision", FORMS),
        ("x" * 61, f"'{'x' * 60}' is no decision", FORMS),
        (
            "3 | decided | itu-d | x",
            "'decided' is nothing that a decision becomes",
            "write item, date, obligation, nothing",
        ),
        (
            "3.2 item: x",
            "a part of it is missing for 'item'",
            "write PARAGRAPH item WHO by MEETING: what is asked",
        ),
        (
            "| | nothing | noted",
            "a part of it is missing for 'nothing'",
            "write PARAGRAPH nothing: what was said",
        ),
        (
            "5 | date | council/2027 agenda |",
            "a part of it is missing for 'date'",
            "write PARAGRAPH date CYCLE STEP DATE: why",
        ),
    ],
)
def test_what_is_no_decision_is_refused_by_its_line(typed: str, why: str, remedy: str) -> None:
    with pytest.raises(BadLine) as refusal:
        read(f"1 nothing: noted\n\n{typed}")
    assert refusal.value.sentence == f"line 3 of the sheet: {why}"
    assert refusal.value.remedies == (remedy,)

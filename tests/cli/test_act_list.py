"""`acts`: what is written by hand, who may do what and what nothing takes back, as tables that are sheets too."""

import csv
import io
from typing import Any

from kernel.by_hand import COMMANDS, FLOWS
from kernel.grants import LADDER, OF_SOME


def test_what_is_written_by_hand_is_listed_alone_with_its_reasons(council: Any) -> None:
    by_hand = [
        *(("terminal", name, each.why) for name, each in COMMANDS.items()),
        *(("prefect", name, each.why) for name, each in FLOWS.items()),
    ]
    assert [tuple(row.values()) for row in council("acts", "--by-hand", "--json").facts] == [
        (door, name.replace("/", " "), why) for door, name, why in by_hand
    ]
    heads, *rows = council("acts", "--by-hand", "--headings").out.splitlines()
    assert heads.split() == ["Door", "Name", "Why"]
    assert rows == council("acts", "--by-hand").out.splitlines()
    for other in ("--who", "--no-undo"):
        refused = council("acts", "--by-hand", other)
        assert (refused.code, refused.out) == (2, "")
        assert refused.err.endswith("list it alone: council acts --by-hand\n")


def test_the_tables_of_grants_and_of_what_has_no_undo_are_sheets_too(council: Any) -> None:
    heads, *rows = csv.reader(io.StringIO(council("acts", "--who", "--csv").out.removeprefix("\ufeff"), newline=""))
    assert heads == ["Act", *LADDER, *sorted(OF_SOME)]
    assert {cell for _, *cells in rows for cell in cells} == {"yes", "no"}
    heads, *rows = csv.reader(io.StringIO(council("acts", "--no-undo", "--csv").out.removeprefix("\ufeff"), newline=""))
    assert heads == ["Act", "Command", "Action by", "Doors", "Undo"]
    assert ["step/add", "add-step"] in [row[:2] for row in rows]
    assert all(row[-1].startswith("no undo: ") or ", unless " in row[-1] for row in rows)
    assert "deadline/agree" not in [name for name, *_ in rows]


def test_a_table_is_written_to_be_printed(council: Any, tmp_path: Any) -> None:
    file = tmp_path / "acts.pdf"
    assert council("acts", "--by-hand", "--pdf", str(file)).out == f"{file} is written\n"
    assert file.read_bytes().startswith(b"%PDF-")
    for wrong in (("--pdf", str(tmp_path / "no" / "such.pdf")), ("--pdf", str(tmp_path))):
        refused = council("acts", "--by-hand", *wrong)
        assert (refused.code, refused.out) == (2, "")
    both = council("acts", "--csv", "--pdf", str(file))
    assert (both.code, "choose one of --json" in both.err) == (2, True)

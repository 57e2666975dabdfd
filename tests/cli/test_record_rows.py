"""What an officer loads who mistypes, renames and corrects: the files of `cases/`, as they were handed over."""

from pathlib import Path
from typing import Any

import pytest

from tests import EXAMPLES

CASES = Path(__file__).parent / "cases"
TEXTS = (str(EXAMPLES / "2017" / "1-bodies.yaml"), str(EXAMPLES / "resolutions" / "resolution-1332.yaml"))


@pytest.fixture
def c(council: Any, store_url: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Say a command to a fresh store, on each database in turn; files are those of the cases."""
    monkeypatch.setenv("COUNCIL_DATABASE_URL", store_url)
    monkeypatch.setenv("COUNCIL_OFFICER", "An Officer")

    def say(line: str, *words: str) -> str:
        said = council(*(str(CASES / word) if (CASES / word).is_file() else word for word in line.split()), *words)
        assert bool(said.err.strip()) == (said.code == 2), said
        return said.out + said.err

    return say


def test_r1_organizations_are_known_however_they_are_written(c: Any) -> None:
    assert "may be one: then merge them" in c("load r1-organizations.yaml --as-of 2026-10-12")
    answered = c("answer orgs/2026 comments Brazil --on 2026-10-20 --no-comment --as-of 2026-10-20")
    assert answered.startswith("Brazil has answered")
    comments = "comments orgs/2026 comments --as-of"
    assert "no answer yet: COTE D'IVOIRE, Côte d’Ivoire\n" in c(f"{comments} 2026-10-20")
    merge = ("COTE D'IVOIRE", "Côte d’Ivoire", "--because", "one state", "--apply", "--as-of", "2026-10-21")
    c("organization merge", *merge)
    c("organization rename Brazil Brasil --because asked --as-of 2026-10-21")
    read = c(f"{comments} 2026-10-22")
    assert "2026-10-20  Brasil" in read
    assert "no answer yet: Côte d’Ivoire\n" in read


def test_r2_words_that_nobody_knows_are_said_with_the_nearest(c: Any) -> None:
    tried = c("load r2-misspelt.yaml --dry-run --as-of 2026-11-10")
    for nearest in ("'membership'", "'secretariat'"):
        assert nearest in tried
    assert "nobody acts by that name" not in tried
    assert c("people list --as-of 2026-11-11").startswith("no ")


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("r3-kontakte-de.csv", "`language` 'Deutsch' is not an official language but German"),
        ("r3-contacts-fr.csv", "1 contact added"),
        ("r3-contactos-es.csv", "1 contact added"),
        ("r3-outlook.csv", "2 contacts added"),
    ],
)
def test_r3_tables_are_read_as_people_have_them(c: Any, file: str, says: str) -> None:
    assert says in c(f"load {file}")


def test_r3_calendars_are_read_as_people_have_them(c: Any) -> None:
    said = c("load r3-holidays.ics --calendar Geneva")
    assert said.startswith("1 holiday list added")
    assert "2027-12-31 is closed for a part of the day only" in said
    assert "Sunday 2027-03-28" in said
    assert c("load r3-holidays.ics --calendar geneva").startswith("1 unchanged")


@pytest.mark.parametrize("file", ["r4-comma-title.yaml", "r4-comma-duty.yaml"])
def test_r4_a_comma_inside_braces_cuts_nothing(c: Any, file: str) -> None:
    assert "a comma inside {…} needs quotes" in c(f"load {file}")


def test_r5_what_was_cancelled_first_and_replaced_later_hangs_anew(c: Any) -> None:
    c("load r5-consultation.yaml --as-of 2026-10-01")
    c("meeting cancel cwg-40 --because x --apply --as-of 2026-10-05")
    assert "compile, present, follow wait for a date" in c("tasks --as-of 2026-10-06T12:00")
    c("load r5-replacement.yaml --as-of 2026-10-06")
    for circle in ("move consult/2026 cwg 2026-12-14/2026-12-15", "move cwg-40 2026-12-14/2026-12-15"):
        assert "council meeting cancel cwg-40 --instead KEY" in c(f"{circle} --apply --because x --as-of 2026-10-06")
    said = c("meeting cancel cwg-40 --instead cwg-40bis --apply --because x --as-of 2026-10-06")
    assert [day in said for day in ("2026-12-07", "2026-12-15", "2026-12-29")] == [True] * 3


def test_r6_a_corrected_list_is_listed_and_changes_nothing_before_it_is_accepted(c: Any) -> None:
    c("load r6-holidays.yaml --as-of 2026-11-20")
    said = c("load r6-holidays-corrected.yaml --as-of 2026-11-21")
    assert "papers is on 2026-12-28, and would be on 2026-12-21" in said
    assert "2026-12-28 Mon  papers" in c("status wd/2027 --as-of 2026-11-22")
    c("recounted accept --apply --because corrected --as-of 2026-11-22")
    assert "2026-12-21 Mon  papers" in c("status wd/2027 --as-of 2026-11-23")


def test_r8_the_matrix_says_late(c: Any) -> None:
    c("load r8-matrix-late.yaml")
    for year in ("2022", "2026"):
        assert "report once: overdue since 2022-02-21 (report-once/2022)" in c(f"obligations --year {year}")


def test_r9_a_version_whose_text_is_not_held_ends_nothing(c: Any) -> None:
    c("load", *TEXTS)
    before = c("obligations --year 2023")
    c("load r9-unheld-versions.yaml")
    assert "what it carries over is unknown" in c("resolution compare council-1332 C24")
    for version, since in (("C24", "2024-06-14"), ("C11", "2011-01-01")):
        said = c(f"resolution adopt council-1332 {version} --from {since} --because x --apply")
        assert "ended" not in said
    assert c("obligations --year 2023") == before
    assert "read after the last text on file" in c("obligations --year 2025")


def test_r11_a_calendar_corrects_a_list_where_that_is_said(c: Any) -> None:
    c("load r11-closure.ics --calendar Geneva")
    refused = c("load r11-closure-corrected.ics --calendar Geneva")
    assert refused.endswith("if it corrects the stored list, say so: --replace\n")
    assert c("load r11-closure-corrected.ics --calendar Geneva --replace").startswith("1 holiday list changed")

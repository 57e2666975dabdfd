"""`council plan CHAIN/EDITION`: the dates of an edition before it is opened, and once it is; nothing is stored."""

import pytest

MEETINGS = """\
bodies: [{key: council, name: Council}, {key: cwg-wsis-sdg, name: CWG-WSIS&SDG, aliases: [cwg]}]
meetings:
  - {body: council, key: council-25, title: Council 2025, opens: 2025-06-17, closes: 2025-06-27, status: confirmed}
  - {body: council, key: council-26, title: Council 2026, opens: 2026-04-28, closes: 2026-05-08}
"""
DOCUMENTS = "council-documents/2025"
ANCHOR = ("--anchor", "council=2025-06-17/2025-06-27")
ON = ("--as-of", "2024-11-04")


@pytest.fixture
def office(council, store, tmp_path):
    (tmp_path / "meetings.yaml").write_text(MEETINGS)
    assert council("load", str(tmp_path / "meetings.yaml"), *ON).code == 0
    return council


def dates(said):
    return {each["step"]: each["due"] for each in said.facts["deadlines"]}


def test_without_a_store_an_edition_is_planned_from_what_is_given(council, home):
    printed = council("plan", DOCUMENTS, *ANCHOR, "--json")
    assert dates(printed)["draft-budget"] == "2025-04-29"  # 2025 is odd: the edition gives the year
    assert (printed.facts["cycle"], printed.facts["open"]) == (DOCUMENTS, False)
    assert not home.exists()


def test_meetings_that_are_known_give_the_reference_dates(office):
    printed = office("plan", DOCUMENTS, *ON, "--json")
    assert printed.facts["anchors"] == {"council": "2025-06-17/2025-06-27 (council-25)"}
    assert dates(printed)["financial-documents"] == "2025-04-22"
    assert printed.facts["notes"] == []
    assert office("plan", "council documents 2025", *ON).out == office("plan", DOCUMENTS, *ON).out


def test_one_that_is_not_confirmed_is_said(office):
    out = office("plan", "council-documents/2026", *ON).out
    assert "council: 2026-04-28/2026-05-08 (council-26)\n" in out
    assert "council is not confirmed yet\n" in out
    assert "draft-budget" in out


def test_what_is_given_stands_above_what_is_known(office):
    printed = office("plan", DOCUMENTS, "--anchor", "council=council-26", *ON, "--json")
    assert printed.facts["anchors"] == {"council": "2026-04-28/2026-05-08 (council-26)"}
    printed = office("plan", "council-documents/2026", "--anchor", "council=2026-05-05/2026-05-15", *ON, "--json")
    assert (printed.facts["anchors"], printed.facts["notes"]) == ({"council": "2026-05-05/2026-05-15"}, [])


def test_what_nobody_knows_is_asked_for(office):
    printed = office("plan", "council-documents/2027", *ON)
    assert (printed.code, printed.out) == (2, "")
    assert "give it: --anchor council=YYYY-MM-DD" in printed.err
    assert office("plan", DOCUMENTS, "--anchor", "council=council-99", *ON).code == 2


def test_an_edition_that_is_named_by_its_meeting_is_planned_for_that(office):
    printed = office("plan", "council-documents/council-26", *ON, "--json")
    assert printed.facts["anchors"] == {"council": "2026-04-28/2026-05-08 (council-26)"}


def test_an_edition_that_is_open_has_its_own_dates(office):
    assert office("open", DOCUMENTS, *ANCHOR, *ON).code == 0
    because = ("--because", "printed so", "--sure")
    assert office("agree", DOCUMENTS, "financial-documents", "2025-04-24", *because, *ON).code == 0
    printed = office("plan", DOCUMENTS, *ON, "--json")
    assert (printed.facts["open"], dates(printed)["financial-documents"]) == (True, "2025-04-24")
    assert office("plan", DOCUMENTS, *ON).out.startswith(f"{DOCUMENTS} is open, with these dates\n")
    printed = office("plan", DOCUMENTS, *ANCHOR, *ON)
    assert (printed.code, printed.err.partition(";")[0]) == (2, f"{DOCUMENTS} is already open")
    earlier = office("plan", DOCUMENTS, "--as-of", "2024-11-03", *ANCHOR, "--json")
    assert earlier.facts["open"] is False


def test_a_name_is_read_kindly_by_people_and_exactly_by_machines(council):
    anchors = ("--anchor", "un-deadline=2027-04-30")
    assert council("plan", "hlpf", *anchors).out == council("plan", "hlpf-contribution", *anchors).out
    assert council("plan", "hlpf 2027", *anchors).out.startswith("hlpf-contribution/2027 is not open yet\n")
    assert council("plan", "hlpf", *anchors, "--json").code == 2
    assert council("plan", "hlpf-contribution/", *anchors).code == 2

"""The matrix, texts, submissions and roles as the secretariat types them."""

import pytest

from tests import EXAMPLES

BODIES = str(EXAMPLES / "2017" / "1-bodies.yaml")
TEXTS = [str(EXAMPLES / "resolutions" / name) for name in ("resolution-1332.yaml", "resolution-140.yaml")]
ROLES = str(EXAMPLES / "resolutions" / "roles-of-itu.yaml")
PAPERS = str(EXAMPLES / "resolutions" / "documents-2017.yaml")
REPORT = "annual-report/2016"


@pytest.fixture
def loaded(council, begin):
    anchors = ("--anchor", "cwg=cwg-wsis-30", "--anchor", "council=council-17", "--anchor", "cstd=cstd-20")
    begin(
        ("load", BODIES, *TEXTS, ROLES, "--as-of", "2017-01-02"),
        ("open", REPORT, *anchors, "--as-of", "2017-01-03"),
        ("load", PAPERS, "--as-of", "2017-03-14"),
    )
    return council


def six(facts):
    rows = {row["obligation"]: row for row in facts["obligations"]}
    return rows["council-1332/sg-6"]["years"][-1]


def test_the_matrix_of_2017(loaded):
    printed = loaded("obligations", "--year", "2017", "--as-of", "2017-06-01")
    lines = [line for line in printed.out.splitlines() if "Secretary-General 6 " in line]
    assert [" ".join(line.split()) for line in lines] == [
        "2017 instructs the Secretary-General 6 fulfilled "
        "give the Council the comprehensive report: council has C17/47-E since 2017-03-14"
    ]
    assert "its text is not available; read after a later text, 'after PP-18'" in printed.out
    facts = loaded("obligations", "--year", "2017", "--as-of", "2017-06-01", "--json").facts
    cell = six(facts)
    assert (cell["judgement"], cell["in_force"], cell["read"]) == ("fulfilled", "Modified 2016", "after PP-18")
    assert cell["submissions"] == [
        {"symbol": "C17/47-E", "to": "council", "via": None, "purpose": "consideration", "on": "2017-03-14"}
    ]
    earlier = loaded("obligations", "--year", "2017", "--as-of", "2017-03-01", "--json").facts
    assert six(earlier)["cycles"] == [{"cycle": REPORT, "step": "to-council", "due": "2017-04-17"}]


def test_every_year_on_record_unless_told(loaded):
    assert loaded("obligations", "--as-of", "2018-02-01", "--json").facts["years"] == [2017, 2018]


def test_a_cycles_submissions_and_their_receipt(loaded):
    met = ("met", REPORT, "to-cwg", "--document", "WG-WSIS-30/5E", "--on", "2017-03-15", "--as-of", "2017-03-16")
    assert loaded(*met).code == 0
    word = ("receipt", REPORT, "to-cwg", "--reference", "mail of the chair", "--as-of", "2017-03-17")
    assert loaded(*word).out == "cwg-wsis-sdg has received WG-WSIS-30/5-E\n"
    facts = loaded("submissions", REPORT, "--as-of", "2017-03-18", "--json").facts
    assert facts["documents"] == ["WG-WSIS-30/5"]
    assert [(row["to"], row["late"], row["receipt"]["on"]) for row in facts["submissions"]] == [
        ("cwg-wsis-sdg", True, "2017-03-17")
    ]
    assert [row["step"] for row in facts["owed"]] == ["to-council", "to-cstd", "to-hlpf", "to-other-call"]
    assert "received 2017-03-17: mail of the chair" in loaded("submissions", REPORT, "--as-of", "2017-03-18").out
    assert loaded("document", "show", "wg-wsis-30/5", "--json").facts["awaited"] == ["ar", "zh", "fr", "ru", "es"]


def test_a_document_handed_over_by_itself(loaded):
    words = ("submit", "C17/8", "council", "--on", "2017-04-03", "--clause", "council-1332/tor-c")
    assert loaded(*words, "--as-of", "2017-04-04").out == "C17/8 was submitted to council on 2017-04-03\n"
    assert loaded("document", "also", "C17/8", "WG-WSIS-30/20", "--as-of", "2017-04-05").code == 0
    assert loaded("document", "language", "C17/8", "fr", "posted", "--as-of", "2017-04-05").code == 0
    shown = loaded("document", "show", "WG-WSIS-30/20", "--json").facts
    assert shown["symbols"] == ["C17/8", "WG-WSIS-30/20"]
    assert [version["language"] for version in shown["languages"]] == ["fr"]


def test_papers_and_texts_are_named_kindly_where_a_person_reads_and_exactly_elsewhere(loaded):
    at = ("--as-of", "2017-04-05")
    french = ("document", "language", "comprehensive report", "fr", "posted", *at)
    assert loaded(*french).out == "C17/47 fr: posted\n"
    exactly = loaded(*french, "--json")
    assert (exactly.code, exactly.out) == (2, "")
    assert "'comprehensive report' is not a document symbol" in exactly.err
    assert "may be C17/47, C17/8; write one of them" in loaded("submit", "C17", "Council", *at).err
    assert loaded("submit", "c17/47e", "Council", *at).out == "C17/47-E was submitted to council on 2017-04-05\n"
    shown = loaded("submit", "C17/47", "Kouncil", *at, "--preview").out
    assert "\nno body 'kouncil' is loaded: it is recorded by this word; did you mean 'council'?\n" in shown
    assert "there is no document 'C17/4'" in loaded("document", "also", "C17/4", "C17/9", *at).err  # no beginning
    adopt = ("resolution", "adopt", "Council Resolution 1332", "modified", "--from", "2016-06-03", "--because", "x")
    assert loaded(*adopt, "--apply", *at).out.startswith("Modified 2016 of council-1332 is in force from 2016-06-03\n")
    assert (
        "its versions are 2011, Modified 2016, after PP-18, Council 2024"
        in loaded(*adopt, "--apply", "--json", *at).err
    )
    sent = ("circular-sent", "campaign", "--on", "2016-12-15", *at)
    assert loaded(*sent).out == "CL-16/62 was sent on 2016-12-15\n"


def test_a_version_is_shown_and_put_in_force_only_when_applied(loaded):
    assert (
        loaded("resolution", "show", "council-1332", "--as-of", "2017-06-01")
        .out.splitlines()[1]
        .endswith("read after a later text, 'after PP-18'")
    )
    before = loaded("resolution", "list", "--json").facts
    adopt = ("resolution", "adopt", "council-1332", "after PP-18", "--from", "2019-06-20", "--because", "a story")
    assert loaded(*adopt, "--as-of", "2019-07-01").code == 2  # it is shown first, or told to be done
    preview = loaded(*adopt, "--preview", "--as-of", "2019-07-01")
    assert preview.out.startswith("after PP-18 of council-1332 is in force from 2019-06-20\n")
    assert "this is a preview, and nothing was changed" in preview.out
    assert loaded("resolution", "list", "--json").facts == before
    adopted = loaded(*adopt, "--apply", "--as-of", "2019-07-01", "--json").facts
    assert (adopted["outcome"], adopted["next"]) == ("adopted", [])
    versions = loaded("resolution", "list", "--json").facts[0]["versions"]
    assert [(version["version"], version["from"]) for version in versions] == [
        ("2011", "2011-12-31"),
        ("Modified 2016", "2016-06-02"),
        ("after PP-18", "2019-06-20"),
        ("Council 2024", "2024-06-14"),
    ]
    assert loaded("resolution", "compare", "council-1332", "nothing").code == 2


def test_roles_circulars_and_reporting_windows(loaded):
    assert [fact["role"] for fact in loaded("roles", "--year", "2023", "--json").facts if fact["line"] == "C4"] == [
        "facilitator"
    ]
    assert "C10 awaited" in " ".join(loaded("roles", "--year", "2017").out.split())
    assert [fact["circular"] for fact in loaded("circulars", "--json").facts] == ["CL-15/46", "CL-16/62"]
    assert "annual-report/2017  December 2016 on" in loaded("reporting-windows").out
    printed = loaded("answer-circular", "CL-15/46", "Nobody", "--as-of", "2017-06-01")
    assert (printed.code, printed.out) == (2, "")
    assert "there is no organization 'Nobody'" in printed.err

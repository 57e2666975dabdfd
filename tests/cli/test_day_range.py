"""One range of days at every door of the terminal, and days years from their edition that somebody must be sure of."""

import pytest

FILE = """
bodies: [{key: council, name: Council}]
meetings: [{body: council, key: council-26, title: Council 2026, opens: 2026-06-01, closes: 2026-06-11}]
contacts:
  - {name: An Officer, email: officer@secretariat.example, roles: [secretariat]}
  - {name: Contact A, email: contact-a@members.example, organization: Brazil, roles: [membership]}
circulars:
  - {symbol: CL-26/1, title: A letter, kind: circular, to: membership}
timelines:
  - cycle: bystander/2026
    title: A healthy cycle
    agreed_by: 41st meeting
    anchors: {x: 2026-12-16}
    deadlines:
      - {step: draft, title: Draft, due: 2026-11-30}
      - {step: comments, title: Comment, by: membership, opens: 2026-11-20, due: 2026-12-11}
"""
CYCLE, NOW = "bystander/2026", ("--as-of", "2026-11-11")
HLPF = ("open", "hlpf-contribution/2027", "--anchor", "review=2027-01-26/2027-01-27")


@pytest.fixture
def office(council, begin, written, monkeypatch):
    monkeypatch.setenv("COUNCIL_OFFICER", "An Officer")
    begin(("load", written("office.yaml", FILE), "--as-of", "2026-11-10"))
    return council


DOORS = {
    "open": (*HLPF, "--anchor", "un-deadline={day}", *NOW),
    "plan": ("plan", "hlpf-contribution", "--anchor", "review=2027-01-26", "--anchor", "un-deadline={day}"),
    "agree": ("agree", CYCLE, "draft", "{day}", "--because", "so", "--sure", *NOW),
    "move an anchor": ("move", CYCLE, "x", "{day}", "--sure", "--preview", *NOW),
    "move a meeting": ("move", "council-26", "{day}", "--preview", *NOW),
    "met": ("met", CYCLE, "draft", "--on", "{day}", "--url", "https://itu.int/x", "--sure", *NOW),
    "answer": ("answer", CYCLE, "comments", "Brazil", "--on", "{day}", "--sure", *NOW),
    "submit": ("submit", "C26/1", "council", "--on", "{day}", *NOW),
    "circular": ("circular-sent", "CL-26/1", "--answers-by", "{day}", *NOW),
    "deputy": ("deputy", "set", "An Officer", "Contact A", "--from", "{day}", *NOW),
    "as of": ("status", "--as-of", "{day}"),
    "as known on": ("status", "--as-known-on", "{day}"),
    "rehearse": ("rehearse", "--from", "2026-11-11", "--to", "{day}"),
}


@pytest.mark.parametrize("day", ["0207-04-28", "1864-12-31", "2121-01-01", "9999-12-31"])
def test_every_door_refuses_a_day_that_nobody_believes_in_the_same_words(office, day):
    for door, words in DOORS.items():
        printed = office(*(word.format(day=day) for word in words))
        assert (printed.code, printed.out) == (2, ""), door
        assert f"{day} lies outside the years 1865 to 2120; correct it" in printed.err, (door, printed.err)
    assert office("year", "2121").err.startswith("the year 2121 lies outside the years 1865 to 2120")
    assert "the year 1864" in office("obligations", "--year", "1864").err
    assert "the year 2121" in office("open", "hlpf-contribution/2121", *HLPF[2:], *NOW).err


def test_a_loaded_file_holds_to_the_same_range(office, tmp_path):
    file = tmp_path / "odd.yaml"
    for line in ("{x: 0207-12-16}", "{x: 2026-12-16/9999-12-31}"):
        file.write_text(FILE.replace("bystander", "other").replace("{x: 2026-12-16}", line), encoding="utf-8")
        printed = office("load", str(file), *NOW)
        assert printed.code == 2
        assert "lies outside the years 1865 to 2120; correct it" in printed.err


def test_a_rule_of_a_file_that_leads_out_of_the_range_is_refused(office, tmp_path):
    file = tmp_path / "odd.yaml"
    odd = FILE.replace("bystander", "other").replace("due: 2026-11-30", "due: 9999 months before x")
    file.write_text(odd, encoding="utf-8")
    printed = office("load", str(file), *NOW)
    assert printed.code == 2
    assert "leads to no day: it lies outside the years 1865 to 2120" in printed.err


ACCEPTED = ("--because", "so", "--accept-conflicts", "another year than the cycle's")
FAR = {
    "open": (*HLPF, "--anchor", "un-deadline={day}", "--accept-conflicts", "so", "--preview", *NOW),
    "agree": ("agree", CYCLE, "draft", "{day}", *ACCEPTED, *NOW),
    "move": ("move", CYCLE, "x", "{day}", "--preview", *NOW),
}


@pytest.mark.parametrize("door", FAR)
def test_a_typed_day_years_from_its_edition_wants_somebody_to_be_sure(office, door):
    edition = 2027 if door == "open" else 2026

    def typed(day: str, *more: str):
        return office(*(word.format(day=day) for word in FAR[door]), *more)

    for year in (edition - 4, edition + 4):
        printed = typed(f"{year}-04-28")
        assert printed.code == 2
        assert f"{year}-04-28 lies more than 3 years from the edition {edition} of " in printed.err
        assert printed.err.strip().endswith("say that it is right: --sure")
        assert typed(f"{year}-04-28", "--sure").code == 0
    assert typed(f"{edition + 3}-12-30").code == 0


def test_a_day_of_the_past_that_was_met_or_answered_wants_that_too(office):
    met = ("met", CYCLE, "draft", "--url", "https://itu.int/x", *NOW, "--on")
    answered = ("answer", CYCLE, "comments", "Brazil", *NOW, "--on")
    for words in (met, answered):
        assert "edition 2026 of bystander/2026" in office(*words, "2022-12-31").err
        assert office(*words, "2022-12-31", "--sure").code == 0


def test_an_edition_that_is_no_year_has_no_near_days(office, tmp_path):
    file = tmp_path / "second.yaml"
    file.write_text(FILE.replace("bystander/2026", "bystander/second"), encoding="utf-8")
    assert office("load", str(file), *NOW).code == 0
    assert office("agree", "bystander/second", "draft", "2120-12-31", *ACCEPTED, *NOW).code == 0


def test_a_printed_timeline_is_taken_as_printed(office, tmp_path):
    file = tmp_path / "printed.yaml"
    file.write_text(FILE.replace("bystander", "other").replace("2026-11-30", "1975-11-30"), encoding="utf-8")
    printed = office("load", str(file), *NOW)
    assert printed.code == 0, printed.err


@pytest.mark.parametrize("year", ["0000", "1864", "2121", "9999"])
def test_an_edition_named_by_a_year_that_nobody_believes_is_refused_everywhere(office, tmp_path, year):
    anchor = ("--anchor", "un-deadline=2027-04-30")
    file = tmp_path / "odd.yaml"
    file.write_text(FILE.replace("bystander/2026", f"odd/{year}"), encoding="utf-8")
    for door in (
        ("open", f"hlpf-contribution/{year}", *anchor, "--sure", *NOW),
        ("plan", "hlpf-contribution", "--edition", year, *anchor),
        ("load", str(file), *NOW),
    ):
        printed = office(*door)
        assert (printed.code, printed.out) == (2, ""), door
        assert f"the year {int(year)} lies outside the years 1865 to 2120; correct it" in printed.err

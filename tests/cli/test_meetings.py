"""Meetings, editions and years as the secretariat types them."""

import pytest

MEETINGS = """
bodies:
  - {key: council, name: The Council}
  - {key: cwg-wsis-sdg, name: The Group, aliases: [CWG-WSIS]}
meetings:
  - {body: council, key: council-17, title: Council 2017, opens: 2017-05-15, closes: 2017-05-25, status: confirmed}
  - {body: council, key: council-18, title: Council 2018, opens: 2018-04-17, closes: 2018-04-27}
  - {body: CWG-WSIS, key: cwg-30, title: 30th meeting, opens: 2017-02-07, closes: 2017-02-08, status: confirmed}
"""
DOCUMENTS, REPORT = "council-documents/2017", "annual-report/2016"
ACT = ("--as-of", "2017-01-03")
DATES = ("moves", "kept", "conflicts", "notices")


@pytest.fixture
def opened(council, begin, written):
    begin(
        ("load", written("meetings.yaml", MEETINGS), "--as-of", "2017-01-02"),
        ("open", DOCUMENTS, "--anchor", "council=council-17", *ACT),
        ("open", REPORT, "--anchor", "council=council-17", "--anchor", "cwg=cwg-30", *ACT),
    )
    return council


def test_moving_council_17_previews_and_then_moves_two_cycles_in_one_act(opened):
    opened("agree", REPORT, "to-council", "2017-04-14", "--because", "asked", "--as-of", "2017-01-04")
    words = ("move", "council-17", "2017-05-29/2017-06-08", "--json", "--as-of", "2017-01-05")
    bare = opened(*words)
    assert (bare.code, bare.out) == (2, "")
    assert "add --preview to see what it does, or --apply" in bare.err
    preview = opened(*words, "--preview").facts
    assert {(move["cycle"], move["days"]) for move in preview["moves"]} == {(DOCUMENTS, 14)}
    assert [(kept["cycle"], kept["step"], kept["days"]) for kept in preview["kept"]] == [(REPORT, "to-council", 17)]
    before = opened("status", "--json", "--as-of", "2017-06-01").out
    explained = opened("explain", DOCUMENTS, "contributions", "--json", "--as-of", "2017-06-01").out
    meetings = opened("meetings", "--json", "--as-of", "2017-06-01").out
    done = opened(*words, "--apply", "--seen", preview["seen"]).facts
    assert {name: done[name] for name in DATES} == {name: preview[name] for name in DATES}
    line = opened("journal", "--json").facts[-1]
    assert (line["act"], line["arguments"]["span"]) == ("meeting/move", "2017-05-29/2017-06-08")
    assert opened("status", "--json", "--as-of", "2017-06-01").out != before
    known = ("--as-of", "2017-06-01", "--as-known-on", "2017-01-04")
    assert opened("status", "--json", *known).out == before
    assert opened("explain", DOCUMENTS, "contributions", "--json", *known).out == explained
    assert opened("meetings", "--json", *known).out == meetings
    assert opened("undo", line["id"], "--as-of", "2017-01-05").code == 0
    assert opened("status", "--json", "--as-of", "2017-06-01").out == before


def test_a_cancelled_meeting_leaves_its_steps_awaited(opened):
    words = ("meeting", "cancel", "council-17", "--as-of", "2017-01-05")
    assert "--because" in opened(*words, "--preview").err
    shown = opened(*words, "--preview", "--because", "no quorum").out
    assert f"{DOCUMENTS}:\n  2017-03-20 → awaited  financial-documents\n" in shown
    assert f"{REPORT}:\n" in shown
    assert "and nothing was changed" in shown
    assert opened(*words, "--apply", "--because", "no quorum").code == 0
    deadlines = opened("status", DOCUMENTS, "--json", "--as-of", "2017-01-06").facts["deadlines"]
    assert {deadline["due"] for deadline in deadlines} == {None}
    assert "no quorum" in opened("meeting", "show", "council-17", "--as-of", "2017-01-06").out


def test_a_meeting_shows_what_is_due_by_it(opened):
    assert opened("load", "examples/items/c17-8.yaml", *ACT).code == 0
    facts = opened("meeting", "show", "council-17", "--json", "--as-of", "2017-02-10").facts
    assert "c17-8/2.2.3-4" in [item["key"] for item in facts["items"]]
    assert "c17-8/2.2.3-4  proposed" in opened("meeting", "show", "council-17", "--as-of", "2017-02-10").out


def test_an_agenda_is_kept(opened):
    agenda = ("meeting", "agenda", "council-17", "PL 1.3")
    assert "undated" in opened(*agenda, "--title", "WSIS", *ACT).out
    assert "2017-05-16" in opened(*agenda, "--on", "2017-05-16", *ACT).out
    assert "PL 1.3" in opened("meeting", "show", "council-17", "--as-of", "2017-01-06").out
    assert "withdrawn" in opened(*agenda, "--withdraw", *ACT).out


def test_an_item_with_a_day_names_the_reports_that_await_one(opened):
    group = "working-group-meeting/cwg-30"
    assert opened("open", group, "--anchor", "cwg=cwg-30", *ACT).code == 0
    printed = opened("meeting", "agenda", "cwg-30", "5", "--title", "Recent events", "--on", "2017-02-08", *ACT).out
    assert printed.splitlines()[1:] == [
        f"next: {group} awaits item, the day on which the agenda item on recent events is discussed; "
        f"if it is this item, give it its day: council move {group} item 2017-02-08 --apply"
    ]
    assert "awaited → 2017-02-06  event-reports" in opened("move", group, "item", "2017-02-08", "--apply", *ACT).out


def test_an_edition_is_previewed_and_a_year_takes_its_own_anchors(opened):
    forum = ("--anchor", "forum=2017-06-12/2017-06-16")
    assert opened("open", "wsis-prizes/2017", *forum, *ACT).code == 0
    assert opened("agree", "wsis-prizes/2017", "selection", "end of April 2017", "--because", "so", *ACT).code == 0
    later = ("open", "wsis-prizes/2018", "--from", "wsis-prizes/2017", "--anchor", "forum=2018-03-19/2018-03-23")
    shown = opened(*later, "--preview", *ACT)
    assert "month of 2 months before forum.opens" in shown.out
    assert "this is a preview, and nothing was changed" in shown.out
    assert opened("status", "wsis-prizes/2018", *ACT).code == 2
    facts = opened(*later, "--preview", "--json", *ACT).facts
    assert (facts["preview"], [difference["step"] for difference in facts["differences"]]) == (True, ["selection"])
    assert "no Geneva holiday list for 2018 is loaded" in facts["notes"][0]
    assert opened("open", "wtisd/2018", "--preview", *ACT).out.startswith("wtisd/2018 is open with 2 deadlines\n")
    assert opened("status", "wtisd/2018", *ACT).code == 2

    hlpf = "hlpf-contribution/2017"
    own = ("--anchor", hlpf, "un-deadline=2017-04-28", "--provisional", hlpf, "un-deadline")
    assert "is not accepted, and" in opened("year", "2017", *own, "--apply", *ACT).err
    year = ("year", "2017", "--accept", hlpf, *own)
    assert "2017-04-28 Fri  submission" in opened(*year, "--preview", *ACT).out
    refused = opened(*year, *ACT)
    assert (refused.code, "--preview" in refused.err, "--apply" in refused.err) == (2, True, True)
    assert opened(*year, "--apply", *ACT).out.startswith(f"opened: {hlpf}\n")
    assert "provisional: un-deadline is not confirmed" in opened("status", hlpf, *ACT).out


def test_a_meeting_moves_by_a_document_and_an_anchor_provisionally(opened):
    refused = opened("move", "council-17", "2017-05-29/2017-06-08", "--provisional", "--preview", *ACT)
    assert (refused.code, refused.err) == (2, "No such option '--provisional'; see: council move --help\n")
    moved = ("move", "council-17", "2017-05-29/2017-06-08", "--document", "CL-17/7", "--apply", *ACT)
    assert opened(*moved).code == 0
    assert "CL-17/7" in opened("meeting", "show", "council-17", *ACT).out
    assert opened("meeting", "paper", "council-17", "C17/8", "--purpose", "consideration", *ACT).code == 0
    assert "C17/8  consideration" in opened("meeting", "show", "council-17", *ACT).out
    assert opened("meeting", "paper", "council-17", "C17/8", "--withdraw", *ACT).out.endswith("no more\n")
    assert opened("move", REPORT, "cstd", "2017-05-08/2017-05-12", "--provisional", "--apply", *ACT).code == 0


def test_a_meeting_goes_by_its_body_and_year_where_a_person_sees_which_was_meant(opened):
    assert opened("move", "cwg-wsis 2017", "2017-02-14/2017-02-15", "--apply", *ACT).out.startswith("cwg-30 is on")
    assert opened("meeting", "confirm", "the council 2018", *ACT).out.startswith(
        "council-18 is confirmed; members read"
    )
    unclear = opened("meeting", "postpone", "council", "--because", "x", "--preview", *ACT)
    assert (unclear.code, unclear.err) == (
        2,
        "'council' may be council-17, council-18; write one of them in full\n",
    )
    exactly = opened("meeting", "hold", "cwg 2017", "--json", *ACT)
    assert exactly.err.startswith("there is no meeting 'cwg 2017'")


def test_a_year_is_proposed_and_accepted_and_provisional_until_confirmed(opened):
    facts = opened("year", "2018", "--json", *ACT).facts
    by_cycle = {proposal["cycle"]: proposal for proposal in facts["proposals"]}
    assert by_cycle["council-documents/2018"]["provisional"] == ["council"]
    assert "no Geneva holiday list for 2018" in facts["notes"][0]
    assert opened("year", "2018", "--accept", "council-documents/2018", "--apply", *ACT).code == 0
    status = ("status", "council-documents/2018", "--json", "--as-of", "2017-01-06")
    assert opened(*status).facts["provisional"] == ["council"]
    assert opened("meeting", "confirm", "council-18", *ACT).code == 0
    assert opened(*status).facts["provisional"] == []
    assert by_cycle["hlpf-contribution/2018"]["awaited"][0].startswith("un-deadline")


def test_a_new_edition_says_where_it_differs_from_the_rules(opened):
    opened("agree", DOCUMENTS, "financial-documents", "2017-03-13", "--because", "asked", "--as-of", "2017-01-04")
    words = ("open", "council-documents/2018", "--from", DOCUMENTS, "--anchor", "council=council-18")
    printed = opened(*words, "--as-of", "2017-01-05")
    words = "financial-documents  2017-03-13 in council-documents/2017; its rule, 56 days before council.opens"
    assert words in printed.out


def test_no_refusal_leads_to_a_meeting_that_is_called_off(opened):
    off = ("--because", "x", "--apply", "--as-of", "2017-01-05")
    opened("meeting", "cancel", "council-17", "--instead", "council-18", *off)
    for verb, named in (("postpone", "council-17"), ("cancel", "council-18")):
        opened("meeting", verb, named, *off)
    for words, remedy in (
        ((DOCUMENTS, "council", "council-17"), "'council-17' is a meeting that is cancelled, and no day; name another"),
        (("council-18", "council-17"), "'council-17' is a meeting that is cancelled, and no day; name another meeting"),
        (("council-18", "council-18"), "name the meeting held instead: council meeting cancel council-18 --instead"),
        ((DOCUMENTS, "council", "cwg-30"), "council meeting cancel council-18 --instead cwg-30"),
    ):
        printed = opened("move", *words, "--preview", "--as-of", "2017-01-06")
        assert (printed.code, remedy in printed.err) == (2, True), printed.err


def test_the_hour_of_an_act_that_comes_too_early_is_told_on_the_clock_that_it_names(opened):
    agree = ("agree", REPORT, "to-council", "2017-04-14", "--because", "x", "--as-of")
    assert opened(*agree, "2017-07-01T09:00").err == ""
    early = opened(*agree, "2017-07-01T08:59").err
    assert "done at 2017-07-01 06:59 UTC: annual-report/2016 was last changed at 2017-07-01 07:00 UTC" in early


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("meeting", "confirm", "nothing"), "there is no meeting 'nothing'; load it first\n"),
        (("meeting", "confirm", "council-17"), "is confirmed: it cannot be confirmed"),
        (("meeting", "hold", "council-18", *ACT), "opens on 2018-04-17 only"),
        (
            ("meeting", "cancel", "council-17", "--instead", "council-17", "--because", "x", "--preview"),
            "it is the same meeting",
        ),
        (
            ("move", "council-17"),
            "or a meeting and the new days: council move CYCLE ANCHOR NEW or council move MEETING NEW",
        ),
        (
            ("move", DOCUMENTS, "council", "council-18", "--preview"),
            "'council-18' is a meeting, and no day; what depends on council-17 follows council-18 once that is held "
            "instead: council meeting cancel council-17 --instead council-18 --because REASON --apply",
        ),
        (("move", "council-17", "council-18", "--preview"), "council meeting cancel council-17 --instead council-18"),
        (("move", "council-17", "council-17", "--preview"), "write its new days: council move council-17 NEW"),
        (
            ("move", REPORT, "cstd-call", "council-18", "--preview"),
            "write its days: council move annual-report/2016 cstd-call 2018-04-17/2018-04-27",
        ),
        (("move", DOCUMENTS, "council", "council-99", "--preview"), "'council-99' is neither a day nor a meeting that"),
        (("meeting", "agenda", "council-17", "1"), "a new one needs a title"),
        (("move", "nothing", "2017-05-29", "--preview"), "there is no meeting 'nothing'"),
        (("year", "2018", "--accept", "wsis-prizes/2018", "--apply", *ACT), "cannot be opened yet: forum"),
        (("year", "2018", "--accept", "nothing/2018", "--preview", *ACT), "does not call for 'nothing/2018'"),
        (("open", "council-documents/2018", "--from", REPORT), "an earlier edition of the same procedure"),
        (("open", "wtisd/2018", "--provisional", "council"), "has no reference date 'council'"),
    ],
)
def test_bad_input_gets_one_sentence_and_exit_code_2(opened, words, sentence):
    printed = opened(*words)
    assert (printed.code, printed.out) == (2, "")
    assert sentence in printed.err
    assert printed.err.count("\n") == 1

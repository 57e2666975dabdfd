"""`council …` as the secretariat types it."""

import pytest

HLPF = "hlpf-contribution/2017"
ANCHORS = ("--anchor", "un-deadline=2017-04-28", "--anchor", "review=2017-02-07/2017-02-08")


@pytest.fixture
def opened(council, begin):
    begin(("open", HLPF, *ANCHORS, "--as-of", "2017-02-09"))
    return council


def test_plan_prints_the_five_dates_of_2017(council):
    facts = council("plan", "hlpf-contribution", *ANCHORS, "--json").facts
    assert set(facts) == {"chain", "version", "anchors", "deadlines", "conflicts"}
    assert facts["conflicts"] == []
    dated = {deadline["step"]: deadline for deadline in facts["deadlines"]}
    assert [(dated[step]["due"], dated[step]["closes"], dated[step]["float_days"]) for step in list(dated)[1:6]] == [
        ("2017-02-24", "2017-02-24T23:59:59+01:00", 16),
        ("2017-03-10", "2017-03-10T23:59:59+01:00", 16),
        ("2017-03-24", "2017-03-24T23:59:59+01:00", 16),
        ("2017-04-07", "2017-04-07T23:59:59+02:00", 16),
        ("2017-04-28", "2017-04-28T23:59:59+02:00", 16),
    ]
    assert set(dated["comments"]) == {
        "step", "title", "by", "to", "opens", "due", "earliest", "precision", "closes", "basis", "flags",
        "float_days", "derivation",
    }  # fmt: skip


def test_a_plan_that_does_not_fit_is_printed_and_opening_it_is_refused(council, store):
    early = ("--anchor", "un-deadline=2017-04-07", "--anchor", "review=2017-02-07/2017-02-08")
    planned = council("plan", "hlpf-contribution", *early, "--json")
    assert planned.code == 0
    assert [(clash["step"], clash["needs"], clash["days"]) for clash in planned.facts["conflicts"]] == [
        ("revised-draft", "review.closes", 5)
    ]
    refused = council("open", HLPF, *early)
    assert (refused.code, refused.out) == (2, "")
    assert "--accept-conflicts REASON" in refused.err
    assert refused.err.count("\n") == 1
    accepted = council("open", HLPF, *early, "--accept-conflicts", "the UN was early", "--as-of", "2017-02-09")
    assert accepted.code == 0


def test_status_prints_what_plan_prints_and_the_record(opened):
    planned = opened("plan", "hlpf-contribution", *ANCHORS, "--json").facts["deadlines"]
    stored = opened("status", HLPF, "--json", "--as-of", "2017-02-09").facts["deadlines"]
    more = {"standing", "agreed", "met", "officer"}
    for plan, status in zip(planned[1:], stored[1:], strict=True):
        assert {key: status[key] for key in plan} == plan
        assert set(status) - set(plan) >= more


def test_a_date_agreed_and_a_step_met_are_shown_with_their_evidence(opened):
    opened("agree", HLPF, "comments", "2017-03-13", "--because", "the chair asked", "--document", "C17/8",
           "--as-of", "2017-02-10")  # fmt: skip
    opened("met", HLPF, "revised-draft", "--on", "2017-02-24", "--url", "https://www.itu.int/wg-wsis",
           "--as-of", "2017-02-25")  # fmt: skip
    by_step = {d["step"]: d for d in opened("status", HLPF, "--json", "--as-of", "2017-02-26").facts["deadlines"]}
    assert by_step["comments"]["agreed"]["document"] == "C17/8"
    assert by_step["comments"]["agreed"]["reason"] == "the chair asked"
    assert by_step["revised-draft"]["met"]["on"] == "2017-02-24"
    assert by_step["revised-draft"]["standing"] == "met"
    assert "the chair asked" in opened("explain", HLPF, "comments").out


def test_later_steps_keep_shift_or_squeeze_as_told(opened):
    options = ("--because", "asked", "--as-of", "2017-02-10", "--json")
    moved = opened("agree", HLPF, "final-draft", "2017-03-27", *options, "--later", "shift").facts["moves"]
    assert [move["step"] for move in moved] == ["final-draft", "final-comments"]
    assert opened("outbox", "list", "--state", "held").code == 0


def test_move_previews_until_told_to_apply(opened):
    moving = ("move", HLPF, "un-deadline", "2017-05-05", "--as-of", "2017-02-10")
    preview = opened(*moving, "--json", "--preview").facts
    assert [move["step"] for move in preview["moves"]] == [
        "revised-draft", "comments", "final-draft", "final-comments", "submission",
    ]  # fmt: skip
    assert {"moves", "kept", "conflicts", "notices"} <= set(preview)
    before = opened("status", HLPF, "--json", "--as-of", "2017-02-11").facts
    assert before["deadlines"][5]["due"] == "2017-04-28"
    opened(*moving, "--apply")
    after = opened("status", HLPF, "--json", "--as-of", "2017-02-11").facts
    assert after["deadlines"][5]["due"] == "2017-05-05"


def test_as_known_on_reproduces_the_state_before_a_change_byte_for_byte(opened):
    asked = ("status", HLPF, "--json", "--as-of", "2017-06-01")
    before = opened(*asked).out
    opened("agree", HLPF, "comments", "2017-03-13", "--because", "asked", "--as-of", "2017-03-02")
    assert opened(*asked).out != before
    assert opened(*asked, "--as-known-on", "2017-03-01").out == before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("status", "hlpf-contribution/1999"), "there is no cycle 'hlpf-contribution/1999'"),
        (("plan", "nothing"), "there is no procedure 'nothing'"),
        (("plan", "pp-proposals"), "--anchor pp=YYYY-MM-DD"),
        (("plan", "hlpf-contribution", "--anchor", "un-deadline=soon"), "'soon' is neither a day nor"),
        (("plan", "hlpf-contribution", "--anchor", "un-deadline=2017-02-30"), "'2017-02-30' is not a day"),
        (
            ("move", "hlpf-contribution/2017", "review", "cwg-30bis", "--preview"),
            "'cwg-30bis' is neither a day nor a meeting that is known; give days as 2017-04-28",
        ),
        (("plan", "hlpf-contribution", "--anchor", "nothing"), "'nothing' is not a reference date"),
        (("met", HLPF, "nothing"), "has no step 'nothing'; its steps are"),
        (("met", HLPF, "revised-draft", "--on", "2099-01-01"), "a day still to come"),
        (("agree", HLPF, "comments", "whenever", "--because", "x"), "'whenever' is not a date rule"),
        (("agree", HLPF, "comments", "2017-03-13"), "--because"),
        (("move", HLPF), "write a cycle, its reference date and the new days, or a meeting and the new days: council"),
        (("outbox", "show", "99"), "there is no letter 99"),
        (("status", "--as-of", "yesterday-ish"), "'yesterday-ish' is not a day"),
        (("nothing",), "No such command 'nothing'"),
        (("feed",), "name at least one cycle"),
        (("open", HLPF, *ANCHORS), "is already open"),
        (("abandon", HLPF, "--because", " "), "needs a reason"),
    ],
)
def test_bad_input_gets_one_sentence_and_exit_code_2(opened, words, sentence):
    printed = opened(*words)
    assert (printed.code, printed.out) == (2, "")
    assert sentence in printed.err
    assert printed.err.count("\n") == 1


def test_nobody_acts_unnamed(council, store, monkeypatch):
    monkeypatch.delenv("COUNCIL_OFFICER")
    printed = council("open", HLPF, *ANCHORS)
    assert printed.code == 2
    assert "--by NAME" in printed.err
    assert council("open", HLPF, *ANCHORS, "--by", "Somebody").code == 0


def test_reading_without_a_store_says_how_to_make_one(council):
    printed = council("status")
    assert (printed.code, printed.err) == (2, "there is no store here yet; make one: council db upgrade\n")
    assert council("db", "upgrade").code == 0
    assert council("status").code == 0


def test_the_journal_is_listed_and_verified(opened):
    assert "open" in opened("journal").out
    assert opened("journal", "--json").facts[0]["by"] == "WSIS desk"
    assert opened("journal", "verify").code == 0


def test_without_a_mail_server_the_round_queues_and_says_so(opened):
    opened("load", "examples/2017/2-contacts.csv", "--as-of", "2017-02-09")
    dry = opened("remind", "--dry-run", "--json", "--as-of", "2017-02-10").facts
    assert {(due["step"], due["rung"]) for due in dry} == {("revised-draft", "before-14")}
    printed = opened("remind", "--as-of", "2017-02-10")
    assert printed.code == 2
    assert "COUNCIL_MAIL_URL" in printed.err
    assert '"queued"' in opened("outbox", "list", "--json").out
    assert (
        "\n\nDue 24 February, in 14 days: Post the revised draft"
        in opened("outbox", "show", "1", "--as-of", "2017-02-10").out
    )


@pytest.mark.proof("two CPU seconds; tests/delivery/test_rehearsal.py tells rehearsals in every run")
def test_a_rehearsal_leaves_the_store_as_it_was(opened, store):
    opened("load", "examples/2017/2-contacts.csv", "--as-of", "2017-02-09")
    before = store.read_bytes()
    facts = opened("rehearse", "--from", "2017-02-09", "--to", "2017-03-01", "--json").facts
    assert facts[0]["subject"].startswith("Due 24 February, in 14 days: Post the revised draft")
    assert store.read_bytes() == before


def test_the_feed_is_a_calendar(opened):
    printed = opened("feed", HLPF, "--as-of", "2017-02-10")
    assert printed.out.startswith("BEGIN:VCALENDAR")


def test_a_file_for_a_cycle_that_was_opened_by_hand_is_told_what_to_write(opened):
    assert opened("load", "examples/2017/1-bodies.yaml", "--as-of", "2017-02-09").code == 0
    printed = opened("load", "examples/2017/4-hlpf-contribution.yaml", "--as-of", "2017-02-09")
    assert printed.code == 2
    assert "'review' of hlpf-contribution/2017 follows no meeting, but 2017-02-07/2017-02-08" in printed.err
    assert printed.err.endswith("write 2017-02-07/2017-02-08 in the place of cwg-wsis-30\n")

"""A window states its least time for comments: with less left, whoever invites is asked to extend, keep or drop it."""

from dataclasses import replace

import pytest

from cli import remedy_words
from record.refusals import WindowTooShort
from tests.beginnings import told_once
from tests.secretariat import AGREED, HLPF, Desk

LEAST, SOURCE = 10, "rule 4 of the group's working methods"


@pytest.fixture
@told_once
def stating(desk: Desk) -> Desk:
    """The cycle of 2017, whose windows are to leave ten days; comments close on 10 March."""
    chain = desk.chains["hlpf-contribution"]
    steps = [replace(each, least_days=LEAST, least_source=SOURCE) if each.opens else each for each in chain.steps]
    desk.chains["hlpf-contribution"] = replace(chain, steps=tuple(steps))
    desk.opens()
    for step, due in AGREED.items():
        desk.agrees(step, due, on="2017-02-09")
    return desk


@pytest.mark.parametrize(
    ("posted", "is_asked"),
    [
        ("2017-02-28 09:00", False),  # ten days: the limit itself
        ("2017-02-28 17:59", False),
        ("2017-02-28 18:00", True),  # invited on the next morning, nine days before
        ("2017-03-01 09:00", True),
        ("2017-02-20 09:00", False),
    ],
)
def test_a_draft_that_leaves_less_is_refused_until_somebody_decides(stating, posted, is_asked):
    if is_asked:
        with pytest.raises(WindowTooShort) as refusal:
            stating.meets("revised-draft", on=posted)
        assert str(refusal.value).startswith(
            f"{HLPF} comments closes on 2017-03-10, 9 days after members can be invited (2017-03-01); its least time "
            f"is 10 days ({SOURCE})"
        )
    else:
        stating.meets("revised-draft", on=posted)
    assert stating.view(posted)["revised-draft"].is_open is is_asked


def test_what_each_decision_does_to_later_steps_is_said(stating):
    with pytest.raises(WindowTooShort) as refusal:
        stating.meets("revised-draft", on="2017-03-06 10:00")
    extend, keep, drop = (remedy_words.remedy(each) for each in refusal.value.remedies)
    assert extend == (
        "extend it: final-draft keeps 2017-03-24, 8 days after its close, unless it moves too: "
        f"council agree {HLPF} comments 2017-03-16 --because REASON"
    )
    assert keep == "keep its close, so that no other date moves, and say why: --keep-short REASON"
    assert drop == f"leave the round out, so that no other date moves: council waive {HLPF} comments --because REASON"


def invited(desk: Desk, at: str) -> int:
    return len([line for line in desk.at(at, about="invited") if "state.example" in line])


def test_extended_it_opens_with_its_draft(stating):
    stating.allows("hlpf-contribution", "reminder", on="2017-02-10")
    stating.agrees("comments", "2017-03-16", on="2017-03-06 09:30")
    stating.meets("revised-draft", on="2017-03-06 10:00")
    assert invited(stating, "2017-03-06 10:00") == 2


def test_kept_it_opens_and_whoever_approves_is_not_asked_again(stating):
    stating.meets("revised-draft", on="2017-03-06 10:00", keep_short="the Group asked for no more")
    assert stating.view("2017-03-06")["comments"].short_because == "the Group asked for no more"
    stating.turn("2017-03-06 10:00")
    assert stating.releases(on="2017-03-07 10:00") == 2
    assert invited(stating, "2017-03-07 10:15") == 2


def test_dropped_nobody_is_invited(stating):
    stating.allows("hlpf-contribution", "reminder", on="2017-02-10")
    stating.waives("comments", on="2017-03-06 09:30")
    stating.meets("revised-draft", on="2017-03-06 10:00")
    assert invited(stating, "2017-03-06 10:00") == 0


@pytest.mark.proof_on_postgresql("a CPU second; approvals are stored there by tests/kernel/test_every_act.py")
@pytest.mark.both_databases("asks by conditions of its own")
@pytest.mark.parametrize(("approved", "is_asked"), [("2017-02-28 17:59", False), ("2017-02-28 18:00", True)])
def test_an_approval_that_comes_late_asks_as_well(stating, approved, is_asked):
    stating.meets("revised-draft", on="2017-02-24 08:00")
    stating.turn("2017-02-24 09:00")
    if is_asked:
        with pytest.raises(WindowTooShort):
            stating.releases(on=approved)
        stating.performs("outbox/release", all=True, keep_short="agreed by telephone", on=approved)
        assert stating.view("2017-03-01")["comments"].short_because == "agreed by telephone"
    else:
        assert stating.releases(on=approved) == 2


def test_another_date_or_a_draft_that_is_taken_back_asks_anew(stating):
    stating.meets("revised-draft", on="2017-03-06 10:00", keep_short="the Group asked for no more")
    stating.reopens("revised-draft", on="2017-03-06 11:00")
    with pytest.raises(WindowTooShort):
        stating.meets("revised-draft", on="2017-03-06 12:00")
    stating.meets("revised-draft", on="2017-03-06 12:00", keep_short="the Group asked for no more")
    stating.agrees("comments", "2017-03-13", on="2017-03-06 13:00")
    assert stating.view("2017-03-07")["comments"].short_because is None


def test_whoever_was_invited_already_is_not_asked_about(stating):
    stating.allows("hlpf-contribution", "reminder", on="2017-02-10")
    stating.meets("revised-draft", on="2017-02-24 08:00")
    assert invited(stating, "2017-02-24 09:00") == 2
    stating.reopens("revised-draft", on="2017-03-06 11:00")
    stating.meets("revised-draft", on="2017-03-06 12:00")


def test_a_window_that_states_none_is_never_asked_about(desk):
    desk.opens_on_drafts()
    desk.meets("revised-draft", on="2017-03-10 10:00")
    assert desk.view("2017-03-10")["comments"].least_days is None


def test_a_file_states_it(desk, tmp_path):
    (tmp_path / "window.yaml").write_text("""timelines:
  - cycle: least/2017
    title: A window with its least time
    agreed_by: 30th meeting
    anchors: {x: 2017-05-15}
    deadlines:
      - {step: draft, title: Post the draft, due: 2017-02-24}
      - {step: comments, title: Comment, by: membership, opens: on draft, due: 2017-03-10, least_days: 7,
         least_source: the rule}
""")
    desk.loads(tmp_path / "window.yaml", on="2017-02-09")
    window = desk.view("2017-02-10", "least/2017")["comments"]
    assert (window.least_days, window.least_source) == (7, "the rule")

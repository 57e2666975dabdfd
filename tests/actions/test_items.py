"""Action items of a report: loaded, listed, adopted, done; and the requests that a draft must answer."""

from datetime import date

import pytest

from actions.deadlines import open_points
from cli import remedy_words
from kernel.runner import do
from models.engine import reading as reading_session
from record import items, journal
from record.items import ItemStanding
from record.refusals import ItemRefused, LoadRefused, NoSuchItem, OutOfTime
from tests import EXAMPLES
from tests.secretariat import HLPF, OFFICER, moment
from tests.statements import asked_of

REPORT = EXAMPLES / "items" / "c17-8.yaml"
REQUESTS = [f"c17-8/3.2-10.{number}" for number in range(1, 9)]
MATRIX = "c17-8/2.2.2-3"
PROPOSED = ["c17-8/2.2.3-4", "c17-8/2.2.3-5", "c17-8/2.2.3-6", "c17-8/2.2.3-7"]


def loads(desk, path=REPORT, on="2017-02-10"):
    return desk.loads(path, on=on)


def listed(desk, on, known=None):
    with reading_session(desk.engine) as session:
        views = items.items(session, now=moment(on), known=moment(known) if known else None)
    return {view.key: view for view in views}


def acts(desk, act, item, *, on, **how):
    """Return the item as it stands after an act on it, or each of several."""
    one_or_more = {"items": item} if act == "adopt" else {"item": item}
    with desk.acting() as session:
        do(session, f"item/{act}", **one_or_more, **how, now=moment(on), by=OFFICER)
        views = [items.item(session, key, now=moment(on)) for key in (item if act == "adopt" else [item])]
    return views if act == "adopt" else views[0]


def test_the_46_of_the_report_load_once_and_stand_by_assignee(desk):
    assert str(loads(desk)).splitlines()[0] == "46 action items added"
    assert str(loads(desk)).splitlines()[0] == "46 unchanged"
    views = listed(desk, "2017-02-11").values()
    standings = [view.standing for view in views]
    assert {word: standings.count(word) for word in set(standings)} == {
        "open": 31,
        "done": 2,
        "noted": 5,
        "proposed": 4,
        "unassigned": 4,
    }
    assert [view.key for view in views if view.holders == ("unassigned",)] == [
        "c17-8/2.2.1-7a",
        "c17-8/2.2.4-1a",
        "c17-8/3.2-1",
        "c17-8/3.2-2",
    ]
    assert [view.key for view in views if view.holders == ("council",)] == PROPOSED
    assert len([view for view in views if "secretariat" in view.holders]) == 23


def test_an_unassigned_item_is_somebodys_once_it_is_assigned(desk):
    loads(desk)
    assigned = acts(desk, "assign", "c17-8/3.2-1", assignees=["secretariat"], on="2017-02-12")
    assert (assigned.standing, assigned.assignees) == (ItemStanding.OPEN, ("secretariat",))
    assert listed(desk, "2017-02-11")["c17-8/3.2-1"].standing is ItemStanding.UNASSIGNED
    assert str(loads(desk, on="2017-02-13")).splitlines()[0] == "46 unchanged"  # the nightly file undoes nothing


def test_what_is_proposed_to_the_council_is_assigned_when_it_adopts_it(desk):
    loads(desk)
    proposed = listed(desk, "2017-02-11")["c17-8/2.2.3-5"]
    assert (proposed.assignees, proposed.proposed_for) == ((), ("secretariat",))
    with pytest.raises(ItemRefused) as refusal:
        acts(desk, "done", "c17-8/2.2.3-5", on="2017-03-01")
    assert "council item adopt c17-8/2.2.3-5" in remedy_words.refusal(refusal.value)
    adopted = acts(desk, "adopt", PROPOSED[1:], on="2017-05-25", document="C17/DT/1")
    assert [(view.standing, view.assignees) for view in adopted] == [
        ("open", ("secretariat",)),
        ("open", ("secretariat",)),
        ("open", ("itu-regional-offices", "general-secretariat")),
    ]
    with pytest.raises(ItemRefused, match="is adopted already"):
        acts(desk, "adopt", PROPOSED[1:2], on="2017-05-26")
    with pytest.raises(ItemRefused, match="was not proposed to the Council"):
        acts(desk, "adopt", [MATRIX], on="2017-05-26")
    with reading_session(desk.engine) as session:
        lines = [line.act for line in journal.entries(session, None, now=moment("2017-06-01"))]
    assert lines == ["file/load", "item/done", "item/done", "item/adopt"]


def test_an_item_is_due_by_a_meeting_once_that_is_known_and_moves_with_it(desk, tmp_path):
    file, roadmap = tmp_path / "items.yaml", "x/1"
    file.write_text(
        "items: [{key: x/1, text: Present it, strength: requested, assignee: secretariat, due: 30th meeting, "
        "meeting: cwg-wsis-30}]"
    )
    loads(desk, file, on="2017-02-06")
    assert listed(desk, "2017-03-01")[roadmap].standing is ItemStanding.OPEN  # the meeting has no date yet
    desk.schedules("cwg-wsis-30", "2017-02-07", "2017-02-08", "cwg-wsis-sdg")
    assert listed(desk, "2017-02-08")[roadmap].standing is ItemStanding.OPEN
    view = listed(desk, "2017-02-11")[roadmap]
    assert (view.standing, view.occasions[0].words, view.occasions[0].due) == (
        ItemStanding.OVERDUE,
        "30th meeting",
        date(2017, 2, 8),
    )
    desk.moves_meeting("cwg-wsis-30", "2017-02-14", "2017-02-15", on="2017-02-11")
    assert listed(desk, "2017-02-12")[roadmap].standing is ItemStanding.OPEN


def test_the_invited_are_never_late(desk, tmp_path):
    desk.schedules("cwg-wsis-30", "2017-02-07", "2017-02-08", "cwg-wsis-sdg")
    file = tmp_path / "items.yaml"
    file.write_text(
        "items:\n"
        "  - {key: x/1, text: Send a paper, strength: requested, assignee: membership, meeting: cwg-wsis-30}\n"
        "  - {key: x/2, text: Send a paper, strength: invited, assignee: itu-r, meeting: cwg-wsis-30}\n"
    )
    loads(desk, file)
    assert {view.standing for view in listed(desk, "2018-01-01").values()} == {ItemStanding.OPEN}


def test_an_item_with_three_occasions_is_done_when_all_three_are(desk):
    loads(desk)
    acts(desk, "done", MATRIX, on="2019-09-01", occasion="after HLPF 2019", where="the matrix of 2019")
    after = listed(desk, "2019-09-02")[MATRIX]
    assert after.standing is ItemStanding.OPEN
    assert [occasion.done for occasion in after.occasions] == [date(2019, 9, 1), None, None]
    with pytest.raises(ItemRefused, match="those still open are after HLPF 2023, after HLPF 2027"):
        acts(desk, "done", MATRIX, on="2019-09-03", occasion="after HLPF 2019")
    acts(desk, "done", MATRIX, on="2023-09-01", occasion="after HLPF 2023")
    acts(desk, "done", MATRIX, on="2024-09-01")
    assert listed(desk, "2024-09-02")[MATRIX].standing is ItemStanding.DONE
    with pytest.raises(ItemRefused, match="reopen it first"):
        acts(desk, "drop", MATRIX, on="2024-09-03", because="x")
    acts(desk, "reopen", MATRIX, on="2024-09-04", because="not evidence-based yet")
    assert listed(desk, "2024-09-05")[MATRIX].standing is ItemStanding.OPEN


def test_what_was_adopted_at_once_is_taken_back_at_once_and_adopted_again(desk):
    loads(desk)
    acts(desk, "adopt", PROPOSED[:2], assignees=["itu-r"], on="2017-05-25", document="C17/DT/1")
    how = {"because": "not so", "now": moment("2017-05-26"), "by": OFFICER}
    with desk.acting() as session:
        done = do(session, "item/take-back", items=PROPOSED[:2], **how)
    assert done.notes == (f"{PROPOSED[1]} is proposed",)
    assert listed(desk, "2017-05-27")[PROPOSED[1]].proposed_for == ("secretariat",)
    assert listed(desk, "2017-05-27", known="2017-05-25 23:00")[PROPOSED[1]].standing == "open"
    with desk.acting() as session:
        do(session, done.undo.name, **done.undo.arguments, now=moment("2017-05-27"), by=OFFICER)
    again = listed(desk, "2017-05-28")[PROPOSED[1]]
    assert (again.standing, again.assignees) == ("open", ("itu-r",))
    with desk.acting() as session, pytest.raises(ItemRefused, match="nothing was recorded"):
        do(session, "item/take-back", items=[PROPOSED[3]], **how)


def test_a_dropped_item_says_why_and_a_noted_one_asks_nothing(desk):
    loads(desk)
    dropped = acts(desk, "drop", "c17-8/2.2.1-5", on="2017-03-01", because="the form was replaced")
    assert (dropped.standing, dropped.facts[-1].words) == (ItemStanding.DROPPED, "the form was replaced")
    with pytest.raises(ItemRefused, match="only noted"):
        acts(desk, "done", "c17-8/2.2.1-4", on="2017-03-01")
    with pytest.raises(NoSuchItem, match=r"did you mean 'c17-8/3\.2-10\.1'"):
        acts(desk, "done", "c17-8/3.2-10.1x", on="2017-03-01")
    with pytest.raises(NoSuchItem, match="there is no action item") as early:
        acts(desk, "done", "c17-8/3.2-10.1", on="2016-03-01")  # before it was asked for
    assert "did you mean" not in str(early.value)
    with desk.acting() as session, pytest.raises(OutOfTime, match="still to come"):
        do(session, "item/done", item=MATRIX, on=date(2017, 3, 2), now=moment("2017-03-01"), by=OFFICER)


def test_the_eight_requests_hang_on_the_draft_that_must_answer_them(desk):
    desk.opens_agreed()
    loads(desk)
    with reading_session(desk.engine) as session:
        hung = items.of_step(session, HLPF, "revised-draft", now=moment("2017-02-11"))
        left = open_points.left_open(session, HLPF, "revised-draft", now=moment("2017-02-11"))
    assert [view.key for view in hung] == REQUESTS
    assert {view.occasions[-1].due for view in hung} == {date(2017, 2, 24)}
    assert left[3] == "c17-8/3.2-10.4 is not answered: Bring more figures and more evidence"
    for key in REQUESTS[:6]:
        acts(desk, "done", key, on="2017-02-23", where="revised draft")
    desk.meets("revised-draft", on="2017-02-24")  # reported, not refused
    with reading_session(desk.engine) as session:
        line = journal.entries(session, HLPF, now=moment("2017-02-25"))[-1]
    assert [sentence.partition(" ")[0] for sentence in journal.facts_of(line)["unanswered"]] == REQUESTS[6:]
    assert [listed(desk, "2017-02-26")[key].standing for key in REQUESTS[5:7]] == ["done", "overdue"]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("key: a b, text: x, strength: requested", "is no name of an item"),
        ("key: a, text: x, strength: begged", "is no strength; write requested, invited"),
        ("key: a, strength: requested", "`text` is missing"),
        ("key: a, text: x, strength: noted, step: comments", "belong together"),
        (f"key: a, text: x, strength: requested, cycle: {HLPF}, step: coments", "did you mean 'comments'"),
        ("key: a, text: x, strength: requested, cycle: hlpf, step: comments", "does not name a cycle"),
        ("key: a, text: x, strength: requested, assignee: The Group", "'group' is neither a role"),
        ("key: a, text: x, strength: requested, owner: me", "`owner` is not known here"),
    ],
)
def test_a_wrong_item_is_one_sentence_and_nothing_is_stored(desk, tmp_path, words, why):
    desk.opens()
    file = tmp_path / "items.yaml"
    file.write_text(f"items:\n  - {{key: good, text: x, strength: noted}}\n  - {{{words}}}\n")
    with pytest.raises(LoadRefused, match=why) as refusal:
        loads(desk, file)
    assert "items[2]" in str(refusal.value)
    assert listed(desk, "2017-02-12") == {}


def test_a_corrected_file_corrects_words_and_names_the_act_for_the_rest(desk, tmp_path):
    file = tmp_path / "items.yaml"
    file.write_text("items:\n  - {key: x/1, text: Sned it, strength: requested}\n")
    loads(desk, file)
    file.write_text("items:\n  - {key: x/1, text: Send it, strength: requested}\n")
    assert str(loads(desk, file)) == "1 action item changed"
    file.write_text("items:\n  - {key: x/1, text: Send it, strength: requested, assignee: secretariat}\n")
    with pytest.raises(LoadRefused) as refusal:
        loads(desk, file)
    assert "council item assign x/1" in remedy_words.refusal(refusal.value)
    file.write_text("items:\n  - {key: x/1, text: Send it, strength: invited}\n")
    with pytest.raises(LoadRefused, match="`strength` was fixed"):
        loads(desk, file)


@pytest.mark.both_databases("counts questions")
def test_listing_costs_the_same_for_one_item_and_for_46(desk, tmp_path):
    desk.opens()
    file = tmp_path / "items.yaml"
    file.write_text(
        f"items:\n  - {{key: x/1, text: x, strength: requested, meeting: m, cycle: {HLPF}, step: comments}}\n"
    )
    counted = asked_of(desk.engine)
    costs = []
    for path in (file, REPORT):
        loads(desk, path)
        counted.clear()
        listed(desk, "2017-03-01")
        costs.append(len([sql for sql in counted if sql.startswith("SELECT")]))
    assert costs[0] == costs[1]

"""The HLPF contribution of 2017, planned from its two ends."""

from datetime import date, time

import pytest

from flows.chains import pp_proposals
from flows.chains.hlpf_contribution import CHAIN
from planning.basis import Basis
from planning.calendar import Calendars, WorkCalendar
from planning.chain import MEMBERSHIP, SECRETARIAT, Anchor, Chain, Step
from planning.codes import Code
from planning.errors import AnchorMissing, BadChain, HourSkipped, NotASingleDay, UnknownAnchor
from planning.hours import Clock
from planning.links import Agreed
from planning.plan import Bound, list_flags, plan
from planning.replan import Kept, Move, kept, moves
from planning.sentences import sentences
from planning.window import Precision, Window, day, month

REVIEW = Window(date(2017, 2, 7), date(2017, 2, 8))  # the 30th meeting of CWG-WSIS
MONDAY = day(date(2017, 3, 27))
FIVE = ("revised-draft", "comments", "final-draft", "final-comments", "submission")


def anchored(un_deadline, review=REVIEW):
    return {"un-deadline": day(date.fromisoformat(un_deadline)), "review": review}


COUNCIL = Anchor("council", "the session")


def small(*steps, anchors=(COUNCIL,), **more):
    return Chain("small", 1, "A small chain", "no clause", anchors, steps, **more)


def test_the_five_dates_of_2017_with_their_float():
    schedule = plan(CHAIN, anchored("2017-04-28"))
    assert [(str(schedule[step].due), schedule[step].float_days) for step in FIVE] == [
        ("2017-02-24", 16),
        ("2017-03-10", 16),
        ("2017-03-24", 16),
        ("2017-04-07", 16),
        ("2017-04-28", 16),
    ]
    assert schedule.conflicts == ()


def test_a_deadline_closes_at_the_end_of_its_day_in_geneva_summer_and_winter():
    schedule = plan(CHAIN, anchored("2017-04-28"))
    assert schedule["final-draft"].closes.isoformat() == "2017-03-24T23:59:59+01:00"
    assert schedule["final-comments"].closes.isoformat() == "2017-04-07T23:59:59+02:00"


def test_three_weeks_earlier_the_chain_fails_by_five_days_and_says_where():
    schedule = plan(CHAIN, anchored("2017-04-07"))
    assert [(c.step, c.needs, c.days) for c in schedule.conflicts] == [("revised-draft", "review.closes", 5)]
    assert {schedule[step].float_days for step in FIVE} == {-5}


def test_every_date_says_why_down_to_its_anchor():
    derivation = sentences(plan(CHAIN, anchored("2017-04-28"))["final-comments"].derivation)
    assert [line.split(";")[0] for line in derivation] == [
        "2017-04-07 is 3 weeks before submission (2017-04-28)",
        "2017-04-28 is on un-deadline",
        "2017-04-28 is un-deadline: the day that the UN set for submissions",
    ]


def test_what_no_source_gives_is_awaited():
    deadline = plan(CHAIN, anchored("2017-04-28"))["report-to-cwg"]
    assert (deadline.due, deadline.closes, deadline.float_days, deadline.basis) == (None, None, None, Basis.AWAITED)
    assert sentences(deadline.derivation) == ("no source gives its date: awaited until one is agreed",)


def test_without_the_meeting_the_start_is_open():
    schedule = plan(CHAIN, {"un-deadline": day(date(2017, 4, 28))})
    assert schedule["preliminary-draft"].due is None
    assert schedule["revised-draft"].due == date(2017, 2, 24)
    assert schedule["revised-draft"].float_days is None


def test_an_agreed_date_binds_and_its_neighbour_hangs_from_it():
    agreed = {"final-draft": Bound(MONDAY, Basis.AGREED, Agreed(MONDAY, "the chair"))}
    schedule = plan(CHAIN, anchored("2017-04-28"), agreed)
    assert schedule["final-draft"].due == date(2017, 3, 27)
    assert schedule["comments"].due == date(2017, 3, 13)
    assert sentences(schedule["final-draft"].derivation) == (
        "2017-03-27 was agreed by the chair",
        "its rule, 2 weeks before final-comments, proposes 2017-03-24",
    )


def test_moving_the_un_deadline_moves_what_hangs_and_reports_what_stays():
    agreed = {
        step: Bound(day(due), Basis.AGREED, Agreed(day(due)))
        for step, due in [("comments", date(2017, 3, 10)), ("final-comments", date(2017, 4, 7))]
    }
    before, after = (plan(CHAIN, anchored(on), agreed) for on in ("2017-04-28", "2017-05-05"))
    assert moves(before, after) == (Move("submission", date(2017, 4, 28), date(2017, 5, 5)),)
    rules_alone = plan(CHAIN, anchored("2017-05-05"))
    assert kept([(step, bound.window.last) for step, bound in agreed.items()], rules_alone) == (
        Kept("comments", date(2017, 3, 10), date(2017, 3, 17)),
        Kept("final-comments", date(2017, 4, 7), date(2017, 4, 14)),
    )


def test_a_closed_day_is_flagged_and_not_moved():
    geneva = Calendars({"Geneva": WorkCalendar.of("Geneva", {2017: [date(2017, 4, 17)]})})
    chain = small(
        Step("papers", "Papers", due="4 weeks before council.opens"),
        Step("late-papers", "Late papers", due="15 days before council.opens"),
        Step("budget", "Budget", due="20 working days in New York before council.opens"),
    )
    schedule = plan(chain, {"council": Window(date(2017, 5, 15), date(2017, 5, 25))}, calendars=geneva)
    assert sentences(schedule["papers"].flags) == ("falls on a holiday of Geneva",)
    assert sentences(schedule["late-papers"].flags) == ("falls on a Sunday",)
    assert sentences(schedule["budget"].flags) == ("falls on a holiday of Geneva", "no New York holiday list for 2017")


def test_an_agreed_day_hangs_from_no_holiday_list():
    chain = small(Step("budget", "Budget", due="20 working days in New York before council.opens"))
    session = {"council": Window(date(2027, 5, 17), date(2027, 5, 28))}
    assert sentences(plan(chain, session)["budget"].flags) == ("no New York holiday list for 2027",)
    agreed = {"budget": Bound(day(date(2027, 4, 20)), Basis.AGREED, Agreed(day(date(2027, 4, 20))))}
    assert plan(chain, session, agreed)["budget"].flags == ()


@pytest.mark.parametrize(
    ("window", "differs"),
    [
        (month(2017, 10), False),
        (Window(date(2017, 10, 30), date(2017, 10, 31), Precision.DAYS), False),
        (Window(date(2017, 10, 30), date(2017, 11, 1), Precision.DAYS), True),
        (day(date(2017, 10, 30)), True),
    ],
)
def test_days_are_agreed_as_the_rule_proposes_when_their_last_one_is_the_rules_day(window, differs):
    chain = small(Step("draft", "Draft", due="2017-10-31"), anchors=())
    derivation = plan(chain, {}, {"draft": Bound(window, Basis.AGREED, Agreed(window))})["draft"].derivation
    assert [link.code for link in derivation] == [Code.AGREED] + [Code.DIFFERS] * differs


def test_a_zone_that_is_wrong_for_the_day_keeps_its_text_and_is_flagged():
    deadline = plan(small(Step("prize", "Nominate", due="2017-02-15 at 23:00 CEST"), anchors=()), {})["prize"]
    assert deadline.closes.isoformat() == "2017-02-15T23:00:00+02:00"
    assert sentences(deadline.flags) == ("printed as CEST, but Europe/Zurich keeps CET on 2017-02-15",)


def test_a_rule_that_leads_to_an_hour_that_the_clock_change_skips_is_refused():
    with pytest.raises(HourSkipped, match="no clock in Europe/Zurich shows 02:30 on 2027-03-28: after 01:59 comes 03"):
        plan(small(Step("night", "Close", due="2027-03-28 at 02:30"), anchors=()), {})
    near = plan(small(Step("night", "Close", due="2027-03-28 at 03:00"), anchors=()), {})["night"]
    assert near.clock == Clock(time(3, 0))


def test_a_month_precise_date_closes_on_its_last_day():
    deadline = plan(small(Step("draft", "Draft", due="end of October 2017"), anchors=()), {})["draft"]
    assert (deadline.earliest, deadline.due, deadline.precision) == (
        month(2017, 10).first,
        date(2017, 10, 31),
        Precision.MONTH,
    )


def test_a_hand_over_after_its_session_opened_is_a_conflict():
    chain = small(Step("papers", "Papers", due="2017-05-16", before="council.opens"))
    schedule = plan(chain, {"council": Window(date(2017, 5, 15), date(2017, 5, 25))})
    assert [c.sentence for c in schedule.conflicts] == [
        "papers is due on 2017-05-16, 1 day after council.opens (2017-05-15), which it must precede"
    ]


def test_a_window_that_would_close_before_it_opens_is_a_conflict():
    chain = small(Step("talk", "Comment", by=MEMBERSHIP, opens="2017-05-10", due="2017-05-01"), anchors=())
    assert [(c.needs, c.days) for c in plan(chain, {}).conflicts] == [("opens", 9)]


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ([Step("a", "A", due="1 day after b"), Step("b", "B", due="1 day after a")], "wait for one another"),
        ([Step("a", "A", due="1 day after nobody")], "'a' depends on 'nobody'; it knows council, a"),
        ([Step("a", "A", follows="cwg.closes")], "depends on 'cwg.closes'"),
        ([Step("a", "A"), Step("a", "A again")], "'a' is declared twice"),
        ([Step("Post It", "A")], "is not a name"),
    ],
)
def test_a_chain_that_cannot_be_is_refused_where_it_is_declared(steps, sentence):
    with pytest.raises(BadChain, match=sentence):
        small(*steps)


def test_missing_unknown_and_unfit_anchors_are_refused_with_the_remedy():
    with pytest.raises(AnchorMissing, match="depends on 'pp'"):
        plan(pp_proposals.CHAIN, {})
    with pytest.raises(UnknownAnchor, match="it has un-deadline, review"):
        plan(CHAIN, anchored("2017-04-28") | {"pp": REVIEW})
    with pytest.raises(NotASingleDay, match="un-deadline"):
        plan(CHAIN, {"un-deadline": REVIEW})


def test_secretariat_owes_and_members_are_invited():
    assert Step("a", "A", by=MEMBERSHIP).is_window
    assert not Step("a", "A", by=SECRETARIAT).is_window


def test_an_agreed_hour_is_the_hour_of_the_close():
    clock, agreed = Clock(time(18, 0), "EDT"), day(date(2017, 7, 3))
    chain = small(Step("talk", "Comment", due="2017-07-03 at 12:00"), anchors=())
    deadline = plan(chain, {}, {"talk": Bound(agreed, Basis.AGREED, Agreed(agreed), clock)})["talk"]
    assert (deadline.clock, deadline.closes.isoformat()) == (clock, "2017-07-03T18:00:00-04:00")


@pytest.mark.parametrize(
    ("due", "outside", "basis"),
    [
        ("on council", True, Basis.OUTSIDE),
        ("on council", False, Basis.PROPOSED),
        ("1 week before council", True, Basis.PROPOSED),
        ("during council", False, Basis.PROPOSED),
    ],
)
def test_only_the_very_days_of_an_outside_anchor_are_outside(due, outside, basis):
    chain = small(Step("talk", "Comment", due=due), anchors=(Anchor("council", "the session", outside=outside),))
    assert plan(chain, {"council": MONDAY})["talk"].basis is basis


DRAFT = ["2017-03-26 is 1 day before council.opens (2017-03-27)", "2017-03-27 is council.opens: the session"]
LETTER = ["2017-03-01 is letter: the letter"]


@pytest.mark.parametrize(
    ("due", "why"),
    [
        ("on draft", DRAFT),
        ("later of 1 day after draft and 1 day after letter", [*DRAFT, *LETTER]),
        ("later of 1 day after letter and 1 day after draft", [*LETTER, *DRAFT]),
    ],
)
def test_what_hangs_from_a_step_is_proposed_and_says_why_down_to_each_reference_date(due, why):
    anchors = (Anchor("council", "the session", outside=True), Anchor("letter", "the letter", outside=True))
    draft = Step("draft", "Draft", due="1 day before council.opens")
    chain = small(draft, Step("text", "Text", due=due, source="C17/9"), anchors=anchors)
    text = plan(chain, {"council": MONDAY, "letter": day(date(2017, 3, 1))})["text"]
    assert (text.basis, text.source, list(sentences(text.derivation)[1:])) == (Basis.PROPOSED, "C17/9", why)


def test_of_what_hangs_from_nothing_the_list_of_its_own_year_is_wanted():
    flags = plan(small(Step("text", "Text", due="first working day of March 2027"), anchors=()), {})["text"].flags
    assert sentences(flags) == ("no Geneva holiday list for 2027",)


def test_a_list_that_nobody_has_checked_is_said_for_each_year_that_a_count_touches():
    lists = {"Geneva": {2026: [], 2027: [date(2027, 1, 1)], 2028: []}}
    calendars = Calendars(lists=lists, unchecked={("Geneva", 2026), ("Geneva", 2028), ("Geneva", 2029)})
    days = (date(2026, 12, 28), date(2027, 1, 4), date(2029, 1, 1))
    assert calendars.unchecked("Geneva", *days) == (2026,)
    assert [flag.facts["year"] for flag in list_flags(calendars, "Geneva", *days)] == [2029, 2026]


def test_each_year_that_a_count_of_working_days_crosses_wants_its_list():
    chain = small(Step("papers", "Papers", due="20 working days before council.opens"))
    session, lists = {"council": Window(date(2018, 1, 15), date(2018, 1, 19))}, {2017: [], 2018: []}
    for held, missing in (((), [2017, 2018]), ((2017,), [2018]), ((2018,), [2017]), ((2017, 2018), [])):
        geneva = WorkCalendar.of("Geneva", {year: lists[year] for year in held})
        flags = plan(chain, session, calendars=Calendars({"Geneva": geneva}))["papers"].flags
        assert [flag.year for flag in flags] == missing


@pytest.mark.parametrize(
    ("on", "flagged"),
    [("2017-05-05", ()), ("2017-05-06", ("falls on a Saturday",)), ("2017-05-07", ("falls on a Sunday",))],
)
def test_both_days_of_a_weekend_are_flagged(on, flagged):
    deadline = plan(small(Step("talk", "Comment", due=on), anchors=()), {})["talk"]
    assert sentences(deadline.flags) == flagged

"""The acts of the secretariat: one transaction and one journal line each; a refused act changes nothing."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from actions.deadlines.agreements import Later
from kernel.runner import do
from models.engine import reading as reading_session
from planning.basis import Basis
from planning.clock import utc_now
from planning.errors import NotADate
from planning.replan import Move
from planning.standing import Standing
from record import journal
from record.cycles import snapshots
from record.refusals import (
    AlreadyOpen,
    AlreadySettled,
    BadCycleName,
    BadSeal,
    CycleEnded,
    DoesNotFit,
    FollowsMeeting,
    NeitherDayNorMeeting,
    NobodyNamed,
    NoSuchAnchor,
    NoSuchCycle,
    NoSuchMeeting,
    NoSuchPerson,
    NoSuchStep,
    NotEnded,
    NothingToIssue,
    NotSettled,
    OutOfTime,
    ProposedOnly,
    ReasonMissing,
    StillOpen,
)
from tests.secretariat import AGREED, HLPF, OFFICER, REVIEW, moment
from tests.statements import asked_of


def entries(desk):
    with reading_session(desk.engine) as session:
        return [entry.act for entry in journal.entries(session, None, now=utc_now())]


def test_opening_copies_the_plan(desk):
    desk.opens()
    view = desk.view("2017-02-10")
    assert [(deadline.step, str(deadline.due), deadline.float_days) for deadline in view.deadlines[1:6]] == [
        ("revised-draft", "2017-02-24", 16),
        ("comments", "2017-03-10", 16),
        ("final-draft", "2017-03-24", 16),
        ("final-comments", "2017-04-07", 16),
        ("submission", "2017-04-28", 16),
    ]
    assert view["comments"].closes.isoformat() == "2017-03-10T23:59:59+01:00"
    assert view["report-to-cwg"].standing is Standing.UNDATED


def test_agreed_dates_keep_their_float(desk):
    desk.opens_agreed()
    view = desk.view("2017-02-10")
    assert {view[step].float_days for step in (*AGREED, "submission")} == {16}
    assert view["comments"].agreed.document == "C17/8"
    assert view["comments"].basis is Basis.AGREED


def test_a_cycle_that_does_not_fit_is_refused_and_nothing_is_stored(desk):
    with pytest.raises(DoesNotFit, match=r"revised-draft is due on 2017-02-03, 5 days before review\.closes"):
        desk.opens(un_deadline="2017-04-07", review=REVIEW)
    with pytest.raises(NoSuchCycle):
        desk.view("2017-02-10")
    assert entries(desk) == []


def test_opening_twice_is_refused(desk):
    desk.opens()
    with pytest.raises(AlreadyOpen):
        desk.opens()


@pytest.mark.parametrize("name", ["hlpf-contribution", "a/b/c", "/2017", "hlpf contribution/2017"])
def test_a_cycle_is_named_chain_slash_edition(desk, name):
    with pytest.raises(BadCycleName, match="chain/edition"):
        desk.view("2017-02-10", name)


def test_agreeing_moves_its_own_step_and_later_ones_as_told(desk):
    desk.opens()
    kept = desk.agrees("revised-draft", "2017-02-27", on="2017-02-10")
    assert kept.moves == (Move("revised-draft", date(2017, 2, 24), date(2017, 2, 27)),)
    shifted = desk.agrees("comments", "2017-03-13", on="2017-02-11", later=Later.SHIFT)
    assert [(move.step, str(move.now)) for move in shifted.moves] == [
        ("comments", "2017-03-13"),
        ("final-draft", "2017-03-27"),
        ("final-comments", "2017-04-10"),
    ]
    assert desk.view("2017-02-12")["submission"].due == date(2017, 4, 28)


def test_squeezing_stops_at_the_next_date_that_binds(desk):
    desk.opens()
    moved = desk.agrees("final-draft", "2017-04-20", on="2017-02-10", later=Later.SQUEEZE)
    assert [(move.step, str(move.now)) for move in moved.moves] == [
        ("final-draft", "2017-04-20"),
        ("final-comments", "2017-04-28"),
    ]


def test_squeezing_moves_no_step_that_stands_on_the_next_date_that_binds(desk):
    desk.opens()
    desk.agrees("submission", "2017-04-07", on="2017-02-10")  # the day on which the final comments close
    moved = desk.agrees("final-draft", "2017-03-31", on="2017-02-11", later=Later.SQUEEZE)
    assert [(move.step, str(move.now)) for move in moved.moves] == [("final-draft", "2017-03-31")]
    assert desk.view("2017-02-12")["final-comments"].due == date(2017, 4, 7)


def test_an_agreed_month_is_a_window(desk):
    desk.opens()
    desk.agrees("report-to-cwg", "September 2017", on="2017-02-10")
    deadline = desk.view("2017-02-10")["report-to-cwg"]
    assert (deadline.earliest, deadline.due, deadline.precision) == (date(2017, 9, 1), date(2017, 9, 30), "month")


def test_agreeing_needs_a_stated_date_and_a_reason(desk):
    desk.opens()
    with pytest.raises(NotADate, match="a date by itself"):
        desk.agrees("comments", "2 weeks before final-draft", on="2017-02-10")
    with pytest.raises(ReasonMissing):
        desk.agrees("comments", "2017-03-13", on="2017-02-10", because=" ")
    with pytest.raises(NoSuchStep, match="its steps are preliminary-draft"):
        desk.agrees("nothing", "2017-03-13", on="2017-02-10")


def test_met_waived_and_reopened(desk):
    desk.opens_agreed()
    desk.meets("revised-draft", on="2017-02-27", url="https://www.itu.int/wg-wsis")
    assert desk.view("2017-02-28")["revised-draft"].standing is Standing.MET_LATE
    with pytest.raises(AlreadySettled, match="reopen it first"):
        desk.agrees("revised-draft", "2017-03-01", on="2017-02-28")
    desk.reopens("revised-draft", on="2017-03-01")
    assert desk.view("2017-03-01")["revised-draft"].standing is Standing.OVERDUE
    desk.waives("revised-draft", on="2017-03-02")
    assert desk.view("2017-03-02")["revised-draft"].standing is Standing.WAIVED
    with pytest.raises(NotSettled):
        desk.reopens("comments", on="2017-03-02")


def test_moving_the_un_deadline_keeps_what_was_agreed_and_reports_it(desk):
    desk.opens_agreed()
    preview = desk.moves("un-deadline", "2017-05-05", on="2017-03-01")
    assert preview.moves == (Move("submission", date(2017, 4, 28), date(2017, 5, 5)),)
    assert [(kept.step, kept.days) for kept in preview.kept] == [(step, 7) for step in AGREED]
    assert desk.view("2017-03-02")["submission"].due == date(2017, 5, 5)
    assert desk.view("2017-02-28")["submission"].due == date(2017, 4, 28)


def test_what_is_met_never_moves(desk):
    desk.opens()
    desk.meets("revised-draft", on="2017-02-24")
    preview = desk.moves("un-deadline", "2017-05-05", on="2017-03-01")
    assert [move.step for move in preview.moves] == ["comments", "final-draft", "final-comments", "submission"]


def test_a_meeting_moves_every_cycle_that_hangs_from_it(desk):
    desk.schedules("council-17", "2017-05-15", "2017-05-25")
    desk.opens("annual-report/2016", cwg="2017-02-07", council="council-17")
    with pytest.raises(FollowsMeeting, match="follows the meeting council-17; move that"):
        desk.moves("council", "2017-05-29", on="2017-03-01", cycle="annual-report/2016")
    previews = desk.moves_meeting("council-17", "2017-05-29", "2017-06-08", on="2017-03-01")
    assert [(preview.cycle, [move.step for move in preview.moves]) for preview in previews] == [
        ("annual-report/2016", ["to-council"])
    ]
    assert desk.view("2017-03-02", "annual-report/2016")["to-council"].due == date(2017, 5, 1)


def test_unknown_things_are_named(desk):
    desk.opens()
    with pytest.raises(NoSuchAnchor, match="its reference dates are un-deadline, review"):
        desk.moves("council", "2017-05-05", on="2017-03-01")
    with pytest.raises(NoSuchMeeting, match="load it first"):
        desk.moves_meeting("council-99", "2017-05-05", "2017-05-06", on="2017-03-01")
    with pytest.raises(NeitherDayNorMeeting):
        desk.opens("annual-report/2016", cwg="2017-02-07", council="council-99")
    with pytest.raises(NoSuchPerson, match="load contacts first"):
        desk.assigns("comments", "nobody@itu.example", on="2017-03-01")


def test_only_dates_that_bind_are_announced(desk):
    desk.opens()
    with pytest.raises(ProposedOnly, match="agree it before"):
        desk.issues("comments", on="2017-02-10")
    assert desk.issues(on="2017-02-10").facts["steps"] == ["submission"]
    with pytest.raises(NothingToIssue):
        desk.issues(on="2017-02-10")
    desk.agrees("comments", "2017-03-10", on="2017-02-11")
    assert desk.issues(on="2017-02-11").facts["steps"] == ["comments"]
    assert desk.view("2017-02-12")["comments"].basis is Basis.AGREED
    assert desk.view("2017-02-12")["submission"].basis is Basis.OUTSIDE


def test_a_cycle_closes_when_all_is_settled_and_then_nothing_changes(desk):
    desk.opens_agreed()
    with pytest.raises(StillOpen, match="revised-draft"):
        desk.closes(on="2017-02-10")
    desk.abandons(on="2017-02-10")
    with pytest.raises(CycleEnded, match="abandoned"):
        desk.meets("revised-draft", on="2017-02-11")
    assert desk.at("2017-03-10 09:00") == []


def test_a_cycle_is_reopened_with_a_reason_and_what_comes_next_of_it_is_told(desk):
    desk.opens_agreed()
    desk.meets("revised-draft", on="2017-02-24")
    with desk.acting() as session, pytest.raises(NotEnded, match="neither closed nor abandoned"):
        do(session, "cycle/reopen", cycle=HLPF, because="x", now=moment("2017-02-24"), by=OFFICER)
    desk.abandons(on="2017-03-01")
    assert desk.at("2017-03-21 09:00", about="final") == []
    with desk.acting() as session:
        why = {"because": "the forum is held after all", "now": moment("2017-03-21 12:00"), "by": OFFICER}
        done = do(session, "cycle/reopen", cycle=HLPF, **why)
    assert done.facts["opened"][0] == "preliminary-draft"
    view = desk.view("2017-03-22")
    assert (view.ending, view.reason, view["revised-draft"].is_open) == (None, None, False)
    assert desk.at("2017-03-22 09:00") == ["focal@itu.example: Due 24 March, in 2 days: Post the final draft"]


def test_an_act_has_its_place_in_time(desk):
    desk.opens(on="2017-02-09 12:00")
    with pytest.raises(OutOfTime, match="last changed"):
        desk.meets("revised-draft", on="2017-02-09 11:00")
    with pytest.raises(OutOfTime, match="still to come"):
        desk.meets("revised-draft", on=utc_now() + timedelta(hours=1))


def test_the_journal_has_one_line_for_each_act_and_shows_tampering(desk):
    desk.opens()
    desk.sets("comments", "2017-03-13", on="2017-02-10")
    desk.meets("revised-draft", on="2017-02-24")
    assert entries(desk) == ["cycle/open", "deadline/agree", "deadline/met"]
    with reading_session(desk.engine) as session:
        assert journal.verify(session).lines == 3
    with desk.engine.begin() as connection:
        connection.execute(
            text("UPDATE journal SET text = replace(text, '2017-03-13', '2017-03-14') WHERE act = 'deadline/agree'")
        )
    with reading_session(desk.engine) as session, pytest.raises(BadSeal, match="line 2"):
        journal.verify(session)


def test_a_line_taken_out_of_the_journal_is_missed(desk):
    desk.opens()
    desk.sets("comments", "2017-03-13", on="2017-02-10")
    desk.meets("revised-draft", on="2017-02-24")
    with desk.engine.begin() as connection:
        connection.execute(text("UPDATE promise SET entry_id = 1"))
        connection.execute(text("DELETE FROM journal WHERE act = 'deadline/agree'"))
    with reading_session(desk.engine) as session, pytest.raises(BadSeal, match="line 2"):
        journal.verify(session)


def test_somebody_by_name_or_nobody(desk):
    with desk.acting() as session, pytest.raises(NobodyNamed):
        journal.write(session, "open", {}, now=moment("2017-02-09"), by="  ")


def test_what_was_known_on_an_earlier_day_comes_from_the_same_rows(desk):
    desk.opens()
    earlier = desk.view("2017-02-10")
    desk.agrees("comments", "2017-03-13", on="2017-02-11")
    desk.moves("un-deadline", "2017-05-05", on="2017-02-12")
    assert [deadline.due for deadline in desk.view("2017-02-10").deadlines] == [
        deadline.due for deadline in earlier.deadlines
    ]
    with reading_session(desk.engine) as session:
        known = snapshots.view(session, HLPF, moment("2017-06-01"), moment("2017-02-10 23:59"))
    assert [deadline.due for deadline in known.deadlines] == [deadline.due for deadline in earlier.deadlines]


@pytest.mark.both_databases("counts questions")
def test_reading_a_cycle_costs_the_same_however_many_deadlines(desk):
    desk.opens()
    desk.opens("annual-report/2016", cwg="2017-02-07", council="2017-05-15")
    counted = asked_of(desk.engine)
    costs = []
    for names in ([HLPF], [HLPF, "annual-report/2016"]):
        counted.clear()
        with reading_session(desk.engine) as session:
            cycles = [snapshots.cycle_row(session, name) for name in names]
            before = len([sql for sql in counted if sql.startswith("SELECT")])
            snapshots.views(session, cycles, moment("2017-03-01"), moment("2017-03-01"))
        costs.append(len([sql for sql in counted if sql.startswith("SELECT")]) - before)
    assert costs[0] == costs[1]

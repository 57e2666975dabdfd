"""A meeting moves, is called off, or is only planned: every cycle that hangs from it follows, in one act."""

from datetime import date
from email import message_from_bytes, policy
from functools import partial

import pytest
from sqlalchemy import select

from kernel import registry, runner
from kernel.doors import Door
from kernel.grants import Identity
from kernel.runner import Request, do
from models import transactions
from models.engine import reading as looking
from models.journal import Entry
from models.meetings import MeetingStatus
from planning.sentences import sentences
from planning.window import day
from record.meetings import meetings
from record.refusals import MeetingRefused, NoDates, OutOfTime
from reminders import forecast
from tests.beginnings import once
from tests.secretariat import OFFICER, REVIEW, moment, subject_of

FOCAL = "focal@itu.example"
REPORT, DOCUMENTS, COMPREHENSIVE = "annual-report/2016", "council-documents/2017", "council-comprehensive-report/2017"


@pytest.fixture
def council(desk):
    """Council-17, three cycles that hang from it, one date of each told to the focal point."""
    once(desk.engine, desk.home, "council of actions/meetings/test_meetings.py", partial(_council, desk))
    return desk


def _council(desk):
    desk.schedules("council-17", "2017-05-15", "2017-05-25")
    desk.opens(REPORT, on="2017-02-01", council="council-17", cwg=REVIEW)
    desk.opens(DOCUMENTS, on="2017-02-01", council="council-17")
    desk.opens(COMPREHENSIVE, on="2017-02-01", council="council-17")


def preview(desk, on="2017-04-04 10:00"):
    what = {"meeting": "council-17", "span": "2017-05-29/2017-06-08"}
    request = Request(registry.act("meeting/move"), what, Identity(OFFICER), Door.CODE, moment(on))
    return runner.preview(request, partial(transactions.run_preview, desk.engine), forecast).done.changes


def test_the_preview_names_every_date_of_every_open_cycle_and_changes_nothing(council):
    council.agrees("to-council", "2017-04-14", on="2017-02-02", cycle=REPORT)
    by_cycle = {moves.cycle: moves for moves in preview(council)}
    assert list(by_cycle) == [REPORT, COMPREHENSIVE, DOCUMENTS]
    assert by_cycle[REPORT].moves == ()
    assert [(kept.step, str(kept.due), kept.days) for kept in by_cycle[REPORT].kept] == [
        ("to-council", "2017-04-14", 17)
    ]
    assert {move.step: (str(move.was), str(move.now), move.days) for move in by_cycle[DOCUMENTS].moves} == {
        "financial-documents": ("2017-03-20", "2017-04-03", 14),
        "draft-budget": ("2017-03-27", "2017-04-10", 14),
        "secretariat-documents": ("2017-04-15", "2017-04-29", 14),
        "preparatory-documents": ("2017-04-17", "2017-05-01", 14),
        "contributions": ("2017-05-01", "2017-05-15", 14),
    }
    assert [move.step for move in by_cycle[COMPREHENSIVE].moves] == ["to-council", "decision"]
    assert preview(council) == preview(council)


def test_one_act_moves_them_all_and_each_reader_gets_one_notice_of_all(council):
    council.round("2017-04-03 09:00")
    council.round("2017-04-07 09:00")
    readers = {notice.person for moves in preview(council, "2017-04-10 10:00") for notice in moves.notices}
    assert readers == {"Focal Point"}
    promised = preview(council, "2017-04-10 10:00")
    assert council.moves_meeting("council-17", "2017-05-29", "2017-06-08", on="2017-04-10 10:00") == promised
    with looking(council.engine) as session:
        assert [entry.act for entry in session.scalars(select(Entry))][-1] == "meeting/move"
    before = len(council.sink.mails)
    council.round("2017-04-10 10:10")
    changes = [mail for mail in council.sink.mails[before:] if "new date" in subject_of(mail.data).lower()]
    assert [mail.recipient for mail in changes] == [FOCAL]
    words = message_from_bytes(changes[0].data, policy=policy.default).get_body(("plain",)).get_content()
    assert DOCUMENTS in words
    assert COMPREHENSIVE in words
    assert "17 April" in words
    assert "1 May" in words
    council.round("2017-04-10 10:30")
    assert [m.kind for m in council.messages()].count("change") == 1


def test_waiting_messages_of_dates_that_move_are_named_and_withdrawn(council):
    council.allows("council-documents", "reminder", on="2017-02-01")
    council.round("2017-04-15 09:00")  # a Saturday: planned, and waiting for Monday
    waiting = [message for message in council.messages() if message.state == "queued"]
    assert waiting
    lost = [n for moves in preview(council, "2017-04-15 10:00") for n in moves.notices if n.kind == "withdrawn"]
    assert {(notice.person, notice.step) for notice in lost} >= {("Focal Point", "preparatory-documents")}
    council.moves_meeting("council-17", "2017-05-29", "2017-06-08", on="2017-04-15 10:00")
    gone = {message.id: message.state for message in council.messages()}
    assert {gone[message.id] for message in waiting} == {"suppressed"}


def test_an_act_before_the_last_one_of_any_cycle_is_refused(council):
    council.agrees("contributions", "2017-05-01", on="2017-03-02", cycle=DOCUMENTS)
    with pytest.raises(OutOfTime, match="council-documents/2017 was last changed"):
        council.moves_meeting("council-17", "2017-05-29", "2017-06-08", on="2017-03-01")


def test_postponed_without_a_date_its_steps_are_awaited_and_those_who_were_told_hear_it(council):
    council.round("2017-04-03 09:00")
    done = council.postpones("council-17", on="2017-04-04 10:00")
    kinds = {notice.kind for changes in done for notice in changes.notices}
    assert kinds == {"gone"}
    view = council.view("2017-04-04 11:00", DOCUMENTS)
    assert {deadline.standing for deadline in view.deadlines} == {"undated"}
    heard = council.at("2017-04-04 10:10", about=FOCAL)
    assert len(heard) == 1
    assert "draft-budget" not in heard[0]
    moved = council.moves_meeting("council-17", "2017-05-29", "2017-06-08", on="2017-04-05 10:00")
    assert all(move.was is None for changes in moved for move in changes.moves)
    assert council.view("2017-04-05 11:00", DOCUMENTS).provisional == ("council",)  # planned again, not confirmed
    assert len(council.at("2017-04-05 10:10", about=FOCAL)) == 1


def test_a_session_replaced_by_a_consultation_takes_its_cycles_along(council):
    council.schedules("vcc-17", "2017-06-08", "2017-06-18")
    council.calls_off("council-17", on="2017-04-04 10:00", instead="vcc-17")
    assert str(council.view("2017-04-05", DOCUMENTS)["contributions"].due) == "2017-05-25"
    with looking(council.engine) as session:
        after = {view.key: view for view in meetings.listed(session, now=moment("2017-04-05"))}
        before = {view.key: view for view in meetings.listed(session, now=moment("2017-04-03"))}
    assert (after["vcc-17"].relation, after["vcc-17"].related) == ("replaces", "council-17")
    assert (after["council-17"].status, after["council-17"].cycles) == ("cancelled", ())
    assert after["vcc-17"].cycles == (REPORT, COMPREHENSIVE, DOCUMENTS)
    assert (before["council-17"].status, before["council-17"].cycles) == ("confirmed", after["vcc-17"].cycles)
    assert before["vcc-17"].relation is None
    with pytest.raises(MeetingRefused, match="is cancelled and moves no more"):
        council.moves_meeting("council-17", "2017-07-01", "2017-07-02", on="2017-04-06")
    with pytest.raises(NoDates, match="is cancelled and has no dates"):
        council.opens("resolution-revision/2017", on="2017-04-06", council="council-17", cwg=REVIEW)


def test_what_hangs_from_a_planned_meeting_says_so_until_it_is_confirmed(desk):
    desk.schedules("council-18", "2018-04-17", "2018-04-27", status=MeetingStatus.PLANNED)
    desk.opens("council-documents/2018", on="2017-09-01", council="council-18")
    desk.agrees("contributions", "2018-04-03", on="2017-09-02", cycle="council-documents/2018")
    view = desk.view("2017-09-03", "council-documents/2018")
    says = "provisional: council follows council-18, which is planned and not confirmed"
    assert [deadline.step for deadline in view.deadlines if says in sentences(deadline.flags)] == [
        "financial-documents", "secretariat-documents", "preparatory-documents",
    ]  # fmt: skip
    council_18 = {"meeting": "council-18"}
    with desk.acting() as session:
        do(session, "meeting/confirm", **council_18, document="DM-17/1", now=moment("2017-10-01"), by=OFFICER)
    assert desk.view("2017-10-02", "council-documents/2018").provisional == ()
    assert desk.view("2017-09-30", "council-documents/2018").provisional == ("council",)
    with desk.acting() as session, pytest.raises(OutOfTime, match="opens on 2018-04-17 only"):
        do(session, "meeting/hold", **council_18, now=moment("2017-10-03"), by=OFFICER)


def test_a_provisional_outside_date_is_a_proposal_until_it_is_set(desk):
    with desk.acting() as session:
        from actions.cycles import openings, planned_cycles

        openings.open_cycle(
            session,
            desk.chains["hlpf-contribution"],
            "2017",
            planned_cycles.OpeningTerms({"un-deadline": day(date(2017, 4, 28))}, provisional=["un-deadline"]),
            now=moment("2017-02-01"),
            by=OFFICER,
        )
    assert desk.view("2017-02-02")["submission"].basis == "proposed"
    desk.moves("un-deadline", "2017-04-28", on="2017-02-10")
    deadline = desk.view("2017-02-11")["submission"]
    assert (deadline.basis, str(deadline.due), sentences(deadline.flags)) == ("outside", "2017-04-28", ())


def test_the_agenda_is_as_it_was_known(council):
    item = {"meeting": "council-17", "number": "PL 1.3"}
    with council.acting() as session:
        words = {"title": "WSIS and the SDGs", "document": "C17/47"}
        do(session, "meeting/agenda", **item, **words, now=moment("2017-04-01"), by=OFFICER)
        do(session, "meeting/agenda", **item, on="2017-05-16", now=moment("2017-04-20"), by=OFFICER)
    with looking(council.engine) as session:
        now = meetings.meeting(session, "council-17", now=moment("2017-04-21")).agenda
        then = meetings.meeting(session, "council-17", now=moment("2017-04-02")).agenda
    assert [(item.title, item.document, str(item.on)) for item in now] == [
        ("WSIS and the SDGs", "C17/47", "2017-05-16")
    ]
    assert then[0].on is None
    with council.acting() as session, pytest.raises(MeetingRefused, match="is no day of council-17"):
        do(session, "meeting/agenda", **item, on="2017-07-01", now=moment("2017-04-22"), by=OFFICER)

"""A step is met with its evidence, late or not, and by two people if it needs two."""

from datetime import date

import pytest

from actions.deadlines import settlements
from kernel.runner import do
from models.deadlines import Deadline
from models.engine import reading as reading_session
from models.engine import writing
from planning.standing import Standing
from planning.symbols import BadSymbol
from readings import deadline_history
from record import journal
from record.refusals import (
    AlreadySettled,
    NoEvidence,
    NotAnAddress,
    NothingToConfirm,
    NotLate,
    OutOfTime,
    SamePerson,
    StillOpen,
)
from tests.secretariat import HLPF, OFFICER, POSTED, moment

CHAIR = "Chair of the Group"


def test_a_posting_step_is_met_only_with_the_address_where_it_was_posted(desk):
    desk.opens_agreed()
    with pytest.raises(NoEvidence, match="'revised-draft' is completed only with the address where it was posted"):
        desk.meets("revised-draft", on="2017-02-24", url=None)
    with pytest.raises(NoEvidence, match="completed only with the address where it was posted"):
        desk.meets("revised-draft", on="2017-02-24", url=None, document="CWG-WSIS-30/7")
    with pytest.raises(NotAnAddress, match="write it in full"):
        desk.meets("revised-draft", on="2017-02-24", url="www.itu.int/wg-wsis")
    assert desk.view("2017-02-25")["revised-draft"].standing is Standing.OVERDUE
    desk.meets("revised-draft", on="2017-02-24", url="https://www.itu.int/wg-wsis")
    assert desk.view("2017-02-25")["revised-draft"].standing is Standing.MET


def test_a_submission_is_met_only_with_its_document_by_symbol_or_address(desk):
    desk.opens_agreed()
    with pytest.raises(NoEvidence, match="'submission' is completed only with its document; name it, or say"):
        desk.meets("submission", on="2017-04-27", url=None)
    desk.meets("submission", on="2017-04-27", url=None, document="E/HLPF/2017/1")
    desk.opens("annual-report/2016", cwg="2017-02-07", council="2017-05-15")
    with pytest.raises(NoEvidence):
        desk.meets("to-council", on="2017-04-27", url=None, cycle="annual-report/2016")
    desk.meets("input-itu-r", on="2017-04-27", url=None, cycle="annual-report/2016")  # an input leaves no paper


def test_a_step_that_goes_to_no_body_is_shown_by_any_document(desk):
    desk.opens_agreed()
    desk.meets("revised-draft", on="2017-02-24", url="https://www.itu.int/wg-wsis", document="CWG-44/7")
    assert desk.view("2017-02-25")["revised-draft"].settlement.document == "CWG-44/7"
    with pytest.raises(BadSymbol, match="'CWG-44/7' is not a document symbol"):  # a body is handed a document
        desk.meets("submission", on="2017-04-27", url=None, document="CWG-44/7")


def test_a_window_closes_without_a_paper_of_its_own(desk):
    desk.opens_agreed()
    desk.meets("comments", on="2017-03-10", url=None)
    assert desk.view("2017-03-11")["comments"].standing is Standing.MET


@pytest.mark.parametrize("now", ["2017-02-24 00:00", "2017-02-24 12:00", "2017-02-24 23:59"])
def test_a_step_is_met_today_at_the_latest_as_its_own_zone_counts_days(desk, now):
    """The first minute of a day in Geneva is the evening before by UTC."""
    desk.opens_agreed()

    def meets(step, day):
        with desk.acting() as session:
            on = date.fromisoformat(day)
            do(session, "deadline/met", cycle=HLPF, step=step, on=on, url=POSTED, now=moment(now), by=OFFICER)

    with pytest.raises(OutOfTime, match="cannot have been completed on 2017-02-25, a day still to come"):
        meets("revised-draft", "2017-02-25")
    meets("revised-draft", "2017-02-24")
    meets("comments", "2017-02-23")
    view = desk.view("2017-02-25")
    assert [str(view[step].settlement.on) for step in ("revised-draft", "comments")] == ["2017-02-24", "2017-02-23"]


def test_late_waived_and_accepted_late_are_told_apart(desk):
    desk.opens_agreed()
    with pytest.raises(NotLate, match=r"due on 2017-02-24.* nobody need accept it"):
        desk.meets("revised-draft", on="2017-02-24", accepted_by=CHAIR)
    desk.meets("revised-draft", on="2017-02-27")
    desk.meets("final-draft", on="2017-03-27", accepted_by=CHAIR)
    desk.waives("preliminary-draft", on="2017-03-28")
    view = desk.view("2017-03-29")
    steps = ("revised-draft", "final-draft", "preliminary-draft")
    assert [(view[step].standing, view[step].settlement.accepted_by) for step in steps] == [
        ("met-late", None),
        ("met-late", CHAIR),
        ("waived", None),
    ]
    with reading_session(desk.engine) as session:
        story = deadline_history.explain(session, HLPF, "final-draft", now=moment("2017-04-01"))
    assert any(f"accepted by {CHAIR}" in line for line in story.parts)


def needs_two(desk):
    desk.opens_agreed()
    with writing(desk.engine) as session:
        row = session.query(Deadline).filter_by(step="submission").one()
        row.confirmation = True


def confirms(desk, on, by):
    with desk.acting() as session:
        do(session, "deadline/confirm", cycle=HLPF, step="submission", now=moment(on), by=by)


def test_a_step_that_needs_two_people_is_met_when_the_second_has_confirmed_it(desk):
    needs_two(desk)
    with pytest.raises(NothingToConfirm, match="nobody has reported it completed yet"):
        confirms(desk, "2017-04-20", CHAIR)
    desk.meets("submission", on="2017-04-26", by="focal@itu.example")
    deadline = desk.view("2017-04-26")["submission"]
    assert (deadline.standing, deadline.settlement, deadline.reported.on) == (
        Standing.DUE_SOON,
        None,
        date(2017, 4, 26),
    )
    for same in ("focal@itu.example", "Focal@ITU.example", "Focal Point"):
        with pytest.raises(SamePerson, match="was reported completed by Focal Point; a second person must confirm it"):
            confirms(desk, "2017-05-02", same)
    confirms(desk, "2017-05-02", CHAIR)  # after the day, but it was done before
    deadline = desk.view("2017-05-03")["submission"]
    assert (deadline.standing, deadline.settlement.on, deadline.settlement.confirmed_by) == (
        Standing.MET,
        date(2017, 4, 26),
        CHAIR,
    )
    assert deadline.reported is None
    with pytest.raises(AlreadySettled):
        confirms(desk, "2017-05-04", OFFICER)
    assert desk.view("2017-04-27")["submission"].standing is Standing.DUE_SOON  # as it was known then


def test_what_awaits_a_second_person_is_still_owed_and_can_be_taken_back(desk):
    needs_two(desk)
    desk.meets("submission", on="2017-04-26")
    assert desk.at("2017-04-27 09:00", about="Submit") != []
    desk.reopens("submission", on="2017-04-27")
    with pytest.raises(NothingToConfirm):
        confirms(desk, "2017-04-28", CHAIR)
    with pytest.raises(StillOpen, match="submission"):
        desk.closes(on="2017-04-29")


def test_the_journal_tells_the_report_from_its_confirmation(desk):
    needs_two(desk)
    desk.meets("submission", on="2017-04-26")
    confirms(desk, "2017-04-27", CHAIR)
    with reading_session(desk.engine) as session:
        lines = journal.entries(session, HLPF, now=moment("2017-05-01"))
        assert [(line.act, line.by) for line in lines[-2:]] == [("deadline/met", OFFICER), ("deadline/confirm", CHAIR)]
        assert journal.verify(session).lines == len(lines)


def test_a_step_without_a_second_person_has_nothing_to_confirm(desk):
    desk.opens_agreed()
    with pytest.raises(NothingToConfirm, match="it needs no second person"):
        confirms(desk, "2017-04-20", CHAIR)


def test_an_address_goes_into_mails_and_is_checked_wherever_it_is_given(desk):
    for words in ("https://www.itu.int/a b", "ftp://x.example", "javascript:alert(1)", "https://"):
        with pytest.raises(NotAnAddress):
            settlements.check_address(words)

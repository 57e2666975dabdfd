"""A window's ledger: who has answered, how late, and what became of each comment; who answered gets no reminder."""

from datetime import date

import pytest
from sqlalchemy import select

from actions.deadlines import open_points
from kernel.runner import do
from models.engine import reading as reading_session
from models.engine import writing
from models.people import Organization, Person
from record import windows
from record.refusals import (
    AlreadyAnswered,
    NoOutcome,
    NoSuchComment,
    NoSuchOrganization,
    NotAnswered,
    NotAWindow,
    NotLate,
    OutOfTime,
)
from reminders import reminder_plan
from tests.beginnings import told_once
from tests.secretariat import HLPF, OFFICER, moment
from tests.statements import asked_of

A, A2, B = "a@state.example", "a2@state.example", "b@state.example"
CHAIR = "Chair of the Group"
COMMENTS = {"cycle": HLPF, "step": "comments"}


@pytest.fixture
@told_once
def window(desk):
    """The comments of 2017: two delegates of Arcadia, one of Borduria; mail needs no release."""
    desk.knows("Second delegate of A", A2, "membership")
    with writing(desk.engine) as session:
        for name, emails in {"Arcadia": (A, A2), "Borduria": (B,)}.items():
            row = Organization(name=name)
            session.add(row)
            session.flush()
            for person in session.scalars(select(Person).where(Person.email.in_(emails))):
                person.organization_id = row.id
    desk.opens_agreed()
    desk.allows("hlpf-contribution", "reminder", on="2017-02-10")
    return desk


def answers(desk, organization, *, on, step="comments", day=None, **how):
    with desk.acting() as session:
        on_day = date.fromisoformat(day) if day else None
        what = {"cycle": HLPF, "step": step, "organization": organization, "on": on_day}
        return do(session, "answer/give", **what, **how, now=moment(on), by=OFFICER)


def book(desk, on, step="comments", known=None):
    with reading_session(desk.engine) as session:
        return windows.ledger(session, HLPF, step, now=moment(on), known=moment(known) if known else None)


def people(lines):
    return [line.partition(":")[0] for line in lines]


def test_one_answer_silences_all_contacts_of_its_organization_and_nobody_else(window):
    assert people(window.at("2017-02-24 09:00", about="invited")) == [A2, A, B]
    answers(window, "arcadia", on="2017-02-28", document="WG-WSIS-30/13")
    assert people(window.at("2017-03-03 09:00", about="in 7 days")) == [B]


def test_an_answer_takes_back_what_still_waits_for_its_organization_alone(window):
    window.round("2017-02-26 09:00")  # a Sunday: three invitations wait for Monday
    answers(window, "Arcadia", on="2017-02-26 10:00")
    assert people(window.at("2017-02-27 09:00", about="Comments invited")) == [B]
    assert [message.detail for message in window.messages() if message.state == "suppressed"] == [
        "Arcadia has answered (2017-02-26)"
    ] * 2


def test_who_has_answered_still_hears_that_the_window_was_extended(window):
    window.allows("hlpf-contribution", "change", on="2017-02-10")
    window.round("2017-02-24 09:00")
    answers(window, "Arcadia", on="2017-02-28")
    window.agrees("comments", "2017-03-17", on="2017-03-02 09:00", because="asked by three members")
    assert people(window.at("2017-03-02 09:10", about="17 March")) == [A2, A, B]
    assert people(window.at("2017-03-10 09:00", about="in 7 days")) == [B]
    extensions = book(window, "2017-03-10").extensions
    assert [(extension.was, extension.due, extension.reason) for extension in extensions] == [
        (date(2017, 3, 10), date(2017, 3, 17), "asked by three members")
    ]


def test_an_answer_taken_back_leaves_its_organization_to_be_reminded(window):
    window.round("2017-02-24 09:00")
    answers(window, "Arcadia", on="2017-02-27")
    with window.acting() as session:
        how = {"because": "it was Borduria's", "now": moment("2017-02-28"), "by": OFFICER}
        do(session, "answer/withdraw", **COMMENTS, organization="Arcadia", **how)
    assert people(window.at("2017-03-03 09:00", about="in 7 days")) == [A2, A, B]
    ledger = book(window, "2017-03-03")
    assert [each.standing for each in ledger.answers] == ["withdrawn: it was Borduria's"]
    assert [each.outcome for each in ledger.comments] == ["withdrawn"]
    assert ledger.awaited == ("An organization", "Arcadia", "Borduria")[1:]


def test_everybody_has_answered_is_not_nobody_named(window):
    for name in ("Arcadia", "Borduria"):
        answers(window, name, on="2017-02-20", no_comment=True)
    planned = window.round("2017-03-03 09:00").planned
    assert [line for line in planned.nobody if "comments" in line] == []
    assert window.at("2017-03-03 09:00", about="Comment on the revised draft") == []


def test_the_ledger_tells_in_time_from_late_and_late_from_accepted(window):
    answers(window, "Arcadia", on="2017-03-09", document="WG-WSIS-30/13")
    late = answers(window, "Borduria", on="2017-03-14", day="2017-03-13", document="WG-WSIS-30/14")
    assert ", late" in late.sentence
    assert [answer.standing for answer in book(window, "2017-03-15").answers] == ["in time", "late"]
    answers(window, "Borduria", on="2017-03-16", day="2017-03-13", document="WG-WSIS-30/14", accepted_by=CHAIR)
    ledger = book(window, "2017-03-17")
    assert [(answer.organization, answer.document, answer.standing) for answer in ledger.answers] == [
        ("Arcadia", "WG-WSIS-30/13", "in time"),
        ("Borduria", "WG-WSIS-30/14", f"late, accepted by {CHAIR}"),
    ]
    assert len(ledger.comments) == 2  # the acceptance added none
    assert [answer.standing for answer in book(window, "2017-03-17", known="2017-03-15").answers] == ["in time", "late"]


def test_a_correction_is_undone_by_the_facts_before_it_and_new_comments_by_nothing(window):
    answers(window, "Arcadia", on="2017-03-13")
    late = answers(window, "Arcadia", on="2017-03-14", day="2017-03-13", accepted_by=CHAIR)
    assert [answer.standing for answer in book(window, "2017-03-15").answers] == [f"late, accepted by {CHAIR}"]
    with window.acting() as session:
        do(session, late.undo.name, **late.undo.arguments, now=moment("2017-03-16"), by=OFFICER)
    assert [answer.standing for answer in book(window, "2017-03-17").answers] == ["late"]
    assert answers(window, "Arcadia", on="2017-03-18", day="2017-03-13", says=["Shorter"]).undo is None


def test_an_extension_makes_a_late_answer_one_in_time(window):
    answers(window, "Borduria", on="2017-03-13")
    window.agrees("comments", "2017-03-17", on="2017-03-14")
    assert [answer.standing for answer in book(window, "2017-03-15").answers] == ["in time"]


def test_every_comment_is_taken_up_somewhere_or_declined_for_a_reason(window):
    done = answers(window, "Arcadia", on="2017-03-09", says=["Say more on goal 5", "Drop the annex"])
    assert done.sentence.endswith("; comments 1, 2")
    assert ";" not in answers(window, "Borduria", on="2017-03-09", no_comment=True).sentence
    with window.acting() as session:
        how = {"now": moment("2017-03-10"), "by": OFFICER}
        more = {"organization": "Borduria", "says": "Shorter, please"}
        assert do(session, "comment/record", **COMMENTS, **more, **how).facts["comment"] == 3
        do(session, "comment/resolve", **COMMENTS, number=1, taken_up="final draft, section 3", **how)
    assert not book(window, "2017-03-11").is_addressed
    with reading_session(window.engine) as session:
        assert open_points.left_open(session, HLPF, "final-draft", now=moment("2017-03-11")) == (
            "comment 2 of comments (Arcadia) is not answered: Drop the annex",
            "comment 3 of comments (Borduria) is not answered: Shorter, please",
        )
    with window.acting() as session:
        how = {"now": moment("2017-03-20"), "by": OFFICER}
        do(session, "comment/resolve", **COMMENTS, number=2, declined="the template asks for it", **how)
        do(session, "comment/resolve", **COMMENTS, number=3, taken_up="throughout", **how)
    after = book(window, "2017-03-21")
    assert [(comment.number, comment.outcome, comment.words) for comment in after.comments] == [
        (1, "taken-up", "final draft, section 3"),
        (2, "declined", "the template asks for it"),
        (3, "taken-up", "throughout"),
    ]
    assert after.is_addressed
    assert [comment.outcome for comment in book(window, "2017-03-15").comments] == ["taken-up", "open", "open"]


def test_a_comment_is_noted_or_left_to_the_chair_with_whom_it_stays_open(window):
    answers(window, "Arcadia", on="2017-03-09", says=["Say more on goal 5", "Drop the annex"])
    with window.acting() as session:
        how = {"now": moment("2017-03-10"), "by": OFFICER}
        do(session, "comment/resolve", **COMMENTS, number=1, noted="the annex says it", **how)
        left = do(session, "comment/resolve", **COMMENTS, number=2, for_chair="with the annex, or without", **how)
    assert left.sentence == f"comment 2 of {HLPF} comments is for the Chair to decide"
    book_ = book(window, "2017-03-11")
    assert [(each.outcome, each.is_open) for each in book_.comments] == [("noted", False), ("for-chair", True)]
    with window.acting() as session:
        how = {"now": moment("2017-03-12"), "by": OFFICER}
        done = do(session, "comment/resolve", **COMMENTS, number=2, declined="the Chair keeps it", **how)
        do(session, done.undo.name, **done.undo.arguments, **how)
    assert book(window, "2017-03-13").comments[1].words == "with the annex, or without"


def test_what_the_ledger_cannot_hold_is_refused(window):
    with pytest.raises(NotAWindow, match="secretariat does it"):
        answers(window, "Arcadia", on="2017-02-20", step="revised-draft")
    with pytest.raises(NoSuchOrganization, match="did you mean 'Arcadia'"):
        answers(window, "Arcardia", on="2017-02-20")
    with pytest.raises(OutOfTime, match="a day still to come"):
        answers(window, "Arcadia", on="2017-02-20", day="2017-02-21")
    with pytest.raises(NotLate):
        answers(window, "Arcadia", on="2017-02-20", accepted_by=CHAIR)
    answers(window, "Arcadia", on="2017-02-20")
    with pytest.raises(AlreadyAnswered):
        answers(window, "ARCADIA", on="2017-02-20 13:00")
    how = {"because": "x", "now": moment("2017-02-21"), "by": OFFICER}
    with window.acting() as session, pytest.raises(NotAnswered):
        do(session, "answer/withdraw", **COMMENTS, organization="Borduria", **how)
    with window.acting() as session, pytest.raises(NoSuchComment, match="numbered 1 to 1"):
        do(session, "comment/resolve", **COMMENTS, number=2, taken_up="x", **how)
    for neither_or_both in ({}, {"declined": " "}, {"taken_up": "x", "declined": "x"}):
        with window.acting() as session, pytest.raises(NoOutcome):
            do(session, "comment/resolve", **COMMENTS, number=1, **neither_or_both, **how)


def test_a_step_that_invites_nobody_has_a_ledger_of_what_hangs_on_it_only(window):
    ledger = book(window, "2017-02-20", step="submission")
    assert (ledger.answers, ledger.awaited, ledger.comments, ledger.is_addressed) == ((), (), (), True)


@pytest.mark.both_databases("counts questions")
def test_reckoning_costs_the_same_however_many_have_answered(window):
    counted = asked_of(window.engine)
    costs = []
    for name in (None, "Arcadia", "Borduria"):
        if name:
            answers(window, name, on="2017-02-20")
        counted.clear()
        with reading_session(window.engine) as session:
            reminder_plan.reckon(session, now=moment("2017-03-03 09:00"))
            windows.ledger(session, HLPF, "comments", now=moment("2017-03-03 09:00"))
        costs.append(len([sql for sql in counted if sql.startswith("SELECT")]))
    assert len(set(costs[1:])) == 1, costs

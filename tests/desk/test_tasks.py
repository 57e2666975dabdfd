"""What needs a hand: there while it is so, gone once it was seen to."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from cli import remedy_words
from desk.tasks import as_markdown, tasks
from models.engine import reading as reading_session
from models.message_identities import identify
from models.outbox import Message, State
from models.people import Bounce, Person, Role
from models.sending_state import Breaker, Hold
from planning.remedies import plain
from record.cycles.snapshots import living_views
from reminders import complaints, reminder_plan
from tests.secretariat import HLPF, moment
from tests.sink import Mood
from tests.statements import asked_of


def needs(desk, on, *kinds):
    """Return `kind about` of the tasks, of these kinds only where some are named."""
    with reading_session(desk.engine) as session:
        current = tasks(session, now=moment(on), clock=moment(on))
    return [f"{task.kind} {task.about}" for task in current if not kinds or task.kind in kinds]


def sentence(desk, on, kind):
    with reading_session(desk.engine) as session:
        return next(task for task in tasks(session, now=moment(on), clock=moment(on)) if task.kind == kind)


def test_a_quiet_desk_needs_no_hand(desk):
    desk.opens_agreed()
    assert needs(desk, "2017-02-09") == []


def test_a_dead_letter_is_a_task_until_it_is_seen_to(desk):
    desk.opens_agreed()
    desk.sink.mood = Mood(recipients={"focal@itu.example": "550 no such user"})
    desk.round("2017-02-10 09:00")
    task = sentence(desk, "2017-02-10 10:00", "dead")
    assert "Focal Point" in task.sentence
    assert "no such user" in task.sentence
    assert f"council outbox retry {task.about}, or" in remedy_words.remedies(task.remedies)
    with desk.acting() as session:
        session.execute(update(Message).values(state=State.DROPPED))
    assert needs(desk, "2017-02-10 10:00") == []


def test_a_letter_that_no_server_answered_for_is_a_task_after_all_its_copies(desk):
    desk.opens_agreed()
    desk.sink.mood = Mood(reply="drop")
    desk.round("2017-02-10 09:00")
    assert needs(desk, "2017-02-10 10:00") == []  # another copy leaves by itself
    desk.round("2017-02-10 09:30")
    desk.round("2017-02-10 10:00")
    assert needs(desk, "2017-02-10 10:00") == ["dead 1", "breaker email"]  # thrice unanswered: it is left alone


def test_what_waits_for_release_is_a_task_after_a_day_one_for_all_its_readers(desk):
    desk.opens_agreed()
    desk.issues(on="2017-02-09 12:00")
    with desk.acting() as session:
        reminder_plan.plan_owed(session, now=moment("2017-02-09 12:10"))
    desk.holds(*(letter.id for letter in desk.messages()), on="2017-02-09 12:10")
    assert needs(desk, "2017-02-10 12:09", "held") == []
    assert needs(desk, "2017-02-10 12:10", "held") == [f"held {HLPF}"]
    assert sentence(desk, "2017-02-10 12:10", "held").sentence.startswith("2 letters (announcement)")
    desk.releases(on="2017-02-10 12:10")
    assert needs(desk, "2017-02-10 12:10", "held") == []


def test_what_is_set_and_not_issued_is_a_task_until_it_is(desk):
    desk.opens_agreed()
    assert needs(desk, "2017-02-10 12:00", "unissued") == []
    desk.sets("comments", "2017-03-17", on="2017-02-13 10:00")
    assert needs(desk, "2017-02-13 10:00", "unissued") == [f"unissued {HLPF}"]
    says = sentence(desk, "2017-02-13 10:00", "unissued").sentence
    assert says == f"{HLPF} has dates that are set and not issued: comments 2017-03-17, members read 2017-03-10"
    desk.issues("comments", on="2017-02-13 10:05")
    assert needs(desk, "2017-02-13 10:05", "unissued") == []


def test_a_reminder_and_a_change_that_both_wait_are_pointed_out(desk):
    desk.opens_agreed()
    desk.round("2017-02-10 09:00")
    with desk.acting() as session:
        session.execute(update(Message).values(state=State.HELD))
    assert needs(desk, "2017-02-10 10:00") == []
    with desk.acting() as session:
        first = session.scalars(select(Message)).one()
        session.add(other := _like(session, first, "change"))
        session.flush()
        session.add(_owed_like(session, first, other))
    assert needs(desk, "2017-02-10 10:00") == [f"contradiction {HLPF} revised-draft"]
    with desk.acting() as session:
        session.execute(update(Message).where(Message.kind == "rung").values(state=State.SUPERSEDED))
    assert needs(desk, "2017-02-10 10:00") == []


def _like(session, message, kind):
    (number,) = identify(session, [f"like-{kind}"])
    names = ("person_id", "address", "chain", "cycle_id", "state", "due_at", "planned_at")
    return Message(id=number, kind=kind, **{name: getattr(message, name) for name in names})


def _owed_like(session, first, other):
    from models.outbox import Owed

    owed = session.scalars(select(Owed).where(Owed.message_id == first.id)).one()
    names = ("deadline_id", "promise", "person_id", "address", "at")
    return Owed(rung="change", message_id=other.id, **{name: getattr(owed, name) for name in names})


def test_an_address_fails_after_a_server_gave_up_three_times_since_it_was_set_right(desk):
    day = moment("2017-02-10")
    with desk.acting() as session:
        person = session.scalars(select(Person).where(Person.email == "a@state.example")).one()
        returned = (("failed", "5.1.1"), ("delayed", "4.2.2"), ("failed", "4.4.7"), ("failed", "5.2.1"))
        for number, (action, status) in enumerate(returned):
            values = {"address": person.email, "message": None, "detail": "gone", "at": day + timedelta(hours=number)}
            session.add(Bounce(person_id=person.id, report_id=f"r{number}", action=action, status=status, **values))
    assert needs(desk, "2017-02-11") == ["unreachable Delegate A"]
    for since, expected in ((day, ["unreachable Delegate A"]), (day + timedelta(minutes=1), [])):
        with desk.acting() as session:
            session.execute(update(Person).where(Person.email == "a@state.example").values(reachable_from=since))
        assert needs(desk, "2017-02-11") == expected


def test_a_server_left_alone_and_a_hold_are_tasks_while_they_last(desk):
    with desk.acting() as session:
        until = moment("2017-02-10 12:30")
        session.add(Breaker(carrier="email", faults=5, open_until=until, detail="421 too busy"))
        session.add(Hold(kind="clock", because="the clock is ten days off", at=moment("2017-02-10 11:00"), by=None))
    assert needs(desk, "2017-02-10 12:29") == ["hold clock", "breaker email"]
    assert needs(desk, "2017-02-10 12:30") == ["hold clock"]
    with desk.acting() as session:
        session.execute(update(Hold).values(lifted_at=moment("2017-02-10 12:00"), lifted_by="Anna"))
    assert needs(desk, "2017-02-10 12:30") == []


def test_a_server_that_failed_too_often_is_a_task_until_it_takes_what_waits_for_it(desk):
    desk.opens_agreed()
    desk.sink.mood = Mood(sender="530 Must issue a STARTTLS command first")
    for quarter in ("09:00", "09:15"):
        desk.round(f"2017-02-10 {quarter}")
        assert needs(desk, f"2017-02-10 {quarter}") == []  # a server may fail once or twice
    desk.round("2017-02-10 09:30")
    for later in ("09:30", "18:00"):  # it has rested long since, and nobody has tried it
        task = sentence(desk, f"2017-02-10 {later}", "breaker")
        assert task.sentence.startswith("the mail server failed 3 times in a row, and 1 letter waits: ")
        assert "STARTTLS" in task.sentence
        assert task.since == moment("2017-02-10 09:00")
    desk.sink.mood = Mood()
    desk.round("2017-02-10 18:00")
    assert needs(desk, "2017-02-10 18:00") == []


def test_a_deadline_with_nobody_to_tell_is_a_task_from_its_first_reminder_on(desk):
    desk.opens_agreed()
    with desk.acting() as session:
        session.query(Role).filter(Role.role == "secretariat").delete()
    assert needs(desk, "2017-02-10 08:59", "nobody") == []
    assert needs(desk, "2017-02-10 09:00", "nobody") == [f"nobody {HLPF} revised-draft"]
    desk.assigns("revised-draft", "Focal Point", on="2017-02-10")
    assert needs(desk, "2017-02-10 12:00", "nobody") == []


def test_reminders_end_after_thirty_days_and_a_task_is_left(desk):
    desk.opens_agreed()
    assert needs(desk, "2017-03-26 23:00", "chase-ended") == []
    assert needs(desk, "2017-03-27 00:00", "chase-ended") == [f"chase-ended {HLPF} revised-draft"]
    desk.meets("revised-draft", on="2017-03-27 00:00")
    assert needs(desk, "2017-03-27 00:00", "chase-ended") == []


def test_a_proposal_is_to_be_agreed_four_weeks_ahead_and_stays_a_task_once_its_day_has_passed(desk):
    desk.opens()
    task = f"proposal {HLPF} final-comments"  # proposed for 7 April
    assert task not in needs(desk, "2017-03-09 23:59", "proposal")
    assert task in needs(desk, "2017-03-10 00:00", "proposal")
    assert task in needs(desk, "2017-04-09", "proposal")
    desk.agrees("final-comments", "2017-04-07", on="2017-02-12")
    assert task not in needs(desk, "2017-03-24 00:00", "proposal")


def test_a_window_whose_draft_is_not_there_on_its_opening_day_is_a_task_until_it_is_or_the_window_closes(desk):
    desk.opens_on_drafts()  # comments open on 24 February, when the revised draft is due
    task = f"draft {HLPF} comments"
    assert needs(desk, "2017-02-23 23:59", "draft") == []
    assert needs(desk, "2017-02-24 00:00", "draft") == [task]
    assert needs(desk, "2017-03-10 23:00", "draft") == [task]
    assert task not in needs(desk, "2017-03-11 00:00", "draft")
    desk.meets("revised-draft", on="2017-02-27")
    assert needs(desk, "2017-02-28", "draft") == []


@pytest.mark.both_databases("groups and counts")
def test_an_invitation_that_waits_is_a_task_from_the_hour_at_which_it_was_to_leave(desk):
    desk.opens_agreed()
    desk.round("2017-02-24 09:00")
    assert needs(desk, "2017-02-24 08:59", "invitation") == []
    assert needs(desk, "2017-02-24 09:00", "invitation") == [f"invitation {HLPF} comments"]
    assert needs(desk, "2017-03-03 09:00", "invitation", "held") == [f"invitation {HLPF} comments"]
    task = sentence(desk, "2017-02-24 09:00", "invitation")
    assert task.sentence == (
        f"{HLPF} comments was to open to all on 2017-02-24: 2 invitations left to approve; nobody is recalled before; "
        "1 organization without an official address: An organization"
    )
    assert remedy_words.remedies(task.remedies) == (
        f"read them, then approve them: council outbox release --cycle {HLPF}"
    )
    desk.releases(on="2017-02-24 10:00")
    assert needs(desk, "2017-02-24 10:00", "invitation") == []


def test_a_cycle_that_is_owed_and_not_open_is_a_task_from_four_weeks_before_its_first_date(desk, bodies):
    desk.loads(bodies, on="2017-01-02")  # the session opens on 15 May
    documents = "unopened council-documents/2017"  # the first are due 56 days before it: on 20 March
    assert documents not in needs(desk, "2017-02-19 23:59", "unopened")
    assert documents in needs(desk, "2017-02-20 00:00", "unopened")
    with reading_session(desk.engine) as session:
        (task,) = (task for task in tasks(session, now=moment("2017-02-20"), clock=moment("2017-02-20"))
                   if task.about == "council-documents/2017")  # fmt: skip
    assert task.sentence == "council-documents/2017 is not open, and its first date is 2017-03-20: serves council-17"
    assert remedy_words.remedies(task.remedies).startswith("open it: council year 2017 --accept council-documents/2017")
    desk.opens("council-documents/2017", council="council-17", on="2017-02-20 10:00")
    assert documents not in needs(desk, "2017-02-21", "unopened")


def test_tasks_complain_of_what_the_planner_complains_of(desk):
    desk.opens_agreed()
    desk.knows("Far away", "far@itu.example", "secretary", scope="annual-report")
    desk.mutes("Focal Point", on="2017-02-10")
    for on in ("2017-02-24 09:00", "2017-03-03 08:59", "2017-03-03 09:00", "2017-03-24 09:00", "2017-04-10 09:00"):
        with reading_session(desk.engine) as session:
            views = living_views(session, moment(on))
            complained = [sentence for _, sentence in complaints.every(session, views, now=moment(on))]
            planned = reminder_plan.reckon(session, now=moment(on))
        assert complained == [sentence for plan in planned for sentence in plan.complaints]
    assert complained


@pytest.mark.proof_on_postgresql("what is asked is counted: the same questions on both")
@pytest.mark.both_databases("counts questions")
def test_tasks_cost_the_same_however_much_is_stored(desk):
    counted = asked_of(desk.engine)
    costs = []
    for year in (2017, 2018, 2019):
        desk.opens(f"annual-report/{year}", cwg="2017-02-07", council="2017-05-15")
        for number in range(30):
            desk.knows(f"P{year}-{number}", f"p{year}-{number}@state.example", "membership")
        counted.clear()
        assert needs(desk, "2017-06-01")
        costs.append(len([sql for sql in counted if sql.startswith("SELECT")]))
    assert costs[0] == costs[1] == costs[2]


@pytest.mark.parametrize("reply", ["<b>550</b> `x` [a](http://x) *now*"])
def test_a_servers_reply_is_not_read_as_markup(desk, reply):
    desk.opens_agreed()
    desk.sink.mood = Mood(recipients={"focal@itu.example": f"550 {reply}"})
    desk.round("2017-02-10 09:00")
    with reading_session(desk.engine) as session:
        page = as_markdown(tasks(session, now=moment("2017-02-10 10:00"), clock=moment("2017-02-10 10:00")), plain)
    assert "\\<b\\>550" in page
    assert "[a](" not in page

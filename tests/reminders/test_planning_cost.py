"""What a round costs: nothing while nothing is due, and as many questions for five hundred people as for five."""

from datetime import timedelta

import pytest
from sqlalchemy import event, func, insert, literal_column, select

from kernel.runner import do
from letters import last_told
from models.engine import writing
from models.outbox import MOVING, WAITING, Message, Owed, State, in_state, in_state_to
from models.people import Channel, Organization, Person, Role
from record.people.directory import Directory
from record.windows import answered
from reminders import reminder_plan
from tests.secretariat import HLPF, OFFICER, moment

pytestmark = pytest.mark.both_databases("counts questions and asks the planner of each database for its index")

PROOF = pytest.mark.proof("ten thousand recipients take a quarter of a minute of CPU")


def peopled(desk, count, role="membership", start=0):
    """Put so many people of as many organizations into the store, in a few statements."""
    numbers = range(start, start + count)
    with writing(desk.engine) as session:
        session.execute(insert(Organization), [{"name": f"State {number}"} for number in numbers])
        organizations = dict(session.execute(select(Organization.name, Organization.id)).all())
        session.execute(
            insert(Person),
            [
                {
                    "public_id": f"person-{number}",
                    "name": f"Person {number}",
                    "email": f"p{number}@state.example",
                    "organization_id": organizations[f"State {number}"],
                }
                for number in numbers
            ],
        )
        ids = session.scalars(select(Person.id).where(Person.public_id.in_(f"person-{n}" for n in numbers))).all()
        session.execute(insert(Role), [{"person_id": person_id, "role": role} for person_id in ids])
        session.execute(
            insert(Channel), [{"person_id": person_id, "address": "email", "fingerprint": "email"} for person_id in ids]
        )


def statements(desk, at):
    """Return the statements of one planning at that hour; a batch that the driver splits counts once."""
    asked = []

    def count(connection, cursor, statement, parameters, context, executemany):
        asked.append(statement.partition(" VALUES")[0])

    event.listen(desk.engine, "before_cursor_execute", count)
    try:
        with writing(desk.engine) as session:
            reminder_plan.plan_owed(session, now=moment(at))
    finally:
        event.remove(desk.engine, "before_cursor_execute", count)
    return [one for at, one in enumerate(asked) if at == 0 or one != asked[at - 1]]


@pytest.mark.proof_on_postgresql("thirty cycles, and what is asked is counted: the same questions on both")
def test_an_idle_round_asks_the_same_of_one_cycle_and_of_thirty(desk):
    desk.opens_agreed()
    with writing(desk.engine) as session:
        reminder_plan.plan_owed(session, now=moment("2017-02-10"))
    questions = statements(desk, "2017-02-10 12:10")
    peopled(desk, 300)
    for number in range(29):
        desk.opens(f"hlpf-contribution/2018-{number}", on="2017-02-10", un_deadline="2018-04-28", review="2018-02-07")
    with writing(desk.engine) as session:
        reminder_plan.plan_owed(session, now=moment("2017-02-11"))
    thirty = statements(desk, "2017-02-11 12:10")
    assert thirty == questions
    assert len(questions) <= 4  # two of them open SQLite's transaction


def test_a_round_asks_as_much_for_five_people_as_for_five_hundred(desk):
    desk.opens_agreed()
    peopled(desk, 3)
    few = statements(desk, "2017-02-24 09:00")
    peopled(desk, 500, start=3)
    many = statements(desk, "2017-03-24 09:00")
    with writing(desk.engine) as session:
        assert session.scalar(select(func.count()).select_from(Message)) > 500
    assert len(many) <= len(few) + 4  # what waits since the first is superseded, too


def plan_of(desk, query):
    """Return how the database finds what is asked for; PostgreSQL as if the store were large."""
    words = str(query.compile(desk.engine, compile_kwargs={"literal_binds": True}))
    with desk.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            return str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}").all())
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        return str(connection.exec_driver_sql(f"EXPLAIN {words}").all())


def test_what_is_not_over_is_found_by_an_index_however_much_was_ever_sent(desk):
    due = select(Message.id).where(MOVING, Message.due_at <= literal_column("'2017-02-24 09:00:00'"))
    assert "ix_message_moving" in plan_of(desk, due.order_by(Message.due_at, Message.id).limit(200))
    for asked in (in_state(State.DEAD), in_state(*WAITING, State.UNKNOWN) & Message.person_id.in_([1, 2])):
        assert "ix_message_living" in plan_of(desk, select(Message.id).where(asked))
    assert "ix_message" not in plan_of(desk, select(Message.id).where(in_state(State.SENT)))


def test_what_is_over_is_found_by_its_reader(desk):
    for states in ([State.SENT], [State.SENT, State.DEAD], [State.SUPERSEDED, State.QUEUED], list(State)):
        plan = plan_of(desk, select(Message.id).where(in_state_to(7, *states)))
        assert "ix_message_over" in plan
        assert "Seq Scan" not in plan
        assert "SCAN message" not in plan
    assert "ix_message_over" not in plan_of(desk, select(Message.id).where(in_state_to(7, State.HELD)))


@pytest.mark.proof("thousands of people are planned for, which takes five CPU seconds")
def test_more_ids_than_a_query_takes_are_asked_for_in_portions(desk):
    many = range(1, 70_001)  # PostgreSQL takes 65,535 values, SQLite 32,766
    with writing(desk.engine) as session:
        assert last_told.last_told(session, many) == {}
        assert answered(session, many, moment("2017-03-01")) == set()
        assert reminder_plan.reckon(session, many, now=moment("2017-03-01")) == []


def test_a_round_reads_nothing_of_people_whom_it_does_not_concern(desk):
    desk.knows("Somebody else", "else@itu.example", "organizers", zone="Asia/Tokyo", digest="weekly")
    with writing(desk.engine) as session:
        now = moment("2017-02-24 09:00")
        assert Directory(session, {"membership"}, now=now).clocks == {(None, False)}
        assert Directory(session, {"membership", "organizers"}, now=now).clocks == {(None, False), ("Asia/Tokyo", True)}


@pytest.mark.proof_on_postgresql("a thousand people: a CPU second; two senders at once are told there in every run")
@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("count", [1_000, pytest.param(10_000, marks=PROOF)])
def test_thousands_of_recipients_of_one_announcement_are_each_told_once(desk, count):
    desk.opens_agreed()
    peopled(desk, count)
    with writing(desk.engine) as session:
        do(session, "cycle/issue", cycle=HLPF, now=moment("2017-02-10 09:00"), by=OFFICER)
    with writing(desk.engine) as session:
        reminder_plan.plan_owed(session, now=moment("2017-02-10 09:00") + timedelta(hours=1))
    with writing(desk.engine) as session:
        kinds = dict(session.execute(select(Message.kind, func.count()).group_by(Message.kind)).all())
        readers = session.scalar(select(func.count(Message.person_id.distinct())).where(Message.kind == "announcement"))
        rows = session.scalar(select(func.count()).select_from(Owed).where(Owed.rung.startswith("announced-")))
    assert kinds["announcement"] == count + 2
    assert readers == count + 2
    assert rows == 5 * (count + 2)

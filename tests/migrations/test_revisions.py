"""Every revision, up, down and up again, on both databases: rows and their children survive, and the schema is ours.

SQLite cannot alter a table: Alembic builds it anew, and with foreign keys on would erase the children of each row.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, func, insert, inspect, select, text

from models.engine import make_engine, reading, writing
from models.message_identities import identify
from models.outbox import LIVING, MOVING, STAGES, Message, State
from models.people import Bounce, Person
from models.schema import NoStoreOfOurs, OldStore, _config, check, upgrade
from models.tables import tables
from planning.window import Window
from record import journal
from record.journal import row_digests
from tests import stores
from tests.secretariat import HLPF, Desk

pytestmark = pytest.mark.both_databases("migrates")

FIRST = "the_record"
ROWS = (  # a parent and its children, in the tables of the first revision
    "INSERT INTO organization (id, name) VALUES (7, 'Switzerland')",
    "INSERT INTO person (id, public_id, name, email, organization_id, language)"
    " VALUES (7, 'p7', 'Anna', 'anna@state.example', 7, 'en')",
    "INSERT INTO role (id, person_id, role, scope) VALUES (7, 7, 'membership', '')",
    "INSERT INTO channel (id, person_id, address) VALUES (7, 7, 'email'), (8, 7, 'json://x.example/y')",
    "INSERT INTO cycle (id, chain, edition, version, title, mandate, zone, place, public_id, opened_at, last_act_at)"
    " VALUES (7, 'c', '2017', 1, 't', 'm', 'Europe/Zurich', 'Geneva', 'c7', :at, :at)",
    "INSERT INTO message (id, public_id, person_id, address, kind, chain, cycle_id, state, due_at, planned_at, tries)"
    " VALUES (7, 'm7', 7, 'email', 'rung', 'c', 7, 'unknown', :at, :at, 1)",
)
COUNTED = ("organization", "person", "role", "channel", "cycle", "message")


@pytest.fixture
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of the kind that the test names."""
    if request.param == "sqlite":
        engine = make_engine(f"sqlite:///{tmp_path / 'empty.db'}")
        yield engine
        engine.dispose()
        return
    with stores.postgresql_empty(request.getfixturevalue("postgresql_server")) as url:
        engine = make_engine(url)
        yield engine
        engine.dispose()


def revisions(engine: Engine) -> list[str]:
    """Return all revisions, the first one first."""
    script = ScriptDirectory.from_config(_config(engine))
    return [revision.revision for revision in reversed(list(script.walk_revisions()))]


def counts(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() for table in COUNTED}


def differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), tables()))


def dangling(engine: Engine) -> list[object]:
    """Return the rows whose parent is gone; PostgreSQL refuses those by itself."""
    if engine.dialect.name != "sqlite":
        return []
    with engine.connect() as connection:
        return list(connection.exec_driver_sql("PRAGMA foreign_key_check"))


def fill(engine: Engine) -> None:
    with engine.begin() as connection:
        for row in ROWS:
            at = {"at": datetime(2017, 2, 9, tzinfo=UTC)} if ":at" in row else {}
            connection.execute(text(row), at)


@pytest.mark.parametrize("empty", ["sqlite", "postgresql"], indirect=True)
def test_rows_and_their_children_survive_every_revision(empty: Engine) -> None:
    steps = revisions(empty)
    assert steps[0].endswith(FIRST)
    command.upgrade(_config(empty), steps[0])
    fill(empty)
    before = counts(empty)
    up, down = steps[1:], steps[-2::-1]
    for move, way in ((command.upgrade, up), (command.downgrade, down), (command.upgrade, up)):
        for revision in way:
            move(_config(empty), revision)
            assert counts(empty) == before, revision
            assert dangling(empty) == [], revision
    assert not differences(empty), (
        "the revisions make another schema than the models say; write the next: make revision"
    )


@pytest.mark.parametrize("empty", ["sqlite", "postgresql"], indirect=True)
def test_the_indexes_of_messages_leave_out_what_is_over_at_the_end(empty: Engine) -> None:
    command.upgrade(_config(empty), "head")  # Alembic's comparison misses what an index leaves out
    options = {str(index["name"]): index["dialect_options"] for index in inspect(empty).get_indexes("message")}
    where = f"{empty.dialect.name}_where"
    assert "'moving'" in str(options["ix_message_moving"][where])
    assert "'over'" in str(options["ix_message_living"][where])


@pytest.mark.parametrize("empty", ["sqlite", "postgresql"], indirect=True)
def test_the_database_knows_the_stage_of_each_state_as_we_do(empty: Engine) -> None:
    command.upgrade(_config(empty), "head")
    at = datetime(2017, 2, 9, tzinfo=UTC)
    with writing(empty) as session:
        person = Person(public_id="p7", name="Anna", email="anna@state.example", organization_id=None)
        session.add(person)
        session.flush()
        values = {"person_id": person.id, "address": "email", "kind": "rung", "chain": "", "cycle_id": None}
        numbers = zip(State, identify(session, list(State)), strict=True)
        session.execute(
            insert(Message),
            [values | {"id": number, "state": state, "due_at": at, "planned_at": at} for state, number in numbers],
        )
    with writing(empty) as session:
        stages = dict(session.execute(select(Message.state, Message.stage)).all())
        assert stages == {state: STAGES.get(state, "over") for state in State}
        assert session.scalar(select(func.count()).where(MOVING)) == list(STAGES.values()).count("moving")
        assert set(session.scalars(select(Message.state).where(LIVING))) == set(STAGES)


@pytest.mark.proof_on_postgresql(
    "of a revision that stands and changes no more; all rows survive all revisions in every run"
)
def test_links_that_were_mailed_before_they_said_a_day_are_given_that_of_their_mail(desk: Desk) -> None:
    desk.opens_agreed()
    desk.round("2017-02-21 09:00")  # to the focal point, about 24 February
    command.downgrade(_config(desk.engine), "2026_11_27_stages")
    command.upgrade(_config(desk.engine), "head")
    with writing(desk.engine) as session:
        days = dict(session.execute(select(Person.email, Person.undated_links_until)).all())
    mailed = {mail.recipient for mail in desk.sink.mails}
    assert days["focal@itu.example"] == date(2017, 3, 26)
    assert {email for email, day in days.items() if day} == mailed
    assert len(days) > len(mailed)


@pytest.mark.proof("of a revision that stands and changes no more; all rows survive all revisions in every run")
def test_the_ids_of_messages_survive_the_way_into_a_table_of_their_own_and_back(desk: Desk) -> None:
    desk.opens_agreed()
    desk.round("2017-02-24 09:00")
    before = {message.id: (message.public_id, message.person_id, message.sent_at) for message in desk.messages()}
    for _ in range(2):
        command.downgrade(_config(desk.engine), "2026_11_29_offers")
        with desk.engine.connect() as connection:
            rows = connection.execute(text("SELECT id, public_id FROM message")).all()
        assert dict(rows) == {number: kept[0] for number, kept in before.items()}
        command.upgrade(_config(desk.engine), "head")
        assert {sent.id: (sent.public_id, sent.person_id, sent.sent_at) for sent in desk.messages()} == before
    desk.round("2017-03-24 09:00")  # numbers go on where they were
    assert {message.id for message in desk.messages()} > before.keys()
    assert len({message.public_id for message in desk.messages()}) == len(desk.messages())
    assert differences(desk.engine) == dangling(desk.engine) == []


@pytest.mark.proof("of a revision that stands and changes no more; all rows survive all revisions in every run")
def test_the_edition_from_which_a_date_was_hung_is_no_longer_a_sentence_about_its_source(desk: Desk) -> None:
    desk.opens_agreed()
    desk.opens("hlpf-contribution/2018", un_deadline="2018-04-27")
    sources = {"comments": f"as in {HLPF}", "submission": "as in DM-20/1021: 27 November to 21 December 2020"}
    command.downgrade(_config(desk.engine), "2026_11_29_identities")
    with desk.engine.begin() as connection:
        for step, source in sources.items():
            change = text("UPDATE deadline SET source = :source WHERE step = :step AND cycle_id = 2")
            connection.execute(change, {"source": source, "step": step})
    command.upgrade(_config(desk.engine), "head")
    view = desk.view("2017-09-01", "hlpf-contribution/2018")
    assert (view["comments"].source, view["comments"].as_in) == (None, HLPF)
    assert (view["submission"].source, view["submission"].as_in) == (sources["submission"], None)
    command.downgrade(_config(desk.engine), "2026_11_29_identities")
    with desk.engine.connect() as connection:
        kept = connection.execute(
            text("SELECT step, source FROM deadline WHERE cycle_id = 2 AND source LIKE 'as in %'")
        )
        assert dict(kept.all()) == sources
    command.upgrade(_config(desk.engine), "head")


@pytest.mark.proof("of a revision that stands and changes no more; all rows survive all revisions in every run")
def test_steps_of_open_cycles_stand_by_the_rule_that_their_chain_declares(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle, own = "working-group-meeting/cwg-30", "council-documents/2017"
    with monkeypatch.context() as older:  # a program that knew no digests of rows that change
        older.setattr(row_digests, "GENERATION", 0)
        older.setattr(row_digests, "write", lambda *_: 1)
        desk.opens(cycle, on="2016-12-01", cwg=Window(date(2017, 2, 7), date(2017, 2, 8)))
        desk.opens(own, on="2016-12-01", council=Window(date(2017, 5, 15), date(2017, 5, 25)))
    desk.round("2017-02-01 09:00")  # nobody will look at it again before the next reminder
    command.downgrade(_config(desk.engine), "2026_11_29_bounces")
    with desk.engine.begin() as connection:
        connection.execute(text("UPDATE deadline SET source = NULL WHERE step = 'preparatory-documents'"))
        connection.execute(text("UPDATE deadline SET rule = '9 days before cwg.opens' WHERE step = 'contributions'"))
    command.upgrade(_config(desk.engine), "head")
    view, other = desk.view("2017-02-02", cycle), desk.view("2017-02-02", own)
    by_rule = [deadline.step for deadline in view.deadlines if deadline.force == "rule"]
    assert by_rule == ["contributions-monolingual", "documents", "event-reports", "report-to-council"]
    assert (view["documents"].basis, view["documents"].standing) == ("by-rule", "overdue")
    assert [deadline.step for deadline in other.deadlines if deadline.force == "rule"] == []
    with reading(desk.engine) as session:
        assert journal.verify(session)
    assert [line for line in desk.at("2017-02-03 09:00") if "Overdue, " in line and "Post all documents" in line]
    assert differences(desk.engine) == []


@pytest.mark.proof("of a revision that stands and changes no more; all rows survive all revisions in every run")
def test_mail_that_came_back_before_its_action_was_kept_goes_on_counting_as_it_did(desk: Desk) -> None:
    desk.bounces("a@state.example", on="2017-02-10", status="5.1.1")
    desk.bounces("a@state.example", on="2017-02-11", status="4.2.2")
    command.downgrade(_config(desk.engine), "2026_11_29_as_in")
    command.upgrade(_config(desk.engine), "head")
    with writing(desk.engine) as session:
        actions = dict(session.execute(select(Bounce.status, Bounce.action)).all())
    assert actions == {"5.1.1": "failed", "4.2.2": "delayed"}
    assert differences(desk.engine) == []


@pytest.fixture
def bare(store_url):
    """A database from which every table was taken."""
    engine = make_engine(store_url)
    metadata = MetaData()
    metadata.reflect(engine)
    metadata.drop_all(engine)
    yield engine
    engine.dispose()


def test_the_ids_of_revisions_fit_where_postgresql_keeps_them(engine: Engine) -> None:
    assert [revision for revision in revisions(engine) if len(revision) > 32] == []


def test_tables_of_another_program_are_left_alone(bare):
    with writing(bare) as session:
        session.execute(text("CREATE TABLE store (name VARCHAR)"))
    with pytest.raises(NoStoreOfOurs, match="tables of another program; nothing was changed"):
        upgrade(bare, uid_host="council.example", now=stores.LONG_AGO)
    assert inspect(bare).get_table_names() == ["store"]


def test_a_store_of_a_later_version_is_left_alone(engine):
    with writing(engine) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '2031_01_01_later'"))
        session.execute(text("UPDATE store SET needs_revision = '2031_01_01_later'"))
    with pytest.raises(NoStoreOfOurs, match=r"does not know \(2031_01_01_later\)"):
        upgrade(engine, uid_host="council.example", now=stores.LONG_AGO)
    with pytest.raises(OldStore):
        check(engine)

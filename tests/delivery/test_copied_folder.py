"""A data folder copied whole, moved or put back: a copy holds its sending, and the original goes on."""

import json
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from delivery import rounds
from delivery.officer_holds import AfterRestore, WordWanted
from models.engine import make_engine, reading, writing
from models.sending_state import Sender
from notifications.rehearsal_server import Sink
from record import key_ring
from record.sending import data_folder
from record.sending.clocks import Steady
from record.sending.holds import SendingHeld, open_holds
from record.sending.ticks import FILE, DamagedTicks
from record.settings import Settings
from tests import stores
from tests.secretariat import Desk, moment, resume

FOCAL, A, B = "focal@itu.example", "a@state.example", "b@state.example"
EVERYBODY = [A, B, FOCAL]
OFFICE = "the machine of the office"
COPIED = "this data folder is a copy"


@dataclass
class Place:
    """A data folder on a machine of that name, with its store in it, and rounds from there."""

    home: Path
    sink: Sink
    settings: Settings
    machine: str | None = OFFICE

    @contextmanager
    def engine(self):
        engine = stores.with_keys(f"sqlite:///{self.home / 'council.db'}", self.home)
        yield engine
        engine.dispose()

    def round(self, at):
        """Run a round, in a process that knows nothing of others; return who got mail."""
        before = len(self.sink.mails)
        now = moment(at)
        settings = replace(self.settings, home=self.home, machine=self.machine)
        with self.engine() as engine:
            rounds.run_round(
                engine, settings, now=now, clock=lambda: now, steady=lambda: Steady("boot", now.timestamp())
            )
        return sorted(mail.recipient for mail in self.sink.mails[before:])

    def resume(self, on, word=None):
        with self.engine() as engine, writing(engine) as session:
            return resume(session, word, on=on)

    def holds(self):
        with self.engine() as engine, reading(engine) as session:
            return [hold.because for hold in open_holds(session)]

    def copied(self, to):
        """Return the same as `cp -r` leaves it, on the same machine."""
        shutil.copytree(self.home, to, copy_function=shutil.copyfile)
        return replace(self, home=to)


@pytest.fixture
def office(sqlite_template, sink, tmp_path):
    """A folder from which rounds were run; three messages are due on the morning of 24 February."""
    home = tmp_path / "office"
    home.mkdir()
    shutil.copyfile(sqlite_template, home / "council.db")
    engine = make_engine(f"sqlite:///{home / 'council.db'}")
    desk = Desk(engine, sink, home)
    desk.hires()
    desk.opens_agreed()
    desk.allows("hlpf-contribution", "reminder", on="2017-02-10")
    place = Place(home, sink, desk.settings)
    engine.dispose()
    place.round("2017-02-23 12:00")
    sink.mails.clear()
    return place


def test_a_copy_is_held_until_it_is_told_what_has_left_and_the_original_goes_on(office, tmp_path):
    copy = office.copied(tmp_path / "copy")
    assert office.round("2017-02-24 09:00") == EVERYBODY
    for at in ("2017-02-24 09:00", "2017-02-24 09:15"):
        with pytest.raises(SendingHeld, match=rf"{COPIED}.*let it go on"):
            copy.round(at)
    assert len(copy.holds()) == 1
    assert office.holds() == []
    with pytest.raises(WordWanted, match=r"3 letters would leave now"):
        copy.resume("2017-02-24 10:00")
    assert copy.resume("2017-02-24 10:00", AfterRestore.PRESUME_SENT).facts["presumed"] == 3
    assert copy.round("2017-02-24 10:15") == []
    assert copy.round("2017-02-24 10:30") == []  # it is an original of its own by now
    assert office.round("2017-02-24 10:30") == []
    assert len(office.sink.mails) == 3


def test_what_a_copy_is_told_to_send_again_has_the_message_ids_of_the_original(office, tmp_path):
    copy = office.copied(tmp_path / "copy")
    office.round("2017-02-24 09:00")
    with pytest.raises(SendingHeld, match=COPIED):
        copy.round("2017-02-24 09:15")
    copy.resume("2017-02-24 10:00", AfterRestore.SEND_AGAIN)
    assert copy.round("2017-02-24 10:15") == EVERYBODY
    assert len({mail.message_id for mail in office.sink.mails}) == 3


def test_a_copy_of_a_copy_is_one_too(office, tmp_path):
    copy = office.copied(tmp_path / "copy")
    with pytest.raises(SendingHeld):
        copy.round("2017-02-24 08:00")
    copy.resume("2017-02-24 08:10", AfterRestore.PRESUME_SENT)
    copy.round("2017-02-24 08:15")
    with pytest.raises(SendingHeld, match=COPIED):
        copy.copied(tmp_path / "copy of the copy").round("2017-02-24 08:30")


def test_a_folder_that_is_renamed_is_no_copy(office, tmp_path):
    office.home.rename(tmp_path / "elsewhere")
    assert replace(office, home=tmp_path / "elsewhere").round("2017-02-24 09:00") == EVERYBODY


@pytest.mark.parametrize("is_removed_first", [True, False])
def test_a_whole_folder_that_is_put_back_is_held_also_where_its_files_get_their_old_numbers(
    office, tmp_path, is_removed_first
):
    kept = office.copied(tmp_path / "kept")
    assert office.round("2017-02-24 09:00") == EVERYBODY
    if is_removed_first:
        shutil.rmtree(office.home)
    shutil.copytree(kept.home, office.home, copy_function=shutil.copyfile, dirs_exist_ok=True)
    with pytest.raises(SendingHeld, match=COPIED):
        office.round("2017-02-24 09:15")
    assert len(office.sink.mails) == 3


def test_the_same_files_on_another_machine_are_held(office):
    clone = replace(office, machine="a clone of its disk")
    with pytest.raises(SendingHeld, match="used on another machine last"):
        clone.round("2017-02-24 09:00")


@pytest.mark.parametrize(("before", "after"), [(OFFICE, None), (None, OFFICE), (None, None)])
def test_a_machine_that_is_not_known_speaks_for_nothing(office, before, after, tmp_path, monkeypatch):
    monkeypatch.setattr(data_folder, "MACHINE_ID", tmp_path / "none")
    office.machine = before
    office.round("2017-02-23 12:15")
    office.machine = after
    assert office.round("2017-02-24 09:00") == EVERYBODY


def test_the_copy_of_a_store_that_stands_beside_it_is_held(office):
    beside = office.home / "trial.db"
    shutil.copyfile(office.home / "council.db", beside)
    now, engine = moment("2017-02-24 09:00"), make_engine(f"sqlite:///{beside}")
    settings = replace(office.settings, home=office.home, machine=office.machine)
    with pytest.raises(SendingHeld, match="not the file that was sent from last"):
        rounds.run_round(engine, settings, now=now, clock=lambda: now, steady=lambda: Steady("", 0.0))
    engine.dispose()
    assert office.round("2017-02-24 09:15") == EVERYBODY


def test_a_folder_from_before_is_taken_for_an_original_and_its_copies_are_known_from_then_on(office, tmp_path):
    facts = json.loads((office.home / FILE).read_text())
    (office.home / FILE).write_text(json.dumps({"home": facts["home"], "ticks": facts["ticks"]}))
    assert office.round("2017-02-24 09:00") == EVERYBODY
    with pytest.raises(SendingHeld, match=COPIED):
        office.copied(tmp_path / "copy").round("2017-02-24 09:15")


def test_the_copy_of_a_store_is_held_although_its_folder_knows_nothing(office, tmp_path):
    copy = office.copied(tmp_path / "copy")
    (copy.home / FILE).unlink()
    assert office.round("2017-02-24 09:00") == EVERYBODY
    for at in ("2017-02-24 09:00", "2017-02-24 09:15"):
        with pytest.raises(SendingHeld, match=rf"{COPIED}.*the store is not the file that was sent from last"):
            copy.round(at)
    assert office.holds() == []
    assert copy.resume("2017-02-24 10:00", AfterRestore.PRESUME_SENT).facts["presumed"] == 3
    assert copy.round("2017-02-24 10:15") == []
    assert copy.round("2017-02-24 10:30") == []
    assert office.round("2017-02-24 10:30") == []


def test_a_store_alone_that_is_put_into_a_folder_of_another_store_is_held(office, tmp_path):
    other = office.copied(tmp_path / "other")
    facts = json.loads((other.home / FILE).read_text())
    (other.home / FILE).write_text(json.dumps({"home": "another", "ticks": {"another store": 5}, "stores": {}}))
    assert facts["home"] != "another"
    with pytest.raises(SendingHeld, match=COPIED):
        other.round("2017-02-24 09:00")


def test_a_new_machine_with_the_disk_of_the_old_one_is_held_without_its_folder(office):
    (office.home / FILE).unlink()
    with pytest.raises(SendingHeld, match="the store was sent from on another machine last"):
        replace(office, machine="the new one").round("2017-02-24 09:00")


def test_a_second_folder_for_the_same_file_is_no_copy(office, tmp_path):
    """Nor is one whose sender.json was deleted because it was damaged."""
    (office.home / FILE).unlink()
    assert office.round("2017-02-24 09:00") == EVERYBODY


def test_a_store_from_before_that_knows_no_place_is_taken_for_an_original(office, tmp_path):
    with office.engine() as engine, writing(engine) as session:
        session.execute(update(Sender).values(place=None))
    copy = office.copied(tmp_path / "copy")
    (copy.home / FILE).unlink()
    assert copy.round("2017-02-24 09:00") == EVERYBODY
    bare = copy.copied(tmp_path / "copy of the copy")
    (bare.home / FILE).unlink()
    with pytest.raises(SendingHeld, match=COPIED):
        bare.round("2017-02-24 09:15")


def test_a_store_that_nothing_was_sent_from_may_be_copied(office, tmp_path):
    with office.engine() as engine, writing(engine) as session:
        session.execute(delete(Sender))
    copy = office.copied(tmp_path / "copy")
    (copy.home / FILE).unlink()
    assert copy.round("2017-02-24 09:00") == EVERYBODY  # a new sender, which nothing speaks against


def test_a_file_with_odd_marks_is_damaged(office):
    facts = json.loads((office.home / FILE).read_text())
    (office.home / FILE).write_text(json.dumps(facts | {"stores": 5}))
    with pytest.raises(DamagedTicks):
        office.round("2017-02-24 09:00")


def test_a_file_that_is_a_link_to_nothing_is_damaged(office):
    (office.home / FILE).unlink()
    (office.home / FILE).symlink_to(office.home / "nothing")
    with pytest.raises(DamagedTicks):
        office.round("2017-02-24 09:00")
    assert office.sink.mails == []


def test_nothing_is_signed_with_an_empty_secret(office):
    (office.home / key_ring.FILE).write_text("")
    with pytest.raises(key_ring.NoKey, match=r"secret\.key holds no key"):
        office.round("2017-02-24 09:00")
    assert office.sink.mails == []


@pytest.mark.both_databases("a store on a server has no folder")
def test_a_shared_database_is_never_held_for_its_folder(desk, tmp_path):
    """On PostgreSQL each machine has a folder of its own, which may have been copied from the first one's."""
    desk.opens_agreed()
    desk.allows("hlpf-contribution", "reminder", on="2017-02-10")
    desk.round("2017-02-23 12:00")
    desk.sink.mails.clear()
    shutil.copytree(desk.home, tmp_path / "second", copy_function=shutil.copyfile)
    settings = replace(desk.settings, home=tmp_path / "second", machine="the second")
    now = moment("2017-02-24 09:00")

    def second():
        steady = Steady("its own", now.timestamp())
        rounds.run_round(desk.engine, settings, now=now, clock=lambda: now, steady=lambda: steady)

    if desk.engine.dialect.name == "postgresql":
        second()
        assert sorted(mail.recipient for mail in desk.sink.mails) == EVERYBODY
    else:
        with pytest.raises(SendingHeld, match=COPIED):
            second()


@pytest.mark.parametrize("content", [None, "", "uninitialized\n"])
def test_a_container_without_a_machine_id_has_no_word_unless_it_is_given_one(content, tmp_path, monkeypatch):
    file = tmp_path / "machine-id"
    if content is not None:
        file.write_text(content)
    monkeypatch.setattr(data_folder, "MACHINE_ID", file)
    assert data_folder.machine(None) == ""
    assert data_folder.machine("web-1") == data_folder.machine("web-1") != data_folder.machine("web-2")


def test_a_machine_is_known_by_its_id_which_is_not_shown(tmp_path, monkeypatch):
    file = tmp_path / "machine-id"
    file.write_text("3d1219c7c4c5404aaa1f6d2a48adfda4\n")
    monkeypatch.setattr(data_folder, "MACHINE_ID", file)
    assert data_folder.machine(None) == data_folder.machine("3d1219c7c4c5404aaa1f6d2a48adfda4")
    assert "3d1219c7" not in data_folder.machine(None)

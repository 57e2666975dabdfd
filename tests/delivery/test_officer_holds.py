"""What holds the sending: wrong clocks, a restored store, an officer's word; and what lets it go on."""

import shutil
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from delivery import rounds
from delivery.officer_holds import AfterRestore, AlreadyHeld, NothingHeld, NotRestored, WordWanted
from kernel.runner import do
from models.engine import make_engine, reading, writing
from models.outbox import Message
from models.sending_state import Hold, Sender
from record import journal
from record.sending.clocks import Steady
from record.sending.holds import SendingHeld, open_holds
from record.sending.ticks import FILE, DamagedTicks
from tests import stores
from tests.secretariat import OFFICER, moment
from tests.secretariat import resume as resumed

FOCAL, A, B = "focal@itu.example", "a@state.example", "b@state.example"
NINE = moment("2017-02-24 09:00")


@pytest.fixture
def due(desk):
    """A desk on the morning of 24 February: three messages are due; a round was finished the day before."""
    desk.opens_agreed()
    desk.allows("hlpf-contribution", "reminder", on="2017-02-10")
    desk.round("2017-02-23 12:00")
    desk.sink.mails.clear()
    return desk


def a_round(desk, wall, since_boot, boot="one boot", *, home=None, now=NINE):
    """Run a round whose wall clock and kernel's clock say what they say; the kernel's runs with the story at first."""
    settings = replace(desk.settings, home=home) if home else desk.settings
    steady = Steady(boot, (moment(since_boot)).timestamp())
    return rounds.run_round(
        desk.engine, settings, now=now, clock=lambda: moment(wall), steady=lambda: steady
    )  # fmt: skip


def holds(desk):
    with reading(desk.engine) as session:
        return [hold.kind for hold in open_holds(session)]


def resume(desk, word=None, *, on="2017-02-24 10:00"):
    with desk.acting() as session:
        return resumed(session, word, on=on)


def recipients(desk):
    return sorted(mail.recipient for mail in desk.sink.mails)


# -- clocks ------------------------------------------------------------------------------------------------------------


@pytest.mark.few(1, "set the other way")
@pytest.mark.parametrize("wall", ["2017-03-06 09:00", "2017-02-14 09:00", "2017-02-24 09:11", "2017-02-24 08:49"])
def test_a_clock_that_was_set_holds_everything_until_it_is_right_again(due, wall):
    with pytest.raises(SendingHeld, match="the clock of this machine"):
        a_round(due, wall, "2017-02-24 09:00")
    assert (holds(due), recipients(due), due.states()) == (["clock"], [], ["sent"])  # nothing planned either
    a_round(due, "2017-02-24 09:05", "2017-02-24 09:05")
    assert (holds(due), recipients(due)) == ([], [A, B, FOCAL])


def test_a_clock_that_is_a_little_off_holds_nothing(due):
    a_round(due, "2017-02-24 09:09", "2017-02-24 09:00")
    assert recipients(due) == [A, B, FOCAL]


def test_an_outage_is_no_fault_of_the_clock(due):
    a_round(due, "2017-03-06 09:00", "2017-01-01 00:10", boot="another boot", now=moment("2017-03-06 09:00"))
    assert FOCAL in recipients(due)


def test_after_a_boot_the_clock_may_not_lie_before_the_last_tick_of_any_sender(due, tmp_path):
    with pytest.raises(SendingHeld, match="a round was finished later than that"):
        a_round(due, "2017-02-20 09:00", "2017-01-01 00:10", boot="another boot", home=tmp_path / "other")
    a_round(due, "2017-02-24 09:00", "2017-02-24 09:00")  # the other machine's clock holds that machine only
    assert recipients(due) == [A, B, FOCAL]
    assert holds(due) == ["clock"]


def test_an_officer_says_that_the_clock_is_right_and_it_is_believed(due):
    a_round(due, "2017-03-06 09:00", "2017-01-01 00:10", boot="two", now=moment("2017-02-23 13:00"))  # 10 days ahead
    with pytest.raises(SendingHeld):
        a_round(due, "2017-02-24 09:00", "2017-01-01 00:20", boot="two")  # and put right since
    resume(due, on="2017-02-24 09:00")
    a_round(due, "2017-02-24 09:01", "2017-01-01 00:21", boot="two")
    assert recipients(due) == [A, B, FOCAL]


@pytest.mark.both_databases("claims, and a copy of a store, are other on PostgreSQL")
def test_a_clock_that_jumps_in_the_middle_of_a_round_stops_it_before_the_next_claim(due):
    hours = iter([NINE, NINE, NINE])  # of what comes before the first claim
    steady = Steady("one boot", NINE.timestamp())
    later = NINE + timedelta(days=10)
    with pytest.raises(SendingHeld):
        rounds.run_round(
            due.engine, due.settings, now=NINE, clock=lambda: next(hours, later), steady=lambda: steady
        )  # fmt: skip
    assert recipients(due) == []


# -- an officer's word -------------------------------------------------------------------------------------------------


def test_an_officer_holds_all_sending_and_lets_it_go_on(due):
    with due.acting() as session:
        do(session, "sending/hold", because="wrong list", now=moment("2017-02-24 08:00"), by=OFFICER)
    with pytest.raises(AlreadyHeld, match="2017-02-24 07:00 UTC"), due.acting() as session:
        do(session, "sending/hold", because="again", now=moment("2017-02-24 08:30"), by=OFFICER)
    with pytest.raises(SendingHeld, match="wrong list"):
        due.round("2017-02-24 09:00")
    assert (recipients(due), due.states()) == ([], ["sent"])
    with pytest.raises(NotRestored):
        resume(due, AfterRestore.PRESUME_SENT)
    assert resume(due).facts["holds"] == ["officer"]
    with pytest.raises(NothingHeld):
        resume(due)
    due.round("2017-02-24 10:15")
    assert recipients(due) == [A, B, FOCAL]
    with reading(due.engine) as session:
        acts = [entry.act for entry in journal.entries(session, None, now=moment("2017-02-25"))]
        assert acts[-2:] == ["sending/hold", "sending/resume"]
        row = session.scalars(select(Hold)).one()
        assert (row.lifted_by, row.lifted_at) == (OFFICER, moment("2017-02-24 10:00"))


@pytest.mark.both_databases("claims, and a copy of a store, are other on PostgreSQL")
def test_a_hold_in_the_middle_of_a_batch_puts_the_rest_back(due):
    from delivery.sender import AHEAD

    def hold():
        with writing(due.engine) as session:
            do(session, "sending/hold", because="stop", now=NINE, by=OFFICER)

    due.sink.meanwhile = hold  # while the first mail is taken
    for number in range(3 * AHEAD):
        due.knows(f"D{number}", f"d{number}@state.example", "membership")
    assert due.round("2017-02-24 09:00").delivered.postponed > AHEAD
    with pytest.raises(SendingHeld, match="stop"):
        due.round("2017-02-24 09:15")
    states = due.states()[1:]
    assert set(states) == {"sent", "queued"}
    assert states.count("sent") == len(due.sink.mails) <= 2 * AHEAD


# -- restored ----------------------------------------------------------------------------------------------------------


def restored(desk, folder):
    """Take a plain copy of the store as it is now, which no command of ours has held; return what puts it back."""
    if desk.engine.dialect.name == "sqlite":
        file = desk.engine.url.database
        shutil.copyfile(file, folder / "kept.db")
        return lambda: (desk.engine.dispose(), shutil.copyfile(folder / "kept.db", file))
    server = desk.engine.url.set(database="postgres").render_as_string(hide_password=False)
    name = desk.engine.url.database
    desk.engine.dispose()
    stores._run(server, f"CREATE DATABASE {name}_kept TEMPLATE {name}")

    def put_back():
        desk.engine.dispose()
        stores._run(server, f"DROP DATABASE {name} WITH (FORCE)")
        stores._run(server, f"CREATE DATABASE {name} TEMPLATE {name}_kept")

    return put_back


@pytest.mark.both_databases("claims, and a copy of a store, are other on PostgreSQL")
def test_a_restored_store_holds_until_it_is_told_what_has_left(due, tmp_path):
    put_back = restored(due, tmp_path)
    due.round("2017-02-24 09:00")
    assert len(due.sink.mails) == 3
    put_back()
    with pytest.raises(SendingHeld, match="restored from a backup"):
        due.round("2017-02-24 09:15")
    with pytest.raises(SendingHeld):
        due.round("2017-02-24 09:30")
    assert (holds(due), due.states()) == (["restored"], ["sent"])
    with pytest.raises(WordWanted, match=r"3 letters would leave now.*count them as told, or send them"):
        resume(due)
    assert due.states() == ["sent"]
    done = resume(due, AfterRestore.PRESUME_SENT)
    assert (done.facts["presumed"], done.facts["leaving"]) == (3, 0)
    assert due.states() == ["sent", "presumed", "presumed", "presumed"]
    assert {message.detail for message in due.messages()[1:]} == {"presumed to have left before the store was restored"}
    due.round("2017-02-24 10:15")
    assert len(due.sink.mails) == 3  # none has left again
    due.agrees("comments", "2017-03-17", on="2017-02-24 11:00")
    due.round("2017-02-24 11:15")
    due.releases(on="2017-02-24 11:20")
    due.round("2017-02-24 11:30")
    recipients = [mail.recipient for mail in due.sink.mails[3:]]
    assert sorted(recipients) == [A, B]  # what is presumed counts as told: its date has changed since


def test_what_is_sent_again_has_the_message_id_of_the_first(due, tmp_path):
    put_back = restored(due, tmp_path)
    due.round("2017-02-24 09:00")
    put_back()
    with pytest.raises(SendingHeld):
        due.round("2017-02-24 09:15")
    assert resume(due, AfterRestore.SEND_AGAIN).facts["leaving"] == 3
    due.round("2017-02-24 10:15")
    assert len(due.sink.mails) == 6
    assert len({mail.message_id for mail in due.sink.mails}) == 3


@pytest.mark.proof_on_postgresql("a CPU second; the first one is told there in every run")
@pytest.mark.both_databases("claims, and a copy of a store, are other on PostgreSQL")
def test_a_second_restore_is_noticed_too(due, tmp_path):
    put_back = restored(due, tmp_path)
    for hour in ("09:00", "09:15"):
        due.round(f"2017-02-24 {hour}")
        put_back()
        with pytest.raises(SendingHeld, match="restored"):
            due.round(f"2017-02-24 {hour}")
        resume(due, AfterRestore.PRESUME_SENT, on=f"2017-02-24 {hour}")


def test_a_new_machine_joins_and_a_new_store_begins_unhindered(due, tmp_path, sqlite_template):
    a_round(due, "2017-02-24 09:00", "2017-01-05 00:00", boot="its own", home=tmp_path / "new machine")
    assert recipients(due) == [A, B, FOCAL]
    shutil.copyfile(sqlite_template, tmp_path / "fresh.db")
    fresh = make_engine(f"sqlite:///{tmp_path / 'fresh.db'}")
    from uuid import uuid4

    from models.store import the_store

    with writing(fresh) as session:
        the_store(session).public_id = str(uuid4())  # every store is made with an id of its own
    steady = Steady("one boot", NINE.timestamp())
    rounds.run_round(fresh, due.settings, now=NINE, clock=lambda: NINE, steady=lambda: steady)
    due.round("2017-02-24 09:15")
    fresh.dispose()


def test_a_crash_between_store_and_folder_is_no_restore(due, monkeypatch):
    from record.sending import ticks

    with monkeypatch.context() as crash:
        crash.setattr(ticks, "_write", lambda *_, **__: None)
        due.round("2017-02-24 09:00")
    due.round("2017-02-24 09:15")
    with reading(due.engine) as session:
        assert [row.ticks for row in session.scalars(select(Sender))] == [3]


def test_a_file_of_ticks_that_is_damaged_is_named(due):
    (due.home / FILE).write_text("{")
    with pytest.raises(DamagedTicks, match=FILE):
        due.round("2017-02-24 09:00")


def test_what_waits_for_release_says_that_it_may_have_left(desk, tmp_path):
    put_back = restored(desk, tmp_path)
    desk.opens_agreed()
    desk.round("2017-02-24 09:00")
    desk.releases(on="2017-02-24 09:01")
    desk.round("2017-02-24 09:15")
    put_back()
    desk.opens_agreed()
    with pytest.raises(SendingHeld):
        desk.round("2017-02-24 09:30")
    done = resume(desk, AfterRestore.PRESUME_SENT)
    assert (done.facts["presumed"], done.facts["perhaps"]) == (1, 2)
    with reading(desk.engine) as session:
        held = session.scalars(select(Message.detail).where(Message.state == "held")).all()
    assert all("may have left before" in detail for detail in held)

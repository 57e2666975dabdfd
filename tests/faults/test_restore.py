"""A backup taken while a sender writes, put back after more was sent: nothing is sent again unless told to."""

import pytest

from delivery import backups
from delivery.officer_holds import AfterRestore
from models.engine import reading
from record import journal
from record.sending.holds import SendingHeld
from tests.delivery.test_copies import CLIENTS, put_to_use
from tests.faults.senders import orders_for, sender
from tests.secretariat import moment, resume
from tests.sink import Mood

pytestmark = pytest.mark.both_databases("a backup made and put back by each database's own means")

NINE, NOON = moment("2017-02-24 09:00"), moment("2017-02-24 12:00")
CROWD = [f"delegate{number}@state.example" for number in range(12)]
EVERYBODY = sorted(["a@state.example", "b@state.example", "focal@itu.example", *CROWD])


@pytest.mark.few(1, "the same backup with the other answer")
@pytest.mark.slow
@pytest.mark.parametrize("word", AfterRestore)
def test_a_backup_made_while_a_sender_works_is_put_back_and_re_sends_nothing(due, word, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(CLIENTS), prepend=":")
    for address in CROWD:
        due.knows(address, address, "membership")
    due.accepts_rows(on="2017-02-22")
    due.round("2017-02-23 12:00")
    due.sink.mails.clear()
    due.sink.mood = Mood(thinks=0.05)
    due.sink.meanwhile = lambda: backups.back_up(due.engine, tmp_path / "backup", now=NINE)
    process = sender(orders_for(due.settings, NINE, due.home))
    process.join(240)
    assert process.exitcode == 0
    assert sorted(mail.recipient for mail in due.sink.mails) == EVERYBODY
    first = {mail.recipient: mail.message_id for mail in due.sink.mails}
    due.sink.mails.clear()
    with put_to_use(due, tmp_path / "backup", due.home) as restored:
        with reading(restored.engine) as session:
            assert journal.verify(session).lines > 0
        with pytest.raises(SendingHeld):
            restored.round("2017-02-24 11:00")
        assert due.sink.mails == []
        with restored.acting() as session:
            resume(session, word, on=NOON)
        restored.round("2017-02-24 12:15")
        assert not {"queued", "retry"} & set(restored.states())
    again = {mail.recipient: mail.message_id for mail in due.sink.mails}
    assert again.items() <= first.items()  # a copy is known by the Message-ID of the first
    assert (again == {}) == (word is AfterRestore.PRESUME_SENT)

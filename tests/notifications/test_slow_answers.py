"""Servers that answer without an end, a byte now and then: one limit for a whole conversation, in clear and in TLS."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from notifications.channels.outcome import Outcome, Phase, Result
from notifications.channels.probe import probe
from notifications.channels.send_permission import Withheld
from notifications.channels.smtp import SmtpChannel
from notifications.channels.smtp_wire import Patience
from notifications.channels.time_limit import Deadline, connected
from notifications.imap import MailboxAway, read_mailbox_url, visit
from tests.notifications.certificates import Certificate, certificate
from tests.sink import MisbehavingSink, Mood

OURS, HERS = "council@example.int", "amina@example.org"
DATA = b"Message-ID: <1@example.int>\r\nSubject: due in 3 days\r\n\r\nPapers.\r\n"
STEPS = 60.0  # seconds that no single wait of a dripping server takes: only the limit of all ends it
LIMITED = Patience(connect=STEPS, command=STEPS, reply=0.4, whole=1.2)
LONG = 20.0  # seconds: far below the limits of the steps, and enough for a machine that has much else to do
RETRY, UNKNOWN, SENT = Result.RETRY, Result.UNKNOWN, Result.SENT
WHERE = [
    ("greeting", RETRY, Phase.CONNECT, True),
    ("EHLO", RETRY, Phase.HELLO, True),
    ("MAIL", RETRY, Phase.SENDER, True),
    ("RCPT", RETRY, Phase.RECIPIENT, False),
    ("DATA", RETRY, Phase.DATA, False),
    ("reply", UNKNOWN, Phase.REPLY, False),
]


class EncryptedSink(MisbehavingSink):
    """The same, encrypted from the first byte, or after STARTTLS."""

    def __init__(self, ours: Certificate, tls: str) -> None:
        self.ours, self.tls = ours, tls
        super().__init__()

    @property
    def url(self) -> str:
        return super().url.replace("tls=none", f"tls={self.tls}")

    def controller(self, **options: Any) -> Controller:
        how = {"tls_context": self.ours.server} if self.tls == "starttls" else {"ssl_context": self.ours.server}
        return super().controller(**how, **options)


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture(params=["none", "starttls", "implicit"])
def sink(request: pytest.FixtureRequest, ours: Certificate) -> Iterator[MisbehavingSink]:
    with MisbehavingSink() if request.param == "none" else EncryptedSink(ours, request.param) as server:
        yield server


def channel(sink: MisbehavingSink, ours: Certificate, patience: Patience = LIMITED) -> SmtpChannel:
    return SmtpChannel(sink.url, patience=patience, context=ours.client)


def in_time(smtp: SmtpChannel) -> Outcome:
    before = time.monotonic()
    outcome = smtp.send(OURS, HERS, DATA)
    assert time.monotonic() - before < LONG
    return outcome


@pytest.mark.parametrize(("where", "result", "phase", "is_fault"), WHERE)
def test_a_server_that_drips_is_given_up_in_whatever_phase(
    sink: MisbehavingSink, ours: Certificate, where: str, result: Result, phase: Phase, is_fault: bool
) -> None:
    sink.mood = Mood(drips=where)
    outcome = in_time(channel(sink, ours))
    assert (outcome.result, outcome.phase, outcome.code, outcome.server_fault) == (result, phase, None, is_fault)
    assert outcome.is_late
    sink.mood = Mood()
    assert channel(sink, ours, Patience()).send(OURS, HERS, DATA).result is SENT


@pytest.mark.parametrize("where", ["greeting", "EHLO", "RCPT", "reply"])
def test_an_answer_of_ever_more_lines_is_not_read_to_its_end(ours: Certificate, where: str) -> None:
    with MisbehavingSink() as sink:
        sink.mood = Mood(drips=where, floods=True)
        patience = replace(LIMITED, whole=STEPS, reply=STEPS / 2)
        outcome = in_time(channel(sink, ours, patience))
        assert "without an end" in outcome.detail
        assert outcome.result is (UNKNOWN if where == "reply" else RETRY)


def test_a_kept_connection_has_a_limit_of_its_own_for_each_mail(ours: Certificate) -> None:
    with MisbehavingSink() as sink, channel(sink, ours, Patience(whole=6, reply=3)) as smtp:
        sink.mood = Mood(thinks=0.7)
        for _ in range(7):  # longer together than one may take
            assert smtp.send(OURS, HERS, DATA).result is SENT
        assert sink.connections == 1


def test_a_server_that_was_slow_is_not_handed_a_mail_for_whose_answer_no_time_is_left(ours: Certificate) -> None:
    with MisbehavingSink() as sink:
        sink.mood = Mood(thinks=1.0)
        outcome = channel(sink, ours, Patience(whole=1.5, reply=1.0)).send(OURS, HERS, DATA)
        assert (outcome.result, outcome.phase, outcome.is_late) == (RETRY, Phase.RECIPIENT, True)
        assert sink.mails == []


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_a_handshake_that_drips_is_given_up(tls: str, ours: Certificate) -> None:
    before = b"220 me\r\n" if tls == "starttls" else b""
    with dripping(before, {b"EHLO": b"250-me\r\n250 STARTTLS\r\n", b"STAR": b"220 go\r\n"}) as port:
        smtp = SmtpChannel(f"smtp://127.0.0.1:{port}?tls={tls}", patience=LIMITED, context=ours.client)
        outcome = in_time(smtp)
        phase = Phase.TLS if tls == "starttls" else Phase.CONNECT
        assert (outcome.result, outcome.phase, outcome.server_fault) == (RETRY, phase, True)


@contextmanager
def dripping(greeting: bytes, answers: dict[bytes, bytes]) -> Iterator[int]:
    """Yield the port of a server that says what it must, and then begins a record of TLS that never ends."""
    over = threading.Event()

    def talk(line: socket.socket) -> None:
        with closing(line):
            line.sendall(greeting)
            for _ in answers if greeting else ():
                command = line.recv(4096)
                line.sendall(answers[command[:4].upper()])
            line.sendall(b"\x16\x03\x03\x40\x00")  # a handshake of 16 KiB
            while not over.wait(0.05):
                line.sendall(b"\0")

    def serve() -> None:
        while not over.is_set():
            try:
                line, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=quietly, args=(talk, line), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]
        over.set()


def quietly(talk: Any, line: socket.socket) -> None:
    try:
        talk(line)
    except OSError:
        return  # it was hung up on


def test_the_doctors_look_at_a_server_that_drips_ends(ours: Certificate) -> None:
    with MisbehavingSink() as sink:
        sink.mood = Mood(drips="EHLO")
        before = time.monotonic()
        assert probe(sink.url, patience=LIMITED) == "no answer in time (hello) (hello)"
        assert time.monotonic() - before < LONG


@pytest.mark.parametrize("encrypted", [False, True])
def test_a_mailbox_that_drips_is_left_in_time(encrypted: bool) -> None:
    with dripping(b"" if encrypted else b"* OK", {}) as port:
        box = replace(read_mailbox_url(f"imap://us:word@127.0.0.1:{port}/INBOX"), encrypted=encrypted)
        before = time.monotonic()
        with pytest.raises(MailboxAway), visit(box, patience=STEPS, in_all=0.5):
            pass
        assert time.monotonic() - before < LONG


@pytest.mark.parametrize("answer", [b"* CAPABILITY IMAP4rev1\r\n" * 1000, b"* OK {4000000000}\r\n" + b"x" * 1000])
def test_a_mailbox_that_says_ever_more_is_left(answer: bytes) -> None:
    """Before anybody has logged in: who can stand between may not fill our memory."""
    kept = 0

    def talk(server: socket.socket) -> None:
        nonlocal kept
        line, _ = server.accept()
        with closing(line):
            line.sendall(b"* OK\r\n")
            while kept < 50_000_000:
                line.sendall(answer)
                kept += len(answer)

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=quietly, args=(talk, server), daemon=True).start()
        box = read_mailbox_url(f"imap://us:word@127.0.0.1:{server.getsockname()[1]}/INBOX")
        with pytest.raises(MailboxAway, match="an answer without an end"), visit(box, patience=LONG, in_all=LONG):
            pass
    assert kept < 50_000_000


def test_a_name_that_nobody_knows_is_a_fault_of_the_server() -> None:
    outcome = SmtpChannel("smtp://mail.invalid:25?tls=none").send(OURS, HERS, DATA)
    assert (outcome.result, outcome.phase, outcome.server_fault) == (RETRY, Phase.CONNECT, True)


def test_no_time_is_left_once_a_deadline_is_over() -> None:
    assert Deadline(10).left(3) == 3
    assert 6 < Deadline(10, kept=3).left(60) <= 7
    with pytest.raises(TimeoutError):
        Deadline(3, kept=3).left(1)
    whole = Deadline(3, kept=3)
    whole.use_all()
    assert 2 < whole.left(60) <= 3
    with pytest.raises(TimeoutError):
        connected("127.0.0.1", 9, Deadline(0), 1)


@pytest.mark.parametrize("answers", [[False], [True, False]])
def test_what_may_not_leave_is_taken_back_and_the_next_mail_leaves(ours: Certificate, answers: list[bool]) -> None:
    """Asked before the mail is announced, and once more before it is sent."""
    with MisbehavingSink() as sink, channel(sink, ours, Patience()) as smtp:
        left = iter(answers)
        with pytest.raises(Withheld):
            smtp.send(OURS, HERS, DATA, lambda: next(left))
        assert sink.mails == []
        assert smtp.send(OURS, HERS, DATA).result is SENT
        assert sink.connections == len(answers)  # who waits for a mail is hung up on, else the line is kept
        assert len(sink.mails) == 1

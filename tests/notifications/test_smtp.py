"""Every line of the table of delivery, against a server that misbehaves, over real sockets."""

import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from notifications.channels.mail_server import BadMailUrl, Encryption, read_mail_url
from notifications.channels.outcome import Outcome, Phase, Result
from notifications.channels.smtp import SmtpChannel
from notifications.channels.smtp_wire import Patience
from notifications.rehearsal_server import Sink
from tests.notifications.certificates import Certificate, certificate
from tests.sink import MisbehavingSink, Mood

OURS, HERS, HIS = "council@example.int", "amina@example.org", "boris@example.org"
DATA = b"Message-ID: <1@example.int>\r\nSubject: due in 3 days\r\n\r\nPapers.\r\n"
HASTE = Patience(connect=1.0, command=1.0, reply=0.5)  # with a server that falls silent; else we wait as always


@pytest.fixture
def sink() -> Iterator[MisbehavingSink]:
    with MisbehavingSink() as server:
        yield server


@pytest.fixture
def channel(sink: MisbehavingSink) -> Iterator[SmtpChannel]:
    with SmtpChannel(sink.url) as smtp:
        yield smtp


@pytest.fixture
def hasty(sink: MisbehavingSink) -> Iterator[SmtpChannel]:
    with SmtpChannel(sink.url, patience=HASTE) as smtp:
        yield smtp


def facts(outcome: Outcome) -> tuple[Result, Phase, int | None, bool]:
    return outcome.result, outcome.phase, outcome.code, outcome.server_fault


def test_what_the_server_takes_is_sent(sink: MisbehavingSink, channel: SmtpChannel) -> None:
    assert facts(channel.send(OURS, HERS, DATA)) == (Result.SENT, Phase.REPLY, 250, False)
    (mail,) = sink.mails
    assert (mail.sender, mail.recipient, mail.data) == (OURS, HERS, DATA)
    assert (mail.message_id, mail.subject) == ("<1@example.int>", "due in 3 days")


@pytest.mark.parametrize(
    ("mood", "outcome"),
    [
        (Mood(greeting="421 busy"), (Result.RETRY, Phase.CONNECT, 421, True)),
        (Mood(greeting="554 not for you"), (Result.RETRY, Phase.CONNECT, 554, True)),
        (Mood(hello="550 who are you"), (Result.RETRY, Phase.HELLO, 550, True)),
        (Mood(hello="451 not now"), (Result.RETRY, Phase.HELLO, 451, True)),
        (Mood(sender="550 sender refused"), (Result.RETRY, Phase.SENDER, 550, True)),
        (Mood(sender="452 disk full"), (Result.RETRY, Phase.SENDER, 452, True)),
        (Mood(recipients={HERS: "550 no such user"}), (Result.DEAD, Phase.RECIPIENT, 550, False)),
        (Mood(recipients={HERS: "450 mailbox busy"}), (Result.RETRY, Phase.RECIPIENT, 450, False)),
        (Mood(recipients={HERS: "530 log in first"}), (Result.RETRY, Phase.RECIPIENT, 530, True)),
        (Mood(data="451 try later"), (Result.RETRY, Phase.DATA, 451, False)),
        (Mood(data="554 no"), (Result.DEAD, Phase.DATA, 554, False)),
        (Mood(reply="451 try later"), (Result.RETRY, Phase.REPLY, 451, False)),
        (Mood(reply="552 too large"), (Result.DEAD, Phase.REPLY, 552, False)),
        (Mood(reply="drop"), (Result.UNKNOWN, Phase.REPLY, None, False)),
        (Mood(reply="banana"), (Result.UNKNOWN, Phase.REPLY, None, False)),
        (Mood(accepts_after=0.1), (Result.SENT, Phase.REPLY, 250, False)),
    ],
)
def test_the_table_of_delivery(
    sink: MisbehavingSink, channel: SmtpChannel, mood: Mood, outcome: tuple[Result, Phase, int | None, bool]
) -> None:
    sink.mood = mood
    assert facts(channel.send(OURS, HERS, DATA)) == outcome
    assert len(sink.mails) == (1 if outcome[0] in (Result.SENT, Result.UNKNOWN) else 0)
    sink.mood = Mood()  # and the next mail does not suffer for it
    assert channel.send(OURS, HIS, DATA).result is Result.SENT


@pytest.mark.parametrize(
    ("mood", "outcome"),
    [
        (Mood(accepts_after=60), (Result.RETRY, Phase.CONNECT, None, True)),
        (Mood(reply="hang"), (Result.UNKNOWN, Phase.REPLY, None, False)),
    ],
)
def test_what_is_known_of_a_silent_server(
    sink: MisbehavingSink, hasty: SmtpChannel, mood: Mood, outcome: tuple[Result, Phase, int | None, bool]
) -> None:
    sink.mood = mood
    before = time.monotonic()
    assert facts(hasty.send(OURS, HERS, DATA)) == outcome
    assert time.monotonic() - before < 30  # and it does not wait for its minute


def test_a_server_that_stops_reading_has_certainly_not_taken_it(sink: MisbehavingSink, hasty: SmtpChannel) -> None:
    sink.mood = Mood(reads=False)
    assert facts(hasty.send(OURS, HERS, DATA + b"x" * 20_000_000)) == (Result.RETRY, Phase.BODY, None, False)


def test_nobody_listening_is_the_servers_fault() -> None:
    with Sink() as gone:
        url = gone.url
    outcome = SmtpChannel(url).send(OURS, HERS, DATA)
    assert facts(outcome) == (Result.RETRY, Phase.CONNECT, None, True)


def test_a_poison_recipient_among_good_ones_costs_nobody_else(sink: MisbehavingSink, channel: SmtpChannel) -> None:
    sink.mood = Mood(recipients={HERS: "550 no such user"})
    results = [channel.send(OURS, to, DATA).result for to in (HIS, HERS, "not an address", "x@y\r\nDATA", HIS)]
    assert results == [Result.SENT, Result.DEAD, Result.DEAD, Result.DEAD, Result.SENT]
    assert sink.connections == 1


def test_a_connection_is_kept_and_a_stale_one_is_replaced(sink: MisbehavingSink, channel: SmtpChannel) -> None:
    assert [channel.send(OURS, HERS, DATA).result for _ in range(5)] == [Result.SENT] * 5
    assert sink.connections == 1
    sink.hangs_up()
    assert channel.send(OURS, HERS, DATA).result is Result.SENT
    assert sink.connections == 2
    assert len(sink.mails) == 6


def test_threads_share_a_channel(sink: MisbehavingSink, channel: SmtpChannel) -> None:
    results: list[Result] = []

    def work() -> None:
        results.extend(channel.send(OURS, HERS, DATA).result for _ in range(20))

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert results == [Result.SENT] * 80
    assert len(sink.mails) == 80


def test_dots_and_line_ends_survive_the_wire(sink: MisbehavingSink, channel: SmtpChannel) -> None:
    channel.send(OURS, HERS, b"Subject: x\n\n.\n..\n.end")
    assert sink.mails[0].data == b"Subject: x\r\n\r\n.\r\n..\r\n.end\r\n"


def test_a_refused_log_in_is_the_servers_fault_and_the_password_is_never_shown(sink: MisbehavingSink) -> None:
    url = sink.url.replace("//", "//council:s3cret%40@")
    with SmtpChannel(url) as channel:
        sink.mood = Mood(login="535 5.7.8 wrong credentials")
        refused = channel.send(OURS, HERS, DATA)
        assert facts(refused) == (Result.RETRY, Phase.AUTH, 535, True)
        sink.mood = Mood(login="454 4.7.0 not now")
        assert facts(channel.send(OURS, HERS, DATA)) == (Result.RETRY, Phase.AUTH, 454, True)
        sink.mood = Mood()
        assert channel.send(OURS, HERS, DATA).result is Result.SENT
        assert "s3cret" not in f"{refused} {channel!r} {channel.server}"


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return certificate(tmp_path_factory.mktemp("tls"))


class StartTlsSink(Sink):
    context: ssl.SSLContext

    def __init__(self, context: ssl.SSLContext) -> None:
        StartTlsSink.context = context
        super().__init__()

    def controller(self, **options: Any) -> Controller:
        return super().controller(tls_context=self.context)


class ImplicitTlsSink(StartTlsSink):
    def controller(self, **options: Any) -> Controller:
        return Sink.controller(self, ssl_context=self.context)


@pytest.mark.parametrize(("kind", "tls"), [(StartTlsSink, "starttls"), (ImplicitTlsSink, "implicit")])
def test_encryption_is_used_and_the_certificate_is_looked_at(
    ours: Certificate, kind: type[StartTlsSink], tls: str
) -> None:
    with kind(ours.server) as sink:
        url = sink.url.replace("tls=none", f"tls={tls}")
        with SmtpChannel(url, context=ours.client) as channel:
            assert channel.send(OURS, HERS, DATA).result is Result.SENT
        stranger = SmtpChannel(url).send(OURS, HERS, DATA)  # the system does not know this certificate
        assert (stranger.result, stranger.server_fault) == (Result.RETRY, True)
        assert len(sink.mails) == 1


def test_a_server_without_encryption_gets_nothing_in_the_clear(sink: MisbehavingSink) -> None:
    outcome = SmtpChannel(sink.url.replace("none", "starttls")).send(OURS, HERS, DATA)
    assert facts(outcome) == (Result.RETRY, Phase.TLS, None, True)
    assert sink.mails == []


def test_a_mail_url_is_read() -> None:
    server = read_mail_url("smtp://council:p%40ss@mail.example.int:587?tls=starttls")
    assert (server.host, server.port, server.encryption) == ("mail.example.int", 587, Encryption.STARTTLS)
    assert (server.user, server.password) == ("council", "p@ss")
    assert read_mail_url("smtp://mail.example.int:25").encryption is Encryption.STARTTLS
    assert read_mail_url("smtp://[::1]:1025?tls=none").host == "::1"


@pytest.mark.parametrize(
    "url",
    [
        "smtps://council:s3cret@mail.example.int:465",
        "smtp://council:s3cret@mail.example.int?tls=starttls",
        "smtp://council:s3cret@mail.example.int:99999?tls=starttls",
        "smtp://council:s3cret@mail.example.int:25?tls=maybe",
        "smtp://council:s3cret@mail.example.int:25?tls=none",
        "smtp://council:s3cret@mail.example.int:587/path?tls=starttls",
        "smtp://council:s3cret@mail.example.int:587?tls=starttls&debug=1",
        "smtp://council:s3cret@:587?tls=starttls",
        "smtp://council:s3cret@[::1:587?tls=starttls",
        "smtp://council:s3cret@mail.example.int:s3cret?tls=starttls",
        "smtp://council:s3cret@mail\n.example.int:587",
        "smtp://s3cret@mail.example.int:587",
        "s3cret",
        "",
    ],
)
def test_any_other_mail_url_is_refused_without_showing_its_password(url: str) -> None:
    with pytest.raises(BadMailUrl, match="write smtp://") as refusal:
        SmtpChannel(url)
    assert "s3cret" not in str(refusal.value)
    assert refusal.value.__cause__ is None


def test_the_sink_writes_what_it_keeps(tmp_path: Path) -> None:
    with Sink(tmp_path / "out") as sink, SmtpChannel(sink.url) as channel:
        channel.send(OURS, HERS, DATA)
        channel.send(OURS, HERS, DATA.replace(b"<1@example.int>", b"<../../evil@x>"))
    assert [path.name for path in sorted((tmp_path / "out").iterdir())] == [
        "0001-1@example.int.eml",
        "0002-....evil@x.eml",
    ]
    assert (tmp_path / "out" / "0001-1@example.int.eml").read_bytes() == DATA

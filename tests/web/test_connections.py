"""Clients that never finish, never read or come in crowds: their connections end, and the pages answer meanwhile."""

import select
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from dataclasses import replace

import pytest

from tests import stores
from tests.secretariat import moment
from tests.wait import until
from tests.web.live_server import served
from web.connections import USUAL

EVERYTHING = "/feeds/en/everything.ics"
HASTY = replace(USUAL, head=1.0, body=1.5, answer=1.0, idle=1, look=0.1)
HEAD = b"GET /feeds/en/everything.ics HTTP/1.1\r\nHost: x\r\n"
FORM = (
    b"POST /subscribe HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 60000\r\n\r\na="
)
UNREAD = b"GET /style.css HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\na="  # answered before it is whole


@pytest.fixture
def store_url(sqlite_template, tmp_path):
    """One database: none has a part in this."""
    with stores.sqlite_store(sqlite_template, tmp_path) as url:
        yield url


@pytest.fixture
def serving(desk):
    """Return what serves the desk's store under other limits."""
    desk.opens_agreed()
    with ExitStack() as stack:
        yield lambda limits=HASTY: stack.enter_context(served(desk.engine, desk.settings, moment("2017-02-20"), limits))


@contextmanager
def lines(port: int, count: int, sends: bytes):
    """Yield so many connections, each of which has sent these bytes."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.create_connection(("127.0.0.1", port), 20)) for _ in range(count)]
        for line in sockets:
            line.sendall(sends)
        yield sockets


def is_closed(line: socket.socket) -> bool:
    """Whether the server has ended a connection; what it had answered is thrown away."""
    try:
        while select.select([line], [], [], 0)[0]:
            if not line.recv(65536):
                return True
    except ConnectionError:
        return True
    return False


def closed(held: list[socket.socket]) -> int:
    return sum(is_closed(line) for line in held)


def test_hundreds_of_half_requests_are_closed_and_the_pages_answer_meanwhile(serving):
    web = serving(replace(HASTY, head=8.0, body=8.0))  # longer than a loaded machine takes to open all the lines
    with (
        lines(web.port, 150, HEAD) as heads,
        lines(web.port, 150, FORM) as forms,
        lines(web.port, 50, UNREAD) as others,
    ):
        assert closed(heads) == closed(forms) == 0
        for path in ("/healthz", "/subscribe", EVERYTHING):
            assert web.ask(path).status == 200
        for held in (heads, forms, others):
            until(lambda held=held: closed(held) == len(held))
        assert web.ask(EVERYTHING).status == 200
    assert "Traceback" not in web.log.getvalue()


@pytest.mark.parametrize(
    "drips", [b"X: y\r\n", b"a", b"\r\n"], ids=["headers", "a body", "empty lines after an answer"]
)
def test_dripping_bytes_buys_no_time(serving, drips):
    web = serving()
    begins = {b"a": FORM, b"\r\n": HEAD + b"\r\n", b"X: y\r\n": HEAD}[drips]
    with lines(web.port, 1, begins) as (line,):
        started = time.monotonic()

        def ends() -> bool:
            try:
                line.send(drips)
            except ConnectionError:
                return True
            return is_closed(line)

        until(ends)
        assert time.monotonic() > started + 0.9  # not sooner than it may


def test_a_client_that_never_reads_is_cut_off(serving):
    web = serving()
    asks = b"GET /style.css HTTP/1.1\r\nHost: x\r\n\r\n"
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.connect(("127.0.0.1", web.port))
        line.setblocking(False)

        def is_cut_off() -> bool:
            try:
                line.send(asks * 50)
            except BlockingIOError:
                pass  # nor does the server read on while its answers wait
            except ConnectionError:
                return True
            return False

        until(is_cut_off)
    assert web.ask(EVERYTHING).status == 200


def test_a_slow_phone_gets_its_feed_and_asks_again_on_the_same_line(serving):
    web = serving()
    whole = web.ask(EVERYTHING)
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        line.settimeout(20)
        line.connect(("127.0.0.1", web.port))
        for _ in range(2):
            for part in (HEAD[:20], HEAD[20:], b"\r\n"):
                line.sendall(part)
                time.sleep(0.25)
            received = b""
            while not received.endswith(whole.body):
                received += line.recv(700)
                time.sleep(0.01)
            assert received.startswith(b"HTTP/1.1 200 OK\r\n")


def test_of_too_many_connections_the_first_to_end_anyway_make_room_and_nobody_hears_503(serving, caplog):
    web = serving(replace(USUAL, connections=20))
    with lines(web.port, 20, HEAD) as held:
        assert closed(held) == 0  # as many as there may be
        assert web.ask("/healthz").status == 200
        until(lambda: closed(held) == 1)  # the oldest has made room
        with lines(web.port, 100, HEAD) as more:
            assert {web.ask(EVERYTHING).status for _ in range(10)} == {200}
            until(lambda: closed(held) == 20)
            assert closed(more[:70]) > 60
            waiting = [line for line in more if not is_closed(line)]
            assert len(waiting) >= 9  # ten answers may cost eleven lines of twenty: one closes after its answer
            waiting[-1].sendall(b"\r\n")
            assert waiting[-1].recv(100).startswith(b"HTTP/1.1 200")
    assert "too many connections" in caplog.text


def test_a_head_or_a_body_without_end_is_cut_off_and_what_a_proxy_lets_through_is_not(serving):
    web = serving(USUAL)
    assert web.ask("/healthz", X_Long="b" * 30_000).status == 200
    for begins in (HEAD + b"A: ", FORM, b"POST /healthz HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"):
        goes_on = b"FFFF\r\n" + b"b" * 0xFFFF + b"\r\n" if b"chunked" in begins else b"b" * 65536
        with lines(web.port, 1, begins) as (line,), pytest.raises(ConnectionError):
            line.sendall(goes_on * 200)


def test_every_answer_forbids_guessing_and_tells_no_other_site_where_one_was(serving):
    web = serving(USUAL)
    asks = [("GET", path, 200) for path in ("/", "/subscribe", EVERYTHING, "/style.css", "/healthz", "/metrics")] + [
        ("GET", path, 404) for path in ("/nowhere", "/f/x.ics", "/feeds/en/x.ics", "/deadlines/x.ics", "/choices/x")
    ]
    asks += [
        ("POST", EVERYTHING, 405),
        ("PUT", "/", 405),
        ("HEAD", EVERYTHING, 200),
        ("FOO", "/", 400),
        ("GET", "/readyz", 503),
    ]
    for method, path, status in asks:
        reply = web.ask(path, method)
        assert (path, reply.status) == (path, status)
        assert reply.headers.get_all("X-Content-Type-Options") == ["nosniff"]
        assert reply.headers.get_all("Referrer-Policy") == ["no-referrer"]
    known = web.ask(EVERYTHING, If_None_Match=web.ask(EVERYTHING).tag)
    assert (known.status, known.headers["Referrer-Policy"]) == (304, "no-referrer")


@pytest.mark.parametrize(("soft", "hard", "connections"), [(256, 1024, 624), (256, 600, 300), (256, 2400, 2000)])
def test_there_are_fewer_connections_than_files_may_be_open(soft, hard, connections):
    process = subprocess.run(
        [sys.executable, "-c", f"import resource as r; r.setrlimit(r.RLIMIT_NOFILE, ({soft}, {hard}));"
         "from web.connections import room; print(room(), r.getrlimit(r.RLIMIT_NOFILE)[0])"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert process.split() == [str(connections), str(hard)]

"""Who may order what of Prefect's server: its own pages and programs that know the password, and nobody else."""

import asyncio
import base64
import http.client
import json
import secrets
import shutil
import socket
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
import pytest
from playwright.sync_api import Page, sync_playwright
from prefect import flow
from prefect.client.orchestration import SyncPrefectClient, get_client
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from flows.allowed_origins import own_origins
from flows.guard import Guard
from flows.password import password_of
from flows.refusals import BadPagesAddress, BadPassword
from flows.server import PrefectServer

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("prefect")]
SOCKETS = ("/api/events/in", "/api/events/out", "/api/logs/out")
LIST = "/api/flow_runs/filter"


def password(server: PrefectServer) -> str:
    return server.environment["PREFECT_API_AUTH_STRING"]


def login(words: str) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(words.encode()).decode()}"}


def ask(server: PrefectServer, path: str, headers: Mapping[str, str], method: str = "GET") -> http.client.HTTPResponse:
    """Return the answer to a request as a browser, or a program that pretends to be one, would send it."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request(method, path, body=b"{}" if method == "POST" else None, headers=dict(headers))
    answer = connection.getresponse()
    answer.read()
    return answer


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1:{port}", ""]
)
def test_the_pages_of_another_origin_are_answered_nothing(prefect_server: PrefectServer, origin: str) -> None:
    theirs = {"Origin": origin.format(port=prefect_server.port)}
    preflight = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    simple = {"Content-Type": "text/plain", "Cookie": "prefect_ui_version=v1", **login(password(prefect_server))}
    for headers, method in ((preflight, "OPTIONS"), (simple, "GET"), (simple, "POST")):
        answer = ask(prefect_server, LIST, theirs | headers, method)
        assert answer.status == 403
        assert answer.getheader("Access-Control-Allow-Origin") is None


def test_its_own_pages_are_answered(prefect_server: PrefectServer) -> None:
    for origin in (f"http://127.0.0.1:{prefect_server.port}", f"http://localhost:{prefect_server.port}"):
        ours = {"Origin": origin, **login(password(prefect_server))}
        assert ask(prefect_server, "/api/admin/version", ours).status == 200


def test_whatever_it_answers_bids_browsers_ask_no_other_host(prefect_server: PrefectServer) -> None:
    """That the pages can be used under this policy is seen by a browser, in proofs."""
    for path in ("/", "/v2/login", "/api/health"):
        answer = ask(prefect_server, path, {})
        rules = dict(rule.split(" ", 1) for rule in str(answer.getheader("Content-Security-Policy")).split("; "))
        assert rules["default-src"] == "'self'"
        assert not [words for words in rules.values() if "*" in words or "//" in words]


def test_a_name_that_was_made_to_point_here_is_answered_nothing(prefect_server: PrefectServer) -> None:
    """A page of evil.example, resolved to this machine, is of one origin with the API: no browser would object."""
    port = prefect_server.port
    knowing = login(password(prefect_server))
    for host in (f"evil.example:{port}", "evil.example", "127.0.0.1", "127.0.0.1:1", f"127.0.0.1.evil.example:{port}"):
        for path in ("/", "/ui-settings", "/api/health", LIST):
            assert ask(prefect_server, path, {"Host": host, **knowing}).status == 421
    for host in (f"127.0.0.1:{port}", f"localhost:{port}", f"LOCALHOST:{port}"):
        assert ask(prefect_server, "/api/admin/version", {"Host": host, **knowing}).status == 200


def test_a_request_that_names_two_hosts_or_none_is_refused(prefect_server: PrefectServer) -> None:
    ours = f"127.0.0.1:{prefect_server.port}"
    for hosts in ((), (ours, "evil.example"), ("evil.example", ours)):
        connection = http.client.HTTPConnection("127.0.0.1", prefect_server.port, timeout=30)
        connection.putrequest("GET", "/api/health", skip_host=True)
        for host in hosts:
            connection.putheader("Host", host)
        connection.endheaders()
        assert connection.getresponse().status in (400, 421)


@pytest.mark.parametrize("words", [None, "", "council:", "council:wrong", "admin:pass"])
def test_without_the_password_the_api_tells_only_that_it_lives(
    prefect_server: PrefectServer, words: str | None
) -> None:
    headers = {} if words is None else login(words)
    assert ask(prefect_server, "/api/health", headers).status == 200
    for path in ("/api/admin/settings", "/api/admin/version", "/api/csrf-token?client=me", "/api/flows/health"):
        assert ask(prefect_server, path, headers).status == 401


def test_an_order_needs_a_token_that_no_other_page_can_read(prefect_server: PrefectServer) -> None:
    knowing = {"Content-Type": "application/json", **login(password(prefect_server))}
    assert ask(prefect_server, LIST, knowing, "POST").status == 403
    forged = {"Prefect-Csrf-Token": "guessed", "Prefect-Csrf-Client": "me"}
    assert ask(prefect_server, LIST, knowing | forged, "POST").status == 403


def test_a_program_of_ours_is_served(prefect_server: PrefectServer) -> None:
    @flow
    def ordered() -> None: ...

    with get_client(sync_client=True) as client:
        run = client.create_flow_run(ordered)
        assert client.read_flow_run(run.id).name == run.name
    stranger = SyncPrefectClient(prefect_server.api_url, auth_string="council:wrong")
    with pytest.raises(Exception, match="401"):
        stranger.read_flow_runs()


def wire(server: PrefectServer, path: str, *, host: str | None = None, origin: str | None = None) -> ClientConnection:
    """Return a web socket to the server, opened as a page of that origin would open it."""
    uri = f"ws://{host or f'127.0.0.1:{server.port}'}{path}"
    reached = socket.create_connection(("127.0.0.1", server.port))
    return connect(uri, sock=reached, subprotocols=["prefect"], origin=origin)


@pytest.mark.parametrize("path", SOCKETS)
def test_a_web_socket_is_open_to_its_own_pages_and_programs(prefect_server: PrefectServer, path: str) -> None:
    for origin in (None, f"http://127.0.0.1:{prefect_server.port}", f"http://localhost:{prefect_server.port}"):
        with wire(prefect_server, path, origin=origin) as ours:
            ours.send(json.dumps({"type": "auth", "token": password(prefect_server)}))
            assert json.loads(ours.recv(30)) == {"type": "auth_success"}
    with wire(prefect_server, path) as stranger:
        stranger.send(json.dumps({"type": "auth", "token": "council:wrong"}))
        with pytest.raises(ConnectionClosed):
            stranger.recv(30)


@pytest.mark.parametrize("path", SOCKETS)
def test_a_web_socket_of_another_page_is_refused_before_it_says_a_word(
    prefect_server: PrefectServer, path: str
) -> None:
    """Browsers ask no permission before they open one to another origin, and send the origin with it."""
    port = prefect_server.port
    for host, origin in (
        (None, "http://evil.example"),
        (None, "null"),
        (f"evil.example:{port}", f"http://evil.example:{port}"),
        (f"evil.example:{port}", None),
    ):
        with pytest.raises(InvalidStatus, match="403"):
            wire(prefect_server, path, host=host, origin=origin)


def test_the_password_is_told_to_nobody_else(prefect_server: PrefectServer) -> None:
    """Everybody on a machine reads the command lines of all; a log is copied into mails."""
    file = prefect_server.home / "password"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert prefect_server.process is not None
    secret = password(prefect_server)
    assert secret == file.read_text()
    assert secret not in " ".join(psutil.Process(prefect_server.process.pid).cmdline())
    assert secret.partition(":")[2] not in prefect_server.log.read_text()


def test_the_password_is_drawn_once_and_gives_way_to_the_operators(tmp_path: Path) -> None:
    first = password_of(tmp_path, {})
    assert len(first.partition(":")[2]) == 32  # 24 random bytes
    assert password_of(tmp_path, {}) == first
    assert password_of(tmp_path, {"PREFECT_SERVER_API_AUTH_STRING": ""}) == first
    assert password_of(tmp_path, {"PREFECT_SERVER_API_AUTH_STRING": "anna:secret"}) == "anna:secret"
    assert password_of(tmp_path / "other", {}) != first


def test_a_password_that_would_leave_the_door_open_is_refused(tmp_path: Path) -> None:
    for typed in ("anna:gehéim", "anna:a\nb", "\x00"):
        with pytest.raises(BadPassword, match="PREFECT_SERVER_API_AUTH_STRING holds no password"):
            password_of(tmp_path, {"PREFECT_SERVER_API_AUTH_STRING": typed})
    (tmp_path / "password").write_bytes(b"\n")
    with pytest.raises(BadPassword, match=f"{tmp_path}/password holds no password that Prefect can use"):
        password_of(tmp_path, {})


@pytest.mark.parametrize(
    ("port", "pages", "origins"),
    [
        (4200, None, {"http://127.0.0.1:4200", "http://localhost:4200"}),
        (80, "", {"http://127.0.0.1", "http://localhost"}),
        (443, None, {"http://127.0.0.1:443", "http://localhost:443"}),
        (4200, "https://Runs.example.org/", {"https://runs.example.org"}),
        (4200, "https://runs.example.org:443", {"https://runs.example.org"}),
        (4200, "http://runs.example.org:8443", {"http://runs.example.org:8443"}),
    ],
)
def test_an_origin_is_written_as_browsers_write_it(port: int, pages: str | None, origins: set[str]) -> None:
    assert origins <= set(own_origins("127.0.0.1", port, pages))


def test_a_proxy_before_the_pages_is_named_to_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_UI_URL", "https://runs.example.org")
    origins = PrefectServer(tmp_path, 4200).environment["PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS"]
    guard = Guard(an_answer, origins.split(","))
    for host, origin, status in (
        ("runs.example.org", "https://runs.example.org", 200),
        ("runs.example.org", "http://runs.example.org", 403),
        ("127.0.0.1:4200", None, 200),
        ("example.org", None, 421),
    ):
        headers = [(b"host", host.encode()), *([(b"origin", origin.encode())] if origin else [])]
        sent: list[Any] = []
        asyncio.run(guard({"type": "http", "headers": headers}, nothing, keeper(sent)))
        assert sent[0]["status"] == status


async def an_answer(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})


async def nothing() -> Any:
    return {}


def keeper(sent: list[Any]) -> Any:
    async def send(message: Any) -> None:
        sent.append(message)

    return send


@pytest.mark.parametrize(
    "pages", ["runs.example.org", "*", "https://*", "https://h/prefect", "https://a:b@h", "ftp://h", "https://h:x"]
)
def test_pages_that_no_proxy_can_show_are_refused(pages: str) -> None:
    with pytest.raises(BadPagesAddress, match="is not where pages can be; write https://HOST"):
        own_origins("127.0.0.1", 4200, pages)


@pytest.fixture
def pages(prefect_server: PrefectServer) -> Iterator[Page]:
    """A page of a browser that finds no host but this machine, nor looks for one."""
    nowhere = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", nowhere])
        yield browser.new_page(base_url=prefect_server.ui_url)
        browser.close()


@pytest.mark.timeout(400)
@pytest.mark.proof("a browser draws the pages of both generations: ten seconds of CPU")
def test_whoever_knows_the_password_sees_a_run_and_the_pages_ask_no_other_host(
    prefect_server: PrefectServer, pages: Page
) -> None:
    """Without the policy of flows.guard, the second generation of pages asks sr-client-cfg.amplitude.com."""
    key = secrets.token_hex(4)

    @flow(name=f"seen-{key}", flow_run_name=f"seen-{key}")
    def seen() -> None: ...

    run = seen(return_state=True).state_details.flow_run_id
    asked: set[str | None] = set()
    wrong: list[str] = []
    pages.on("request", lambda request: asked.add(urlsplit(request.url).hostname))
    pages.on("pageerror", lambda error: wrong.append(str(error)))

    pages.goto("/v2/login")
    pages.get_by_role("textbox").fill(password(prefect_server))
    pages.get_by_role("button", name="Login").click()
    pages.get_by_text("Logout").wait_for()
    for address in (f"/v2/runs/flow-run/{run}", f"/runs/flow-run/{run}"):
        pages.goto(address)
        pages.get_by_text(f"seen-{key}").first.wait_for()
        pages.locator("canvas").first.wait_for()  # the graph, which is drawn by functions made from text
    pages.wait_for_load_state("networkidle")
    assert asked <= {"127.0.0.1", "", None}  # data: and blob: name no host
    assert wrong == []

"""A web server that takes what is posted to it, or misbehaves as the path says."""

import gzip
import ssl
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

MOST = 50_000_000  # bytes after which a server without an end gives up
PIECE = b"x" * 100_000
HEAD = b"HTTP/1.1 200 OK\r\n"
# answers without an end: how each begins, and what follows again and again
ENDLESS = {
    "body": (HEAD + b"\r\n", PIECE),
    "length": (HEAD + b"Content-Length: 4000000000\r\n\r\n", PIECE),
    "chunks": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"186a0\r\n" + PIECE + b"\r\n"),
    "chunk-line": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n5", b";" + PIECE),
    "line": (HEAD + b"X: ", PIECE),
    "continue": (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000),
    "redirect": (b"HTTP/1.1 302 Found\r\nLocation: /204\r\n\r\n", PIECE),
    "refusal": (b"HTTP/1.1 503 Not now\r\n\r\n", PIECE),
    "gzip": (HEAD + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(bytes(MOST))),
}
RAW = {**ENDLESS, "drop": (b"", b""), "broken": (HEAD + b"Content-Length: 100\r\n\r\nok", b"")}


class Handler(BaseHTTPRequestHandler):
    """Answers for one Hook."""

    hook: "Hook"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        self.hook.posts.append((self.path, body))
        what = self.hook.answers or self.path.rpartition("/")[2]
        if what in RAW:
            self.flood(*RAW[what])
            return
        if what in ("hang", "drip"):
            self.hold(b"H" if what == "drip" else b"")
            return
        self.send_response(int(what) if what.isdigit() else 200)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST

    def hold(self, letter: bytes) -> None:
        with suppress(OSError):
            while not self.hook.over.wait(0.1):
                self.wfile.write(letter)

    def flood(self, head: bytes, again: bytes) -> None:
        self.close_connection = True
        with suppress(OSError):
            self.wfile.write(head)
            while again and self.hook.sent < MOST and not self.hook.over.is_set():
                self.wfile.write(again)
                self.hook.sent += len(again)

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""


class Hook:
    """Posts to `/404` are answered 404, to `/drop` not at all, to `/hang` never; `/302` sends on to `/elsewhere`.

    `/drip` is answered a letter at a time, without end; what is a key of ENDLESS as fast as it is read, and `sent`
    counts the bytes. `/broken` promises more than it sends.

    `answers` takes the place of the path, for plug-ins that choose it themselves; `tls` makes it an https server.
    """

    def __init__(self, *, tls: ssl.SSLContext | None = None) -> None:
        self.answers = ""
        self.posts: list[tuple[str, str]] = []
        self.over = threading.Event()
        self.sent = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Ours", (Handler,), {"hook": self}))
        self._server.daemon_threads = True
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()

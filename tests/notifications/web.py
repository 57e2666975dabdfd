"""A web server that takes what is posted to it, or misbehaves as the path says."""

import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self


class Hook:
    """Posts to `/404` are answered 404, to `/drop` not at all, to `/hang` never; `/302` sends on to `/elsewhere`.

    `/drip` is answered a letter at a time, without end.

    `answers` takes the place of the path, for plug-ins that choose it themselves; `tls` makes it an https server.
    """

    def __init__(self, *, tls: ssl.SSLContext | None = None) -> None:
        self.answers = ""
        self.posts: list[tuple[str, str]] = []
        self.over = threading.Event()
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                hook.posts.append((self.path, body))
                what = hook.answers or self.path.rpartition("/")[2]
                if what == "drop":
                    return
                while what == "drip" and not hook.over.wait(0.1):
                    self.wfile.write(b"H")
                if what in ("hang", "drip"):
                    hook.over.wait(30)
                    return
                self.send_response(int(what) if what.isdigit() else 200)
                self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_GET = do_POST

            def log_message(self, format: str, *args: object) -> None:
                """Stay silent."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
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

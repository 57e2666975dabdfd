"""A small IMAP server (RFC 3501) with one folder: enough for who searches, fetches and marks."""

import asyncio
import re
import ssl
import threading
from dataclasses import dataclass, field
from email import message_from_bytes
from types import TracebackType
from typing import Self

USER, PASSWORD = "council@council.example", "p@ss/w0rd"


@dataclass
class Kept:
    """One mail in the folder."""

    data: bytes
    seen: bool = False

    def matches(self, header: str, word: str) -> bool:
        value = str(message_from_bytes(self.data).get(header, ""))
        return not self.seen and word.casefold() in value.casefold()


@dataclass
class Postbox:
    """The server; `mails` may be changed while it runs, and `asked` holds every command without its arguments."""

    mails: list[Kept] = field(default_factory=list)
    tls: ssl.SSLContext | None = None
    hangs_at: str = ""  # a command that is never answered
    drops_at: str = ""  # a command after which the line is cut
    asked: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()

        async def listen() -> None:
            self._server = await asyncio.start_server(self._talk, "127.0.0.1", 0, ssl=self.tls)
            self._port = int(self._server.sockets[0].getsockname()[1])
            ready.set()

        def run() -> None:
            self._loop.run_until_complete(listen())
            self._loop.run_forever()

        self._thread = threading.Thread(target=run, daemon=True)
        self._thread.start()
        ready.wait(30)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        def stop() -> None:
            self._server.close()
            self._loop.stop()

        self._loop.call_soon_threadsafe(stop)
        self._thread.join(10)

    @property
    def port(self) -> int:
        return self._port

    @property
    def url(self) -> str:
        scheme = "imaps" if self.tls else "imap"
        return f"{scheme}://council%40council.example:p%40ss%2Fw0rd@127.0.0.1:{self.port}/INBOX"

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* OK ready\r\n")
        while line := (await reader.readline()).decode("ascii").strip():
            tag, _, rest = line.partition(" ")
            command = " ".join(rest.split()[: 2 if rest.upper().startswith("UID") else 1]).upper()
            self.asked.append(command)
            if command == self.hangs_at:
                continue
            if command == self.drops_at:
                break
            for answer in self._answers(command, rest):
                writer.write(answer + b"\r\n")
            status = "OK" if command != "LOGIN" or rest == f'LOGIN {USER} "{PASSWORD}"' else "NO"
            writer.write(f"{tag} {status} {command} done\r\n".encode())
            await writer.drain()
            if command == "LOGOUT":
                break
        writer.close()

    def _answers(self, command: str, rest: str) -> list[bytes]:
        if command == "CAPABILITY":
            return [b"* CAPABILITY IMAP4rev1"]
        if command == "SELECT":
            return [f"* {len(self.mails)} EXISTS".encode()]
        if command == "UID SEARCH":
            header, word = rest.split()[-2:]
            numbers = [number for number, mail in enumerate(self.mails, start=1) if mail.matches(header, word)]
            return [("* SEARCH " + " ".join(map(str, numbers))).encode()]
        number = int(rest.split()[2]) if command.startswith("UID ") else 0
        if command == "UID FETCH":
            limit = re.search(r"<0\.(\d+)>", rest)
            assert limit is not None
            data = self.mails[number - 1].data[: int(limit[1])]
            return [b"* %d FETCH (UID %d BODY[]<0> {%d}\r\n" % (number, number, len(data)) + data + b")"]
        if command == "UID STORE":
            self.mails[number - 1].seen = True
        return []

"""The moments of a round: before and after each commit, before each word to the mail server, inside and after a mail.

They are counted from outside the code under test, at the database driver and at smtplib, so that none is forgotten.
"""

import re
import smtplib
import threading
import time
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

from sqlalchemy import Connection, Engine, event

WRITES = re.compile(r"\s*(INSERT INTO|UPDATE|DELETE FROM) (\w+)")
A_MAIL = 400  # bytes; what is longer is no command

Reached = Callable[[str], None]


class Moments:
    """Calls `reached` at each moment with its name, such as `before the commit of message, owed`."""

    def __init__(self, reached: Reached) -> None:
        self._reached = reached
        self._open: dict[int, int] = {}  # transactions, and the thread of each
        self._changing = threading.Lock()

    @property
    def in_transaction(self) -> bool:
        """Whether this thread holds what others wait for; a process that is stopped now would hold it on."""
        return threading.get_ident() in self._open.values()

    def once_none_is_open(self, act: Callable[[], None]) -> None:
        """Call `act` at a moment at which no thread is in a transaction, and keep all out of one meanwhile."""
        while True:
            with self._changing:
                if not self._open:
                    return act()
            time.sleep(0.001)  # asked again and again: that nobody is in one is no event

    def _closed(self, connection: Any) -> None:
        with self._changing:
            self._open.pop(id(connection), None)

    def of_store(self, engine: Engine) -> None:
        """Watch every commit of the engine that wrote some row: a claim that finds nothing is no moment."""
        written: list[tuple[str, int, Any]] = []
        dialect: Any = engine.dialect
        commit, roll_back = dialect.do_commit, dialect.do_rollback

        def heard(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
            if match := WRITES.match(statement):
                written.append((match[2], cursor.rowcount, cursor))

        def committed(connection: Any) -> None:
            # asked twice: SQLite counts the rows of a RETURNING once they are read, and psycopg none once they are
            names = ", ".join(sorted({name for name, rows, cursor in written if rows or cursor.rowcount > 0}))
            if names:
                self._reached(f"before the commit of {names}")
            commit(connection)
            self._closed(connection)
            written.clear()
            if names:
                self._reached(f"after the commit of {names}")

        def rolled_back(connection: Any) -> None:
            written.clear()
            roll_back(connection)
            self._closed(connection)

        def begun(connection: Connection) -> None:
            with self._changing:
                self._open[id(connection.connection)] = threading.get_ident()

        event.listen(engine, "begin", begun, insert=True)  # before SQLite's BEGIN IMMEDIATE, which takes the lock
        event.listen(engine, "after_cursor_execute", heard)
        dialect.do_commit, dialect.do_rollback = committed, rolled_back

    def of_mail(self) -> None:
        """Watch every conversation with a mail server in this process."""
        send, reply = smtplib.SMTP.send, smtplib.SMTP.getreply
        reached = self._reached

        def sending(smtp: smtplib.SMTP, words: Any) -> None:
            data = words if isinstance(words, bytes) else words.encode()
            if len(data) < A_MAIL:
                reached(f"before {data.split()[0].decode().upper()}")
                return send(smtp, data)
            send(smtp, data[: len(data) // 2])
            reached("in the middle of a mail")
            send(smtp, data[len(data) // 2 :])
            return reached("before the answer to a mail")

        def replied(smtp: smtplib.SMTP) -> tuple[int, bytes]:
            code, text = reply(smtp)
            reached(f"after a {code}")
            return code, text

        patch.multiple(smtplib.SMTP, send=sending, getreply=replied).start()  # for good: this process is one test's

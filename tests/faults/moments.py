"""The moments of a round: before and after each commit, before each word to the mail server, inside and after a mail.

They are counted from outside the code under test, at the database driver and at smtplib, so that none is forgotten.
"""

import re
import smtplib
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine, event

WRITES = re.compile(r"(INSERT INTO|UPDATE|DELETE FROM) (\w+)")
A_MAIL = 400  # bytes; what is longer is no command

Reached = Callable[[str], None]


class Moments:
    """Calls `reached` at each moment with its name, such as `before the commit of message, owed`."""

    def __init__(self, reached: Reached) -> None:
        self._reached = reached
        self._open: set[int] = set()

    @property
    def in_transaction(self) -> bool:
        """Whether some thread holds what others wait for; a process that is stopped now would hold it on."""
        return bool(self._open)

    def of_store(self, engine: Engine) -> None:
        """Watch every commit of the engine that wrote something."""
        written: set[str] = set()
        dialect: Any = engine.dialect
        commit, roll_back = dialect.do_commit, dialect.do_rollback

        def heard(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
            if found := WRITES.match(statement):
                written.add(found[2])

        def committed(connection: Any) -> None:
            names = ", ".join(sorted(written))
            if names:
                self._reached(f"before the commit of {names}")
            commit(connection)
            self._open.discard(id(connection))
            written.clear()
            if names:
                self._reached(f"after the commit of {names}")

        def rolled_back(connection: Any) -> None:
            written.clear()
            roll_back(connection)
            self._open.discard(id(connection))

        def begun(connection: Connection) -> None:
            self._open.add(id(connection.connection))

        event.listen(engine, "begin", begun)
        event.listen(engine, "before_cursor_execute", heard)
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

        smtplib.SMTP.send, smtplib.SMTP.getreply = sending, replied  # type: ignore[method-assign]

"""A conversation with a mail server, which knows its phase at every moment, so that a failure can be judged."""

import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Self

from notifications.channels.mail_server import Encryption, MailServer
from notifications.channels.outcome import Outcome, Phase, Result, judge
from notifications.channels.send_permission import MayLeave, Withheld, always
from notifications.channels.smtp_wire import Patience, Refusal, Wire, on_the_wire
from notifications.channels.time_limit import Deadline

Say = Callable[..., tuple[int, bytes]]
_OPENING = (Phase.CONNECT, Phase.HELLO, Phase.TLS, Phase.AUTH)
_FULL = 100  # mails over one connection; servers look askance at more
_GOOD_BYE = 5.0  # seconds to send it


class Conversation:
    """A connection in a phase; `open` it, let it `carry` one mail after the other, `close` it.

    Opening and the first mail have one deadline, each further mail has its own.
    """

    def __init__(self, server: MailServer, patience: Patience, context: ssl.SSLContext | None = None) -> None:
        self.phase = Phase.CONNECT
        self.carried = 0
        self._server = server
        self._patience = patience
        self._context = context
        self._smtp: Wire | None = None

    @property
    def can_go_on(self) -> bool:
        """Return True if another mail may follow on this connection."""
        return self._smtp is not None and self.carried < _FULL

    def open(self, deadline: Deadline) -> Self:
        """Connect, greet, encrypt and log in. Raises what `verdict` can judge."""
        self._smtp = smtp = self._connected(deadline)
        self._step(Phase.HELLO, smtp.ehlo)
        if self._server.encryption is Encryption.STARTTLS:
            self.phase = Phase.TLS
            smtp.starttls(context=self._tls())
            self._step(Phase.HELLO, smtp.ehlo)
        if self._server.user:
            self.phase = Phase.AUTH
            smtp.login(self._server.user, self._server.password)
        return self

    def carry(
        self, sender: str, recipient: str, data: bytes, deadline: Deadline, may_leave: MayLeave = always
    ) -> Outcome:
        """Return the outcome of one mail, once the server has taken it.

        `may_leave` is asked just before the mail is announced, and just before it is sent. Raises Withheld where it
        says no, and what `verdict` can judge.
        """
        smtp = self._talking()
        smtp.deadline = deadline
        self.carried += 1
        self._step(Phase.SENDER, smtp.mail, sender)
        self._step(Phase.RECIPIENT, smtp.rcpt, recipient)
        self._ask(may_leave)
        self._step(Phase.DATA, smtp.docmd, "DATA", leads_on=354)
        self._ask(may_leave)
        deadline.use_all()
        self.phase = Phase.BODY
        smtp.send(on_the_wire(data))
        smtp.step = self._patience.reply
        code, text = self._step(Phase.REPLY, smtp.getreply)
        smtp.step = self._patience.command
        return judge(Phase.REPLY, code, text.decode("utf-8", "replace"))

    def _ask(self, may_leave: MayLeave) -> None:
        """Return when the mail may leave. Raises Withheld; a server that waits for the mail by then is hung up on."""
        if not may_leave():
            if self.phase is Phase.DATA or not self._reset():
                self.drop()
            raise Withheld

    def verdict(self, error: Exception) -> Outcome:
        """Return the outcome that a failure means in the phase it fell in; hang up unless the recipient was refused."""
        judged = judge(self.phase, self._code(error), self._explain(error))
        outcome = replace(judged, is_late=isinstance(error, TimeoutError))
        if not isinstance(error, Refusal) or outcome.result is not Result.DEAD or not self._reset():
            self.drop()
        return outcome

    def close(self) -> None:
        """Say good-bye and hang up, without waiting for an answer."""
        with suppress(OSError, smtplib.SMTPException):
            self._talking().deadline = Deadline(_GOOD_BYE)
            self._talking().putcmd("QUIT")
        self.drop()

    def drop(self) -> None:
        """Hang up."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()

    def _step(self, phase: Phase, say: Say, *words: str, leads_on: int = 250) -> tuple[int, bytes]:
        self.phase = phase
        code, text = say(*words)
        if code != leads_on and not (code == 251 and phase is Phase.RECIPIENT):  # 251: taken, and forwarded
            raise Refusal(code, text)
        return code, text

    def _connected(self, deadline: Deadline) -> Wire:
        context = self._tls() if self._server.encryption is Encryption.IMPLICIT else None
        return Wire(self._server.host, self._server.port, deadline, self._patience, context)

    def _tls(self) -> ssl.SSLContext:
        return self._context or ssl.create_default_context()

    def _reset(self) -> bool:
        try:
            return self._talking().rset()[0] == 250
        except (OSError, smtplib.SMTPException):
            return False

    def _code(self, error: Exception) -> int | None:
        if isinstance(error, Refusal):
            return error.code
        # while a mail is under way smtplib raises this only for a reply that it could not read
        if isinstance(error, smtplib.SMTPResponseException) and self.phase in _OPENING:
            return error.smtp_code
        return None

    def _explain(self, error: Exception) -> str:
        """Return the error's words for the desk; of a failed log-in only the reply, as others may quote passwords."""
        if isinstance(error, smtplib.SMTPResponseException):
            text = error.smtp_error
            return f"{error.smtp_code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"
        if isinstance(error, TimeoutError):
            return f"no answer in time ({self.phase})"
        return type(error).__name__ if self.phase is Phase.AUTH else str(error) or type(error).__name__

    def _talking(self) -> Wire:
        if self._smtp is None:
            raise smtplib.SMTPServerDisconnected("the connection is closed")
        return self._smtp

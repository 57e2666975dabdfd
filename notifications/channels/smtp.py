"""Mail over SMTP: one recipient per message, connections kept open between them, every outcome with its phase."""

import smtplib
import ssl
from queue import Empty, LifoQueue
from types import TracebackType
from typing import Self

from notifications.address import BadAddress, wire_address
from notifications.channels.conversation import Conversation
from notifications.channels.mail_server import read_mail_url
from notifications.channels.outcome import Outcome, Phase, Result
from notifications.channels.send_permission import MayLeave, always
from notifications.channels.smtp_wire import Patience
from notifications.channels.time_limit import Deadline

_FAILURES = (OSError, smtplib.SMTPException, ValueError)  # ValueError: a name that does not fit on a line


class SmtpChannel:
    """Sends mail through one server. Threads may share it: each conversation is used by one at a time."""

    def __init__(self, url: str, *, patience: Patience | None = None, context: ssl.SSLContext | None = None) -> None:
        """Read the URL, without connecting; `context` replaces the system's certificates. Raises BadMailUrl."""
        self.server = read_mail_url(url)
        self._patience = patience or Patience()
        self._context = context
        self._idle: LifoQueue[Conversation] = LifoQueue()

    def send(self, sender: str, recipient: str, data: bytes, may_leave: MayLeave = always) -> Outcome:
        """Return what became of one mail; never raises for what a server or a network does.

        A kept connection on which nothing can be sent any more is replaced once. Raises Withheld where `may_leave`,
        asked just before the mail would leave, says no.
        """
        try:
            recipient = wire_address(recipient)
        except BadAddress as refusal:
            return Outcome(Result.DEAD, Phase.RECIPIENT, None, str(refusal))
        deadline = self._patience.deadline()
        kept = self._take_kept()
        if kept is not None:
            outcome = self._carry(kept, sender, recipient, data, deadline, may_leave)
            if not _was_stale(outcome):
                return outcome
        return self._carry(self._new(), sender, recipient, data, deadline, may_leave)

    def close(self) -> None:
        """Hang up every kept connection."""
        while (conversation := self._take_kept()) is not None:
            conversation.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"SmtpChannel({self.server!r})"

    def _new(self) -> Conversation:
        return Conversation(self.server, self._patience, self._context)

    def _take_kept(self) -> Conversation | None:
        try:
            return self._idle.get_nowait()
        except Empty:
            return None

    def _carry(
        self,
        conversation: Conversation,
        sender: str,
        recipient: str,
        data: bytes,
        deadline: Deadline,
        may_leave: MayLeave,
    ) -> Outcome:
        try:
            if conversation.phase is Phase.CONNECT:
                conversation.open(deadline)
            return conversation.carry(sender, recipient, data, deadline, may_leave)
        except _FAILURES as error:
            return conversation.verdict(error)
        finally:
            self._keep(conversation)

    def _keep(self, conversation: Conversation) -> None:
        if conversation.can_go_on:
            self._idle.put(conversation)
        else:
            conversation.close()


def _was_stale(outcome: Outcome) -> bool:
    # also what a server says that has enough of this connection: 421, 451, 452
    return outcome.phase is Phase.SENDER and (outcome.code is None or outcome.code < 500)

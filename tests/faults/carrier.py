"""A mail carrier in memory, with moods, that can be told to crash: from that moment on it takes nothing."""

import threading
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from notifications.channels.outcome import Outcome, Phase, judge
from notifications.channels.send_permission import MayLeave, always
from notifications.rehearsal_server import Received

MOODS = ("well", "well", "says later", "refuses us", "never answers", "busy")
ANSWERS = {
    "says later": (Phase.DATA, 451),
    "refuses us": (Phase.AUTH, 535),
    "busy": (Phase.CONNECT, None),
}


class Crash(BaseException):
    """The process is gone."""


@dataclass
class Carrier:
    """Takes mail, in one of its moods; once `dead` it takes no more. Lines share it."""

    mails: list[Received] = field(default_factory=list)
    url: str = "smtp://127.0.0.1:1?tls=none"  # which nobody asks: its mail is handed over in memory
    mood: str = "well"
    now: datetime = datetime.min
    dead: bool = False
    left: int = -1  # moments until the crash; negative: none
    crashes: int = 0
    unanswered: int = 0
    lock: Any = field(default_factory=threading.RLock)

    def reached(self, name: str) -> None:
        """Count a moment; crash at the one that was chosen."""
        with self.lock:
            if self.left == 0:
                self.dead, self.crashes = True, self.crashes + 1
            self.left -= 1
            if self.dead:  # only the main thread can tell the round that all is over; a line is just cut
                raise Crash(name) if threading.current_thread() is threading.main_thread() else RuntimeError("cut")

    def mail(self, sender: str, recipient: str, data: bytes, may_leave: MayLeave = always) -> Outcome:
        """Return what became of a mail."""
        with self.lock:
            return self._mail(sender, recipient, data)

    def _mail(self, sender: str, recipient: str, data: bytes) -> Outcome:
        self.reached("before a mail")
        if self.mood in ANSWERS:
            return judge(*ANSWERS[self.mood], self.mood)
        head = data.partition(b"Message-ID: ")[2].partition(b"\r\n")[0].partition(b"\n")[0].decode().strip()
        self.mails.append(Received(recipient, sender, data, head, "", self.now))
        self.reached("after a mail")
        if self.mood == "never answers":
            self.unanswered += 1
            return judge(Phase.REPLY, None, "no answer")
        return judge(Phase.REPLY, 250, "taken")

    def close(self) -> None:
        """Hang up."""

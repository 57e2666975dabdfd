"""Time limits between PostgreSQL and us: a session whose other end has vanished must not stop everybody.

A SQLite file needs none of this: its locks end with the process that holds them, and a wait is its busy time-out.
"""

import os
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

VANISHED = 30  # seconds of silence after which a connection is asked whether its other end is still there
ASKED_AGAIN, TIMES = 10, 3  # seconds, and how often, before it is taken for gone


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits in seconds; 0 is none. A value that the address itself gives, in its `options`, outranks ours."""

    lock: float  # for one lock that another session holds
    statement: float  # for one statement
    idle: float  # for our silence inside a transaction; then the server ends the session, and others go on
    connect: int  # for a new connection; libpq takes 2 at least
    answer: float  # for a server that is silent: the wait ends on our side, for nobody else can end it

    def settings(self) -> dict[str, Any]:
        """Return what libpq is told: limits that the server keeps, and those of the connection, at both ends."""
        server = {
            "lock_timeout": round(self.lock * 1000),
            "statement_timeout": round(self.statement * 1000),
            "idle_in_transaction_session_timeout": round(self.idle * 1000),
            "tcp_keepalives_idle": VANISHED,
            "tcp_keepalives_interval": ASKED_AGAIN,
            "tcp_keepalives_count": TIMES,
            "tcp_user_timeout": VANISHED * 1000,
        }
        return {
            "options": " ".join(f"-c {name}={value}" for name, value in server.items()),
            "keepalives_idle": VANISHED,
            "keepalives_interval": ASKED_AGAIN,
            "keepalives_count": TIMES,
            "tcp_user_timeout": VANISHED * 1000,
            "connect_timeout": self.connect,
            "fallback_application_name": program(),
        }


# For 20,000 members a plan holds the store's row for 11 s, is silent for 2.1 s at most, and its longest statement takes
# 1.7 s (docs/operations.md). A lock is asked for three times (models/transactions.py): acts outwait such a plan, and an
# officer reads a sentence within half a minute.
ACTS = Limits(lock=10.0, statement=120.0, idle=60.0, connect=10, answer=150.0)
# A page has readers who wait.
PAGES = Limits(lock=2.0, statement=8.0, idle=60.0, connect=2, answer=10.0)
# A preview takes the store's row too, and is taken back: it steps aside soon, and holds nobody up for long.
PREVIEWS = Limits(lock=2.0, statement=8.0, idle=10.0, connect=10, answer=10.0)
# A migration rewrites tables; it, too, waits for others no longer than an act, for everybody waits behind it.
MIGRATIONS = Limits(lock=10.0, statement=0.0, idle=0.0, connect=10, answer=0.0)


def program() -> str:
    """Return who we are in the server's list of sessions: `pytest, process 4711 on desk-3`."""
    words = [Path(sys.argv[0]).stem, *sys.argv[1:2]] if sys.argv else []
    return f"{' '.join(words)[:24]}, process {os.getpid()} on {socket.gethostname()}"[:63]  # NAMEDATALEN - 1

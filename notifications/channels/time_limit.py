"""One limit for a whole conversation: the time-out of a socket begins anew with each byte, and a server may drip."""

import io
import socket
import threading
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any

LONGEST = 1 << 16  # bytes of one answer; RFC 5321 4.5.3.1.5 allows 512 for a line of one


class Deadline:
    """When a conversation must be over, by a clock that only runs; `kept` seconds of it are kept for its end."""

    def __init__(self, seconds: float, kept: float = 0.0) -> None:
        self._end = time.monotonic() + seconds
        self._kept = kept

    def use_all(self) -> None:
        """Let the end of the conversation have the time that was kept for it."""
        self._kept = 0.0

    def left(self, step: float) -> float:
        """Return how many seconds may be waited now, `step` at most. Raises TimeoutError once there are none."""
        rest = self._end - self._kept - time.monotonic()
        if rest <= 0:
            raise TimeoutError("the conversation took too long")
        return min(step, rest)


class Answers(io.RawIOBase):
    """What comes from a socket; `wait` says before each piece how many seconds it may take."""

    def __init__(self, sock: socket.socket, wait: Callable[[], float], longest: float = float("inf")) -> None:
        super().__init__()
        self._sock, self._wait, self._longest = sock, wait, longest
        self._taken = 0

    def begin(self) -> None:
        """Count the bytes of the next answer from now on."""
        self._taken = 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what has come. Raises TimeoutError, and OSError for an answer without an end."""
        self._sock.settimeout(self._wait())
        count = self._sock.recv_into(buffer)
        self._taken += count
        if self._taken > self._longest:
            raise OSError("an answer without an end")
        return count


def connected(host: str, port: int, deadline: Deadline, step: float) -> socket.socket:
    """Return a connection to the first address of a host that answers, all of them within the deadline."""
    fault: OSError = OSError(f"{host} has no address")
    for family, kind, protocol, _, address in _addresses(host, port, deadline.left(step)):
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(deadline.left(step))
            sock.connect(address)
            return sock
        except OSError as why:
            sock.close()
            fault = why
    raise fault


def _addresses(host: str, port: int, seconds: float) -> list[Any]:
    """Return the addresses of a host; who answers for names has limits of its own, which may be minutes."""
    answers: SimpleQueue[list[Any] | OSError] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as why:
            answers.put(why if isinstance(why, OSError) else OSError(str(why)))

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except Empty:
        raise TimeoutError(f"no address of {host} in time") from None
    if isinstance(answer, OSError):
        raise answer
    return answer

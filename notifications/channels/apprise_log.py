"""Apprise's log, read during a call: it is the only place that says why a call failed."""

import logging
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

_CODE = re.compile(r"\berror=(\d{3})\b")
_HUNG_UP = re.compile(r"read timed out|remotedisconnected|connection aborted|connection reset|broken pipe", re.I)
_APPRISE = "apprise"
_LOUD = (_APPRISE, "urllib3.connectionpool", "urllib3.util.retry")  # they write URLs with their tokens


@dataclass(slots=True)
class Heard:
    """What a call let us hear: the HTTP status it failed with; whether the line was cut after the message had left."""

    code: int | None = None
    hung_up: bool = False

    def take(self, words: str) -> None:
        """Keep what matters of one log line."""
        if match := _CODE.search(words):
            self.code = int(match[1])
        self.hung_up = self.hung_up or bool(_HUNG_UP.search(words))


class _Ear(logging.Filter):
    """Takes what a logger says during a call, and lets no handler have it: a handler may have been put anywhere."""

    calls = threading.local()

    def filter(self, record: logging.LogRecord) -> bool:
        words: Heard | None = getattr(self.calls, "words", None)
        if words is None:
            return True
        if record.name == _APPRISE:
            words.take(record.getMessage())
        return False


_EAR = _Ear()


@contextmanager
def heard() -> Iterator[Heard]:
    """Yield what this thread's calls log until the end of the block; it reaches no other handler."""
    for name in _LOUD:
        logging.getLogger(name).addFilter(_EAR)  # a second time changes nothing
    logging.getLogger(_APPRISE).setLevel(logging.DEBUG)  # the cause of a failure is told at this level only
    before, words = getattr(_Ear.calls, "words", None), Heard()
    _Ear.calls.words = words
    try:
        yield words
    finally:
        _Ear.calls.words = before

"""Tokens never reach a log: whoever reads the log could read the calendar."""

import logging
import re
from typing import Any

_TOKEN = re.compile(r"(/(?:f|subscription|unsubscribe|choices|act)/)[^/.?#\s\"']+")


def masked(words: str) -> str:
    """Return the words with every token in an address blotted out."""
    return _TOKEN.sub(r"\1***", words)


class Masking(logging.Filter):
    """Blots tokens out of a record, whatever its arguments hold."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return True: nothing is dropped."""
        if isinstance(record.msg, str):
            record.msg = masked(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(masked(one) if isinstance(one, str) else one for one in record.args)
        return True


def log_config() -> dict[str, Any]:
    """Return uvicorn's own logging with the mask on every handler, tracebacks excepted: they hold no address."""
    from uvicorn.config import LOGGING_CONFIG

    handlers = {name: {**handler, "filters": ["mask"]} for name, handler in LOGGING_CONFIG["handlers"].items()}
    return {**LOGGING_CONFIG, "filters": {"mask": {"()": Masking}}, "handlers": handlers}

"""Logs: one line for each thing done, as JSON or text, with every secret masked.

Otherwise a reader of the log could read a private calendar, post in our name, or send our mail.
"""

import json
import logging
import re
import sys
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any, TextIO
from urllib.parse import unquote

from notifications.channels.short_messages import SCHEMES
from record.settings import SETTINGS, Hidden, log_style

NAME = "council"  # every logger of ours is `council.…`
BLOT = "***"
LEAST = 6  # characters: a shorter word would blot out half of the language

_PATTERNS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        # a link that is a key: our feeds, pages and what was signed
        (r"(/(?:f|subscription|unsubscribe|choices|act|waiting|address|begin)/)[^/.?#\s\"'\\]+", rf"\1{BLOT}"),
        (r"\b([a-z][a-z0-9+.-]*://)[^\s/\"'\\@]*@", rf"\1{BLOT}@"),  # user:password@
        # a channel is its secret
        (rf"\b({'|'.join(sorted(SCHEMES))})://[^\s\"'\\]+", rf"\1://{BLOT}"),
        (r"(https?://(?:hooks?|[^\s/\"'\\]*webhook[^\s/\"'\\]*)\.[^\s/\"'\\]+/)[^\s\"'\\]+", rf"\1{BLOT}"),
        (r"(?i)([?&](?:token|key|sig|signature|secret|(?:ssl)?password|code)=)[^&\s\"'\\]+", rf"\1{BLOT}"),
        (r"(?i)\b(bearer|basic|auth (?:plain|login))\s+[a-z0-9+/=._~-]{6,}", rf"\1 {BLOT}"),
        (r"\bsealed:[A-Za-z0-9_=:-]+", f"sealed:{BLOT}"),
    )
)


def masked(words: str, secrets: Collection[str] = ()) -> str:
    """Return the words without tokens, passwords, channels' addresses, or any of `secrets`."""
    for secret in secrets:
        words = words.replace(secret, BLOT)
    for pattern, replacement in _PATTERNS:
        words = pattern.sub(replacement, words)
    return words


def secrets_in(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the secrets in the environment, longest first: our keys, channel URLs, and passwords in URLs."""
    secrets = {environment.get("PREFECT_API_AUTH_STRING", "").strip()}
    for setting in SETTINGS:
        value = environment.get(setting.variable, "").strip()
        if setting.hidden is Hidden.ALL:
            secrets |= {value, *(part.strip() for part in value.split(","))}  # of COUNCIL_SECRET each key
        if setting.hidden is Hidden.PASSWORD:
            password = value.partition("://")[2].rpartition("@")[0].partition(":")[2]
            secrets |= {password, unquote(password)}
    return tuple(sorted((secret for secret in secrets if len(secret) >= LEAST), key=len, reverse=True))


class Mask(logging.Filter):
    """A filter that masks secrets in a log record and its arguments, whoever formats it afterwards."""

    def __init__(self, secrets: Collection[str] = ()) -> None:
        super().__init__()
        self.secrets = tuple(secrets)

    def filter(self, record: logging.LogRecord) -> bool:
        """Return True: nothing is dropped."""
        if isinstance(record.msg, str):
            record.msg = masked(record.msg, self.secrets)
        if isinstance(record.args, tuple):
            record.args = tuple(self._masked(argument) for argument in record.args)
        return True

    def _masked(self, value: object) -> object:
        return masked(value, self.secrets) if isinstance(value, str) else value


class Lines(logging.Formatter):
    """A record as one line, JSON or text, masked as a whole: tracebacks and odd arguments included."""

    def __init__(self, style: str = "json", secrets: Collection[str] = ()) -> None:
        super().__init__()
        self.as_json, self.secrets = style == "json", tuple(secrets)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its end."""
        facts: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": masked(record.getMessage(), self.secrets),
            **{key: self._plain(value) for key, value in getattr(record, "facts", {}).items()},
        }
        if record.exc_info:
            facts["traceback"] = masked(self.formatException(record.exc_info), self.secrets)
        return json.dumps(facts, ensure_ascii=False) if self.as_json else _write_text(facts)

    def _plain(self, value: object) -> object:
        return value if isinstance(value, int | float | None) else masked(str(value), self.secrets)


def _write_text(facts: dict[str, Any]) -> str:
    at, level, logger, message, *rest = facts.items()
    words = " ".join(f"{key}={one_line(str(value))}" for key, value in rest if key != "traceback")
    line = " ".join(filter(None, (at[1], level[1].ljust(7), logger[1], one_line(message[1]), words)))
    return "\n".join(filter(None, (line, facts.get("traceback"))))


def one_line(words: str) -> str:
    """Return the words on one line: nobody writes a second one into our log."""
    return " ".join(words.split())


class Stderr(logging.StreamHandler[TextIO]):
    """Writes to what standard error is at that moment; `options` are those of the handler it stands in for."""

    def __init__(self, style: str | None = None, secrets: Collection[str] | None = None, **options: object) -> None:
        import os

        logging.Handler.__init__(self)
        hidden = secrets_in(os.environ) if secrets is None else secrets
        self._lines = Lines(style or style_of(os.environ), hidden)
        super().setFormatter(self._lines)

    def setFormatter(self, fmt: logging.Formatter | None) -> None:
        """Keep ours: Prefect's configuration sets its own."""

    @property
    def stream(self) -> TextIO:  # type: ignore[override]  # not kept: a test, or a parent, may have changed it
        """Standard error."""
        return sys.stderr


def style_of(environment: Mapping[str, str]) -> str:
    """Return COUNCIL_LOG, else text on a terminal and JSON elsewhere. Raises BadSetting."""
    style = log_style(environment.get("COUNCIL_LOG", ""))
    return style or ("text" if sys.stderr.isatty() else "json")


def begin(environment: Mapping[str, str]) -> None:
    """Set up our loggers to write to standard error; a second call changes nothing. Raises BadSetting."""
    ours = logging.getLogger(NAME)
    style = style_of(environment)
    for handler in [old for old in ours.handlers if isinstance(old, Stderr)]:
        ours.removeHandler(handler)
    ours.addHandler(Stderr(style, secrets_in(environment)))
    ours.setLevel(logging.INFO)
    ours.propagate = False


def for_uvicorn(environment: Mapping[str, str]) -> dict[str, Any]:
    """Return uvicorn's configuration of logging, with our lines. Raises BadSetting."""
    handler = {"()": Stderr, "style": style_of(environment), "secrets": secrets_in(environment)}
    named = {"handlers": ["lines"], "level": "INFO", "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "handlers": {"lines": handler},
        "loggers": {"uvicorn": named, "uvicorn.access": named, NAME: named},
    }

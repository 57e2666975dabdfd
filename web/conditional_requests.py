"""Conditional requests (RFC 9110, 13): does the client have these bytes already, and does it accept gzip?"""

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache


def is_known(if_none_match: str | None, if_modified_since: str | None, tag: str, modified_at: datetime) -> bool:
    """Return True if 304 is the answer. A tag, strong or weak, beats a date; a date that cannot be read is ignored."""
    if if_none_match is not None:
        return not {"*", f'"{tag}"', f'W/"{tag}"'}.isdisjoint(map(str.strip, if_none_match.split(",")))
    since = _read_date(if_modified_since)
    return since is not None and modified_at <= since


@lru_cache(maxsize=256)  # a few programs poll, each with its own words
def takes_gzip(accept_encoding: bytes) -> bool:
    """Return True if gzip is among the codings asked for, and not with the weight of zero."""
    for choice in accept_encoding.decode("latin-1").lower().split(","):
        coding, _, weight = choice.partition(";")
        if coding.strip() in ("gzip", "x-gzip"):
            return weight.replace(" ", "") not in ("q=0", "q=0.", "q=0.0", "q=0.00", "q=0.000")
    return False


def http_date(at: datetime) -> str:
    """Return an instant as HTTP writes it."""
    return format_datetime(at, usegmt=True)


def _read_date(words: str | None) -> datetime | None:
    try:
        since = parsedate_to_datetime(words or "")
    except (ValueError, OverflowError):  # a year of twenty digits is too large for a C integer
        return None
    return since if since.tzinfo else since.replace(tzinfo=UTC)

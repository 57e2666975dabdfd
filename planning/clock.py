"""The only reader of the wall clock; every other room takes `now` as an argument."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return this instant, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251  the one place

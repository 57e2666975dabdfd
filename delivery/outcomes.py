"""Finish messages: write what became of each. An UPDATE of 0 rows means that another sender owns the message.

Refused for now: retry after 60 s, then after twice as long each time, until the message is too old. No answer after
DATA: retry after a quarter of an hour, with at most two more copies, then a task. A fault of the server does not count
against the message; the server has a circuit breaker (record/sending/circuit_breakers.py).
"""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session

from delivery.claims import LEASE, LONGEST_PAUSE, Claimed, mine
from models.base import UtcDateTime
from models.engine import changed
from models.outbox import Message, State
from notifications.channels.outcome import Outcome, Phase, Result
from planning.rule_words import count_of
from record.sending.retries import pause

FIRST_PAUSE = timedelta(seconds=60)
GIVEN_UP_AFTER = timedelta(hours=48)
COPIES = 3  # at most, in all, if the server never says whether it accepted one

Done = tuple[Message, Outcome]


def finish(session: Session, done: Sequence[Done], *, now: datetime, clock: datetime) -> int:
    """Record what became of messages, and return how many we still owned; late writes to the others change nothing.

    `now` is when they count as sent; retries ask the real clock, `clock`.
    """
    count = mark_sent(session, [each for each in done if each[1].result is Result.SENT], now=now)
    for message, outcome in done:
        if outcome.result is not Result.SENT:
            values = _values(message, outcome, clock)
            count += changed(session, mine(message).values(lease_until=None, **values))
    return count


# One statement for however many were taken, made once; each database unpacks a list in its own way.
_MARK = """
UPDATE message SET state = 'sent', sent_at = :at, lease_until = NULL, detail = taken.detail
FROM (SELECT {} FROM {}) AS taken
WHERE message.id = taken.id AND message.token = taken.token AND message.state = 'sending'
"""
_LISTS = {
    "sqlite": _MARK.format(
        "json_extract(value, '$[0]') AS id, json_extract(value, '$[1]') AS token, "
        "json_extract(value, '$[2]') AS detail",
        "json_each(:done)",
    ),
    "postgresql": _MARK.format(
        "CAST(value->>0 AS integer) AS id, value->>1 AS token, value->>2 AS detail",
        "json_array_elements(CAST(:done AS json)) AS value",
    ),
}
_SENT = {name: text(words).bindparams(bindparam("at", type_=UtcDateTime)) for name, words in _LISTS.items()}


def mark_sent(session: Session, done: Sequence[tuple[Message | Claimed, Outcome]], *, now: datetime) -> int:
    """Mark messages that a server accepted as sent, and return how many we still owned."""
    if not done:
        return 0
    rows = json.dumps([(message.id, message.token, outcome.detail) for message, outcome in done])
    statement = _SENT[session.get_bind().dialect.name]
    return session.connection().execute(statement, {"at": now, "done": rows}).rowcount


def _values(message: Message, outcome: Outcome, clock: datetime) -> dict[str, object]:
    if outcome.result is Result.DEAD:
        return {"state": State.DEAD, "detail": outcome.detail}
    if outcome.result is Result.UNKNOWN:
        return _unanswered(message, outcome, clock)
    values = _not_its_fault(message, outcome, clock) if outcome.server_fault else _refused(message, outcome, clock)
    if outcome.phase not in (Phase.BODY, Phase.REPLY) and not message.in_doubt:
        values["frozen"] = None  # nothing of it has ever left: it is worded anew, so that `in 3 days` stays true
    return values


def _unanswered(message: Message, outcome: Outcome, clock: datetime) -> dict[str, object]:
    count = message.unanswered + 1
    values: dict[str, object] = {"unanswered": count, "in_doubt": True, "retry_at": clock + LEASE}
    if count < COPIES:
        return values | {"state": State.UNKNOWN, "detail": outcome.detail}
    sentence = f"handed over {count_of(count, 'time')}, and the server never said whether it took it: ask its reader"
    return values | {"state": State.DEAD, "detail": f"{sentence} ({outcome.detail})"}


def _refused(message: Message, outcome: Outcome, clock: datetime) -> dict[str, object]:
    first = message.first_try_at or clock
    if clock - first >= GIVEN_UP_AFTER:
        return {"state": State.DEAD, "first_try_at": first, "detail": f"given up after two days: {outcome.detail}"}
    return {
        "state": State.RETRY,
        "first_try_at": first,
        "retry_at": clock + pause(FIRST_PAUSE, LONGEST_PAUSE, message.tries),
        "detail": outcome.detail,
    }


def _not_its_fault(message: Message, outcome: Outcome, clock: datetime) -> dict[str, object]:
    """Return values as before the try, which does not count; the message is tried again in a minute."""
    again = clock + FIRST_PAUSE
    return {"state": State.RETRY, "tries": message.tries - 1, "retry_at": again, "detail": outcome.detail}

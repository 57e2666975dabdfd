"""Indexes of a part of a table: of what moves, waits or lives, while most rows are over.

They stand apart from their tables, for naming a dialect's option imports the dialect: a reading does not pay for that.
Who needs all tables finds them here (tables.py).
"""

from sqlalchemy import Index, text
from sqlalchemy.orm import InstrumentedAttribute

from models.accounts import Account
from models.deadlines import Deadline
from models.events import Event
from models.outbox import Message
from models.subscriptions import Asked, Subscription


def _partial(
    name: str,
    *columns: InstrumentedAttribute[object],
    where: str,
    on_sqlite: str | None = None,
    unique: bool = False,
) -> Index:
    """Return an index of the rows where a condition holds, which the query must state literally."""
    return Index(name, *columns, unique=unique, sqlite_where=text(on_sqlite or where), postgresql_where=text(where))


PARTIAL = (
    _partial("ix_account_living", Account.person_id, where="ended_at IS NULL", unique=True),
    _partial("ix_deadline_look_at", Deadline.look_at, where="open", on_sqlite="open = 1"),
    _partial("ix_event_waiting", Event.id, where="emitted_at IS NULL"),
    _partial("ix_message_moving", Message.due_at, Message.id, where="stage = 'moving'"),
    _partial("ix_message_living", Message.stage, Message.person_id, where="stage <> 'over'"),
    _partial("ix_message_over", Message.person_id, where="stage = 'over'"),
    _partial(
        "ix_subscription_living",
        Subscription.person_id,
        Subscription.selection,
        Subscription.language,
        where="revoked_at IS NULL",
        unique=True,
    ),
    _partial("ix_asked_address_waiting", Asked.id, where="state IN ('queued', 'retry', 'sending')"),
)

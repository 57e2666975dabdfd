"""The record of actions: who did what, when and why, the latest first, with the way to undo it."""

from dataclasses import dataclass

from sqlalchemy import Engine
from starlette.responses import Response

from kernel.grants import Grant, NotGranted
from models.engine import reading
from notifications.plain_text import one_line
from record import journal
from web.desk import filters
from web.desk.record_words import worded
from web.desk.render import page
from web.desk.visits import Visit

A_PAGE = 50
LAST_PAGE = 10_000
LONGEST = 200  # characters that are looked for


@dataclass(frozen=True, slots=True)
class Record:
    """The handler over one store."""

    engine: Engine

    def show(self, visit: Visit) -> Response:
        """Return a page of the record: of all cycles or of one, as people call it; or what was done for a reason."""
        if not visit.may(Grant.SECRETARIAT):
            raise NotGranted(visit.identity, "journal/list", (Grant.SECRETARIAT,), verb="read")
        asked = visit.request.query_params
        typed, number = asked.get("cycle", "").strip(), _number(asked.get("page", ""))
        reason = one_line(asked.get("reason", ""))[:LONGEST].strip()
        with reading(self.engine) as session:
            cycle, field = filters.cycle(session, typed)
            if field.wrong:
                wrong = {"cycle": "", "actions": (), "number": 1, "is_more": False}
                return page(visit, "record", status=422, field=field, reason=reason, **wrong)
            skip = (number - 1) * A_PAGE
            if reason:
                every = journal.for_reasons(session, reason, cycle or None, now=visit.now, most=skip + A_PAGE + 1)
                lines = every[skip:]
            else:
                lines = journal.latest(session, cycle or None, now=visit.now, skip=skip, most=A_PAGE + 1)
            actions = worded(session, lines[:A_PAGE], visit.names)
        return page(
            visit, "record", field=field, actions=actions, cycle=cycle, reason=reason, number=number,
            is_more=len(lines) > A_PAGE,
        )  # fmt: skip


def _number(typed: str) -> int:
    return (
        min(int(typed), LAST_PAGE) if typed.isascii() and typed.isdecimal() and 0 < len(typed) < 6 and int(typed) else 1
    )

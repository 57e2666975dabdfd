"""Acts at the desk: shown and done by whoever is signed in, by the runner of every door."""

import logging
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from kernel import doors, registry, runner
from kernel.done import Done
from kernel.doors import Door
from kernel.runner import Preview, Request
from models import transactions
from models.engine import reading
from record.logs import NAME
from reminders import forecast
from web.desk.visits import Visit

LOG = logging.getLogger(f"{NAME}.desk")


@dataclass(frozen=True, slots=True)
class ActDoor:
    """The way of somebody at the desk to the acts."""

    engine: Engine

    def request(self, visit: Visit, act: str, arguments: dict[str, Any], seen: str | None = None) -> Request:
        """Return the request for an act; words are read kindly, for a person sees the answer."""
        named = registry.act(act)
        return Request(named, arguments, visit.identity, Door.DESK, visit.now, is_kind=True, seen=seen)

    def look(self) -> AbstractContextManager[Session]:
        """Open a short session that cannot write."""
        return reading(self.engine)

    def show(self, request: Request) -> Preview:
        """Return what an act would do, and whom the next rounds tell of it. Raises as the act does, and ActOff."""
        doors.check_on(request.act.name, Door.DESK)
        return runner.preview(request, partial(transactions.run_preview, self.engine), forecast, self.look)

    def do(self, request: Request) -> Done:
        """Return what an act did. Raises as the act does, Changed, and ActOff."""
        doors.check_on(request.act.name, Door.DESK)
        done = runner.perform(request, partial(transactions.run_act, self.engine), self.look)
        if not done.is_nothing:
            LOG.info("done", extra={"facts": {"act": done.id, "outcome": done.outcome}})
        return done

"""Tasks for cycles that are owed and that nobody has opened."""

from collections.abc import Iterator
from datetime import datetime, time

from sqlalchemy.orm import Session

from desk.task import Task, TaskKind
from kernel import chains
from planning.remedies import Call
from planning.zones import HOME_ZONE, zone_info
from record.mandates import unopened_cycles
from record.mandates.unopened_cycles import Unopened
from record.mandates.year_plan import Shared


def unopened(session: Session, *, now: datetime) -> Iterator[Task]:
    """Yield a task for each, from four weeks before its first date on."""
    for cycle in unopened_cycles.unopened(session, chains.declared(), now=now):
        proposal = cycle.proposal
        first = f"its first date is {cycle.first}" if cycle.first else "no date of it can be reckoned yet"
        lacks = "".join(f"; missing: {sentence}" for sentence in proposal.missing.values())
        if cycle.shared:
            yield _shared(cycle, cycle.shared, first)
            continue
        yield Task(
            TaskKind.UNOPENED,
            datetime.combine(cycle.since, time.min, zone_info(HOME_ZONE)),
            proposal.cycle,
            f"{proposal.cycle} is not open, and {first}: {proposal.why}{lacks}",
            (Call("year/open", {"year": cycle.year, "accept": [proposal.cycle]}, "open it"),),
        )


def _shared(cycle: Unopened, shared: Shared, first: str) -> Task:
    """Return one task for a duty that several procedures may serve."""
    return Task(
        TaskKind.UNOPENED,
        datetime.combine(cycle.since, time.min, zone_info(HOME_ZONE)),
        cycle.proposal.cycle,
        f"no cycle is open for {shared.duty}, and {first}: one is enough, by {shared.choice}",
        tuple(Call("year/open", {"year": cycle.year, "accept": [name]}, f"open {name}") for name in shared.cycles),
    )

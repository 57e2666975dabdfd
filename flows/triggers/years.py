"""Opening a year: what it calls for, with what is still missing; then those of its cycles that are accepted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

import flows.chains
from actions.cycles import years
from actions.cycles.years import Accepted, Proposal
from flows.acting import Done, Table, acted, shown
from flows.triggers.cycles import AnchorDates
from planning.library import chains_in


class AcceptedCycle(BaseModel):
    """A cycle that the year calls for, accepted; with the anchors that nothing on record gives."""

    cycle: str = Field(description="As proposed, such as hlpf-contribution/2027.")
    anchors: list[AnchorDates] = Field(default_factory=list)
    accept_conflicts: str = Field("", description="Why to open it although its dates do not fit.")
    sure: bool = Field(False, description="The days given are right, although they lie years from the edition.")

    @property
    def accepted(self) -> Accepted:
        """What the act takes. Raises NotADate."""
        return Accepted(
            {each.anchor: each.given for each in self.anchors},
            [each.anchor for each in self.anchors if each.provisional],
            self.accept_conflicts or None,
            self.sure,
        )


@flow(name="open-year", flow_run_name="{year}", persist_result=False)
async def open_year(
    year: int, by: str, accepted: Sequence[AcceptedCycle] = (), as_of: datetime | None = None
) -> State[Any]:
    """Show every cycle that a year calls for, with what is still missing; open those accepted, all or none.

    Args:
        year: The year, such as 2027.
        by: Who acts: a name, or the e-mail address of a contact.
        accepted: The cycles to open; none only shows what the year calls for.
        as_of: When this act counts as done; now if left empty.
    """
    chains = chains_in(flows.chains)

    def look(session: Session, now: datetime) -> Done:
        found = years.propose(session, chains, year, now=now)
        said = "; ".join((f"{year} calls for {len(found.proposals)} cycles", *found.notes))
        return Done("Preview", said, table=Table("year", tuple(_row(one) for one in found.proposals)))

    def act(session: Session, now: datetime) -> Done:
        asked = {each.cycle: each.accepted for each in accepted}
        opened = years.open_year(session, chains, year, asked, now=now, by=by)
        names = [cycle.name for cycle in opened]
        return Done("Opened", f"opened: {', '.join(names)}", look(session, now).table)

    return await (acted(act, as_of) if accepted else shown(look, as_of))


def _row(one: Proposal) -> dict[str, str]:
    standing = "open" if one.is_open else "owed" if one.owed else "offered"
    follows = ", ".join(f"{anchor} follows {given}" for anchor, given in one.anchors.items())
    return {"cycle": one.cycle, "standing": standing, "why": one.why, "anchors": follows,
            "missing": "; ".join(one.missing.values()), "awaited": "; ".join(one.awaited.values())}  # fmt: skip

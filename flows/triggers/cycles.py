"""Acts on a cycle as a whole: opened, announced, closed, abandoned."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any

from prefect import flow
from prefect.client.schemas.objects import State
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

import flows.chains
from actions import announcing, ending, opening
from actions.opening import Given
from flows.acting import Done, acted, of_cycle
from planning.errors import NotADate
from planning.library import chains_in, find
from planning.window import Window

ChainName = Annotated[str, Field(json_schema_extra={"enum": list(chains_in(flows.chains))})]


class AnchorDates(BaseModel):
    """A date that the cycle hangs from: its days, or the meeting whose days it follows."""

    anchor: str = Field(description="Its name, such as un-deadline or review.")
    opens: date | None = Field(None, description="The day, or the first day of a meeting.")
    closes: date | None = Field(None, description="The last day of a meeting.")
    meeting: str = Field("", description="The key of a loaded meeting, in place of days.")

    @property
    def given(self) -> Given:
        """What the act takes. Raises NotADate."""
        if self.meeting:
            return self.meeting
        if self.opens is None:
            raise NotADate("", f"a date for {self.anchor!r}; give the day on which it opens, or a meeting")
        return span(self.opens, self.closes)


def span(opens: date, closes: date | None) -> Window:
    """Return the days of a meeting, or the one day. Raises NotADate."""
    if closes and closes < opens:
        raise NotADate(f"{opens}/{closes}", "an interval: it ends before it begins")
    return Window(opens, closes or opens)


@flow(name="open-cycle", flow_run_name="opened: {chain}/{edition}", persist_result=False)
async def open_cycle(
    chain: ChainName,
    edition: str,
    anchors: Sequence[AnchorDates],
    by: str,
    accept_conflicts: str = "",
    as_of: datetime | None = None,
) -> State[Any]:
    """Open a cycle of a declared chain: its dates are proposed from its anchors.

    Args:
        chain: The declared chain.
        edition: Its edition, such as 2017.
        anchors: The dates that it hangs from.
        by: Who acts: a name, or the e-mail address of a contact.
        accept_conflicts: Why to open it although its dates do not fit; leave empty to be refused then.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        declared = find(chains_in(flows.chains), chain)
        given = {each.anchor: each.given for each in anchors}
        cycle = opening.open_cycle(
            session, declared, edition, given, accept_conflicts=accept_conflicts or None, now=now, by=by
        )
        said = f"{cycle.name} is open with {len(declared.steps)} deadlines"
        return Done("Opened", said, (of_cycle(session, "opened", cycle.name),))

    return await acted(act, as_of)


@flow(name="announce", flow_run_name="announced: {cycle}", persist_result=False)
async def announce(cycle: str, by: str, steps: Sequence[str] = (), as_of: datetime | None = None) -> State[Any]:
    """Announce agreed dates to the membership; the mail waits for an officer's release.

    Args:
        cycle: The cycle, such as hlpf-contribution/2017.
        by: Who acts: a name, or the e-mail address of a contact.
        steps: The steps; all that bind and are not announced yet if left empty.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        done = announcing.announce(session, cycle, steps, now=now, by=by)
        said = f"announced: {', '.join(done.steps)}; {done.messages} messages made, held until released"
        return Done("Announced", said, (of_cycle(session, "announced", cycle),))

    return await acted(act, as_of)


@flow(name="close-cycle", flow_run_name="closed: {cycle}", persist_result=False)
async def close_cycle(cycle: str, by: str, as_of: datetime | None = None) -> State[Any]:
    """Close a cycle, all of whose steps are met or waived.

    Args:
        cycle: The cycle, such as hlpf-contribution/2017.
        by: Who acts: a name, or the e-mail address of a contact.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        ending.close(session, cycle, now=now, by=by)
        return Done("Closed", f"{cycle} is closed", (of_cycle(session, "closed", cycle),))

    return await acted(act, as_of)


@flow(name="abandon-cycle", flow_run_name="abandoned: {cycle}", persist_result=False)
async def abandon_cycle(cycle: str, because: str, by: str, as_of: datetime | None = None) -> State[Any]:
    """Give a cycle up; nothing of it is chased any more.

    Args:
        cycle: The cycle, such as hlpf-contribution/2017.
        because: Why, in a sentence for the journal.
        by: Who acts: a name, or the e-mail address of a contact.
        as_of: When this act counts as done; now if left empty.
    """

    def act(session: Session, now: datetime) -> Done:
        ending.abandon(session, cycle, because=because, now=now, by=by)
        return Done("Abandoned", f"{cycle} is abandoned", (of_cycle(session, "abandoned", cycle),))

    return await acted(act, as_of)

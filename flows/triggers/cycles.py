"""Opening a cycle."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any

from prefect import flow
from prefect.client.schemas.objects import State
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

import flows.chains
from actions.cycles import editions, opening
from actions.cycles.editions import Difference
from actions.cycles.opening import Given
from flows.acting import Done, Table, acted, shown
from planning.errors import NotADate
from planning.library import chains_in, find
from planning.plan import Plan
from planning.sentences import sentences
from planning.window import Window

ChainName = Annotated[str, Field(json_schema_extra={"enum": list(chains_in(flows.chains))})]


class AnchorDates(BaseModel):
    """A date that the cycle hangs from: its days, or the meeting whose days it follows."""

    anchor: str = Field(description="Its name, such as un-deadline or review.")
    opens: date | None = Field(None, description="The day, or the first day of a meeting.")
    closes: date | None = Field(None, description="The last day of a meeting.")
    meeting: str = Field("", description="The key of a loaded meeting, in place of days.")
    provisional: bool = Field(False, description="Whether these days are not confirmed yet.")

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


@flow(name="open-cycle", flow_run_name="{chain}/{edition}", persist_result=False)
async def open_cycle(
    chain: ChainName,
    edition: str,
    anchors: Sequence[AnchorDates],
    by: str,
    last: str = "",
    accept_conflicts: str = "",
    preview: bool = False,
    sure: bool = False,
    as_of: datetime | None = None,
) -> State[Any]:
    """Open a cycle of a declared chain: its dates are proposed from its anchors, or as in an earlier edition.

    Args:
        chain: The declared chain.
        edition: Its edition, such as 2017.
        anchors: The dates that it hangs from.
        by: Who acts: a name, or the e-mail address of a contact.
        last: An earlier edition, such as wsis-prizes/2017, whose agreed dates are hung anew.
        accept_conflicts: Why to open it although its dates do not fit; leave empty to be refused then.
        preview: Only show the dates that it would have; open nothing.
        sure: The days given are right, although they lie years from the edition.
        as_of: When this act counts as done; now if left empty.
    """

    name, given = f"{chain}/{edition}", {each.anchor: each for each in anchors}
    how: dict[str, Any] = {
        "provisional": [anchor for anchor, each in given.items() if each.provisional],
        "accept_conflicts": accept_conflicts or None,
        "sure": sure,
    }

    def look(session: Session, now: datetime) -> Done:
        spans = {anchor: each.given for anchor, each in given.items()}
        if last:
            shown_ = editions.preview(session, chains_in(flows.chains), name, last, spans, **how, now=now)
            return dated(name, "would be open", shown_.plan, shown_.notes, shown_.differences)
        found = opening.intend(session, find(chains_in(flows.chains), chain), edition, spans, **how)
        return dated(name, "would be open", found.plan, found.notes)

    def act(session: Session, now: datetime) -> Done:
        done = look(session, now)
        spans = {anchor: each.given for anchor, each in given.items()}
        if last:
            editions.open_from(session, chains_in(flows.chains), name, last, spans, **how, now=now, by=by)
        else:
            declared = find(chains_in(flows.chains), chain)
            opening.open_cycle(session, declared, edition, spans, **how, now=now, by=by)
        said = done.sentence.replace("would be open", "is open")
        return Done("Opened", said, done.table)

    return await (shown(look, as_of) if preview else acted(act, as_of))


def dated(
    name: str, is_open: str, found: Plan, notes: Sequence[str] = (), differences: Sequence[Difference] = ()
) -> Done:
    """Return the dates of a cycle, line by line, and where a date of the last edition differs from the rules."""
    rules = {one.step: f"its rule proposes {one.proposed or 'nothing yet'}" for one in differences}
    rows = tuple(
        {
            "step": one.step,
            "due": str(one.due or "awaited"),
            "why": one.derivation[0].sentence,
            "what": "; ".join(filter(None, (rules.get(one.step), *sentences(one.flags)))),
        }
        for one in found.deadlines
    )
    said = "; ".join((f"{name} {is_open} with {len(rows)} deadlines", *notes))
    return Done("Preview", said, table=Table("dates", rows))

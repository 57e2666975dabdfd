"""Action items: new ones are added, words may be corrected; what is asked of whom changes by an act alone."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from actions.items import ENDED, Happened, do_loaded
from loading.entry_refusals import inside, known, refused
from loading.file_entries import Entry
from loading.item_shape import ItemShape
from loading.result import Tally
from loading.scopes import Scopes
from models.cycles import Cycle
from models.deadlines import Deadline
from models.items import Item, ItemEvent
from models.journal import Entry as Line
from models.meetings import Meeting
from planning.remedies import Call
from planning.zones import local_day
from record import items
from record.cycles import snapshots
from record.refusals import LoadRefused

FIXED = ("strength", "assignees", "due", "meeting", "cycle", "step")


class Items:
    """The action items of the store, by key. A meeting or a cycle may be named before it is there."""

    def __init__(self, session: Session, meetings: Mapping[str, Meeting], scopes: Scopes, line: Line) -> None:
        self._session, self._meetings, self._scopes, self._line = session, meetings, scopes, line
        self._rows = {row.key: row for row in session.scalars(select(Item))}
        events = session.scalars(select(ItemEvent).where(ItemEvent.kind == "done"))
        self._done = {(event.item_id, event.on, event.occasion) for event in events}
        self._last = session.scalar(select(func.max(Item.position))) or 0

    def take(self, entry: Entry[ItemShape], tally: Tally) -> None:
        """Add the item, or correct its words. Raises LoadRefused for another assignee, occasion or step."""
        shape = entry.given
        if shape.meeting and shape.meeting not in self._meetings:
            tally.notes.append(f"{shape.key} is due by the meeting {shape.meeting}, which is not loaded yet")
        self._check_step(entry, tally)
        row = self._rows.get(shape.key)
        if row is None:
            for assignee in shape.assignee:
                self._scopes.check_role(entry.where, assignee)
            row = self._add(shape)
            self._take_done(entry, row, tally)
            tally.add("items", shape.key, {"strength": str(shape.strength), "assignee": list(shape.assignee)})
        elif not row.stands(self._line.at):
            row.gone = [*row.gone, self._line.at.isoformat()]
            self._corrected(entry, row)
            tally.add("items", shape.key, {"strength": str(shape.strength), "assignee": list(shape.assignee)})
        elif new := self._corrected(entry, row) | self._take_done(entry, row, tally):
            tally.change("items", shape.key, new)
        else:
            tally.keep("items")

    def _check_step(self, entry: Entry[ItemShape], tally: Tally) -> None:
        name, step = entry.given.cycle, entry.given.step
        if name is None:
            return
        with inside(entry.where):
            chain, edition = snapshots.split_name(name)
        cycle = self._session.scalar(select(Cycle).where(Cycle.chain == chain, Cycle.edition == edition))
        if cycle is None:
            tally.notes.append(f"{entry.given.key} belongs to {name} {step}, which is not open yet")
            return
        steps = self._session.scalars(select(Deadline.step).where(Deadline.cycle_id == cycle.id)).all()
        if step not in steps:
            why = f"{name} has no step {step!r}; correct it: {known(str(step), steps)}"
            raise refused(entry.where, why)

    def _add(self, shape: ItemShape) -> Item:
        self._last += 1
        row = Item(position=self._last, at=self._line.at, **_facts(shape))
        self._session.add(row)
        self._session.flush()
        self._rows[shape.key] = row
        return row

    def _take_done(self, entry: Entry[ItemShape], row: Item, tally: Tally) -> dict[str, str]:
        """Record what the file gives as done and the record never had so, and return it: what an act undid stays so."""
        new: dict[str, str] = {}
        for done in entry.given.done:
            if (row.id, done.on, done.occasion) in self._done:
                continue
            if done.on > local_day(self._line.at):
                tally.notes.append(f"{row.key} is not done yet: {done.on} is a day still to come; load it again then")
                continue
            view = items.item(self._session, row.key, now=self._line.at)
            if view.standing in ENDED:
                tally.notes.append(f"{row.key} is {view.standing}; {entry.where} says that it was done on {done.on}")
                continue
            event = Happened("done", done.on, done.where, done.document, done.url, done.occasion)
            with inside(entry.where):
                do_loaded(self._session, row.key, event, now=self._line.at, by=self._line.by)
            new[f"done{f' for {done.occasion}' if done.occasion else ''}"] = f"on {done.on}"
        return new

    def _corrected(self, entry: Entry[ItemShape], row: Item) -> dict[str, str]:
        """Correct the words of the item, and return what is new."""
        facts = _facts(entry.given)
        for name in FIXED:
            if facts[name] != getattr(row, name):
                raise _fixed(entry.where, row, name)
        new = {name: str(facts[name]) for name in ("text", "source") if facts[name] != getattr(row, name)}
        for name in new:
            setattr(row, name, facts[name])
        return new


def _facts(shape: ItemShape) -> dict[str, Any]:
    return {
        "key": shape.key,
        "text": shape.text,
        "strength": shape.strength,
        "assignees": list(shape.assignee),
        "due": list(shape.due),
        "meeting": shape.meeting,
        "cycle": shape.cycle,
        "step": shape.step,
        "source": shape.source,
    }


def _fixed(where: str, row: Item, name: str) -> LoadRefused:
    stored = getattr(row, name)
    words = ", ".join(stored) if isinstance(stored, list) else stored
    kept = f"it is {words}" if stored else "it has none"
    if name == "assignees":
        assign = Call("item/assign", {"item": row.key}, "to give it to somebody, assign it")
        return refused(where, f"`assignee` was loaded otherwise: {kept}", assign)
    return refused(where, f"`{name}` was fixed when {row.key} was loaded: {kept}; keep the file to it")

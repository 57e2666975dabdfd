"""`item/list`: the action items: what meetings asked, and of whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Annotated

from sqlalchemy.orm import Session

from kernel.grants import Grant
from kernel.kinds import one_of
from kernel.parameters import WORDS
from kernel.readings import reading
from kernel.shown import Column, Part, Row, Shown, table
from planning.remedies import Call
from record import items as items_
from record.items import UNASSIGNED, ItemStanding, ItemView
from record.people import actors

Role = Annotated[str | None, WORDS.saying("Only those of ROLE, such as secretariat or unassigned.", metavar="ROLE")]


@dataclass(frozen=True, slots=True)
class Listed:
    """The items that were asked for, under whom they are listed, and whether there are others."""

    items: list[ItemView]
    assignee: str | None
    are_others: bool


@reading(
    "item/list",
    who=(Grant.VIEWER,),
    short="items",
    columns=(
        Column("Assigned to"),
        Column("Action item"),
        Column("Standing"),
        Column("Strength"),
        Column("When", tuple),
        Column("Text"),
    ),
)
def items(
    session: Session,
    *,
    assignee: Role = None,
    standing: Annotated[ItemStanding | None, one_of(ItemStanding, "Only those that stand so.")] = None,
    now: datetime,
    known: datetime | None = None,
) -> Shown[Listed]:
    """List action items by assignee, each with its standing; what the Council must adopt first is listed under it.

    Raises UnknownRole for an assignee whom nobody knows.
    """
    every = items_.items(session, now=now, known=known)
    if assignee not in (None, UNASSIGNED, *(holder for item in every for holder in item.holders)):
        actors.known(session, str(assignee))
    wanted = [item for item in every if assignee in (None, *item.holders) and standing in (None, item.standing)]
    return Shown(
        Listed(wanted, assignee, bool(every)),
        lambda of: [item.to_json() for item in of.items],
        _parts,
        for_tables=_rows,
    )


def _parts(listed: Listed) -> Iterator[Part]:
    for holder, rows in groupby(_rows(listed), key=lambda row: row[0]):
        theirs = [row[1:] for row in rows]
        yield f"{holder}: {len(theirs)}"
        yield table(theirs, is_inset=True)
    if not listed.items:
        load = Call("file/load", {"files": ["FILE.yaml"]}, "load them")
        yield "there is no such item" if listed.are_others else ("no action item is loaded; ", load)


def _rows(listed: Listed) -> Iterator[Row]:
    holders = {name for item in listed.items for name in item.holders if listed.assignee in (None, name)}
    for holder in sorted(holders):
        for item in (item for item in listed.items if holder in item.holders):
            yield holder, item.key, item.standing, item.strength, _say_when(item), item.text


def _say_when(item: ItemView) -> tuple[str, ...]:
    return tuple(
        each.words + (f" ({each.due})" if each.due else "") + (f", done {each.done}" if each.done else "")
        for each in item.occasions
    )

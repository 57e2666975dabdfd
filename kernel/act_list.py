"""`act/list`, `reading/list`: what there is to do, who may, at which doors, what takes it back; and what to read."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Annotated, Any, TypeVar

from kernel import registry
from kernel.by_hand import COMMANDS, FLOWS, ByHand
from kernel.declaration import Act, Declared
from kernel.doors import Door, has_forms, off
from kernel.grants import LADDER, OF_SOME, Grant, Identity, may
from kernel.parameters import FLAG
from kernel.readings import Reading, reading
from kernel.shown import Column, Row, Shown, listing, table
from planning.errors import CouncilError
from planning.remedies import Call

Subject = TypeVar("Subject", bound=Declared)
DOORS = (Door.TERMINAL, Door.PREFECT, Door.WEB, Door.DESK)
GRANTS = (*LADDER, *sorted(OF_SOME))
BY_HAND: Mapping[Door, Mapping[str, ByHand]] = {Door.TERMINAL: COMMANDS, Door.PREFECT: FLOWS}
WHO, NO_UNDO = (
    "Show who may do each act, grant by grant.",
    "Only those that nothing takes back, always or in one case, and why.",
)
WHO_READS = "Show who may read each of them, grant by grant."
HANDWRITTEN = "The commands and flows that are neither acts nor readings, each with the reason, instead of the acts."
OF_ACTS = (Column("Act"), Column("Command"), Column("Action by"), Column("Doors"), Column("Undo"))
OF_READINGS = (Column("Reading"), Column("Command"), Column("What it shows"))
OF_BY_HAND = (Column("Door"), Column("Name"), Column("Why"))


class NoAct(CouncilError):
    """What is written by hand is no act: it has no grants and no undo."""

    def __init__(self) -> None:
        super().__init__(
            "what is written by hand is no act, and has neither grants nor an undo",
            Call("act/list", {"by_hand": True}, "list it alone"),
        )


@reading("act/list", who=(Grant.VIEWER,), short="acts", columns=OF_ACTS)
def acts(
    *,
    who: Annotated[bool, FLAG.saying(WHO)] = False,
    no_undo: Annotated[bool, FLAG.saying(NO_UNDO)] = False,
    by_hand: Annotated[bool, FLAG.saying(HANDWRITTEN)] = False,
) -> Shown[Any]:
    """List the acts: their names, who may do them, at which doors, and what takes each back. Raises NoAct."""
    if by_hand:
        if who or no_undo:
            raise NoAct
        return Shown(BY_HAND, _facts_by_hand, for_tables=_rows_by_hand, columns=OF_BY_HAND)
    listed = [act for act in registry.acts() if not no_undo or act.no_undo or act.undo_unless]
    if who:
        return _by_grant("Act", listed, _of_act)
    return listing(listed, partial(_each, _of_act), partial(map, _act_row), "there is no such act")


@reading("reading/list", who=(Grant.VIEWER,), short="readings", columns=OF_READINGS)
def readings(*, who: Annotated[bool, FLAG.saying(WHO_READS)] = False) -> Shown[list[Reading]]:
    """List what there is to read, and what each shows."""
    listed = registry.readings()
    if who:
        return _by_grant("Reading", listed, _of_reading)
    return listing(listed, partial(_each, _of_reading), partial(map, _reading_row))


def _each(facts: Callable[[Subject], dict[str, object]], listed: Iterable[Subject]) -> list[dict[str, object]]:
    return [facts(each) for each in listed]


def _by_grant(what: str, listed: Sequence[Subject], facts: Callable[[Subject], dict[str, object]]) -> Shown[Any]:
    """Return the table of grants; people see its headings too, for without them nobody could read it."""
    columns = (Column(what), *(Column(str(grant)) for grant in GRANTS))
    headed = table([[column.heading for column in columns], *_marked(listed, no="-")])
    return Shown(
        listed, partial(_each, facts), lambda _listed: [headed], for_tables=partial(_marked, no="no"), columns=columns
    )


def _marked(listed: Iterable[Declared], *, no: str) -> list[Row]:
    return [(each.name, *("yes" if _may(grant, each) else no for grant in GRANTS)) for each in listed]


def _reading_row(declared: Reading) -> Row:
    return declared.name, _command(declared), declared.help


def _act_row(act: Act) -> Row:
    return act.name, _command(act), ", ".join(act.who), " ".join(_doors(act)) or "off", _back(act)


def _back(act: Act) -> str:
    """Return what takes an act back, and where nothing does."""
    unless = f", unless {act.undo_unless}" if act.undo_unless else ""
    return f"undo: {act.undo}{unless}" if act.undo else f"no undo: {act.no_undo}"


def _command(declared: Declared) -> str:
    """Return the words by which the terminal knows it."""
    return declared.short or declared.name.replace("/", " ")


def _of_both(declared: Declared) -> dict[str, object]:
    names = [each.name for each in declared.parameters]
    return {"help": declared.help, "command": _command(declared), "parameters": names, "who": list(declared.who)}


def _of_reading(declared: Reading) -> dict[str, object]:
    return _of_both(declared) | {"reading": declared.name}


def _of_act(act: Act) -> dict[str, object]:
    return _of_both(act) | {
        "act": act.name, "form": None if act.no_form else act.slug, "no_form": act.no_form,
        "doors": _doors(act), "undo": act.undo, "no_undo": act.no_undo, "undo_unless": act.undo_unless,
        "preview": act.no_preview is None,
    }  # fmt: skip


def _rows_by_hand(doors: Mapping[Door, Mapping[str, ByHand]]) -> Iterator[Row]:
    for door, written in doors.items():
        yield from ((str(door), name.replace("/", " "), each.why) for name, each in written.items())


def _facts_by_hand(doors: Mapping[Door, Mapping[str, ByHand]]) -> list[dict[str, object]]:
    return [{"door": door, "name": name, "why": why} for door, name, why in _rows_by_hand(doors)]


def _doors(act: Act) -> list[str]:
    """Return the doors at which the act can be asked for: the web's only for whoever holds a link or is of somebody."""
    is_of_the_shell = set(act.who) <= {Grant.OPERATOR, *OF_SOME}
    closed = {
        Door.WEB: OF_SOME.isdisjoint(act.who),
        Door.PREFECT: bool(act.no_form) or not has_forms(),
        Door.DESK: is_of_the_shell,
    }
    doors = [door for door in DOORS if not closed.get(door)]
    switched = off()
    return [str(door) for door in doors if switched.isdisjoint({act.name, f"{act.name}@{door}", f"@{door}"})]


def _may(grant: Grant, declared: Declared) -> bool:
    return may(Identity("", frozenset({grant}), frozenset({"theirs"})), declared.who, {"theirs"})

"""`act/list`, `reading/list`: what there is to do, who may, at which doors, what takes it back; and what to read."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Annotated

from kernel import registry
from kernel.declaration import Act, Declared
from kernel.doors import Door, off
from kernel.grants import LADDER, OF_SOME, Grant, Identity, may
from kernel.parameters import FLAG
from kernel.readings import Reading, reading
from kernel.shown import Cell, Part, Shown, table

DOORS = (Door.TERMINAL, Door.PREFECT, Door.WEB)
COLUMNS = (*LADDER, *sorted(OF_SOME))
WHO, NO_UNDO = "Show who may do each act, grant by grant.", "Only those that nothing takes back, and why."
WHO_READS = "Show who may read each of them, grant by grant."


@reading("act/list", who=(Grant.VIEWER,), short="acts")
def acts(
    *, who: Annotated[bool, FLAG.saying(WHO)] = False, no_undo: Annotated[bool, FLAG.saying(NO_UNDO)] = False
) -> Shown[list[Act]]:
    """List the acts: their names, who may do them, at which doors, and what takes each back."""
    listed = [act for act in registry.acts() if not (no_undo and act.undo)]
    return Shown(listed, lambda acts: [_facts(act) for act in acts], partial(_by_grant, "act") if who else _rows)


@reading("reading/list", who=(Grant.VIEWER,), short="readings")
def readings(*, who: Annotated[bool, FLAG.saying(WHO_READS)] = False) -> Shown[list[Reading]]:
    """List what there is to read, and what each shows."""
    return Shown(
        registry.readings(),
        lambda readings: [_of_both(reading) | {"reading": reading.name} for reading in readings],
        partial(_by_grant, "reading") if who else _helps,
    )


def _by_grant(what: str, declared: Iterable[Declared]) -> Iterator[Part]:
    yield table([(what, *COLUMNS), *((each.name, *_marks(each)) for each in declared)])


def _helps(readings: list[Reading]) -> Iterator[Part]:
    yield table((reading.name, reading.help) for reading in readings)


def _rows(acts: list[Act]) -> Iterator[Part]:
    yield table(map(_row, acts))
    if not acts:
        yield "there is no such act"


def _row(act: Act) -> tuple[Cell, ...]:
    back = f"undo: {act.undo}" if act.undo else f"no undo: {act.no_undo}"
    return act.name, ", ".join(act.who), " ".join(_doors(act)) or "off", back


def _of_both(declared: Declared) -> dict[str, object]:
    names = [each.name for each in declared.parameters]
    command = declared.short or declared.name.replace("/", " ")
    return {"help": declared.help, "command": command, "parameters": names, "who": list(declared.who)}


def _facts(act: Act) -> dict[str, object]:
    return _of_both(act) | {
        "act": act.name, "form": None if act.no_form else act.slug, "no_form": act.no_form,
        "doors": _doors(act), "undo": act.undo, "no_undo": act.no_undo, "preview": act.no_preview is None,
    }  # fmt: skip


def _doors(act: Act) -> list[str]:
    """Return the doors at which the act can be asked for: the web's only for whoever holds a link or is of somebody."""
    closed = {Door.WEB: OF_SOME.isdisjoint(act.who), Door.PREFECT: bool(act.no_form)}
    doors = [door for door in DOORS if not closed.get(door)]
    switched = off()
    return [str(door) for door in doors if switched.isdisjoint({act.name, f"{act.name}@{door}", f"@{door}"})]


def _marks(declared: Declared) -> list[str]:
    return ["yes" if _may(grant, declared) else "-" for grant in COLUMNS]


def _may(grant: Grant, declared: Declared) -> bool:
    return may(Identity("", frozenset({grant}), frozenset({"theirs"})), declared.who, {"theirs"})

"""`act/list`, `reading/list`: what there is to do, who may, at which doors, what takes it back; and what to read."""

from collections.abc import Iterator
from typing import Annotated

from actions.kernel import registry
from actions.kernel.declaration import Act, Declared
from actions.kernel.doors import Door, off
from actions.kernel.grants import LADDER, OF_SOME, Grant, Identity, may
from actions.kernel.parameters import FLAG
from actions.kernel.readings import Reading, reading
from actions.kernel.shown import Cell, Part, Shown, table

DOORS = (Door.TERMINAL, Door.PREFECT, Door.WEB)
COLUMNS = (*LADDER, *sorted(OF_SOME))
WHO, NO_UNDO = "Show who may do each act, grant by grant.", "Only those that nothing takes back, and why."


@reading("act/list", short="acts")
def acts(
    *, who: Annotated[bool, FLAG.saying(WHO)] = False, no_undo: Annotated[bool, FLAG.saying(NO_UNDO)] = False
) -> Shown[list[Act]]:
    """List the acts: their names, who may do them, at which doors, and what takes each back."""
    listed = [act for act in registry.acts() if not (no_undo and act.undo)]
    return Shown(listed, lambda acts: [_facts(act) for act in acts], _by_grant if who else _rows)


@reading("reading/list", short="readings")
def readings() -> Shown[list[Reading]]:
    """List what there is to read, and what each shows."""
    return Shown(
        registry.readings(),
        lambda readings: [_of_both(reading) | {"reading": reading.name} for reading in readings],
        lambda readings: [table((reading.name, reading.help) for reading in readings)],
    )


def _by_grant(acts: list[Act]) -> Iterator[Part]:
    yield table([("act", *COLUMNS), *((act.name, *_marks(act)) for act in acts)])


def _rows(acts: list[Act]) -> Iterator[Part]:
    yield table(map(_row, acts))
    if not acts:
        yield "there is no such act"


def _row(act: Act) -> tuple[Cell, ...]:
    back = f"undo: {act.undo}" if act.undo else f"no undo: {act.no_undo}"
    return act.name, ", ".join(act.who), " ".join(_doors(act)) or "off", back


def _of_both(declared: Declared) -> dict[str, object]:
    command = declared.short or declared.name.replace("/", " ")
    return {"help": declared.help, "command": command, "parameters": [each.name for each in declared.parameters]}


def _facts(act: Act) -> dict[str, object]:
    return _of_both(act) | {
        "act": act.name, "form": None if act.no_form else act.slug, "no_form": act.no_form, "who": list(act.who),
        "doors": _doors(act), "undo": act.undo, "no_undo": act.no_undo, "preview": act.no_preview is None,
    }  # fmt: skip


def _doors(act: Act) -> list[str]:
    """Return the doors at which the act can be asked for: the web's only for whoever holds a link or is of somebody."""
    closed = {Door.WEB: OF_SOME.isdisjoint(act.who), Door.PREFECT: bool(act.no_form)}
    doors = [door for door in DOORS if not closed.get(door)]
    switched = off()
    return [str(door) for door in doors if switched.isdisjoint({act.name, f"{act.name}@{door}", f"@{door}"})]


def _marks(act: Act) -> list[str]:
    return ["yes" if _may(grant, act) else "-" for grant in COLUMNS]


def _may(grant: Grant, act: Act) -> bool:
    return may(Identity("", frozenset({grant}), frozenset({"theirs"})), act.who, {"theirs"})

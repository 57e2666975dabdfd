"""`council acts`: what there is to do, who may, at which doors, what takes it back; and what there is to read."""

import click

from actions.kernel import registry
from actions.kernel.declaration import Act, Declared
from actions.kernel.grants import LADDER, OF_SOME, Grant, Identity, may
from actions.kernel.runner import Door
from cli import printing

DOORS = (Door.TERMINAL, Door.PREFECT, Door.WEB)
COLUMNS = (*LADDER, *sorted(OF_SOME))


@click.command("acts")
@click.option("--who", "by_grant", is_flag=True, help="Show who may do each act, grant by grant.")
@click.option("--no-undo", "without_undo", is_flag=True, help="Only those that nothing takes back, and why.")
@click.option("--readings", "are_readings", is_flag=True, help="Show what there is to read instead.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")
def acts_command(by_grant: bool, without_undo: bool, are_readings: bool, as_json: bool) -> None:
    """List the acts: their names, who may do them, at which doors, and what takes each back."""
    if are_readings:
        _show_readings(as_json=as_json)
        return
    acts = [act for act in registry.acts() if not (without_undo and act.undo)]
    if as_json:
        printing.as_text([_facts(act) for act in acts])
    elif by_grant:
        printing.columns([["act", *COLUMNS], *([act.name, *_marks(act)] for act in acts)])
    else:
        printing.columns([act.name, _who(act), " ".join(_doors(act)) or "off", _undo(act)] for act in acts)
    if not acts:
        click.echo("there is no such act")


def _show_readings(*, as_json: bool) -> None:
    readings = registry.readings()
    if as_json:
        printing.as_text([_of_both(reading) | {"reading": reading.name} for reading in readings])
    else:
        printing.columns([reading.name, reading.help] for reading in readings)


def _of_both(declared: Declared) -> dict[str, object]:
    command = declared.short or declared.name.replace("/", " ")
    return {"help": declared.help, "command": command, "parameters": [each.name for each in declared.parameters]}


def _facts(act: Act) -> dict[str, object]:
    return _of_both(act) | {
        "act": act.name, "form": None if act.no_form else act.slug, "no_form": act.no_form, "who": list(act.who),
        "doors": _doors(act), "undo": act.undo, "no_undo": act.no_undo, "preview": act.no_preview is None,
    }  # fmt: skip


def _who(act: Act) -> str:
    return ", ".join(act.who)


def _undo(act: Act) -> str:
    return f"undo: {act.undo}" if act.undo else f"no undo: {act.no_undo}"


def _doors(act: Act) -> list[str]:
    """Return the doors at which the act can be asked for: the web's only for whoever holds a link or is of somebody."""
    closed = {Door.WEB: OF_SOME.isdisjoint(act.who), Door.PREFECT: bool(act.no_form)}
    doors = [door for door in DOORS if not closed.get(door)]
    switched = registry.off()
    return [str(door) for door in doors if switched.isdisjoint({act.name, f"{act.name}@{door}", f"@{door}"})]


def _marks(act: Act) -> list[str]:
    return ["yes" if _may(grant, act) else "-" for grant in COLUMNS]


def _may(grant: Grant, act: Act) -> bool:
    return may(Identity("", frozenset({grant}), frozenset({"theirs"})), act.who, {"theirs"})

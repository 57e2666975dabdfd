"""Where the acts stand: an index from each name to its module, so that nobody imports an act whom they do not ask for.

The index (index.py) is generated from the sources, and a test compares it: `make index` writes it anew.
"""

import ast
import importlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from actions.kernel import declaration
from actions.kernel.declaration import Act
from actions.kernel.index import INDEX
from actions.refusals import BadSetting
from planning.errors import CouncilError, among

ROOM = Path(__file__).parent.parent
OWN = "COUNCIL_ACTS"  # modules of an office's own acts


class NoSuchAct(CouncilError):
    """No act bears this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no act {name!r}; the acts are {among(sorted(names()))}")


class ActOff(CouncilError):
    """The office has switched it off."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} is switched off here (COUNCIL_ACTS_OFF); ask whoever runs this machine")


@dataclass(frozen=True, slots=True)
class Listed:
    """An act as the index knows it, without its module."""

    name: str
    short: str | None
    module: str


def names() -> list[str]:
    """Return the names of all acts, those of the office's own last."""
    _import_own()
    return list(dict.fromkeys((*INDEX, *declaration.DECLARED)))


def listed() -> list[Listed]:
    """Return every act with the short word by which the terminal knows it; imports none of ours."""
    _import_own()
    ours = [Listed(name, short, module) for name, (module, short) in INDEX.items()]
    own = [act for name, act in declaration.DECLARED.items() if name not in INDEX]
    return ours + [Listed(act.name, act.short, act.function.__module__) for act in own]


def act(name: str) -> Act:
    """Return the act, importing its module. Raises NoSuchAct."""
    _import_own()
    if name in INDEX:
        importlib.import_module(INDEX[name][0])
    if name not in declaration.DECLARED:
        raise NoSuchAct(name)
    return declaration.DECLARED[name]


def acts() -> list[Act]:
    """Return every act, importing all of their modules."""
    return [act(name) for name in names()]


def off() -> frozenset[str]:
    """Return the acts and doors that the office has switched off, by their names. Raises BadSetting."""
    from actions.kernel.runner import Door  # which imports this

    switched = frozenset(name.strip() for name in os.environ.get("COUNCIL_ACTS_OFF", "").split(",") if name.strip())
    known = names() if switched else ()
    for name in sorted(switched):
        act_name, at, door = name.partition("@")
        is_act, is_door = act_name in known, door in list(Door)
        if not ((is_act and not at) or (is_door and (is_act or not act_name))):
            raise BadSetting(
                "COUNCIL_ACTS_OFF", f"{name!r} is no act and no door; write deadline/agree, or @web for a door"
            )
    return switched


def check_on(act_name: str, door: str) -> None:
    """Return nothing where the act is on at this door. Raises ActOff, BadSetting."""
    switched = off()
    for name in (act_name, f"{act_name}@{door}", f"@{door}"):
        if name in switched:
            raise ActOff(name)


def _import_own() -> None:
    for module in filter(None, (name.strip() for name in os.environ.get(OWN, "").split(","))):
        try:
            importlib.import_module(module)
        except (ImportError, SyntaxError, TypeError) as why:
            raise BadSetting(OWN, f"{module!r} cannot be imported: {why}") from why


# -- the index --------------------------------------------------------------------------------------------------------


def scanned() -> dict[str, tuple[str, str | None]]:
    """Return the index as the sources have it: name → module and short word."""
    found = (declared for file in sorted(ROOM.rglob("*.py")) for declared in _declared_in(file))
    return {name: (module, short) for name, module, short in found}


def _declared_in(file: Path) -> Iterator[tuple[str, str, str | None]]:
    text = file.read_text()
    if "@act(" not in text:
        return
    module = ".".join(file.relative_to(ROOM.parent).with_suffix("").parts)
    for node in ast.parse(text).body:
        for call in getattr(node, "decorator_list", []):
            if isinstance(call, ast.Call) and getattr(call.func, "id", None) == "act":
                words = {word.arg: word.value for word in call.keywords}
                short = ast.literal_eval(words["short"]) if "short" in words else None
                yield ast.literal_eval(call.args[0]), module, short


def text() -> str:
    """Return the text of index.py."""
    rows = "".join(
        f"    {name!r}: ({module!r}, {short!r}),\n".replace("'", '"') for name, (module, short) in scanned().items()
    )
    return (
        '"""The acts by name: their modules, and the short words of the terminal. Written by `make index`."""\n\n'
        "INDEX: dict[str, tuple[str, str | None]] = {\n" + rows + "}\n"
    )


if __name__ == "__main__":
    Path(__file__).with_name("index.py").write_text(text())

"""Find acts and readings: an index leads from each name to its module, so that only what is asked for is imported.

The index (index.py) is generated from the sources (index_writer.py), and a test compares it.
"""

import importlib
import os
from collections.abc import Mapping
from dataclasses import dataclass

from kernel import declaration
from kernel import readings as readings_
from kernel.declaration import Act, Declared, DeclaredTwice
from kernel.index import INDEX, READINGS
from kernel.readings import Reading
from planning.errors import CouncilError, among, quoted
from record.refusals import BadSetting

OWN = "COUNCIL_ACTS"  # modules of an office's own acts and readings


class NoSuchAct(CouncilError):
    """No act bears this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no act {quoted(name)}; the acts are {among(sorted(names()))}")


@dataclass(frozen=True, slots=True)
class Listed:
    """An act or a reading as the index knows it, without its module."""

    name: str
    short: str | None
    module: str


def names() -> list[str]:
    """Return the names of all acts, those of the office's own last."""
    return [each.name for each in listed()]


def listed() -> list[Listed]:
    """Return every act with the short word by which the terminal knows it; imports none of ours."""
    return _listed(INDEX, declaration.DECLARED)


def listed_readings() -> list[Listed]:
    """Return every reading with the short word by which the terminal knows it; imports none of ours."""
    return _listed(READINGS, readings_.DECLARED)


def is_reading(name: str) -> bool:
    """Return True if a reading bears the name."""
    return any(each.name == name for each in listed_readings())


def act(name: str) -> Act:
    """Return the act, importing its module. Raises NoSuchAct."""
    _import(INDEX, name)
    if name not in declaration.DECLARED:
        raise NoSuchAct(name)
    return declaration.DECLARED[name]


def reading(name: str) -> Reading:
    """Return the reading, importing its module."""
    _import(READINGS, name)
    return readings_.DECLARED[name]


def readings() -> list[Reading]:
    """Return every reading, importing all of their modules."""
    return [reading(each.name) for each in listed_readings()]


def acts() -> list[Act]:
    """Return every act, importing all of their modules."""
    return [act(name) for name in names()]


def _listed(index: Mapping[str, tuple[str, str | None]], declared: Mapping[str, Declared]) -> list[Listed]:
    _import_own()
    ours = [Listed(name, short, module) for name, (module, short) in index.items()]
    own = [each for name, each in declared.items() if name not in index]
    return ours + [Listed(each.name, each.short, each.function.__module__) for each in own]


def _import(index: Mapping[str, tuple[str, str | None]], name: str) -> None:
    _import_own()
    if name in index:
        importlib.import_module(index[name][0])


def _import_own() -> None:
    for module in filter(None, (name.strip() for name in os.environ.get(OWN, "").split(","))):
        try:
            importlib.import_module(module)
        except DeclaredTwice as why:
            raise BadSetting(OWN, str(why)) from why
        except Exception as why:  # of the office's own, whatever it does as it is imported
            raise BadSetting(OWN, f"{quoted(module)} cannot be imported: {type(why).__name__}: {why}") from why
    if os.environ.get(OWN):
        _check_own()


def _check_own() -> None:
    """Check that no act or reading of the office's own has the name of one of ours. Raises BadSetting."""
    index = INDEX | READINGS
    for declared in (*declaration.DECLARED.values(), *readings_.DECLARED.values()):
        module, _ = index.get(declared.name, (declared.function.__module__, None))
        if module != declared.function.__module__:
            raise BadSetting(OWN, str(DeclaredTwice(declared.name, declared.place, module)))

"""Lazy packages: a name is imported from its module when it is first used, so that a reading loads no other module."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def names_of(package: str, modules: Mapping[str, tuple[str, ...]]) -> Callable[[str], Any]:
    """Return the `__getattr__` (PEP 562) of a package, by the names of each module. Raises AttributeError."""
    where = {name: module for module, names in modules.items() for name in names}
    assert where.keys().isdisjoint(modules), f"{package}: once a module is imported its name is the module"

    def named(name: str) -> Any:
        if name not in where:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{where[name]}"), name)

    return named

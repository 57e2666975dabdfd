"""What a declared field may hold, by its annotation: Python itself takes `title=5`, and fails on it later."""

from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints


def misfits(name: str, declared: Any) -> Iterator[str]:
    """Yield a sentence for each field of what is declared by that name which holds what it cannot."""
    kind: type = type(declared)
    hints = _hints(kind)
    for each in fields(declared):
        value = getattr(declared, each.name)
        if not _fits(value, hints[each.name]):
            yield f"{each.name} of {name!r} cannot be {value!r}; docs/chains.md lists what it may be"


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _fits(value: Any, hint: Any) -> bool:
    """Return True for a value of that type; words may not be blank, and a list will do for a tuple."""
    if get_origin(hint) is tuple:
        return isinstance(value, tuple | list)  # a chain that was made has looked into it
    if choices := get_args(hint):
        return any(_fits(value, each) for each in choices)
    return isinstance(value, hint) and (not isinstance(value, str) or bool(value.strip()))

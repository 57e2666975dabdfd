"""Readings as they are declared: one typed function each, which changes nothing and returns what it shows."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from actions.kernel.declaration import Declared
from actions.kernel.shown import Shown

Function = TypeVar("Function", bound=Callable[..., Shown[Any]])

DECLARED: dict[str, "Reading"] = {}
"""The readings of the modules imported so far, by name."""


@dataclass(frozen=True)
class Reading(Declared):
    """One reading: its name, its function, and the word by which the terminal has always known it."""

    function: Callable[..., Shown[Any]]
    needs_store: bool  # else it reads the record where there is one

    GIVEN = frozenset({"session", "now", "known", "clock", "settings", "environment"})

    @cached_property
    def given(self) -> frozenset[str]:
        """What its function takes that nobody types: the record, now, by when things were known, the real clock …"""
        return self.GIVEN.intersection(inspect.signature(self.function).parameters)

    @property
    def is_of_the_record(self) -> bool:
        """Whether it reads the store; what does not works where there is none."""
        return "session" in self.given

    def show(self, session: Session | None, shape: Mapping[str, Any], *, is_kind: bool, **given: Any) -> Shown[Any]:
        """Return what it shows; `given` is what its function takes that nobody types. Raises a refusal of its own."""
        if not self.is_of_the_record:
            return self.function(**shape, **given)
        values = self.resolved(session, shape, is_kind=is_kind) if session else shape
        return self.function(session, **values, **given)


def reading(name: str, *, short: str | None = None, needs_store: bool = True) -> Callable[[Function], Function]:
    """Declare the function below it as a reading. Every door finds it by that (registry.py).

    One that needs no store is given None where there is none. Raises BadDeclaration for one without a docstring.
    """

    def declare(function: Function) -> Function:
        DECLARED[name] = Reading(name, function, short, needs_store)
        return function

    return declare

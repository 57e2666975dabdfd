"""Declare readings: each is one typed function, which changes nothing and returns what it shows."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, TypeVar, cast

from sqlalchemy.orm import Session

from kernel.declaration import Declared, check_once
from kernel.grants import Grant, Identity, objects_of
from kernel.shown import Column, Shown

Function = TypeVar("Function", bound=Callable[..., Shown[Any]])

DECLARED: dict[str, "Reading"] = {}
"""The readings of the modules imported so far, by name."""


@dataclass(frozen=True)
class Reading(Declared):
    """One reading: its name, its function, who may read it, and its one word at the terminal."""

    function: Callable[..., Shown[Any]]
    needs_store: bool  # else it reads the record where there is one
    columns: tuple[Column, ...]  # of the table that it is; none where it is no table

    VERB: ClassVar[str] = "read"
    GIVEN = frozenset({"session", "now", "known", "clock", "settings", "environment", "engine"})

    @cached_property
    def given(self) -> frozenset[str]:
        """The parameters of its function that nobody types: the record, now, the real clock …"""
        return self.GIVEN.intersection(inspect.signature(self.function).parameters)

    @property
    def is_of_the_record(self) -> bool:
        """Return True if it reads the store; a reading that does not also works without a store."""
        return "session" in self.given

    def show(
        self, session: Session | None, shape: Mapping[str, Any], *, by: Identity, is_kind: bool, **given: Any
    ) -> Shown[Any]:
        """Return what it shows; `given` holds the parameters of its function that nobody types.

        Raises a refusal of its own, and NotGranted, also before names are looked up: that would tell a stranger who is
        on record.
        """
        self.check_granted(by, by.of)
        is_readable = session is not None or not self.needs_store  # one that needs no record resolves names without it
        values = self.resolved(cast(Session, session), shape, is_kind=is_kind) if is_readable else shape
        self.check_granted(by, objects_of(values))
        return self.function(*([session] if self.is_of_the_record else []), **values, **given)


def reading(
    name: str,
    *,
    who: tuple[Grant, ...],
    short: str | None = None,
    needs_store: bool = True,
    columns: tuple[Column, ...] = (),
) -> Callable[[Function], Function]:
    """Declare the function below as a reading, and who may read it; every door finds it from then on (registry.py).

    A viewer sees how the work stands. Letters, people and what was said about them are the secretariat's; settings,
    keys and proofs an administrator's. A member reads feeds and pages, which show only what was issued; other readings
    show more. A reading that needs no store gets None if there is none. Raises DeclaredTwice, and BadDeclaration if it
    has no docstring.
    """

    def declare(function: Function) -> Function:
        declared = Reading(name, function, short, who, needs_store, columns)
        check_once(declared, DECLARED)
        DECLARED[name] = declared
        return function

    return declare

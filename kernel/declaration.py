"""Declare acts: each is one typed function, with who may do it and which act takes it back."""

import inspect
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar, get_type_hints

from sqlalchemy.orm import Session

from kernel.grants import Grant, Identity, NotGranted, may
from kernel.kinds import Kind, Parameter, Place
from kernel.matters import ALONE, Matters

if TYPE_CHECKING:
    from kernel.done import Done  # results of acts: a reading has none
    from kernel.outside import Outside

Function = TypeVar("Function", bound="Callable[..., Done]")
FOUND = "found"  # the parameter of an act for what `prepare` or `outside` found out before it

DECLARED: dict[str, "Act"] = {}
"""The acts of the modules imported so far, by name."""


class Look(Protocol):
    """Open a short read-only session at a door, for what is read before the act. Raises NoStore."""

    def __call__(self) -> AbstractContextManager[Session]: ...


class Prepare(Protocol):
    """Work before the transaction: it returns what the act gets as `found`, and raises the act's refusals.

    It gets the shaped arguments, and a way to read the record, unless the caller holds the record already.
    """

    def __call__(self, shape: Mapping[str, Any], look: Look | None, /, *, now: datetime) -> Any: ...


class BadDeclaration(TypeError):
    """A declaration from which no door can be made: its author meets it when the module is imported."""


class DeclaredTwice(BadDeclaration):
    """Two functions declare the same name."""

    def __init__(self, name: str, place: str, other: str) -> None:
        super().__init__(f"{name} is declared in {other}, and again in {place}; give the second one a name of its own")


@dataclass(frozen=True)
class Declared:
    """An act or a reading: it is declared once, and every door offers it."""

    name: str  # noun/verb
    function: Callable[..., Any]
    short: str | None  # its one word at the terminal
    who: tuple[Grant, ...]

    VERB: ClassVar[str] = "do"
    GIVEN: ClassVar[frozenset[str]] = frozenset()  # what its function takes that nobody types

    def __post_init__(self) -> None:
        """Raise BadDeclaration without a docstring."""
        if not self.function.__doc__:
            raise BadDeclaration(f"{self.name}: its docstring is the help at every door; write one")

    @property
    def place(self) -> str:
        """Where it is declared: `actions.deadlines.agreements, line 46`."""
        code = getattr(self.function, "__code__", None)
        return f"{self.function.__module__}, line {code.co_firstlineno}" if code else self.function.__module__

    @property
    def noun(self) -> str:
        """`deadline` of `deadline/agree`."""
        return self.name.partition("/")[0]

    @property
    def verb(self) -> str:
        """`agree` of `deadline/agree`."""
        return self.name.partition("/")[2]

    @property
    def slug(self) -> str:
        """`deadline-agree`, where a slash cannot stand."""
        return self.name.replace("/", "-")

    @cached_property
    def help(self) -> str:
        """What it does, in the words of its docstring: its first paragraph, without the errors it raises."""
        words = inspect.cleandoc(self.function.__doc__ or "").partition("\n\n")[0]
        return " ".join(words.partition("Raises ")[0].split())

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """What people give it, in the order of its signature: positional ones first."""
        return _typed(self)

    def shaped(self, arguments: Mapping[str, Any], today: date | None = None) -> dict[str, Any]:
        """Return the typed arguments in their shape; this needs no record. Raises a refusal.

        Where people see the answer, `today`, their words are read too: `tomorrow`.
        """
        return {each.name: each.read(arguments.get(each.name), today) for each in self.parameters}

    def resolved(self, session: Session, shape: Mapping[str, Any], *, is_kind: bool) -> dict[str, Any]:
        """Look the values up in the record, and return them. Raises a refusal."""
        values: dict[str, Any] = {}
        for parameter in self.parameters:
            values[parameter.name] = parameter.resolved(Place(session, values, is_kind), shape[parameter.name])
        return values

    def check_granted(self, by: Identity, objects: Collection[str]) -> None:
        """Check that `by` may ask for it, for these objects. Raises NotGranted."""
        if not may(by, self.who, objects):
            raise NotGranted(by, self.name, self.who, verb=self.VERB)


@dataclass(frozen=True)
class Act(Declared):
    """One act: its name, its function, who may do it, and how every door speaks of it."""

    function: "Callable[..., Done]"
    undo: str | None  # the act that takes it back
    no_undo: str | None  # or why there is none
    undo_unless: str | None  # where nothing takes it back all the same
    tags: tuple[str, ...]
    asks_first: bool  # done only when told so (`--apply`): it changes dates of many
    no_preview: str | None  # why it cannot be shown before it is done
    no_form: str | None  # why Prefect has no form for it
    outside: "Callable[[Outside], Done] | None"  # does it together with what it does outside the record
    makes_store: bool  # a store begins with it, where there is none
    prepare: Prepare | None  # what it finds out before the transaction
    adds_people: bool  # somebody who is not on record yet may do it, if it adds them
    second: Matters | None  # what of it needs a second person

    GIVEN = frozenset({"session", "now", "by", FOUND})

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """What people give it; where a second person is needed, also why one does it alone."""
        own = _typed(self)
        return (*own, ALONE) if self.second else own

    @cached_property
    def is_told(self) -> bool:
        """Return True if its function takes the parameter `found`."""
        return FOUND in inspect.signature(self.function).parameters


def act(
    name: str,
    *,
    who: tuple[Grant, ...],
    undo: str | None = None,
    no_undo: str | None = None,
    undo_unless: str | None = None,
    tags: tuple[str, ...] = (),
    short: str | None = None,
    asks_first: bool = False,
    no_preview: str | None = None,
    no_form: str | None = None,
    outside: "Callable[[Outside], Done] | None" = None,
    makes_store: bool = False,
    prepare: Prepare | None = None,
    adds_people: bool = False,
    second: Matters | None = None,
) -> Callable[[Function], Function]:
    """Declare the function below as an act; every door finds it from then on (registry.py).

    Raises DeclaredTwice, and BadDeclaration without a docstring, or unless it says either what takes it back or why
    nothing does.
    """

    def declare(function: Function) -> Function:
        if (undo is None) == (no_undo is None):
            raise BadDeclaration(f"{name}: say which act takes it back (undo), or why none does (no_undo)")
        declared = Act(
            name, function, short, who, undo, no_undo, undo_unless, tags, asks_first, no_preview, no_form, outside,
            makes_store, prepare, adds_people, second,
        )  # fmt: skip
        check_once(declared, DECLARED)
        DECLARED[name] = declared
        return function

    return declare


def check_once(new: Declared, declared: Mapping[str, Declared]) -> None:
    """Check that no other function declares the name. Raises DeclaredTwice."""
    other = declared.get(new.name)
    if other and other.place != new.place:
        raise DeclaredTwice(new.name, new.place, other.place)


def _typed(declared: Declared) -> tuple[Parameter, ...]:
    """Return what people give the function."""
    hints = get_type_hints(declared.function, include_extras=True)
    signature = inspect.signature(declared.function)
    return tuple(
        _parameter(declared.name, parameter, hints[name])
        for name, parameter in signature.parameters.items()
        if name not in declared.GIVEN
    )


def _parameter(declared: str, parameter: inspect.Parameter, hint: Any) -> Parameter:
    kind = next((extra for extra in getattr(hint, "__metadata__", ()) if isinstance(extra, Kind)), None)
    if kind is None:
        types = "those of kernel/parameters.py or paper_types.py, or one that is Annotated with such a Kind"
        raise BadDeclaration(f"{declared}: the type of {parameter.name!r} is none that doors know; take one of {types}")
    is_required = parameter.default is inspect.Parameter.empty
    return Parameter(
        name=parameter.name,
        kind=kind,
        is_required=is_required,
        default=None if is_required else parameter.default,
        is_positional=parameter.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD,
    )

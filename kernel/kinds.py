"""What a type of parameter is: what is typed for it, how it is read, and what there is to choose from.

A value is read in two phases: its shape at the door, which needs no record; then it is resolved inside the act's own
transaction. Where a person sees the answer, words are read kindly (lookups.py); elsewhere exactly.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from types import ModuleType
from typing import Any

from sqlalchemy.orm import Session

from kernel.lookups import Choice
from kernel.shapes import LONGEST_WORDS, as_choice, as_json, as_words, check_length
from record.refusals import NoneNamed, ReasonMissing


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value is resolved: the record, the values resolved before it, and whether words are read kindly."""

    session: Session
    values: Mapping[str, Any]
    is_kind: bool


def _keep(_place: Place, value: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of parameter."""

    name: str
    metavar: str
    meaning: str  # the help at every door
    type: Any = str  # of a form's field, or of each of several
    is_many: bool = False  # a list, which at a terminal is the rest of the line
    shape: Callable[[Any], Any] = as_words  # Raises a refusal
    resolve: Callable[[Place, Any], Any] = _keep  # Raises a refusal
    choices: Callable[[Place], Sequence[Choice]] | None = None
    is_said_empty: bool = False  # an empty word means something
    option: str | None = None  # its word at the terminal, where that is not the parameter's name
    plainly: Callable[[str, date], str] | None = None  # how people's words, on a day, are written. Raises Ambiguous
    words: int = 1  # that make one value at the terminal
    kept: Callable[[Any], object] = as_json  # as the journal keeps it
    longest: int | None = LONGEST_WORDS  # characters of what is typed for one; a file has a limit of its own
    is_private: bool = False  # the journal, which keeps all for ever, does not keep it

    def saying(self, meaning: str, *, metavar: str | None = None, option: str | None = None) -> "Kind":
        """Return the same type with another help, and another word at the terminal, for one parameter of one act."""
        return replace(self, meaning=meaning, metavar=metavar or self.metavar, option=option)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of one act."""

    name: str
    kind: Kind
    is_required: bool
    default: Any
    is_positional: bool

    @property
    def word(self) -> str:
        """The word of an option: `as-known-on`."""
        return self.kind.option or self.name.replace("_", "-")

    def read(self, value: Any, today: date | None = None) -> Any:
        """Return the value in its shape, or the default where none is given. Raises a refusal.

        People's words are read too where they see the answer, `today`.
        """
        if value in (None, (), []) or (value == "" and not self.kind.is_said_empty):
            if not self.is_required:
                return self.default
            raise ReasonMissing("this act") if self.kind.name == "reason" else NoneNamed(self.name)
        if self.kind.longest:
            check_length(value, self.kind.longest)
        shaped = self.kind.shape(self._plain(value, today) if today else value)
        if self.is_required and shaped == ():
            raise NoneNamed(self.name)
        return shaped

    def _plain(self, value: Any, today: date) -> Any:
        """Return the value with named days written as 2017-03-10; in several words, the last one names the day."""
        if self.kind.plainly is None:
            return value
        if isinstance(value, str):
            return self.kind.plainly(value, today)
        if isinstance(value, list | tuple):
            is_one = self.kind.words > 1 and all(isinstance(each, str) for each in value)
            return [*value[:-1], self._plain(value[-1], today)] if is_one else [self._plain(v, today) for v in value]
        return value

    def resolved(self, place: Place, value: Any) -> Any:
        """Look the value up in the record, and return it. Raises a refusal."""
        return value if value is None else self.kind.resolve(place, value)


def one_of(choices: type[StrEnum], meaning: str, metavar: str = "CHOICE") -> Kind:
    """Return the type of a word that is one of these."""
    words = [Choice(choice.value, choice.value) for choice in choices]
    return Kind(
        "choice",
        metavar,
        meaning,
        type=choices,
        shape=lambda word: as_choice(choices, word),
        choices=lambda _place: words,
    )


def on_record(name: str, metavar: str, meaning: str, lookups: ModuleType, *, within: str | None = None) -> Kind:
    """Return the type of a name on record: a function of this name in `lookups` reads one, and its plural lists all.

    `within` is the earlier parameter to whose value the name belongs. The functions are looked up when they are called,
    for only then are their modules imported.
    """

    def of(place: Place) -> tuple[Any, ...]:
        return (place.session, place.values[within]) if within else (place.session,)

    def resolve(place: Place, words: Any) -> Any:
        return getattr(lookups, name)(*of(place), words, is_kind=place.is_kind)

    def choices(place: Place) -> Sequence[Choice]:
        every: Sequence[Choice] = getattr(lookups, f"{name}s")(*of(place))
        return every

    return Kind(name, metavar, meaning, resolve=resolve, choices=choices)


def many(kind: Kind) -> Kind:
    """Return the type of one or more of these; a word alone is one."""

    def shape(values: Any) -> tuple[Any, ...]:
        return tuple(kind.shape(value) for value in ([values] if isinstance(values, str) else values))

    def resolve(place: Place, values: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(kind.resolve(place, value) for value in values)

    return replace(kind, metavar=f"{kind.metavar}...", is_many=True, shape=shape, resolve=resolve)

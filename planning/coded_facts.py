"""Facts with a code and typed operands: JSON objects in the record, sentences where people read them."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from inspect import get_annotations
from typing import Any, ClassVar, Self, TypeVar, get_args

from planning.basis import Basis
from planning.codes import Code
from planning.sentences import sentence
from planning.window import Precision, Window, day

Stored = Mapping[str, Any] | str  # an object; or a sentence of English, as versions up to 0.2 stored it
Kind = TypeVar("Kind", bound="Coded")


def _written(value: object) -> object:
    """Return an operand as JSON has it: a day as its ISO date, a window of several days as an object."""
    if isinstance(value, Window):
        if value == day(value.last):
            return value.last.isoformat()
        return {"first": value.first.isoformat(), "last": value.last.isoformat(), "precision": str(value.precision)}
    if isinstance(value, date | time):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _window(stored: Any) -> Window:
    if isinstance(stored, str):
        return day(date.fromisoformat(stored))
    return Window(
        date.fromisoformat(stored["first"]), date.fromisoformat(stored["last"]), Precision(stored["precision"])
    )


def _exactly(kind: type) -> Callable[[Any], Any]:
    """Return a function that returns a value of that type unchanged, and raises TypeError for any other."""

    def checked(stored: Any) -> Any:
        if type(stored) is not kind:
            raise TypeError(f"{stored!r} is no {kind.__name__}")
        return stored

    return checked


READERS: Mapping[object, Callable[[Any], Any]] = {
    str: _exactly(str),
    int: _exactly(int),
    date: date.fromisoformat,
    time: time.fromisoformat,
    Window: _window,
    Basis: Basis,
    tuple[str, ...]: lambda stored: tuple(map(READERS[str], stored)),
}
"""How an operand is read, by its type."""


def _reader(kind: Any) -> Callable[[Any], Any]:
    """Return how an operand of that type is read; one that may be absent, as the type that it else has."""
    return READERS[kind if kind in READERS else get_args(kind)[0]]


@dataclass(frozen=True, slots=True)
class Coded:
    """A link or a flag as data: a code and its operands. An absent operand is None, or an empty tuple."""

    code: ClassVar[Code]
    readers: ClassVar[Mapping[str, Callable[[Any], Any]]]  # how each operand is read

    def __init_subclass__(cls) -> None:
        cls.readers = {name: _reader(kind) for name, kind in get_annotations(cls).items()}

    @property
    def operands(self) -> dict[str, object]:
        """Return the operands by name, absent ones included."""
        return {name: getattr(self, name) for name in self.readers}

    @property
    def sentence(self) -> str:
        """Return the sentence in English."""
        return sentence(self)

    @property
    def facts(self) -> dict[str, object]:
        """Return the JSON object that is shown: the stored one with the sentence."""
        return self.to_json() | {"sentence": self.sentence}

    def to_json(self) -> dict[str, object]:
        """Return the JSON object that is stored: the code, and the operands that there are."""
        operands = {name: _written(value) for name, value in self.operands.items() if value not in (None, ())}
        return {"code": str(self.code), **operands}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Return it from its JSON object. Raises KeyError, TypeError, ValueError for one of another shape."""
        return cls(**{name: read(stored[name]) for name, read in cls.readers.items() if name in stored})


@dataclass(frozen=True, slots=True)
class OldWords(Coded):
    """An English sentence, as versions up to 0.2 stored it: its JSON object has no operands, only the sentence."""

    code = Code.WORDS
    english: str

    def to_json(self) -> dict[str, object]:
        """Return the JSON object that is stored: the code and the sentence."""
        return {"code": str(self.code), "sentence": self.english}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Return it from its JSON object. Raises KeyError for one without a sentence."""
        return cls(str(stored["sentence"]))


def read(stored: Iterable[Stored], kinds: Mapping[Code, type[Kind]], words: Callable[[str], Kind]) -> tuple[Kind, ...]:
    """Return stored facts as objects of the kinds that their codes name.

    A sentence of an older version becomes words, and so does a fact that cannot be read because somebody changed it.
    """
    return tuple(_read(fact, kinds, words) for fact in stored)


def _read(stored: Stored, kinds: Mapping[Code, type[Kind]], words: Callable[[str], Kind]) -> Kind:
    if isinstance(stored, str):
        return words(stored)
    try:
        return kinds[Code(stored["code"])].from_json(stored)
    except (KeyError, TypeError, ValueError):
        return words(json.dumps(stored, ensure_ascii=False))

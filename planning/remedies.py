"""What ends a thing, or comes next, as data: no door's words are among it, each door has its own (contract: Commands).

A terminal words a call as a command, Prefect as a form to start; a page and a mail say it in plain words.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Call:
    """An act, a reading or an operator's command by its declared name, with as many of its arguments as are known."""

    name: str  # `deadline/agree`, `status`, `db/upgrade`
    arguments: Mapping[str, object] = field(default_factory=dict)  # by the names of its parameters
    words: str = ""  # what it is for: `reopen it first`

    def facts(self) -> dict[str, object]:
        """Return it for machines."""
        words = {"words": self.words} if self.words else {}
        return {"act": self.name, "arguments": dict(self.arguments), **words}


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of what was asked for, with which it would have been done: its name, and what it may say."""

    name: str  # `because`
    words: str  # what it is for: `say why`
    value: str = ""  # `REASON`; empty where it only stands there

    def facts(self) -> dict[str, object]:
        """Return it for machines."""
        return {"argument": self.name, "words": self.words}


Remedy = Call | Argument | str
"""What ends a thing; plain words where nothing that can be asked for does."""

Wording = Callable[[Call | Argument], str]
"""How a door says a call, or an argument."""


def plain(remedy: Call | Argument) -> str:
    """Return a remedy in plain words, for readers who have no door at hand."""
    return remedy.words


def listed(remedies: Iterable[Remedy], word: Wording = plain) -> str:
    """Return remedies as a door words them: each by itself ends the thing."""
    sentences = (remedy if isinstance(remedy, str) else word(remedy) for remedy in remedies)
    return ", or ".join(filter(None, sentences))


def told(sentence: str, remedies: Iterable[Remedy], word: Wording = plain) -> str:
    """Return a sentence and, behind it, its remedies as a door words them."""
    return "; ".join(filter(None, (sentence, listed(remedies, word))))


def facts(remedies: Iterable[Remedy]) -> list[dict[str, object]]:
    """Return remedies for machines."""
    return [{"words": remedy} if isinstance(remedy, str) else remedy.facts() for remedy in remedies]

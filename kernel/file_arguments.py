"""Files as a door hands them over: by their place on this machine, or as text typed into a form."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kernel.shapes import LONGEST_ADDRESS, as_whole, as_words, check_length


@dataclass(frozen=True, slots=True)
class Pasted:
    """A file as typed into a form: its name, and what it holds."""

    name: str
    text: str

    def __str__(self) -> str:
        return self.name

    @property
    def suffix(self) -> str:
        """`.yaml`."""
        return Path(self.name).suffix


File = Path | Pasted


def as_file(value: Any) -> File:
    """Return a file: words are its place, a name with a text is what was typed. Raises NotText, NotPlain, TooLong."""
    if isinstance(value, Mapping):
        value = Pasted(str(value["name"]), str(value["text"]))
    check_length(str(value), LONGEST_ADDRESS)
    if isinstance(value, Pasted):
        return Pasted(as_words(value.name), as_whole(value.text))
    return value if isinstance(value, Path) else Path(as_words(value))

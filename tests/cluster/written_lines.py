"""The lines of docs/operations.md, "Many machines": settings and programs, with the places of this machine."""

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
OPERATIONS = ROOT / "docs" / "operations.md"
HEADING = "## Many machines"


@dataclass(frozen=True, slots=True)
class WrittenLines:
    """Settings of every machine, and programs in the order in which they are to be begun."""

    settings: Mapping[str, str]
    programs: tuple[tuple[str, ...], ...]

    def program(self, *words: str) -> tuple[str, ...]:
        """Return the one program whose line has these words."""
        (found,) = (line for line in self.programs if set(words) <= set(line))
        return found


def written_lines(places: Mapping[str, str]) -> WrittenLines:
    """Return the lines of the first block below the heading, with other places for those that they name."""
    lines = [_placed(line, places) for line in _block()]
    exports = [words[1:] for words in lines if words[0] == "export"]
    return WrittenLines(
        dict(setting.split("=", 1) for words in exports for setting in words),
        tuple(tuple(words) for words in lines if words[0] != "export"),
    )


def _block() -> Iterator[str]:
    """Yield the lines that are not empty."""
    section = OPERATIONS.read_text(encoding="utf-8").partition(f"\n{HEADING}\n")[2]
    block = section.split("```\n")[1]
    yield from (line for line in block.splitlines() if line.strip())


def _placed(line: str, places: Mapping[str, str]) -> list[str]:
    for name, place in places.items():
        line = line.replace(name, place)
    return shlex.split(line, comments=True)

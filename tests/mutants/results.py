"""What became of the mutants: read from the files that mutmut keeps, with the reasons that are on record here."""

import ast
import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code
from mutmut.utils.format_utils import orig_function_and_class_names_from_key

KILLED = ("killed", "caught by type check", "timeout", "segfault")  # whoever makes the change is stopped
NOT_TRIED = "not checked"
REASONS = Path(__file__).with_name("reasons.toml")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: where it was made, what became of it, and for a survivor the lines before and after."""

    module: str
    function: str  # with its class, as people write it
    status: str
    was: str = ""
    becomes: str = ""

    @property
    def lives(self) -> bool:
        """Whether it was tried and nothing stopped it."""
        return self.status not in (*KILLED, NOT_TRIED)


def mutants(folder: Path) -> Iterator[Mutant]:
    """Yield each mutant of a finished run in `folder`, which is the working folder as well."""
    for meta in sorted((folder / "mutants" / "planning").glob("*.py.meta")):
        path = Path("planning") / meta.name.removesuffix(".meta")
        for name, code in json.loads(meta.read_text())["exit_code_by_key"].items():
            status = status_by_exit_code[code]
            mutant = Mutant(f"planning.{path.stem}", _function(name), status)
            yield _shown(mutant, get_diff_for_mutant(name, path=path)) if mutant.lives else mutant


def _function(name: str) -> str:
    function, of = orig_function_and_class_names_from_key(name)
    return f"{of}.{function}" if of else function


def _shown(mutant: Mutant, diff: str) -> Mutant:
    lines = diff.splitlines()[3:]
    was, becomes = (" ".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in ("-", "+"))
    return Mutant(mutant.module, mutant.function, mutant.status, was, becomes)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why survivors may live: those in this function (`*` stands for anything) whose new line has these words."""

    place: str
    becomes: str
    why: str

    def is_of(self, mutant: Mutant) -> bool:
        """Return whether it is given for this mutant."""
        return fnmatchcase(f"{mutant.module}.{mutant.function}", self.place) and self.becomes in mutant.becomes


def reasons() -> list[Reason]:
    """Return the reasons on record."""
    return [
        Reason(row["place"], row.get("becomes", ""), row["why"])
        for row in tomllib.loads(REASONS.read_text(encoding="utf-8")).get("reason", [])
    ]


def reason_of(mutant: Mutant, known: Sequence[Reason]) -> str | None:
    """Return the first reason that is given for it."""
    return next((reason.why for reason in known if reason.is_of(mutant)), None)


def behind_decorators(room: Path) -> list[str]:
    """Return the functions that mutmut leaves out: those that a decorator wraps, but for static and class methods."""
    return [
        f"{file.stem}.{node.name}"
        for file in sorted(room.glob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.decorator_list and not _is_plain(node)
    ]


def _is_plain(node: ast.FunctionDef) -> bool:
    (first, *others) = node.decorator_list
    return not others and isinstance(first, ast.Name) and first.id in ("classmethod", "staticmethod")

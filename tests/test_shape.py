"""The shape of the program: short files, and few functions that take more than six things; `pytest -s` lists these."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
OTHERS = ("migrations", "tests", "benchmarks")
FILES = [file for init in sorted(ROOT.glob("*/__init__.py")) if init.parent.name not in OTHERS
         for file in sorted(init.parent.rglob("*.py"))]  # fmt: skip
LINES = 300
THINGS = 6
WIDE = 40  # most of them acts, whose parameters are their form


def wide() -> Iterator[str]:
    """Yield the functions that take more than six things, with how many."""
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (count := taken(node.args)) > THINGS:
                yield f"{count:3} {file.relative_to(ROOT)} {node.name}"


def taken(arguments: ast.arguments) -> int:
    """Return how many things a function takes, itself aside."""
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    return len([each for each in every if each and each.arg not in ("self", "cls")])


def test_few_functions_take_more_than_six_things() -> None:
    functions = sorted(wide(), reverse=True)
    print("\n".join(functions))
    assert 0 < len(functions) <= WIDE


def test_no_file_of_the_program_is_long() -> None:
    assert len(FILES) > 300
    assert [str(file.relative_to(ROOT)) for file in FILES if len(file.read_bytes().splitlines()) > LINES] == []

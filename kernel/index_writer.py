"""Write the index of acts and readings from the sources, and their usage from what they declare: `make index`."""

import ast
import tomllib
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

from kernel import declaration, readings
from kernel.declaration import Declared

ROOT = Path(__file__).parent.parent
Index = Mapping[str, tuple[str, str | None]]  # name → module, and the short word of the terminal


def scanned(decorator: str) -> Index:
    """Read the sources and return the index of all functions under `@act`, or under `@reading`."""
    files = (file for room in _rooms() for file in sorted((ROOT / room).rglob("*.py")))
    entries = (declared for file in files for declared in _declared_in(file, decorator))
    return {name: (module, short) for name, module, short in entries}


def _rooms() -> list[str]:
    """Return the rooms of the house, from the ground up."""
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
    rooms: list[str] = tools["mypy"]["packages"]
    return rooms


def _declared_in(file: Path, decorator: str) -> Iterator[tuple[str, str, str | None]]:
    text = file.read_text()
    if f"@{decorator}(" not in text:
        return
    module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
    for node in ast.parse(text).body:
        for call in getattr(node, "decorator_list", []):
            if isinstance(call, ast.Call) and getattr(call.func, "id", None) == decorator:
                words = {word.arg: word.value for word in call.keywords}
                short = ast.literal_eval(words["short"]) if "short" in words else None
                yield ast.literal_eval(call.args[0]), module, short


def text() -> str:
    """Return the text of index.py."""
    head = '"""Acts and readings by name: their modules, the short words of the terminal. Written by `make index`."""\n'
    return "\n".join((head, _rows("INDEX", scanned("act")), _rows("READINGS", scanned("reading"))))


def _rows(name: str, index: Index) -> str:
    rows = "".join(f"    {name!r}: ({module!r}, {short!r}),\n" for name, (module, short) in index.items())
    return f"{name}: dict[str, tuple[str, str | None]] = {{\n{rows}}}\n".replace("'", '"')


def usage() -> str:
    """Return the text of usage.py. It imports every act and reading, also those that the index does not have yet."""
    declared = (*_imported("act", declaration.DECLARED), *_imported("reading", readings.DECLARED))
    rows = "".join(f"    {each.name!r}: {_usage(each)!r},\n" for each in declared)
    head = '"""What each act and reading is given, for a door that only names it. Written by `make index`."""\n'
    types = (
        "Word = tuple[str, str | None, str, bool]  # name, option if it is one, what stands for a value, is required"
    )
    return f"{head}\n# fmt: off\n{types}\n\nUSAGE: dict[str, tuple[Word, ...]] = {{\n{rows}}}\n".replace("'", '"')


def _imported(decorator: str, declared: Mapping[str, Declared]) -> Iterator[Declared]:
    for name, (module, _) in scanned(decorator).items():
        import_module(module)
        yield declared[name]


def _usage(declared: Declared) -> tuple[tuple[str, str | None, str, bool], ...]:
    words = tuple(
        (each.name, None if each.is_positional else each.word, each.kind.metavar, each.is_required)
        for each in declared.parameters
    )
    return (*words, ("is_applied", "apply", "", True)) if getattr(declared, "asks_first", False) else words


if __name__ == "__main__":
    Path(__file__).with_name("index.py").write_text(text())
    Path(__file__).with_name("usage.py").write_text(usage())

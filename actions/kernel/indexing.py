"""Writes the index of acts and readings from the sources: `make index`. It imports none of them."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOM = Path(__file__).parent.parent
Index = Mapping[str, tuple[str, str | None]]  # name → module, and the short word of the terminal


def scanned(decorator: str) -> Index:
    """Return the index as the sources have it: of what stands under `@act`, or under `@reading`."""
    found = (declared for file in sorted(ROOM.rglob("*.py")) for declared in _declared_in(file, decorator))
    return {name: (module, short) for name, module, short in found}


def _declared_in(file: Path, decorator: str) -> Iterator[tuple[str, str, str | None]]:
    text = file.read_text()
    if f"@{decorator}(" not in text:
        return
    module = ".".join(file.relative_to(ROOM.parent).with_suffix("").parts)
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


if __name__ == "__main__":
    Path(__file__).with_name("index.py").write_text(text())

"""The house stands on floors: imports run downwards, in no circle, and every list of its rooms names the same ones."""

import re
import tomllib
from functools import cache
from itertools import chain
from pathlib import Path

import grimp
import networkx
import pytest

from tests import ROOMS

ROOT = Path(__file__).parents[1]
TOOLS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
LARGEST_ROOM = 4_000  # lines: a larger one has floors of its own
BESIDE = ("migrations", "tests", "benchmarks")  # folders of sources that are no rooms of the house
OF_LAYERS = [contract for contract in TOOLS["importlinter"]["contracts"] if contract["type"] == "layers"]
FLOORS = [re.split(r"\s*[|:]\s*", layer) for layer in next(c for c in OF_LAYERS if "containers" not in c)["layers"]]


def lines(file: Path) -> int:
    return len(file.read_text().splitlines())


def sources(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


@cache
def imports() -> networkx.DiGraph:
    """Return which module of the house imports which."""
    graph = grimp.build_graph(*ROOMS, cache_dir=None)
    arrows = ((module, below) for module in graph.modules for below in graph.find_modules_directly_imported_by(module))
    return networkx.DiGraph(arrows)


def merged(depth: int) -> networkx.DiGraph:
    """Return which room imports which (depth 1), or which sub-room or module of a room (depth 2)."""
    named = {module: ".".join(module.split(".")[:depth]) for module in imports().nodes}
    return networkx.DiGraph((named[a], named[b]) for a, b in imports().edges if named[a] != named[b])


def upward(arrows: networkx.DiGraph) -> list[str]:
    """Return the arrows that do not point to a lower floor."""
    floor = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
    rooms = ((above, below, above.split(".")[0], below.split(".")[0]) for above, below in arrows.edges)
    return [f"{above} -> {below}" for above, below, a, b in rooms if a != b and floor[b] <= floor[a]]


def knots(arrows: networkx.DiGraph) -> list[list[str]]:
    return [sorted(knot) for knot in networkx.strongly_connected_components(arrows) if len(knot) > 1]


def test_every_list_of_the_rooms_names_the_same_ones():
    listed = re.search(r"^ROOMS := ((?:.*\\\n)*.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert listed
    assert listed[1].replace("\\", "").split() == ROOMS
    assert TOOLS["importlinter"]["root_packages"] == ROOMS
    assert sorted(chain(*FLOORS)) == sorted(ROOMS)
    there = {file.parent.name for file in ROOT.glob("*/__init__.py")}
    assert there - set(BESIDE) == set(ROOMS)


def test_the_floor_plan_is_as_it_is_written():
    plan = (ROOT / "docs/architecture.md").read_text()
    written = {room: int(floor) for floor, room in re.findall(r"^\| (\d+) \| `(\w+)/`", plan, re.MULTILINE)}
    assert written == {room: floor for floor, rooms in enumerate(reversed(FLOORS)) for room in rooms}
    part = plan.partition("### planning, module by module")[2].partition("###")[0]
    there, named = {file.stem for file in sources("planning")} - {"__init__"}, set(re.findall(r"`([a-z_]+)`", part))
    assert there == named, (
        f"`planning, module by module` in docs/architecture.md and the folder: {sorted(there ^ named)}"
    )
    for room in ("record", "actions"):
        rows = plan.partition(f"| in `{room}/`")[2].partition("\n\n")[0]
        there = {file.stem for file in (ROOT / room).iterdir() if not file.name.startswith("__")}
        named = set(re.findall(r"`([a-z_]+)(?:\.py|/)`", rows))
        assert there == named, (
            f"the table of `{room}/` in docs/architecture.md and that folder: {sorted(there ^ named)}"
        )


def test_every_package_is_installed():
    folders = {file.parent for room in (*ROOMS, "migrations") for file in (ROOT / room).rglob("__init__.py")}
    names = {".".join(folder.relative_to(ROOT).parts) for folder in folders}
    assert set(TOOLS["setuptools"]["packages"]) == names


def test_no_arrow_points_upward():
    assert len(imports()) > 400
    assert upward(imports()) == []


def test_no_modules_import_one_another_in_a_circle():
    assert knots(imports()) == []


@pytest.mark.parametrize("depth", [1, 2])
def test_no_rooms_and_no_sub_rooms_import_one_another(depth):
    assert knots(merged(depth)) == []


def test_an_arrow_upward_and_a_knot_are_found():
    arrows = networkx.DiGraph([("record.items", "cli.main"), ("cli.main", "record.items"), ("web.app", "flows.undo")])
    assert upward(arrows) == ["record.items -> cli.main", "web.app -> flows.undo"]
    assert knots(arrows) == [["cli.main", "record.items"]]


def test_a_large_room_has_floors_of_its_own():
    large = {room for room in ROOMS if sum(map(lines, sources(room))) > LARGEST_ROOM}
    layered = chain(*(contract["containers"] for contract in OF_LAYERS if contract.get("exhaustive")))
    assert large <= set(layered)
    assert not any(contract.get("ignore_imports") for contract in TOOLS["importlinter"]["contracts"])

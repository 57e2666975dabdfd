"""What `make test` leaves to `make proofs`, which runs all there is, on both databases: `pytest --proofs`.

A story runs on SQLite. It runs on PostgreSQL too where the two may differ: `@pytest.mark.both_databases("why")`. What
is too slow for every commit is marked `@pytest.mark.proof("why")`, or `@pytest.mark.proof_on_postgresql("why")`. Of
cases that are alike `@pytest.mark.few(2, "why")` has two told in every run: others of each test, so that each language
and each hour is among them somewhere.
"""

import os
from collections import defaultdict
from collections.abc import Iterable
from zlib import crc32

import pytest
from hypothesis import HealthCheck, settings

REASONED = {"both_databases": [str], "proof": [str], "proof_on_postgresql": [str], "few": [int, str]}
_is_proving = False


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--proofs", action="store_true", help="run all there is, on both databases")


def pytest_configure(config: pytest.Config) -> None:
    """Have Hypothesis tell the same stories in every run, so that a run fails for its own change."""
    global _is_proving
    _is_proving = config.getoption("--proofs")
    settings.register_profile(
        "council",
        max_examples=examples(100, in_every_run=30),
        derandomize="EXAMPLES" not in os.environ,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],  # a loaded machine is no bad strategy
    )
    settings.load_profile("council")


def examples(count: int, *, in_every_run: int) -> int:
    """Return how many stories Hypothesis tells: `count` in proofs, fewer in every run; EXAMPLES=500 finds others."""
    return int(os.environ.get("EXAMPLES") or (count if _is_proving else in_every_run))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is for `make proofs`; begin with the slow ones, so that nobody waits for a long one at the end."""
    for item in items:
        _check_reasons(item)
    gone = set() if config.getoption("--proofs") else left_to_proofs(items)
    if gone:
        config.hook.pytest_deselected(items=[item for item in items if item in gone])
    items[:] = sorted((item for item in items if item not in gone), key=lambda item: not _is_slow(item))


def left_to_proofs(items: Iterable[pytest.Item]) -> set[pytest.Item]:
    """Return those that every run leaves out."""
    left, cases = set(), defaultdict(list)
    for item in items:
        if is_left_to_proofs(item):
            left.add(item)
        elif item.get_closest_marker("few"):
            cases[item.nodeid.partition("[")[0], _parameters(item).get("store_url")].append(item)
    for (test, _), alike in cases.items():
        few = {(crc32(test.encode()) + number) % len(alike) for number in _spread(alike)}
        left.update(item for place, item in enumerate(alike) if place not in few)
    return left


def _spread(alike: list[pytest.Item]) -> list[int]:
    """Return as many numbers as cases are told, from the first one on, as far from each other as they can be."""
    count = min(alike[0].get_closest_marker("few").args[0], len(alike))
    return [number * len(alike) // count for number in range(count)]


def _parameters(item: pytest.Item) -> dict[str, object]:
    return item.callspec.params if hasattr(item, "callspec") else {}


def is_left_to_proofs(item: pytest.Item) -> bool:
    """Return whether it is a proof, or a story on PostgreSQL that has no reason to be told there in every run."""
    if item.get_closest_marker("proof"):
        return True
    parameters = _parameters(item)
    if item.get_closest_marker("proof_on_postgresql") and "postgresql" in parameters.values():
        return True
    database = parameters.get("store_url")
    return database == "postgresql" and not item.get_closest_marker("both_databases") and not _names_its_database(item)


def _names_its_database(item: pytest.Item) -> bool:
    return any("store_url" in mark.args[0] for mark in item.iter_markers("parametrize"))


def _is_slow(item: pytest.Item) -> bool:
    return item.get_closest_marker("slow") is not None


def _check_reasons(item: pytest.Item) -> None:
    for name in REASONED:
        for mark in item.iter_markers(name):
            if [type(part) for part in mark.args] != REASONED[name]:
                raise pytest.UsageError(f"{item.nodeid}: the mark {name} needs its reason, in one sentence")

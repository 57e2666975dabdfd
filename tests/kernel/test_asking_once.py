"""An act sends each query once: a second answer could differ from the first, if others write meanwhile."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event

from kernel import runner
from tests.kernel.stories import house, request
from tests.kernel.test_every_act import store
from tests.secretariat import HLPF, Desk

LOOKED_UP = ("store", "cycle", "person")  # by their names: the whole, and each part that names them


@contextmanager
def questions(engine: Engine) -> Iterator[Counter[tuple[str, str]]]:
    """Yield how often each query was sent with the same parameters."""
    asked: Counter[tuple[str, str]] = Counter()

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if statement.startswith("SELECT"):
            asked[statement, str(parameters)] += 1

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("deadline/met", {}),
        ("cycle/open", {}),
        ("cycle/open", {"cycle": "hlpf-contribution/2018", "last": HLPF, "anchors": ["un-deadline=2018-04-27"]}),
    ],
)
def test_an_act_asks_each_question_once(desk: Desk, name: str, more: Mapping[str, Any]) -> None:
    asked = request(name, house(desk, name), **{"provisional": ()} | more if more else {})
    with questions(desk.engine) as counts:
        runner.perform(asked, store(desk))
    tables = [(statement.partition("FROM ")[2].split(maxsplit=1)[0], times) for (statement, _), times in counts.items()]
    assert {table for table, times in tables if times > 1} <= set(LOOKED_UP)
    assert len(tables) > 10

"""Rows 1 to 3: planning a chain of 25 steps, planning it anew, counting working days."""

from collections.abc import Iterator
from datetime import date

import networkx
import numpy

from benchmarks.ratios import Row, quotient
from planning.calendar import Calendars, WorkCalendar
from planning.chain import Anchor, Chain, Step
from planning.plan import plan
from planning.replan import moves
from planning.window import day

STEPS = 25
EASTER = [date(2017, 4, 14), date(2017, 4, 17)]
GENEVA = WorkCalendar.of("Geneva", {2017: EASTER})


def rows() -> Iterator[Row]:
    """Yield the three rows."""
    chain, calendars = _chain(), Calendars({"Geneva": GENEVA})
    anchors = {"start": day(date(2016, 1, 4)), "end": day(date(2017, 12, 15))}
    later = anchors | {"end": day(date(2017, 12, 22))}
    first = plan(chain, anchors, calendars=calendars)
    one = lambda: plan(chain, anchors, calendars=calendars)  # noqa: E731
    again = lambda: moves(first, plan(chain, later, calendars=calendars))  # noqa: E731
    graph = _graph()
    cpm = lambda: _critical_path(graph)  # noqa: E731
    yield Row(
        1,
        "plan 25 steps with derivation, float and conflicts",
        "networkx CPM in integers",
        "<= 1.0x",
        quotient(one, cpm),
    )
    yield Row(2, "plan it anew after its anchor moved, with what moves", "its own plan", "<= 3x", quotient(again, one))
    start, holidays = date(2017, 4, 10), numpy.array(EASTER, dtype="datetime64[D]")
    numpy_start, busdays = numpy.datetime64(start), numpy.busdaycalendar(holidays=holidays)
    ours = lambda: GENEVA.shift(start, 20)  # noqa: E731
    theirs = lambda: numpy.busday_offset(numpy_start, 20, roll="forward", busdaycal=busdays)  # noqa: E731
    yield Row(3, "shift by 20 working days", "numpy busday scalar", "<= 0.35x", quotient(ours, theirs, 5000))


def _chain() -> Chain:
    last = STEPS - 1
    steps = [Step(f"s{n}", f"Step {n}", due=f"2 weeks before s{n + 1}") for n in range(last)]
    first = Step("s0", "Step 0", due="2 weeks before s1", follows="start")
    return Chain(
        "bench", 1, "A chain", "none", (Anchor("start", "the start"), Anchor("end", "the end")),
        (first, *steps[1:], Step(f"s{last}", "The last", due="on end")),
    )  # fmt: skip


def _graph() -> "networkx.DiGraph[int]":
    graph: networkx.DiGraph[int] = networkx.DiGraph()
    graph.add_weighted_edges_from((n, n + 1, 14) for n in range(-1, STEPS))
    return graph


def _critical_path(graph: "networkx.DiGraph[int]") -> dict[int, int]:
    """Return the float of each node: the two passes that any textbook has."""
    order = list(networkx.topological_sort(graph))
    early: dict[int, int] = {}
    for node in order:
        early[node] = max((early[p] + graph[p][node]["weight"] for p in graph.predecessors(node)), default=0)
    late: dict[int, int] = {}
    for node in reversed(order):
        late[node] = min((late[s] - graph[node][s]["weight"] for s in graph.successors(node)), default=early[node])
    return {node: late[node] - early[node] for node in order}

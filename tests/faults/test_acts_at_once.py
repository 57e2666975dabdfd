"""Two acts on one cycle, begun at one moment: each is done or refused, in one order or the other, never broken off."""

import threading
from contextlib import suppress
from datetime import date
from itertools import combinations_with_replacement

import pytest
from sqlalchemy import event

from desk import outbox
from kernel.runner import do
from models import transactions
from models.engine import reading
from models.transactions import TryAgain
from planning.errors import CouncilError
from planning.window import day
from record import journal
from reminders import reminder_plan
from tests.faults.officers import HOW, add_a_step
from tests.faults.senders import CONTEXT
from tests.secretariat import HLPF, POSTED

WINDOW = {"cycle": HLPF, "step": "comments"}
ACTS = {
    "agree": lambda s: do(s, "deadline/agree", cycle=HLPF, step="comments", due="2017-03-13", because="x", **HOW),
    "issue": lambda s: do(s, "cycle/issue", cycle=HLPF, **HOW),
    "assign": lambda s: do(s, "deadline/assign", cycle=HLPF, step="final-draft", person="focal@itu.example", **HOW),
    "met": lambda s: do(s, "deadline/met", cycle=HLPF, step="final-draft", url=POSTED, **HOW),
    "waive": lambda s: do(s, "deadline/waive", cycle=HLPF, step="final-draft", because="x", **HOW),
    "reopen": lambda s: do(s, "deadline/reopen", cycle=HLPF, step="revised-draft", because="x", **HOW),
    "answer": lambda s: do(s, "answer/give", **WINDOW, organization="Second state", no_comment=True, **HOW),
    "withdraw-answer": lambda s: do(s, "answer/withdraw", **WINDOW, organization="A state", because="x", **HOW),
    "add-step": lambda s: do(s, "step/add", cycle=HLPF, step="clearance", title="Have it cleared", **HOW),
    "move": lambda s: do(s, "anchor/move", cycle=HLPF, anchor="un-deadline", span=day(date(2017, 5, 2)), **HOW),
    "abandon": lambda s: do(s, "cycle/abandon", cycle=HLPF, because="x", **HOW),
    "release": lambda s: do(s, "outbox/release", all=True, anyway=True, **HOW),
    "drop": lambda s: do(s, "outbox/drop", messages=outbox.held(s), because="x", **HOW),
    "hold": lambda s: do(s, "sending/hold", because="x", **HOW),
}
SOME = ("agree", "waive", "release", "met", "move")
"""Two that once ended in a traceback are here: `release` against `agree`, and `waive` of one step twice."""
EACH_ACT = pytest.mark.proof("each act of these, on a copy of the store: six CPU seconds")
EACH_PAIR = pytest.mark.proof("105 pairs of acts, each on a copy of the store, take a minute of CPU")
MANY = pytest.mark.proof("12 processes take four seconds of CPU, and 35 half a minute")
ONE_WRITER = pytest.mark.proof("on SQLite the second act begins when the first has ended: no pair meets")
some_or_all = pytest.mark.parametrize(
    "names", [pytest.param(SOME, id="some"), pytest.param(tuple(ACTS), marks=EACH_ACT, id="all")]
)
TOGETHER = 0.05  # seconds for which the first one to have read anything waits for the other one to have read too

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.both_databases("locks: SQLite has one writer, PostgreSQL locks rows"),
]


def plan(session):
    return reminder_plan.plan_owed(session, now=HOW["now"])


@pytest.fixture
def busy(due, afresh):
    """Copies of a cycle in full swing: something is met, issued, answered and waits for release; a round is due."""
    for name in ("A state", "Second state"):
        due.knows(f"Delegate of {name}", f"{name[0]}x@state.example", "membership", of=name)
    due.accepts_rows(on="2017-02-21")
    due.meets("revised-draft", on="2017-02-22")
    due.issues("comments", on="2017-02-22")
    due.forbids("hlpf-contribution", "reminder", on="2017-02-23")
    due.turn("2017-02-24 09:00")  # the invitations wait for an officer
    due.answers("comments", "A state", on="2017-02-25")
    due.engine.dispose()
    return afresh


def at_once(engine, *works):
    """Return what became of each work: both have read something before either goes on, where that can be."""
    gate, own, ends = threading.Barrier(len(works)), threading.local(), [None] * len(works)

    def meet(*_):
        if not hasattr(own, "has_read"):
            own.has_read = True
            with suppress(threading.BrokenBarrierError):
                gate.wait(TOGETHER)

    def do(number, work):
        try:
            work(engine)
            ends[number] = "done"
        except Exception as why:
            ends[number] = why

    event.listen(engine, "after_cursor_execute", meet)
    threads = [threading.Thread(target=do, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ends


def acting(name):
    return lambda engine: transactions.run_act(engine, ACTS[name])


def is_well(end):
    return end == "done" or (isinstance(end, CouncilError) and not isinstance(end, TryAgain))


@pytest.mark.parametrize("store_url", ["postgresql", pytest.param("sqlite", marks=ONE_WRITER)], indirect=True)
@some_or_all
def test_an_act_beside_itself_and_beside_one_that_moves_all_ends_in_success_or_a_refusal(busy, names):
    for name in names:
        ends_well(busy, name, name)
    for name in {"issue", "met", "move", "abandon", "release"}.intersection(names):
        ends_well(busy, "agree", name)


@EACH_PAIR
@pytest.mark.parametrize("first", ACTS)
@pytest.mark.parametrize("store_url", ["postgresql", pytest.param("sqlite", marks=ONE_WRITER)], indirect=True)
def test_every_pair_of_acts_ends_in_success_or_a_refusal(busy, first):
    for name, other in combinations_with_replacement(ACTS, 2):
        if name == first:
            ends_well(busy, name, other)


def ends_well(busy, name, other):
    """Check what becomes of two acts at once, and that the journal of both holds together."""
    with busy() as desk:
        ends = at_once(desk.engine, acting(name), acting(other))
        assert all(map(is_well, ends)), (name, other, ends)
        assert "done" in ends, (name, other, ends)
        with reading(desk.engine) as session:
            journal.verify(session)


@some_or_all
def test_each_act_beside_a_round_ends_in_success_or_a_refusal(busy, names):
    for name in names:
        with busy() as desk:
            ends = at_once(
                desk.engine,
                acting(name),
                lambda engine: transactions.run(engine, plan),
            )
            assert all(map(is_well, ends)), (name, ends)


@pytest.mark.parametrize("count", [4, pytest.param(12, marks=MANY), pytest.param(35, marks=MANY)])
def test_many_acts_at_once_are_all_done(due, count):
    """So many officers press the key at one moment; of 35 on a SQLite file, thirteen once met `database is locked`."""
    due.engine.dispose()
    gate = CONTEXT.Barrier(count)
    officers = [CONTEXT.Process(target=add_a_step, args=(due.settings, gate, number)) for number in range(count)]
    for officer in officers:
        officer.start()
    for officer in officers:
        officer.join()
    assert [officer.exitcode for officer in officers] == [0] * count
    steps = {deadline.step for deadline in due.view("2017-02-27 11:00").deadlines}
    assert steps >= {f"clearance-{number}" for number in range(count)}

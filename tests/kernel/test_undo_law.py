"""The law of previews and of undo, over stores in which anybody did anything: no order of acts breaks it."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kernel import runner
from kernel.doors import Door
from kernel.runner import Preview, Request
from models import transactions
from models.engine import make_engine, reading
from tests import stores
from tests.kernel.example import NOW, OFFICER
from tests.kernel.random_acts import Throw, asked, furnished, shown, within_the_record
from tests.kernel.stories import as_read, contents
from tests.kernel.test_every_act import prove_journal, without_history
from tests.proofs import examples
from tests.reminders.forecasts import Paper
from tests.secretariat import Desk, moment

ACTS = 15  # in one story


def read(desk: Desk, *, mail: bool) -> list[dict[str, object]]:
    return [without_history(row) for row in as_read(desk, mail=mail)]


def check(desk: Desk, request: Request, *, is_redone: bool) -> None:
    """See that an act does what its preview shows, that its undo restores what is read, and undoing that what was."""
    is_of_letters = request.act.name.startswith(("outbox/", "sending/"))
    everything, before = contents(desk.engine), read(desk, mail=is_of_letters)
    preview = shown(desk, request)
    assert contents(desk.engine) == everything, request
    done = asked(desk, replace(request, seen=preview.seen) if isinstance(preview, Preview) else request)
    if isinstance(preview, str) or isinstance(done, str):
        assert (preview, contents(desk.engine)) == (done, everything), request
        return
    assert replace(done, undo=None) == replace(preview.done, undo=None), request
    if done.is_nothing:
        assert contents(desk.engine) == everything, request
        return
    after = read(desk, mail=is_of_letters)
    if done.undo is None:
        assert request.act.undo_unless, (request.act.name, request.arguments)
        return
    with reading(desk.engine) as session:
        back = runner.undoing(session, done.id, by=OFFICER, door=Door.CODE, now=moment(NOW))
    undone = runner.perform(back, partial(transactions.run_act, desk.engine))
    assert read(desk, mail=is_of_letters) == before, (request.act.name, request.arguments, back.arguments)
    if is_redone and undone.undo is None:
        assert back.act.undo_unless, (back.act.name, back.arguments)
    elif is_redone:
        with reading(desk.engine) as session:
            again = runner.undoing(session, undone.id, by=OFFICER, door=Door.CODE, now=moment(NOW))
        runner.perform(again, partial(transactions.run_act, desk.engine))
        assert read(desk, mail=is_of_letters) == after, (request.act.name, request.arguments, again.arguments)


def tell(url: str, home: Path, seed: int) -> None:
    """Furnish a store, and have people do anything in it."""
    desk = furnished(Desk(make_engine(url), Paper(), home), seed)
    throw = Throw(desk, seed, [act for act in within_the_record() if act.undo])
    for _ in range(ACTS):
        check(desk, throw.request(), is_redone=throw.dice.random() < 0.6)
    prove_journal(desk)
    desk.engine.dispose()


@pytest.mark.slow
@settings(max_examples=examples(40, in_every_run=2))
@given(seed=st.integers(0, 10_000))
@example(seed=1332)  # several dates are agreed in different words: that they were withdrawn is not undone
def test_whatever_was_done_before_an_act_does_what_was_shown_and_its_undo_restores_the_reading(
    sqlite_template, tmp_path_factory, seed
):
    home = tmp_path_factory.mktemp("undo")
    with stores.sqlite_store(sqlite_template, home) as url:
        tell(url, home, seed)

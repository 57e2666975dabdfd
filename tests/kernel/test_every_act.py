"""The story over all acts: each is done by one runner, so that each keeps the same laws, on both databases.

In every run one act of each shape is told (representatives.py), in `make proofs` all.

How each is refused, shown and done at its doors, and what its preview forecasts, is in test_every_door.py.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any, cast

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from actions.cycles.promises import touch
from kernel import registry, runner
from kernel.done import Done
from kernel.doors import Door
from kernel.runner import Changed, NoPreview, Request
from kernel.undo import AlreadyUndone, NothingToUndo
from models import transactions
from models.cycles import Cycle
from models.deadlines import Deadline
from models.engine import reading
from models.journal import Entry
from planning.errors import CouncilError
from record import journal
from record.refusals import BadSeal
from tests.kernel.example import NOW, OFFICER
from tests.kernel.random_acts import NoForecast
from tests.kernel.representatives import each
from tests.kernel.stories import EXAMPLES, as_read, contents, house, request
from tests.secretariat import Desk, moment

DONE_ANEW = {
    "account/invite",
    "channels/test",
    "clause/take-back",
    "item/take-back",
    "journal/accept",
    "people/end-links",
    "secret/rotate",
}
"""What is done once more each time: another link or message, one record further back, a later day, another key."""
CHANGED_LATER = (
    "The act changed a row that another act wrote: its table stands in BY_ACTS of record/journal/row_digests.py, and"
    " the column, where the row names its line (entry_id), in CHANGES_LATER of record/journal/fact_digests.py."
)
NOT_NOTED = (
    "The preview saw nothing of what somebody changed meanwhile: say so by `effects.note` (or `effects.mark`) in the"
    " act, as actions/memos.py does; or the example lacks the `meddle` that changes what the act is about."
)
NOT_LATER = "What takes the act back (`undo`) is refused three weeks later; a day that is past by then is no reason."
OVER_BY_THEN = {"cycle/issue", "meeting/issue", "deputy/set"}  # members read it, or the stay is over
NOT_READ = "The act changed nothing that `as_read` (tests/kernel/stories.py) reads: have what it changes read there."
every_undo = pytest.mark.parametrize("name", each(act.name for act in registry.acts() if act.undo))
every_preview = pytest.mark.parametrize("name", each(act.name for act in registry.acts() if not act.no_preview))
no_preview = pytest.mark.parametrize("name", each(act.name for act in registry.acts() if act.no_preview))


@contextmanager
def hinting(words: str) -> Iterator[None]:
    """Say what to do below whatever fails in the block."""
    try:
        yield
    except (CouncilError, pytest.fail.Exception) as why:
        why.add_note(words)
        raise


def store(desk: Desk) -> Callable[[Callable[[Session], Any]], Any]:
    return partial(transactions.run_act, desk.engine)


def meddle(session: Session, asked: Request) -> None:
    """Touch the step that is asked about, or the one that hangs from the anchor; and the cycle itself."""
    step = "submission" if asked.act.name == "step/add" else str(asked.arguments.get("step", "submission"))
    deadline = session.scalars(select(Deadline).where(Deadline.step == step)).one()
    touch(deadline, now=moment(NOW))
    session.get_one(Cycle, deadline.cycle_id).last_act_at = moment(NOW)


def line_of(desk: Desk, act_id: str) -> dict[str, Any]:
    with reading(desk.engine) as session:
        lines = [entry for entry in journal.entries(session, None, now=moment("2999-01-01")) if act_id in entry.text]
        return journal.facts_of(lines[0]) | {"act": lines[0].act, "by": lines[0].by}


def prove_journal(desk: Desk) -> None:
    """See that no act changed a row for which the line of another one answers.

    A meeting that a beginning put into the store by hand has no line, and is left out with the first one.
    """
    with reading(desk.engine) as session:
        lines = session.scalar(select(func.count()).select_from(Entry)) or 0
        try:
            with hinting(CHANGED_LATER):
                journal.verify(session)
        except BadSeal as why:
            if "before there was a key" not in str(why):
                raise
            journal.verify(session, last=lines - 1)


def check_after(desk: Desk, asked: Request, done: Done) -> None:
    """See that what was done is journaled, says why it cannot be undone, and once more is refused or does nothing."""
    name, line = asked.act.name, line_of(desk, done.id)
    assert (line["act"], line["outcome"]) == (name, done.outcome)
    assert not any(secret in str(line) for secret in done.secret.values())
    prove_journal(desk)
    if asked.act.no_undo:
        with reading(desk.engine) as session, pytest.raises(NothingToUndo, match=asked.act.no_undo):
            runner.undoing(session, done.id, by=OFFICER, door=Door.CODE, now=moment(NOW))
    if name not in DONE_ANEW:
        before = contents(desk.engine)
        with suppress(CouncilError):
            assert runner.perform(asked, store(desk)).is_nothing
        assert contents(desk.engine) == before


def test_every_act_has_its_example() -> None:
    missing, left = registry.names() - EXAMPLES.keys(), EXAMPLES.keys() - registry.names()
    assert not missing, f"{missing} have no example; write one in tests/kernel/of_….py, in the file of its room"
    assert not left, f"{left} are examples of no act; take them away"


@pytest.mark.both_databases("each kind of parameter is stored there: PostgreSQL is strict about types")
@every_preview
def test_a_preview_keeps_nothing_and_equals_what_is_then_done_once(desk: Desk, name: str) -> None:
    asked = request(name, house(desk, name))
    before = contents(desk.engine)
    shown = runner.preview(asked, partial(transactions.run_preview, desk.engine), NoForecast())
    assert contents(desk.engine) == before
    done = runner.perform(replace(asked, seen=shown.seen), store(desk))
    assert replace(done, undo=None) == replace(shown.done, undo=None)
    assert done.id not in str(shown.done.undo)  # no line bears it until the act is done
    named = {name: value for name, value in done.undo.arguments.items() if value != done.id} if done.undo else {}
    assert (shown.done.undo.arguments if shown.done.undo else {}) == named
    assert contents(desk.engine) != before
    check_after(desk, asked, done)


@every_preview
def test_what_was_shown_is_not_done_once_somebody_has_changed_it(desk: Desk, name: str) -> None:
    example = house(desk, name)
    asked = request(name, example)
    shown = runner.preview(asked, partial(transactions.run_preview, desk.engine), NoForecast())
    with desk.acting() as session:
        if example.against:
            example.against(session, asked)
        else:
            (example.meddle or partial(meddle, asked=asked))(session)
    before = contents(desk.engine)
    with hinting(NOT_NOTED), pytest.raises(Changed, match="somebody changed this meanwhile"):
        runner.perform(replace(asked, seen=shown.seen), store(desk))
    assert contents(desk.engine) == before


@pytest.mark.both_databases("each kind of parameter is stored there: PostgreSQL is strict about types")
@no_preview
def test_what_cannot_be_previewed_says_why_and_is_done_once(desk: Desk, name: str) -> None:
    asked = request(name, house(desk, name))
    before = contents(desk.engine)
    with pytest.raises(NoPreview, match=asked.act.no_preview):
        runner.preview(asked, partial(transactions.run_preview, desk.engine), NoForecast())
    assert contents(desk.engine) == before
    check_after(desk, asked, runner.perform(asked, store(desk)))


@every_undo
def test_undoing_restores_the_reading_and_is_done_once(desk: Desk, name: str) -> None:
    asked = request(name, house(desk, name))
    is_of_letters = name.startswith(("outbox/", "sending/"))  # what others take back is planned anew by the next round
    before = as_read(desk, mail=is_of_letters)
    done = runner.perform(asked, store(desk))
    assert as_read(desk, mail=is_of_letters) != before, NOT_READ
    with reading(desk.engine) as session:
        back = runner.undoing(session, done.id, by=asked.by, door=Door.CODE, now=moment(NOW))
    assert back.act.name == asked.act.undo
    undone = runner.perform(back, store(desk))
    prove_journal(desk)
    assert [without_history(row) for row in as_read(desk, mail=is_of_letters)] == [
        without_history(row) for row in before
    ]
    with reading(desk.engine) as session:
        redone = runner.undoing(session, undone.id, by=asked.by, door=Door.CODE, now=moment(NOW))
    assert redone.undoes == undone.id
    with pytest.raises(AlreadyUndone, match="was undone already"):
        runner.perform(back, store(desk))


@pytest.mark.proof("that an undo restores what was is told in every run, on the same day")
@pytest.mark.parametrize("name", [act.name for act in registry.acts() if act.undo and act.name not in OVER_BY_THEN])
def test_what_was_done_can_be_taken_back_three_weeks_later(desk: Desk, name: str) -> None:
    asked, later = request(name, house(desk, name)), moment(NOW) + timedelta(weeks=3)
    done = runner.perform(asked, store(desk))
    with reading(desk.engine) as session:
        back = runner.undoing(session, done.id, by=asked.by, door=Door.CODE, now=later)
    with hinting(NOT_LATER):
        assert not runner.perform(back, store(desk)).is_nothing


def without_history(row: dict[str, object]) -> dict[str, object]:
    """Return a reading without the sentence on what a date was before, which an undo does not remove."""
    links = cast("Sequence[object]", row.get("derivation", ()))
    return row | {"derivation": [str(link) for link in links if "until then" not in str(link)]}

"""One example of every act, in a house where each can be done; a new act without one fails the story over all acts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, select, update

from actions.cycles import reading as cycles
from actions.kernel import registry
from actions.kernel.grants import Grant, Identity
from actions.kernel.runner import Door, Request, do
from models.deadlines import Deadline
from models.engine import reading, writing
from models.tables import tables
from planning.facts import deadline_facts
from tests.desk import HLPF, POSTED, Desk, moment

NOW = "2017-02-27 10:00"
OFFICER = Identity("Focal Point", frozenset({Grant.SECRETARIAT}))
OF_ROUNDS = {"look_at"}


@dataclass(frozen=True)
class Example:
    """An act that can be done, one that is refused, and what must have happened before either."""

    arguments: Mapping[str, Any]
    refused: Mapping[str, Any]  # in place of some of the arguments
    before: Callable[[Desk], object] = field(default=lambda desk: None)


def _is_reported(desk: Desk) -> None:
    """Have Anna report a step met that a second person confirms."""
    with writing(desk.engine) as session:
        session.execute(update(Deadline).where(Deadline.step == "submission").values(confirmation=True))
    desk.meets("submission", on="2017-02-26", by="Anna")


def _is_confirmed(desk: Desk) -> None:
    _is_reported(desk)
    with desk.acting() as session:
        do(session, "deadline/confirm", cycle=HLPF, step="submission", now=moment("2017-02-26 13:00"), by="Boris")


EXAMPLES: Mapping[str, Example] = {
    "deadline/agree": Example(
        {"cycle": HLPF, "step": "final-draft", "due": "2017-03-27", "because": "asked", "later": "shift"},
        {"due": "2027-03-27"},
    ),
    "deadline/withdraw-agreement": Example(
        {"cycle": HLPF, "step": "final-draft", "because": "it was not so"}, {"step": "submission"}
    ),
    "deadline/met": Example({"cycle": HLPF, "step": "final-draft", "url": POSTED}, {"step": "revised-draft"}),
    "deadline/confirm": Example({"cycle": HLPF, "step": "submission"}, {"step": "final-draft"}, _is_reported),
    "deadline/withdraw-confirmation": Example(
        {"cycle": HLPF, "step": "submission", "because": "not so"}, {"step": "final-draft"}, _is_confirmed
    ),
    "deadline/waive": Example(
        {"cycle": HLPF, "step": "final-comments", "because": "no need"}, {"step": "revised-draft"}
    ),
    "deadline/reopen": Example(
        {"cycle": HLPF, "step": "revised-draft", "because": "not posted"}, {"step": "final-draft"}
    ),
    "anchor/move": Example(
        {"cycle": HLPF, "anchor": "un-deadline", "span": "2017-05-05", "because": "the UN moved it"},
        {"anchor": "no-such-date"},
    ),
}


def house(desk: Desk, name: str) -> Example:
    """Return the example of an act, in a house in which it can be done: opened, agreed, one step met, people told."""
    desk.opens_agreed()
    desk.round("2017-02-10 09:00")
    desk.meets("revised-draft", on="2017-02-24")
    example = EXAMPLES[name]
    example.before(desk)
    desk.round("2017-02-27 09:00")
    return example


def request(name: str, example: Example, by: Identity = OFFICER, **changed: Any) -> Request:
    """Return the request for the act of an example."""
    return Request(registry.act(name), {**example.arguments, **changed}, by, Door.CODE, moment(NOW))


def contents(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of the store, but for what rounds write meanwhile."""
    with reading(engine) as session:
        return {
            table.name: sorted(
                (tuple(row) for row in session.execute(select(*(c for c in table.c if c.name not in OF_ROUNDS)))),
                key=repr,
            )
            for table in tables().sorted_tables
        }


def as_read(desk: Desk, cycle: str = HLPF) -> list[dict[str, object]]:
    """Return the dates of a cycle and their standing, as `status --json` shows them."""
    with reading(desk.engine) as session:
        view = cycles.view(session, cycle, moment(NOW))
    return [
        deadline_facts(found)
        | {"standing": str(found.standing), "open": found.is_open, "agreed": found.agreed, "officer": found.officer,
           "met": found.settlement and (found.settlement.kind, found.settlement.on, found.settlement.url)}
        for found in view.deadlines
    ]  # fmt: skip

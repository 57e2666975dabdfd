"""One example of every act, in a house where each can be done; a new act without one fails the story over all acts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from actions.cycles import reading as cycles
from actions.delivery.holding import open_holds
from actions.desk import reviewing
from actions.kernel import registry
from actions.kernel.grants import Grant, Identity
from actions.kernel.runner import Door, Request, do
from models.deadlines import Deadline
from models.engine import reading, writing
from models.outbox import WAITING, Message, State
from models.sending import Hold
from models.tables import tables
from planning.facts import deadline_facts
from tests.desk import HLPF, POSTED, Desk, moment

NOW = "2017-02-27 10:00"
OFFICER = Identity("Focal Point", frozenset({Grant.APPROVER}))
CHAIN = "hlpf-contribution"
OF_ROUNDS = {"look_at"}


@dataclass(frozen=True)
class Example:
    """An act that can be done, one that is refused, and what must have happened before either."""

    arguments: Mapping[str, Any]
    refused: Mapping[str, Any]  # in place of some of the arguments
    before: Callable[[Desk], object] = field(default=lambda desk: None)
    last: Callable[[Desk], Mapping[str, Any]] = field(default=lambda desk: {})  # and after a round; with what it names
    meddle: Callable[[Session], object] | None = None  # how somebody changes meanwhile what the act is about


def _is_reported(desk: Desk) -> None:
    """Have Anna report a step met that a second person confirms."""
    with writing(desk.engine) as session:
        session.execute(update(Deadline).where(Deadline.step == "submission").values(confirmation=True))
    desk.meets("submission", on="2017-02-26", by="Anna")


def _is_confirmed(desk: Desk) -> None:
    _is_reported(desk)
    with desk.acting() as session:
        do(session, "deadline/confirm", cycle=HLPF, step="submission", now=moment("2017-02-26 13:00"), by="Boris")


def _waiting(desk: Desk) -> dict[str, object]:
    """Return the messages that have not left: letters to members wait for release."""
    numbers = [message.id for message in desk.messages() if message.state in WAITING]
    assert numbers
    return {"messages": numbers}


def _leaving(desk: Desk) -> dict[str, object]:
    desk.releases(on="2017-02-27 09:30")
    return _waiting(desk)


def _dropped(desk: Desk) -> dict[str, object]:
    found = _leaving(desk)
    with desk.acting() as session:
        do(session, "outbox/drop", **found, because="said by telephone", now=moment("2017-02-27 09:40"), by="Another")
    return found


def _failed(desk: Desk) -> dict[str, object]:
    found = _waiting(desk)
    with writing(desk.engine) as session:
        session.execute(update(Message).where(Message.state.in_(WAITING)).values(state=State.DEAD))
    return found


def _allowed(desk: Desk) -> dict[str, object]:
    desk.allows(CHAIN, "rung", on="2017-02-27 09:30")
    return {}


def _held(desk: Desk) -> dict[str, object]:
    with desk.acting() as session:
        _hold(session)
    return {}


def _look_at_messages(session: Session) -> None:
    for message in session.scalars(select(Message).where(Message.state != State.SENT)):
        message.detail = "looked at"


def _change_rule(session: Session) -> None:
    for act in ("outbox/allow", "outbox/forbid", "outbox/allow"):
        do(session, act, chain=CHAIN, kind="rung", because="x", now=moment("2017-02-27 09:45"), by="Another")


def _forbid(session: Session) -> None:
    _change_rule(session)
    do(session, "outbox/forbid", chain=CHAIN, kind="rung", because="x", now=moment("2017-02-27 09:45"), by="Another")


def _hold(session: Session) -> None:
    session.add(Hold(kind="officer", because="wrong list", at=moment("2017-02-27 09:30"), by="Another"))


def _clock(session: Session) -> None:
    session.add(Hold(kind="clock", because="wrong", at=moment("2017-02-27 09:30"), by=None, home_id="elsewhere"))


MAIL = {"messages": [999]}  # of which there is none
WRONG = {"because": "a slip"}
RULE = {"chain": CHAIN, "kind": "rung", "because": "routine"}


def _all_waived(desk: Desk) -> None:
    for deadline in desk.view("2017-02-26").deadlines:
        if deadline.is_open:
            desk.waives(deadline.step, on="2017-02-26")


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
    "deadline/assign": Example(
        {"cycle": HLPF, "step": "final-draft", "person": "focal@itu.example"}, {"person": "nobody@itu.example"}
    ),
    "deadline/hand-back": Example(
        {"cycle": HLPF, "step": "final-draft"},
        {"step": "comments"},
        lambda desk: desk.assigns("final-draft", "focal@itu.example", on="2017-02-26"),
    ),
    "cycle/close": Example({"cycle": HLPF}, {"cycle": "hlpf-contribution/1999"}, _all_waived),
    "cycle/abandon": Example({"cycle": HLPF, "because": "the forum was cancelled"}, {"because": " "}),
    "cycle/reopen": Example(
        {"cycle": HLPF, "because": "it is held after all"},
        {"cycle": "hlpf-contribution/1999"},
        lambda desk: desk.abandons(on="2017-02-26"),
    ),
    "cycle/announce": Example({"cycle": HLPF}, {"steps": ["preliminary-draft"]}),
    "step/add": Example(
        {"cycle": HLPF, "step": "clearance", "title": "Have it cleared", "follows": ["final-draft"]},
        {"before": ["revised-draft"]},
    ),
    "anchor/move": Example(
        {"cycle": HLPF, "anchor": "un-deadline", "span": "2017-05-05", "because": "the UN moved it"},
        {"anchor": "no-such-date"},
    ),
    "outbox/release": Example({}, MAIL, last=_waiting, meddle=_look_at_messages),
    "outbox/hold": Example(WRONG, MAIL, last=_leaving, meddle=_look_at_messages),
    "outbox/drop": Example(WRONG, MAIL, last=_leaving, meddle=_look_at_messages),
    "outbox/restore": Example(WRONG, MAIL, last=_dropped, meddle=_look_at_messages),
    "outbox/retry": Example({}, MAIL, last=_failed, meddle=_look_at_messages),
    "outbox/allow": Example(RULE, {"kind": "digest"}, meddle=_forbid),
    "outbox/forbid": Example(RULE, {"kind": "digest"}, last=_allowed, meddle=_change_rule),
    "sending/hold": Example(WRONG, {"because": " "}, meddle=_clock),
    "sending/resume": Example(WRONG, {"presume_sent": True}, last=_held, meddle=_clock),
}


def house(desk: Desk, name: str) -> Example:
    """Return the example of an act, in a house in which it can be done: opened, agreed, one step met, people told."""
    desk.opens_agreed()
    desk.round("2017-02-10 09:00")
    desk.meets("revised-draft", on="2017-02-24")
    example = EXAMPLES[name]
    example.before(desk)
    desk.round("2017-02-27 09:00")
    return replace(example, arguments={**example.arguments, **example.last(desk)})


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


def as_read(desk: Desk, cycle: str = HLPF, *, mail: bool) -> list[dict[str, object]]:
    """Return the dates of a cycle and their standing, as `status --json` shows them, and with `mail` the letters."""
    with reading(desk.engine) as session:
        view = cycles.view(session, cycle, moment(NOW))
        rules = [{"leaves": f"{rule.chain} {rule.kind}"} for rule in reviewing.rules(session) if not rule.withdrawn_at]
        letters = [*rules, *({"holds": held.kind} for held in open_holds(session))]
    letters += [{"message": message.public_id, "state": str(message.state)} for message in desk.messages() if mail]
    return letters + [
        deadline_facts(found)
        | {"ending": (view.ending, view.reason), "standing": str(found.standing),
           "open": found.is_open, "agreed": found.agreed, "officer": found.officer,
           "met": found.settlement and (found.settlement.kind, found.settlement.on, found.settlement.url)}
        for found in view.deadlines
    ]  # fmt: skip

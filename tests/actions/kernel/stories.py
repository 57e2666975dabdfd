"""One example of every act, in a house where each can be done; a new act without one fails the story over all acts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from actions.cycles import reading as cycles
from actions.delivery.holding import open_holds
from actions.desk import reviewing
from actions.items import itemizing
from actions.kernel import registry
from actions.kernel.grants import Grant, Identity
from actions.kernel.runner import Door, Request, do
from actions.whom import deputizing, people, preferring
from actions.windows import ledger
from models.deadlines import Deadline
from models.engine import reading, writing
from models.items import Item, Strength
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
    against: Callable[[Session, Request], object] | None = None  # the same, where it depends on what is asked


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


WORKED: Any = {"now": moment("2017-02-26"), "by": "Anna"}
TWICE, ONCE, PROPOSED = "x/1", "x/2", "x/3"  # items: one with two occasions, one with none, one for the Council


def _items_are_there(desk: Desk) -> None:
    """Have three items asked for: one is half done, and given to somebody."""
    rows = {TWICE: (Strength.REQUESTED, ["after A", "after B"]), ONCE: (Strength.REQUESTED, []),
            PROPOSED: (Strength.PROPOSED, [])}  # fmt: skip
    at = moment("2017-02-10")
    with writing(desk.engine) as session:
        session.add_all(
            Item(
                key=key,
                position=number,
                text="Do it",
                strength=strength,
                assignees=["secretariat"],
                due=due,
                meeting=None,
                cycle=None,
                step=None,
                source=None,
                at=at,
            )
            for number, (key, (strength, due)) in enumerate(rows.items())
        )
    with desk.acting() as session:
        do(session, "item/done", item=TWICE, occasion="after A", **WORKED)


def _all_is_done(desk: Desk) -> None:
    _items_are_there(desk)
    with desk.acting() as session:
        do(session, "item/done", item=TWICE, where="section 5", url=POSTED, **WORKED)


def _drop_and_reopen(session: Session, asked: Request) -> None:
    """Have somebody change an item, which then stands as it stood: what is asked can still be done."""
    key = asked.arguments.get("item") or asked.arguments["items"][0]
    how: Any = {"now": moment(NOW), "by": "Boris"}
    if itemizing.item(session, key, now=moment(NOW)).standing == "done":
        do(session, "item/reopen", item=key, because="not so", **how)
        do(session, "item/done", item=key, **how)
    else:
        do(session, "item/drop", item=key, because="not so", **how)
        do(session, "item/reopen", item=key, because="not so", **how)


WINDOW = {"cycle": HLPF, "step": "comments"}
STATE = {"organization": "An organization"}


def _is_answered(desk: Desk) -> None:
    """Have a state answer by a document, with two comments."""
    with desk.acting() as session:
        says = {"document": "WG-WSIS-30/13", "says": ["Shorter", "Clearer"], "url": POSTED}
        do(session, "answer/give", **WINDOW, **STATE, **says, **WORKED)


def _is_taken_up(desk: Desk) -> None:
    _is_answered(desk)
    with desk.acting() as session:
        do(session, "comment/resolve", **WINDOW, number=2, taken_up="section 5", **WORKED)


def _answer_and_withdraw(session: Session, asked: Request) -> None:
    """Have somebody record the answer that is asked about otherwise, and take that back if there was none."""
    how: Any = {"now": moment(NOW), "by": "Boris"}
    of = {name: asked.arguments[name] for name in ("cycle", "step", "organization", "document")}
    do(session, "answer/give", **of, on="2017-02-20", no_comment=True, **how)
    if asked.act.name == "answer/give":
        do(session, "answer/withdraw", **of, because="sent in error", **how)


def _comment_and_decline(session: Session, asked: Request) -> None:
    """Have somebody add a comment, and decline the one that is asked about."""
    how: Any = {"now": moment(NOW), "by": "Boris"}
    do(session, "comment/record", **WINDOW, **STATE, document="WG-WSIS-30/13", says="Sooner", **how)
    do(session, "comment/resolve", **WINDOW, number=asked.arguments.get("number", 1), declined="late", **how)


def _of_comment(
    arguments: Mapping[str, Any],
    refused: Mapping[str, Any],
    before: Callable[[Desk], object] = _is_answered,
) -> Example:
    return Example(WINDOW | arguments, refused, before, against=_comment_and_decline)


def _of_item(
    arguments: Mapping[str, Any],
    refused: Mapping[str, Any],
    before: Callable[[Desk], object] = _items_are_there,
) -> Example:
    return Example(arguments, refused, before, against=_drop_and_reopen)


CHAIN_OF = {"chain": "hlpf-contribution"}
DELEGATE = {"person": "a@state.example"}


def _is_muted(desk: Desk) -> None:
    """Have a delegate hear nothing of the chain."""
    with desk.acting() as session:
        do(session, "choices/mute", **DELEGATE, chain="hlpf-contribution", **WORKED)


def _is_away(desk: Desk) -> None:
    """Have another delegate stand in."""
    with desk.acting() as session:
        do(session, "deputy/set", **DELEGATE, deputy="b@state.example", to_on="2017-03-10", **WORKED)


def _goes_and_comes(session: Session, asked: Request) -> None:
    """Have the deputy known by another name; or what is asked about ended, and begun anew in other days."""
    if asked.act.name == "deputy/end":
        how: Any = {"now": moment(NOW), "by": "Boris"}
        do(session, "deputy/end", **DELEGATE, **how)
        do(session, "deputy/set", **DELEGATE, deputy="b@state.example", to_on="2017-03-13", **how)
    else:
        person = people.named(session, "b@state.example")
        person.name = "Delegate of B"


def _do_it_first(session: Session, asked: Request) -> None:
    """Have somebody else do the very same."""
    do(session, asked.act.name, **asked.arguments, now=moment(NOW), by="Boris")


EXAMPLES: Mapping[str, Example] = {
    "deputy/set": Example(
        DELEGATE | {"deputy": "b@state.example", "to_on": "2017-03-10"},
        {"deputy": "a@state.example"},
        against=_goes_and_comes,
    ),
    "deputy/end": Example(DELEGATE, {"person": "b@state.example"}, _is_away, against=_goes_and_comes),
    "choices/mute": Example(DELEGATE | CHAIN_OF, {"chain": "no-such-chain"}, against=_do_it_first),
    "choices/unmute": Example(DELEGATE | CHAIN_OF, {"person": "nobody@state.example"}, _is_muted, against=_do_it_first),
    "choices/set": Example(
        DELEGATE | {"digest": "weekly", "language": "fr", "zone": "Asia/Tokyo"},
        {"zone": "Mars/Olympus"},
        against=_do_it_first,
    ),
    "answer/give": Example(
        WINDOW | STATE | {"document": "WG-WSIS-30/14", "says": ["Sooner"]},
        {"organization": "Nowhere"},
        against=_answer_and_withdraw,
    ),
    "answer/withdraw": Example(
        WINDOW | STATE | {"document": "WG-WSIS-30/13", "because": "it was another's"},
        {"document": "WG-WSIS-30/99"},
        _is_answered,
        against=_answer_and_withdraw,
    ),
    "comment/record": _of_comment(
        STATE | {"document": "WG-WSIS-30/13", "says": "Sooner"}, {"document": "WG-WSIS-30/99"}
    ),
    "comment/resolve": _of_comment({"number": 1, "declined": "too late"}, {"number": 9}),
    "comment/withdraw": _of_comment({"number": 1, "because": "twice the same"}, {"because": " "}),
    "comment/reopen": _of_comment({"number": 2, "because": "not so"}, {"number": 1}, _is_taken_up),
    "item/done": _of_item({"item": TWICE, "on": "2017-02-24", "where": "section 5"}, {"item": "x/9"}),
    "item/assign": _of_item({"item": ONCE, "assignees": ["itu-r", "membership"]}, {"assignees": ["The Chair"]}),
    "item/adopt": _of_item({"items": [PROPOSED], "document": "C17/126"}, {"items": [ONCE]}),
    "item/drop": _of_item({"item": TWICE, "because": "overtaken"}, {"because": " "}),
    "item/reopen": _of_item({"item": TWICE, "because": "not so"}, {"item": ONCE}, before=_all_is_done),
    "item/take-back": _of_item(
        {"items": [TWICE], "because": "typed for another"}, {"items": [TWICE, ONCE]}, before=_all_is_done
    ),
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
    return letters + _also_read(desk, cycle) + [
        deadline_facts(found)
        | {"ending": (view.ending, view.reason), "standing": str(found.standing),
           "open": found.is_open, "agreed": found.agreed, "officer": found.officer,
           "met": found.settlement and (found.settlement.kind, found.settlement.on, found.settlement.url)}
        for found in view.deadlines
    ]  # fmt: skip


def _also_read(desk: Desk, cycle: str) -> list[dict[str, object]]:
    """Return the items, one reader's choices, who stands in, and the ledger of a window."""
    with reading(desk.engine) as session:
        items = itemizing.items(session, now=moment(NOW))
        choices = preferring.choices(session, people.named(session, DELEGATE["person"]), now=moment(NOW))
        deputies = deputizing.views(session, now=moment(NOW))
        window = ledger.ledger(session, cycle, "comments", now=moment(NOW))
    rows: list[dict[str, object]] = [{"choices": choices, "deputies": deputies}]
    rows += [{"item": item.key, "standing": item.standing, "of": item.holders, "due": item.occasions} for item in items]
    rows += [
        {"answer": (answer.organization, answer.document, answer.on, answer.url, answer.accepted_by)}
        for answer in window.answers
        if not answer.withdrawn
    ]
    return rows + [
        {"comment": (comment.number, comment.says, comment.outcome, comment.words)}
        for comment in window.comments
        if comment.outcome != "withdrawn"
    ]

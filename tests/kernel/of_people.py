"""Examples of the acts on what people were asked, answered and chose: items, windows, choices, deputies."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from kernel.runner import Request, do
from models.engine import writing
from models.items import Item, Strength
from models.people import Organization
from record import items
from record.people import people
from tests.kernel.example import DELEGATE, NOW, OPERATOR, WORKED, Example
from tests.secretariat import HLPF, POSTED, Desk, moment

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
    if items.item(session, key, now=moment(NOW)).standing == "done":
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


def _is_muted(desk: Desk) -> None:
    """Mute the chain for a delegate."""
    with desk.acting() as session:
        do(session, "choices/mute", **DELEGATE, chain="hlpf-contribution", **WORKED)


def _is_official(desk: Desk) -> None:
    """Mark the address of a delegate as the official one."""
    with desk.acting() as session:
        do(session, "people/mark-official", **DELEGATE, **WORKED)


def _is_away(desk: Desk) -> None:
    """Appoint another delegate as deputy."""
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
    """Do the same act as somebody else."""
    do(session, asked.act.name, **asked.arguments, now=moment(NOW), by="Boris")


def _found_organization(session: Session, _asked: Request) -> None:
    """Add the organization meanwhile."""
    session.add(Organization(name="Development Bureau"))


LEAVER = {"person": "leaver@itu.example"}


def _leaver_is_known(desk: Desk) -> None:
    desk.knows("Lea Leaver", LEAVER["person"])


def _call_otherwise(session: Session) -> None:
    """Have somebody correct the name of the one who leaves."""
    do(session, "people/edit", **LEAVER, name="Lena Leaver", now=moment(NOW), by="Boris")


OF_PEOPLE: Mapping[str, Example] = {
    "people/add": Example(
        {"name": "Rui Costa", "email": "Rui@ITU.example", "organization": "Development Bureau", "roles": ["itu-d"]},
        {"email": "a@state.example"},
        against=_found_organization,
    ),
    "people/edit": Example(
        DELEGATE | {"organization": "Development Bureau"}, {"email": "b@state.example"}, against=_do_it_first
    ),
    "people/erase": Example(
        LEAVER | {"because": "asked for it by letter"},
        {"because": "Lea Leaver asked"},
        _leaver_is_known,
        meddle=_call_otherwise,
        by=OPERATOR,
    ),
    "people/end-role": Example(
        DELEGATE | {"role": "membership", "on": "2017-03-31"}, {"role": "chair"}, against=_do_it_first
    ),
    "people/give-role": Example(
        DELEGATE | {"role": "focal-point", "scope": "hlpf-contribution", "until": "2018-12-31"},
        {"scope": "no-such-body"},
        against=_do_it_first,
    ),
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
    "people/mark-official": Example(DELEGATE, {"person": "nobody@state.example"}, against=_do_it_first),
    "people/unmark-official": Example(DELEGATE, {"person": "nobody@state.example"}, _is_official, against=_do_it_first),
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
    "item/assign": _of_item({"item": ONCE, "assignees": ["itu-r", "membership"]}, {"assignees": ["The Boss"]}),
    "item/adopt": _of_item({"items": [PROPOSED], "document": "C17/126"}, {"items": [ONCE]}),
    "item/drop": _of_item({"item": TWICE, "because": "overtaken"}, {"because": " "}),
    "item/reopen": _of_item({"item": TWICE, "because": "not so"}, {"item": ONCE}, before=_all_is_done),
    "item/take-back": _of_item(
        {"items": [TWICE], "because": "typed for another"}, {"items": [TWICE, ONCE]}, before=_all_is_done
    ),
}

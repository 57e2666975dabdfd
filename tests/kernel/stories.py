"""One example of every act, in a house where each can be done; a new act without one fails the story over all acts."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache, partial
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from sqlalchemy import Dialect, Engine, select

import tests.kernel
from desk import review
from kernel import registry
from kernel.doors import Door
from kernel.grants import Identity
from kernel.runner import Request
from models.documents import Document
from models.engine import reading
from models.meetings import Meeting
from models.memos import Memo
from models.tables import tables
from planning.deadline_facts import deadline_facts
from record import body_lives, holiday_lists, memberships, windows
from record import items as items_
from record.cycles import issues, meeting_issues
from record.cycles import snapshots as cycles
from record.mandates import follow_ups
from record.meetings import expected_documents, meetings
from record.papers import documents
from record.people import accounts, contacts, people
from record.people import choices as choices_
from record.people import deputies as standing_in
from record.sending.holds import open_holds
from tests.beginnings import once
from tests.kernel.example import DELEGATE, NOW, Example
from tests.secretariat import HLPF, Desk, moment

OF_ROUNDS = {"look_at"}
EXAMPLES: Mapping[str, Example] = {
    name: example
    for module in iter_modules(tests.kernel.__path__, "tests.kernel.")
    if (of := module.name.rpartition(".")[2]).startswith("of_")
    for name, example in getattr(import_module(module.name), of.upper()).items()
}
"""What the files `of_….py` hold: each is found by being there."""


def house(desk: Desk, name: str) -> Example:
    """Return the example of an act, in a house in which it can be done: opened, agreed, one step met, people told."""
    once(desk.engine, desk.home, "house", partial(_begin, desk))
    assert name in EXAMPLES, f"{name} has no example; write one in tests/kernel/of_….py, in the file of its room"
    example = EXAMPLES[name]
    once(desk.engine, desk.home, f"house of {name}", partial(_prepare, desk, example))
    return replace(example, arguments={**example.arguments, **example.last(desk)})


def _begin(desk: Desk) -> None:
    desk.opens_agreed()
    desk.turn("2017-02-10 09:00")
    desk.meets("revised-draft", on="2017-02-24")


def _prepare(desk: Desk, example: Example) -> None:
    example.before(desk)
    desk.accepts_rows(on="2017-02-26")
    desk.turn("2017-02-27 09:00")


def request(name: str, example: Example, by: Identity | None = None, **changed: Any) -> Request:
    """Return the request for the act of an example."""
    return Request(registry.act(name), {**example.arguments, **changed}, by or example.by, Door.CODE, moment(NOW))


def contents(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of the store as the driver reads it, except what rounds write meanwhile."""
    with reading(engine) as session:
        cursor = session.connection().connection.cursor()
        return {name: sorted(cursor.execute(words).fetchall(), key=repr) for name, words in _everything(engine.dialect)}


@lru_cache
def _everything(dialect: Dialect) -> list[tuple[str, str]]:
    """Return each table, and the words that read all of it; that they are compiled once saves a tenth of this room."""
    return [
        (table.name, str(select(*(c for c in table.c if c.name not in OF_ROUNDS)).compile(dialect=dialect)))
        for table in tables().sorted_tables
    ]


def as_read(desk: Desk, cycle: str = HLPF, *, mail: bool) -> list[dict[str, object]]:
    """Return the dates of a cycle and their standing, as `status --json` shows them, and with `mail` the letters."""
    with reading(desk.engine) as session:
        view = cycles.view(session, cycle, moment(NOW))
        rules = [{"leaves": f"{rule.chain} {rule.kind}"} for rule in review.rules(session) if not rule.withdrawn_at]
        ids = [deadline.id for deadline in view.deadlines]
        approved = {number: row.due_on for number, (_, row) in issues.approved(session, ids, moment(NOW)).items()}
        letters = [*rules, *({"holds": held.kind} for held in open_holds(session))]
    letters += [{"message": message.public_id, "state": str(message.state)} for message in desk.messages() if mail]
    return letters + _also_read(desk, cycle) + _meetings_read(desk) + [
        deadline_facts(deadline)
        | {"ending": (view.ending, view.reason), "standing": str(deadline.standing),
           "issued": approved.get(deadline.id), "open": deadline.is_open, "agreed": deadline.agreed,
           "officer": deadline.officer,
           "met": deadline.settlement and (deadline.settlement.kind, deadline.settlement.on, deadline.settlement.url)}
        for deadline in view.deadlines
    ]  # fmt: skip


def _also_read(desk: Desk, cycle: str) -> list[dict[str, object]]:
    """Return the items, one reader's choices, who stands in, people, accounts, a window's ledger, and the documents.

    Those of which more is known than a name: the symbol or address by which a step was met stays on record.
    """
    with reading(desk.engine) as session:
        items = items_.items(session, now=moment(NOW))
        lives = [replace(life, ended_at=None) for life in body_lives.lives(session).values()]
        members = [replace(view, entered_by=None) for view in memberships.views(session)]
        choices = choices_.choices(session, people.named(session, DELEGATE["person"]), now=moment(NOW))
        deputies = standing_in.views(session, now=moment(NOW))
        people_ = contacts.everybody(session, now=moment(NOW))
        known = [(each.name, each.organization, each.roles, each.official) for each in people_]
        may = [(each.email, each.holds) for each in accounts.views(session, now=moment(NOW))]
        window = windows.ledger(session, cycle, "comments", now=moment(NOW))
        names = session.scalars(select(Document.name).order_by(Document.id))
        views = [documents.view(session, name, now=moment(NOW)) for name in names]
        papers = [view for view in views if view.languages or view.names[1:] or view.title]
        lists = [
            (view.place, view.year, view.days, view.circular, view.on, view.checked_at is not None)
            for view in holiday_lists.views(session)
        ]
        wanted = session.execute(select(Memo.due_on, Memo.words).where(Memo.ended_at.is_(None)))
        memos = [tuple(row) for row in wanted]
    rows: list[dict[str, object]] = [
        {"lists": lists, "memos": memos},
        {
            "members": members,
            "bodies": lives,
            "choices": choices,
            "deputies": deputies,
            "documents": papers,
            "people": known,
            "may": may,
        },
    ]
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


def _meetings_read(desk: Desk) -> list[dict[str, object]]:
    """Return the meetings, without their history, and the dates of every cycle that hangs from one."""
    with reading(desk.engine) as session:
        known = meetings.listed(session, now=moment(NOW))
        hanging = sorted({name for each in known for name in each.cycles})
        views = [cycles.view(session, name, moment(NOW)) for name in hanging]
        waiting = meeting_issues.waiting(session, moment(NOW)).values()
        how = {"now": moment(NOW), "known": moment(NOW)}
        expected = [
            view.facts
            for row in session.scalars(select(Meeting))
            for view in expected_documents.of_meeting(session, row, {}, **how)
        ]
        followed = follow_ups.recorded(session, now=moment(NOW))
    expected += [{"clause": clause, "follow-up": replace(of, reported=None)} for clause, of in followed.items()]
    rows: list[dict[str, object]] = [*expected, *({"meeting": replace(each, history=())} for each in known)]
    rows += [{"not issued": each.key, "set": each.set_words} for each in waiting]
    rows += [{"cycle": view.name, "anchors": view.anchors, "provisional": view.provisional} for view in views]
    return rows + [deadline_facts(deadline) | {"of": view.name} for view in views for deadline in view.deadlines]

"""A store in which announcements to many members of many cycles wait, and become due cycle by cycle."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Engine, insert, select, update
from sqlalchemy.orm import Session

import flows.chains
from actions.cycles import openings
from actions.cycles.planned_cycles import OpeningTerms
from kernel.runner import do
from models.cycles import Cycle
from models.engine import writing
from models.outbox import Message, State
from models.people import Channel, Person, Role
from planning.library import chains_in
from planning.window import Window, day
from reminders import reminder_plan

CHAIN, BY = "hlpf-contribution", "Office"
FAR = timedelta(days=900)


def announce(engine: Engine, members: int, cycles: int, now: datetime) -> list[str]:
    """Open so many cycles, share the members among them, and issue a date of each; return the cycles' names.

    All of it on a Wednesday before, at an hour at which letters may leave: rounds of today find what is left of it.
    """
    issued = datetime.combine(now.date() - timedelta(days=1 + (now.weekday() + 4) % 7), time(9), UTC)
    opened = issued - timedelta(days=1)
    today = now.date()
    names = [f"{CHAIN}/wave-{number:02}" for number in range(1, cycles + 1)]
    with writing(engine) as session:
        people = [
            {"public_id": f"p{n}", "name": f"Délégué {n}", "email": f"d{n}@state.example"} for n in range(members)
        ]
        session.execute(insert(Person), people)
        ids = session.scalars(select(Person.id).order_by(Person.id)).all()
        session.execute(
            insert(Role),
            [{"person_id": person, "role": "membership", "scope": names[n % cycles]} for n, person in enumerate(ids)],
        )
        email = {"address": "email", "fingerprint": "email", "carrier": "email"}
        session.execute(insert(Channel), [{"person_id": person, **email} for person in ids])
        for name in names:
            _issue(session, name, today, opened, issued)
        reminder_plan.plan_owed(session, now=issued + timedelta(hours=1))
        session.execute(update(Message).values(state=State.QUEUED, due_at=now + FAR))
    return names


def _issue(session: Session, name: str, today: date, opened: datetime, issued: datetime) -> None:
    review, trial = today + timedelta(days=70), "a trial"
    anchors: dict[str, Window | str] = {
        "un-deadline": day(today + timedelta(days=150)),
        "review": Window(review, review + timedelta(days=1)),
    }
    terms = OpeningTerms(anchors, accept_conflicts=trial)
    openings.open_cycle(session, chains_in(flows.chains)[CHAIN], name.partition("/")[2], terms, now=opened, by=BY)
    words = {"because": "agreed", "document": "C17/8", "agreed_by": "the 30th meeting", "accept_conflicts": trial}
    due = (today + timedelta(days=100)).isoformat()
    do(session, "deadline/agree", cycle=name, step="comments", due=due, **words, now=opened, by=BY)
    do(session, "cycle/issue", cycle=name, steps=["comments"], now=issued, by=BY)


def make_due(engine: Engine, names: Iterable[str], now: datetime) -> None:
    """Have the letters of these cycles be due."""
    pairs = [name.partition("/")[2] for name in names]
    with writing(engine) as session:
        ours = select(Cycle.id).where(Cycle.edition.in_(pairs))
        session.execute(update(Message).where(Message.cycle_id.in_(ours)).values(due_at=now))

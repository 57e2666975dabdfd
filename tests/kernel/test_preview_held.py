"""A preview blocks nobody: senders do not notice it, and another act waits a moment at most."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from delivery import sender
from delivery.channels import carriers
from kernel import registry, runner
from kernel.done import Done
from kernel.doors import Door
from kernel.runner import Request
from letters import preview_notes
from models import transactions
from models.engine import reading
from models.outbox import Message, State
from reminders import forecast, reminder_plan
from reminders.forecast import Beforehand
from tests.beginnings import told_once
from tests.kernel.example import OFFICER
from tests.secretariat import HLPF, Desk, moment

pytestmark = pytest.mark.both_databases("locks: SQLite has one writer, PostgreSQL locks rows")

AT = moment("2017-03-03 09:00")


class Holder:
    """A forecaster that says when the act is done, and then holds its transaction until it is told."""

    def __init__(self) -> None:
        self.is_done, self.may_end = threading.Event(), threading.Event()

    def beforehand(self, session: Session, *, now: datetime) -> None:
        """Return nothing."""

    def of(self, session: Session, act: Callable[[], Done], *, now: datetime, known: None) -> tuple[Done, None]:
        preview_notes.begin(session)
        done = act()
        self.is_done.set()
        self.may_end.wait(240)
        return done, None


@contextmanager
def held(desk: Desk, request: Request) -> Iterator[None]:
    """Hold a preview of the act in its transaction, all of it done, until the block ends."""
    holder = Holder()
    transaction = partial(transactions.run_preview, desk.engine)
    thread = threading.Thread(target=runner.preview, args=(request, transaction, holder))
    thread.start()
    assert holder.is_done.wait(240)
    try:
        yield
    finally:
        holder.may_end.set()
        thread.join(240)


def waits(desk: Desk) -> list[State]:
    with reading(desk.engine) as session:
        return list(session.scalars(select(Message.state).order_by(Message.id)))


def move(desk: Desk) -> Request:
    what = {"cycle": HLPF, "step": "comments", "due": "2017-03-13", "because": "asked", "later": "shift"}
    return Request(registry.act("deadline/agree"), what, OFFICER, Door.CODE, AT)


@told_once
def planned(desk: Desk) -> None:
    """Have letters about the comments wait to be sent, released."""
    desk.opens_agreed()
    desk.meets("revised-draft", on="2017-02-24")
    with desk.acting() as session:
        assert reminder_plan.plan_owed(session, now=AT).messages > 0
    desk.releases(on="2017-03-03 09:00")
    assert State.QUEUED in waits(desk)


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)  # on SQLite one writes at a time
def test_a_sender_claims_and_finishes_while_a_preview_is_held(desk: Desk) -> None:
    planned(desk)
    with held(desk, move(desk)), carriers(desk.settings.mail_url or "", desk.settings) as channels:
        sender.deliver(desk.engine, channels, desk.settings, now=AT, clock=lambda: AT)
        assert State.SENT in waits(desk)
        assert State.QUEUED not in waits(desk)


@pytest.mark.parametrize("act", ["outbox/hold", "outbox/drop"])
@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_what_an_officer_would_do_with_letters_keeps_no_sender_from_them(desk: Desk, act: str) -> None:
    planned(desk)
    numbers = [message.id for message in desk.messages() if message.state is State.QUEUED]
    asked = Request(registry.act(act), {"messages": numbers, "because": "x"}, OFFICER, Door.CODE, AT)
    with held(desk, asked), carriers(desk.settings.mail_url or "", desk.settings) as channels:
        sender.deliver(desk.engine, channels, desk.settings, now=AT, clock=lambda: AT)
        assert State.QUEUED not in waits(desk)


def test_another_act_waits_for_the_end_of_a_preview_and_no_longer(desk: Desk) -> None:
    planned(desk)
    what = {"cycle": HLPF, "step": "final-comments", "because": "x"}
    other = Request(registry.act("deadline/waive"), what, OFFICER, Door.CODE, AT)
    thread = threading.Thread(target=runner.perform, args=(other, partial(transactions.run_act, desk.engine)))
    with held(desk, move(desk)):
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()
    thread.join(240)
    view = desk.view(AT)
    assert not view["final-comments"].is_open
    assert view["comments"].due == date(2017, 3, 10)


def test_nobody_waits_for_what_is_reckoned_beforehand_and_it_is_reckoned_anew_after_an_act(desk: Desk) -> None:
    planned(desk)
    other = Request(
        registry.act("deadline/waive"), {"cycle": HLPF, "step": "comments", "because": "x"}, OFFICER, Door.CODE, AT
    )

    class Late:
        """A forecaster beside whom somebody acts while it reckons what is known beforehand."""

        def beforehand(self, session: Session, *, now: datetime) -> Beforehand:
            known = forecast.beforehand(session, now=now)
            session.rollback()
            runner.perform(other, partial(transactions.run_act, desk.engine))
            return known

        of = staticmethod(forecast.of)

    what = {"cycle": HLPF, "step": "submission", "because": "x"}
    asked = Request(registry.act("deadline/waive"), what, OFFICER, Door.CODE, AT)
    shown = runner.preview(asked, partial(transactions.run_preview, desk.engine), Late())
    assert (shown.forecast.told, shown.forecast.taken_back, shown.forecast.changed) == ((), (), ())

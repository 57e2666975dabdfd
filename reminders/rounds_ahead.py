"""Rounds ahead of time: what each quarterly round would plan and send, reckoned with a ledger in memory."""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta

from letters import lines
from letters.known_dates import Known, by_deadline
from letters.ledger import BATCH
from models.outbox import goes_to_all
from planning.mail_hours import next_permitted_to
from record.meetings import quiet_sessions
from record.meetings.quiet_sessions import is_routine
from reminders import reminder_plan
from reminders.ledger_ahead import Ahead
from reminders.mail_ahead import Mail

QUARTER = timedelta(minutes=15)  # the time between two rounds (docs/operations.md)


def run(ahead: Ahead, *, now: datetime, until: datetime) -> Iterator[Mail]:
    """Yield each message that leaves in the rounds after `now` and up to `until`, with its lines.

    Rounds in which nothing is to be planned or sent are skipped.
    """
    last = now
    while (moment := _next(ahead, last)) is not None and moment <= until:
        ahead.stand_at(moment)
        reminder_plan.plan(ahead, now=moment, clock=moment)
        yield from _sent(ahead, moment)
        last = moment


def held(ahead: Ahead, at: datetime) -> list[Mail]:
    """Return the messages that wait for release at that instant, with their lines as they would be then."""
    ahead.stand_at(at)
    known = _known(ahead, mails := ahead.held())
    for mail in mails:
        mail.lines = tuple(lines.lines(mail, known))
    return [mail for mail in mails if mail.lines]


def _known(ahead: Ahead, mails: Collection[Mail]) -> Known:
    """Return what the contents of these messages are made from; the messages themselves do not count as told."""
    last_told = ahead.told({row.deadline_id for mail in mails for row in mail.owed}, besides=set(mails))
    issued = by_deadline(ahead.issued_views.values())
    return Known(ahead.views, last_told, ahead.deadlines, issued, {})


def _next(ahead: Ahead, last: datetime) -> datetime | None:
    """Return the next round (a quarter of an hour, UTC) with something to plan or send; None if there is none."""
    moments = [at for mail in ahead.moving() if (at := mail.free_at)]
    if (look := ahead.next_look()) is not None:
        moments.append(look)
    if not moments:
        return None
    since = (min(moments) - _EPOCH) / QUARTER
    whole = int(since) if since == int(since) else int(since) + 1
    return _EPOCH + max(whole, (last - _EPOCH) // QUARTER + 1) * QUARTER


_EPOCH = datetime(1800, 1, 1, tzinfo=UTC)


def _sent(ahead: Ahead, now: datetime) -> Iterator[Mail]:
    """Yield the messages that leave now. Those outside their reader's hours are put off; untrue ones are withdrawn."""
    while batch := _claimed(ahead, now):
        readers = ahead.people(batch)
        known = _known(ahead, batch)
        sitting = quiet_sessions.sitting(ahead.session, _readers_of_routine(batch), now=now)
        for mail in batch:
            view = ahead.views.get(mail.cycle_id or 0)
            rungs = [row.rung for row in mail.owed]
            zone = readers[mail.person_id].zone
            to_all = goes_to_all(mail.kind, rungs)
            moment = next_permitted_to(zone, view, ahead.calendars(), now, to_all=to_all)
            if is_routine(mail.kind, rungs) and (sits := sitting.get(mail.person_id)):
                moment = sits.until
            if moment > now:
                mail.put_off(moment)
                continue
            mail.lines = () if mail.taken_back else tuple(lines.lines(mail, known, now=now))
            mail.leave(now)
            if mail.lines:
                yield mail


def _readers_of_routine(batch: Collection[Mail]) -> set[int]:
    return {mail.person_id for mail in batch if is_routine(mail.kind, [row.rung for row in mail.owed])}


def _claimed(ahead: Ahead, now: datetime) -> list[Mail]:
    """Return the next batch of messages that a sender would claim, in its order."""
    free = [mail for mail in ahead.moving() if (at := mail.free_at) and at <= now]
    return sorted(free, key=lambda mail: (mail.due_at, mail.id))[:BATCH]

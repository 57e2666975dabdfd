"""The law of rehearsals: whatever the store and the period, one tells what the rounds then send, word by word.

Each issue and each approval that falls due is given at once, by the acts that officers have. The rounds ask no plan
which moments matter: they come every hour.
"""

import random
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from delivery import rehearsal, rounds
from models.engine import make_engine, reading
from models.outbox import State
from notifications.rehearsal_server import Received, Sink
from record.cycles import issues, meeting_issues, snapshots
from record.cycles.latest_rows import living
from tests import stores
from tests.secretariat import Desk, moment
from tests.soak.office import ZONES, Office

HOUR, QUARTER = timedelta(hours=1), timedelta(minutes=15)
A_YEAR_AHEAD = timedelta(days=470)


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a period is told, and how many rounds come before one that is far ahead: each hour when it is near."""

    days: timedelta = timedelta(days=4)
    near: timedelta = timedelta(days=12)
    between: timedelta = timedelta(hours=61)
    is_weekly: bool = True  # whether weekly reports are told, of which a year has many


AS_EVER = Pace()
BRISK = Pace(timedelta(days=2), near=timedelta(days=2), between=timedelta(days=8, hours=3), is_weekly=False)
FOR_DIGESTS = {12, 23}  # offices in which a digest gathers what came days before it: two days of rounds are too few
Letter = tuple[str, str, str, tuple[str, ...]]  # hour, recipient, subject, the parts of its body


class Setting(Office):
    """An office whose dates and meetings are mostly set and not issued, and whose letters wait for approval."""

    def approves(self, on):
        if self.ahead or self.dice.random() < 0.3:  # nobody approves a letter on a day that is still to come
            super().approves(on)

    def act(self, now):
        if not self.cycles or self.dice.random() < 0.2:
            return self.open(now)
        return self.dice.choice([self.set, self.set, self.announce, self.post, self.settle, self.waive])(now)


def worked(office: Setting, begin: str) -> datetime:
    """Have an office work for some days, with rounds; return the instant after its last act."""
    desk, dice = office.desk, office.dice
    now = moment(begin) + timedelta(minutes=dice.randrange(24 * 60))
    office.hires(ZONES)
    for _ in range(dice.randint(3, 9)):
        office.act(now)
        now += timedelta(minutes=dice.choice([1, 5, 16, 240, 24 * 60, 72 * 60]))
        if dice.random() < 0.5:
            rounds.turn(desk.engine, desk.settings, now=now, clock=lambda at=now: at)
        now += timedelta(seconds=1)
    return now


def rehearsed(desk: Desk, folder: Path, now: datetime, start: datetime, end: datetime) -> list[Letter]:
    folder.mkdir()
    with Sink() as sink:
        scratch = rehearsal.scratch_copy(desk.engine, folder)
        settings = rehearsal.with_sink(desk.settings, sink.url, folder)
        told = list(rehearsal.rehearse(scratch, settings, start=start, end=end, now=now))
        scratch.dispose()
        return in_words([letter.at for letter in told], sink.mails[len(sink.mails) - len(told) :])


def sent(desk: Desk, now: datetime, start: datetime, end: datetime, pace: Pace) -> list[Letter]:
    """Issue what is set, then run a round each hour, approve what it holds, and return what left in the period."""
    issue_all(desk, now)
    hours, mails, at = [], [], min(now, start)
    while at <= end:
        before = len(desk.sink.mails)
        rounds.turn(desk.engine, desk.settings, now=at, clock=lambda at=at: at)
        if any(message.state is State.HELD for message in desk.messages()):
            desk.performs("outbox/release", all=True, anyway=True, on=at)
            rounds.turn(desk.engine, desk.settings, now=at, clock=lambda at=at: at)
        new = desk.sink.mails[before:] if at >= start else []
        mails += new
        hours += [at] * len(new)
        at = following(at, now, start, pace)
    return in_words(hours, mails)


def following(at: datetime, now: datetime, start: datetime, pace: Pace) -> datetime:
    """Return when the next round comes: soon after an approval, for mail rests from 18:00 on; else at the full hour."""
    if at < start - pace.near:
        return min(at + pace.between, start - pace.near)
    hour = whole_hour(at) + HOUR
    return min(at + QUARTER, hour) if at < now + HOUR else hour


def issue_all(desk: Desk, now: datetime) -> None:
    with reading(desk.engine) as session:
        meetings = [each.key for each in meeting_issues.waiting(session, now).values()]
    for key in meetings:
        desk.issues_meeting(key, on=now)
    with reading(desk.engine) as session:
        views = snapshots.views_of(session, living(now), now, now)
        waits = {view.name: [each.step for each in issues.unissued(session, [view], now)[view.id]] for view in views}
    for cycle, steps in waits.items():
        if steps:
            desk.issues(*steps, cycle=cycle, on=now)


def in_words(hours: list[datetime], mails: list[Received]) -> list[Letter]:
    """Return letters by the hour of the round that sends them; addresses are left out, for they hold signatures."""
    letters = []
    for at, mail in zip(hours, mails, strict=True):
        hour = at if at == whole_hour(at) else whole_hour(at) + HOUR
        parts = message_from_bytes(mail.data, policy=policy.default).walk()
        words = (part.get_content() for part in parts if part.get_content_maintype() == "text")
        texts = tuple(re.sub(r"https?://\S+|DTSTAMP:\S+", "", text) for text in words)
        letters.append((hour.astimezone(UTC).isoformat(), mail.recipient, mail.subject, texts))
    return sorted(letters)


def whole_hour(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def holds(template: Path, folder: Path, seed: int, ahead: timedelta, pace: Pace = AS_EVER) -> None:
    dice = random.Random(seed)
    with stores.sqlite_store(template, folder) as url, Sink() as sink:
        desk = Desk(make_engine(url), sink, folder, weekly=pace.is_weekly)
        now = worked(Setting(desk, dice, ahead=ahead), "2026-10-20 09:00" if ahead else "2017-01-09 09:00")
        start = now + ahead + timedelta(days=dice.choice([0, 0, 4, 11]))
        end = whole_hour(start + pace.days)  # the last round of the law: what is due later is of another period
        told = rehearsed(desk, folder / "scratch", now, start, end)
        assert told == sent(desk, now, start, end, pace)
        desk.engine.dispose()


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", [10])
def test_a_rehearsal_tells_what_the_rounds_then_send(sqlite_template, tmp_path, seed):
    holds(sqlite_template, tmp_path, seed, timedelta(0))


@pytest.mark.proof("twenty generated offices take three minutes of CPU")
@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", [1, 2, 3, 4, *range(5, 10), *range(11, 22), 103])
def test_of_other_stores(sqlite_template, tmp_path, seed):
    holds(sqlite_template, tmp_path, seed, timedelta(0))


@pytest.mark.proof("three CPU seconds; another office, and a year to come, are told in every run")
@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", [18])
def test_a_rehearsal_of_2028_tells_what_the_rounds_of_2028_then_send(sqlite_template, tmp_path, seed):
    holds(sqlite_template, tmp_path, seed, A_YEAR_AHEAD, BRISK)


@pytest.mark.proof("thirteen generated offices that rehearse 2028 take two minutes of CPU")
@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", sorted({*range(0, 30, 2)} - {18} - FOR_DIGESTS))
def test_of_other_offices_in_2028(sqlite_template, tmp_path, seed):
    holds(sqlite_template, tmp_path, seed, A_YEAR_AHEAD, BRISK)


@pytest.mark.proof("rounds of more than a year, up to a period of 2028, take a minute of CPU")
@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", [0, 4, 5, 8, 9, *FOR_DIGESTS])
def test_of_a_period_far_ahead(sqlite_template, tmp_path, seed):
    holds(sqlite_template, tmp_path, seed, A_YEAR_AHEAD)

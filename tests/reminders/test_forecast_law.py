"""The law of the forecast, over offices that have worked for some days: it equals what the rounds then send."""

import random
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delivery import rounds
from kernel import runner
from models.engine import make_engine
from planning.chain import MEMBERSHIP, SECRETARIAT
from planning.zones import zone_info
from tests import stores
from tests.kernel.example import NOW
from tests.kernel.random_acts import Throw, asked, furnished, within_the_record
from tests.proofs import examples
from tests.reminders.forecasts import Paper, holds
from tests.secretariat import Desk, moment
from tests.soak.office import Office

ZONES = (None, "America/Lima", "Asia/Kathmandu", "Pacific/Auckland")
DIGESTS = (None, "each", "daily", "weekly")


class Crowded(Office):
    """An office whose people read in every zone and habit, some of them in another's place."""

    def hires(self):
        super().hires()
        for number in range(6):
            habit = {"zone": self.dice.choice(ZONES), "digest": self.dice.choice(DIGESTS)}
            role = (SECRETARIAT, MEMBERSHIP, "secretary")[number % 3]
            self.desk.knows(f"Reader {number}", f"reader{number}@itu.example", role, **habit)

    def approves(self, on):
        super().approves(on)
        for kind in ("change", "announcement"):
            if self.dice.random() < 0.5:
                self.desk.forbids("soak", kind, on=on)

    def any(self, now):
        """Return an act of the office, or one on its people."""
        reader = f"reader{self.dice.randrange(6)}@itu.example"
        cycle, step = self._open_step(now) or (None, None)
        others = [
            lambda desk: desk.mutes(reader, "soak", on=now),
            lambda desk: desk.deputizes("staff0@itu.example", of=reader, on=now),
        ]
        if cycle:
            others += [lambda desk: desk.assigns(step, reader, on=now, cycle=cycle)]
            others += [lambda desk: desk.waives(step, on=now, cycle=cycle)] * 2
        seed = self.dice.random()

        def act(desk):
            other = Crowded(desk, random.Random(seed), list(self.cycles), self.number)
            other.act(now)

        return self.dice.choice([*others, act, act, act])


def a_store_and_an_act(url, home, seed):
    """Let an office work for some days, and forecast its next act."""
    dice = random.Random(seed)
    desk = Desk(make_engine(url), Paper(), home)
    office = Crowded(desk, dice)
    now = moment("2017-01-09 09:00") + timedelta(days=dice.randrange(60), minutes=dice.randrange(24 * 60))
    office.hires()
    office.open(now)
    for _ in range(dice.randint(2, 8)):
        office.act(now)
        now += timedelta(minutes=dice.choice([1, 5, 16, 240, 24 * 60, 72 * 60]))
        if dice.random() < 0.7:
            rounds.turn(desk.engine, desk.settings, now=now, clock=lambda at=now: at, instead=Paper())
        now += timedelta(seconds=1)
    holds(desk, office.any(now), now.astimezone(zone_info("Europe/Zurich")))
    desk.engine.dispose()


@pytest.mark.slow
@settings(max_examples=examples(12, in_every_run=2))
@given(seed=st.integers(0, 10_000))
def test_over_generated_stores(sqlite_template, tmp_path_factory, seed):
    home = tmp_path_factory.mktemp("law")
    with stores.sqlite_store(sqlite_template, home) as url:
        a_store_and_an_act(url, home, seed)


@pytest.mark.proof("two CPU seconds; in every run on SQLite, and one forecast of all rounds on both")
@pytest.mark.slow
@settings(max_examples=examples(4, in_every_run=1))
@given(seed=st.integers(0, 10_000))
def test_over_generated_stores_on_postgresql(postgresql_server, tmp_path_factory, seed):
    with stores.postgresql_store(postgresql_server) as url:
        a_store_and_an_act(url, tmp_path_factory.mktemp("law"), seed)


def a_furnished_office_and_an_act(url, home, seed):
    """Have people do a few things of any kind, and forecast one more."""
    desk = furnished(Desk(make_engine(url), Paper(), home), seed)
    throw = Throw(desk, seed, [act for act in within_the_record() if act.noun != "sending"])
    for _ in range(throw.dice.randint(0, 5)):
        asked(desk, throw.possible())
    request = throw.possible()

    def act(of):
        with of.acting() as session:
            runner.within(session, request)

    holds(desk, act, NOW)
    desk.engine.dispose()


@pytest.mark.slow
@settings(max_examples=examples(60, in_every_run=2))
@given(seed=st.integers(0, 10_000))
def test_over_meetings_windows_items_and_papers(sqlite_template, tmp_path_factory, seed):
    home = tmp_path_factory.mktemp("law")
    with stores.sqlite_store(sqlite_template, home) as url:
        a_furnished_office_and_an_act(url, home, seed)

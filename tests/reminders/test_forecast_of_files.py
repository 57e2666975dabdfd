"""The law of the forecast over files that are loaded and versions that are adopted: it equals what rounds then send."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel import registry, runner
from kernel.doors import Door
from kernel.file_arguments import Pasted
from kernel.runner import Request
from models.engine import make_engine
from tests import stores
from tests.kernel.example import NOW, OFFICER
from tests.kernel.random_acts import furnished
from tests.kernel.stories import EXAMPLES
from tests.proofs import examples
from tests.reminders.forecasts import Paper, holds
from tests.secretariat import Desk, moment

TODAY = date(2017, 2, 27)
ZONES = ("Asia/Riyadh", "America/Lima", "Pacific/Auckland", "Europe/Zurich")
CONTACT = "  - {{name: Reader {0}, email: reader{0}@state.example, roles: [{1}], zone: {2}, language: {3}}}"
CLOSED = "  - {{calendar: Geneva, year: 2017, replaces: true, days: [{0}]}}"
OWED = "      - {{step: text, title: Write the text, by: secretariat, due: {0}}}"
WINDOW = "      - {{step: comments, title: Comment, by: membership, opens: {0}, due: {1}}}"


def loaded(dice: random.Random) -> str:
    """Return a file of contacts, closed days and a timeline, with dates from before today until four weeks ahead."""

    def day() -> date:
        return TODAY + timedelta(days=dice.randint(-3, 28))

    opens = day()
    people = [
        CONTACT.format(number, dice.choice(("membership", "secretariat", "secretary")), dice.choice(ZONES), language)
        for number, language in enumerate(dice.sample(("ar", "en", "ru", "zh"), dice.randint(1, 4)))
    ]
    holidays = ["holidays:", CLOSED.format(TODAY + timedelta(days=dice.randint(1, 9)))]
    closes = opens + timedelta(days=dice.randint(1, 20))
    steps = [OWED.format(day()), WINDOW.format(opens, closes)]
    timeline = [
        "timelines:",
        "  - cycle: files/2017",
        "    title: Loaded",
        "    agreed_by: a meeting",
        "    deadlines:",
    ]
    parts = [["contacts:", *people], [*timeline, *dice.sample(steps, dice.randint(1, 2))]]
    return "\n".join([line for part in [*parts, *([holidays] if dice.random() < 0.5 else [])] for line in part]) + "\n"


def holds_of(desk: Desk, name: str, arguments: dict[str, object]) -> list[tuple]:
    """Return what is sent once the act is done, when it is certain that the forecast says the same."""
    request = Request(registry.act(name), arguments, OFFICER, Door.CODE, moment(NOW))

    def act(of: Desk) -> None:
        with of.acting() as session:
            runner.within(session, request)

    return holds(desk, act, NOW)[1]


@pytest.mark.slow
@settings(max_examples=examples(40, in_every_run=2))
@given(seed=st.integers(0, 10_000))
def test_over_files(sqlite_template, tmp_path_factory, seed):
    home, dice = tmp_path_factory.mktemp("law"), random.Random(seed)
    with stores.sqlite_store(sqlite_template, home) as url:
        desk = Desk(make_engine(url), Paper(), home)
        desk.hires()
        desk.opens_agreed()
        if dice.random() < 0.7:
            desk.turn("2017-02-27 09:00")
        holds_of(desk, "file/load", {"files": [Pasted("new.yaml", loaded(dice))]})
        desk.engine.dispose()


def test_a_version_that_is_adopted_tells_nobody_more(sqlite_template, tmp_path):
    with stores.sqlite_store(sqlite_template, tmp_path) as url:
        office = furnished(Desk(make_engine(url), Paper(), tmp_path))
        example = EXAMPLES["resolution/adopt"]
        example.before(office)
        holds_of(office, "resolution/adopt", dict(example.arguments))
        office.engine.dispose()

"""Thousands of subscribers over three hundred selections, asking every hour of a day while dates change."""

from collections import Counter
from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import insert, select

from feeds import subscriptions
from feeds.disk_cache import Larder
from feeds.feed_cache import Shelf
from models.engine import writing
from models.people import Person
from models.subscriptions import Subscription
from record import journal
from tests.secretariat import OFFICER, moment

SELECTIONS = 300
PROOF = pytest.mark.proof("a quarter of a million polls take a minute of CPU")
SCOPES = ("everything", "body/council", "chain/hlpf-contribution", "cycle/annual-report/2016", "role/secretariat")
SHOWN = ("", "~deadlines", "~deadlines~closing-days", "~meetings", "~alarms", "~deadlines~alarms", "~tasks",
         "~closing-days", "~closing-days~alarms", "~deadlines~closing-days~alarms")  # fmt: skip
CHANGES = {3: "2017-05-02", 9: "2017-05-03", 15: "2017-05-04", 21: "2017-05-05"}  # by the hour of the day


def wanted() -> list[tuple[str, str]]:
    languages = ("ar", "en", "es", "fr", "ru", "zh")
    return [(scope + shown, language) for scope, shown, language in product(SCOPES, SHOWN, languages)]


def subscribed(desk, count: int) -> list[str]:
    """Put so many subscribers into the store, and return their tokens."""
    with writing(desk.engine) as session:
        entry = journal.write(session, "subscribe", {"many": count}, now=moment("2017-02-19"), by=OFFICER)
        names = [f"p{n}" for n in range(count)]
        session.execute(insert(Person), [{"name": n, "email": n, "public_id": n, "language": "en"} for n in names])
        people = session.scalars(select(Person.id).where(Person.email.like("p%"), Person.email == Person.name)).all()
        rows = [
            {"public_id": f"s{n}", "person_id": person, "selection": selection, "language": language,
             "token_hash": subscriptions.hash_of(f"token-{n}"), "issued_at": entry.at, "entry_id": entry.id}
            for n, person in enumerate(people)
            for selection, language in [wanted()[n % SELECTIONS]]
        ]  # fmt: skip
        session.execute(insert(Subscription), rows)
    return [f"token-{n}" for n in range(count)]


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("subscribers", [SELECTIONS // 3, pytest.param(10_000, marks=PROOF)])
def test_a_day_of_polls_brings_no_wrong_byte_and_hardly_any_work(desk, tmp_path, subscribers):
    desk.schedules("cwg-wsis-30", "2017-02-07", "2017-02-08", body="cwg-wsis-sdg")
    desk.schedules("council-17", "2017-05-15", "2017-05-25")
    desk.opens_agreed()
    desk.opens("annual-report/2016", cwg="cwg-wsis-30", council="council-17", on="2017-01-02")
    assert len(set(wanted())) == SELECTIONS
    tokens, shelf, held, answers = subscribed(desk, subscribers), Shelf(desk.engine, desk.settings), {}, Counter()
    start = moment("2017-02-20 00:30")
    for hour in range(24):
        now = start + timedelta(hours=hour)
        if hour in CHANGES:
            desk.moves("un-deadline", CHANGES[hour], on=f"2017-02-20 {hour:02}:15")
        for token in tokens:
            served = shelf.private(token, "ics", now=now)
            answers[200 if held.get(token) != served.digest else 304] += 1
            held[token] = served.digest
        rendered = sum(len(fresh) for _, _, fresh in shelf._unwritten)
        if hour in CHANGES:
            assert rendered <= 6 * 5  # one date, in six languages and five looks
        shelf.write_down()
    assert sum(answers.values()) == 24 * subscribers
    assert answers[304] / sum(answers.values()) > 0.85
    other = Shelf(desk.engine, desk.settings)
    other.larder = Larder(tmp_path / "other")
    for token in tokens[:SELECTIONS]:
        assert other.private(token, "ics", now=now).digest == held[token]
    assert len(shelf.uses) == subscribers

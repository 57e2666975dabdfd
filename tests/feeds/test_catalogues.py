"""What the page of a cycle shows is kept until the record or the day changes, and never a moment longer."""

import shutil
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from feeds.catalogues import Catalogues
from models.engine import writing
from models.poller_query import Lookup
from record import journal
from record.refusals import NoSuchCycle
from tests.secretariat import HLPF, moment
from tests.statements import asked_of

ON = moment("2017-02-20")


@pytest.fixture
def catalogues(desk):
    desk.opens_agreed()
    return Catalogues(desk.engine, Lookup(desk.engine))


def due(catalogue, step):
    return next(facts.due for facts in catalogue.deadlines if facts.step == step)


def reads_of(desk):
    """Return the list that grows with each SELECT of a session."""
    asked = asked_of(desk.engine)
    return lambda: sum(words.startswith("SELECT") for words in asked)


@pytest.mark.both_databases("asks for the last line, and counts questions")
def test_between_two_acts_nothing_is_read_again(desk, catalogues):
    first = catalogues.cycle(HLPF, now=ON)
    reads = reads_of(desk)
    assert catalogues.cycle(HLPF, now=ON + timedelta(hours=3)) is first
    assert reads() == 0


def test_an_act_shows_at_once(desk, catalogues):
    assert due(catalogues.cycle(HLPF, now=ON), "comments") == date(2017, 3, 10)
    desk.agrees("comments", "2017-03-13", on="2017-02-20 11:50")
    assert due(catalogues.cycle(HLPF, now=ON - timedelta(minutes=1)), "comments") == date(2017, 3, 10)
    assert due(catalogues.cycle(HLPF, now=ON), "comments") == date(2017, 3, 13)


def test_on_the_91st_day_a_date_leaves_the_page_without_an_act(desk, catalogues):
    last = moment("2017-05-25")  # ninety days after 24 February
    assert due(catalogues.cycle(HLPF, now=last), "revised-draft") == date(2017, 2, 24)
    left = {facts.step for facts in catalogues.cycle(HLPF, now=last + timedelta(days=1)).deadlines}
    assert "revised-draft" not in left
    assert "comments" in left


def test_a_cycle_that_was_never_opened_is_refused_each_time_and_not_kept(desk, catalogues):
    for _ in range(2):
        with pytest.raises(NoSuchCycle, match="the cycles are hlpf-contribution/2017"):
            catalogues.cycle("hlpf-contribution/2018", now=ON)
    assert catalogues.cycle(HLPF, now=ON).cycles[0].name == HLPF


@pytest.mark.both_databases("asks for the last line, and counts questions")
def test_no_line_is_missed_however_fast_they_come(desk):
    """The file's instant ticks more slowly than acts may follow one another; a poller asks many times between two."""
    desk.opens()
    lookup = Lookup(desk.engine)
    for number in range(60):
        with writing(desk.engine) as session:
            last = journal.write(session, "note", {"number": number}, now=ON, by="Office").id
        assert [lookup.head(patient=True) for _ in range(3)] == [last] * 3


def test_a_store_put_in_the_place_of_another_is_read_anew(desk, tmp_path):
    if desk.engine.dialect.name != "sqlite":
        return  # there the head is asked for each time
    desk.opens_agreed()
    lookup, file = Lookup(desk.engine), Path(str(desk.engine.url.database))
    shutil.copyfile(file, tmp_path / "before.db")
    head = lookup.head(patient=True)
    desk.meets("revised-draft", on="2017-02-24")
    assert lookup.head(patient=True) == head + 1
    time.sleep(0.1)  # until the file counts as settled
    assert lookup.head(patient=True) == head + 1
    shutil.copyfile(tmp_path / "before.db", file)
    assert lookup.head(patient=True) == head

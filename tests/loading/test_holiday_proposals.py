"""Public holidays that a library proposes: a file to correct after the circular, which counts for nothing before."""

import json
from typing import Any

import pytest
import yaml

from desk import tasks as tasks_
from kernel import registry
from kernel.grants import Identity
from kernel.runner import do
from kernel.shown import Shown
from models.engine import reading
from planning.errors import CouncilError
from record import holiday_lists
from record.refusals import HolidaysRefused
from tests.secretariat import OFFICER, Desk, moment


def proposes(desk: Desk, **words: Any) -> Shown[Any]:
    shows = registry.reading("holidays/propose")
    with reading(desk.engine) as session:
        return shows.show(session, {"country": None} | words, by=Identity("Whoever runs the machine"), is_kind=True)


def written(desk: Desk, **words: Any) -> str:
    return (proposes(desk, **words).data or b"").decode()


def loads(desk: Desk, text: str, on: str) -> str:
    (desk.home / "proposed.yaml").write_text(text, encoding="utf-8")
    return str(desk.loads(desk.home / "proposed.yaml", on=on))


def test_a_proposal_is_loaded_as_a_list_that_nobody_has_checked(desk: Desk) -> None:
    text = written(desk, place="Vienna", year=2018)
    assert "library holidays" in text.splitlines()[0]
    assert "- 2018-10-26  # Friday, National Day" in text
    assert loads(desk, text, "2017-03-01").startswith("1 holiday list added")
    with reading(desk.engine) as session:
        (view,) = holiday_lists.views(session, "Vienna", 2018)
    assert (view.circular, view.entered_by, view.checked_by) == (None, OFFICER, None)
    assert view.source is not None
    assert view.source.startswith("proposed by the library holidays ")
    with desk.acting() as session, pytest.raises(HolidaysRefused, match="names no circular to hold it against"):
        do(session, "holidays/check", place="Vienna", year=2018, now=moment("2017-03-03"), by="Second")


def test_it_says_how_the_list_on_record_differs_and_changes_none(desk: Desk) -> None:
    loads(desk, "holidays: [{calendar: Geneva, year: 2018, days: [2018-01-01, 2018-01-02]}]", "2017-03-01")
    lines = written(desk, place="geneva", year=2018).splitlines()
    assert [line for line in lines if "on record has" in line] == ["# The list on record has besides 2018-01-02."]
    assert "2018-03-30" in next(line for line in lines if "on record lacks" in line)
    (given,) = yaml.safe_load("\n".join(lines))["holidays"]
    assert (given["calendar"], "circular" in given) == ("Geneva", False)
    same = written(desk, place="Geneva", year=2018)
    with pytest.raises(CouncilError, match="the list loaded before is another one"):
        loads(desk, same, "2017-03-02")


@pytest.mark.parametrize(
    ("words", "country"),
    [
        ({"place": "Geneva"}, "CH-GE"),
        ({"place": "New York"}, "US-NY"),
        ({"place": "addis ababa"}, "ET"),
        ({"place": "Nairobi", "country": "ke"}, "KE"),
        ({"place": "Atlantis", "country": "ch-ge"}, "CH-GE"),
    ],
)
def test_a_place_lies_in_a_country_that_is_known_or_said(desk: Desk, words: dict[str, str], country: str) -> None:
    facts = json.loads(json.dumps(proposes(desk, year=2027, **words).facts, default=str))
    assert facts["country"] == country
    assert len(facts["days"]) > 5


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"place": "Atlantis"}, "no public holidays of 'Atlantis' are known; name the country"),
        ({"place": "Geneva", "country": "CH-ZZ"}, "no public holidays of 'CH-ZZ' are known"),
        ({"place": "Geneva", "country": "Switzerland"}, "no public holidays of 'Switzerland' are known"),
        ({"place": "Geneva", "year": 2119}, "no public holidays of 'CH-GE' in 2119 are known; write the list"),
    ],
)
def test_what_no_library_knows_is_refused(desk: Desk, words: dict[str, Any], says: str) -> None:
    with pytest.raises(CouncilError) as refusal:
        proposes(desk, **{"year": 2027} | words)
    assert str(refusal.value).startswith(says)


def test_the_yearly_task_offers_it(desk: Desk) -> None:
    desk.opens_agreed()
    with reading(desk.engine) as session:
        every = tasks_.tasks(session, now=moment("2017-11-02"), clock=moment("2017-11-02"))
    (asked,) = [task for task in every if task.kind == "unlisted"]
    assert "holidays/propose" in [getattr(remedy, "name", None) for remedy in asked.remedies]

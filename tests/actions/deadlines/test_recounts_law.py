"""A law: after any correction of holiday lists, what is flagged is what a store opened under them has otherwise.

Nothing is changed before an officer accepts; then every date is as in that store, and an undo brings each back. Beside
a date that is kept, what is flagged is what a store has otherwise in which that date is given.
"""

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as some

from kernel.runner import do
from models.engine import reading, writing
from record.cycles import recounts, snapshots
from tests import stores
from tests.loading.office import NOW, OFFICER, Office

CORRECTED, ANSWERED, BACK = (NOW + timedelta(days=days) for days in (1, 2, 3))
LATER = datetime(2017, 3, 1, 12, tzinfo=UTC)
NOTES = {
    "recount",
    "journal",
    "entry",
    "head",
    "event",
    "row_digest",
}  # what an act writes besides the dates of a cycle
FIRST = date(2017, 12, 18)  # the closed days lie in the six weeks before the Council opens, and in the two weeks of it
PLACES = ("Geneva", "New York")

closed = some.sets(some.integers(0, 39).map(lambda days: FIRST + timedelta(days=days)), max_size=8)
lists = some.fixed_dictionaries(dict.fromkeys(PLACES, closed))
count, place = some.integers(1, 15), some.sampled_from(("", " in New York"))
rolls = some.sampled_from(("", "", ", rolled back", ", rolled forward in New York"))
BESIDE = some.sampled_from(("council.opens", "council.closes"))


@some.composite
def rules(draw: Any, earlier: list[str]) -> str:
    """Draw a rule that hangs from the Council or from an earlier step."""
    side, near = draw(some.sampled_from(("before", "after"))), draw(BESIDE)
    if earlier and draw(some.booleans()):
        side, near = "after", draw(some.sampled_from(earlier))
    counted = f"{draw(count)} working days{draw(place)} {side} {near}"
    form = draw(
        some.sampled_from(("{}", "{}", "Monday on or before {}", "week of {}", "earlier of {} and {other}", "{plain}"))
    )
    plain = f"{draw(count)} days {side} {near}{draw(rolls)}"
    return form.format(counted, other=f"{draw(count)} days after council.opens", plain=plain)


@some.composite
def cycles(draw: Any) -> list[dict[str, Any]]:
    """Draw cycles: steps by rule, some of them windows, some agreed; the last step of each is to be completed."""
    timelines = []
    for number in range(draw(some.integers(1, 4))):
        deadlines: list[dict[str, Any]] = []
        for step in (f"s{index}" for index in range(draw(some.integers(1, 4)))):
            earlier = [each["step"] for each in deadlines]
            row: dict[str, Any] = {"step": step, "title": step, "due": draw(rules(earlier))}
            if draw(some.integers(0, 4)) == 0:
                row["due"] = f"2018-01-{draw(some.integers(2, 12)):02}"
            elif draw(some.integers(0, 3)) == 0:
                row |= {"by": "membership", "due": f"{draw(count)} working days before council.opens"}
                row["opens"] = f"{15 + draw(count)} working days before council.opens"
            deadlines.append(row)
        deadlines.append({"step": "done", "title": "done", "due": draw(rules([])), "evidence": "none"})
        anchors = {"council": "2018-01-16/2018-01-26"}
        held = {"cycle": f"c{number}/2018", "title": "T", "anchors": anchors, "deadlines": deadlines}
        timelines.append(held | {"accept_conflicts": "drawn at random"})
    return timelines


def entries(closed_days: dict[str, set[date]], *, replaces: bool = False) -> str:
    """Return a file of these lists, one for each place and year."""
    of_years = [
        {"calendar": place, "year": year, "days": sorted(str(day) for day in days if day.year == year)}
        for place, days in closed_days.items()
        for year in (2017, 2018)
    ]
    return yaml.safe_dump({"holidays": [each | ({"replaces": "true"} if replaces else {}) for each in of_years]})


@contextmanager
def opened(template: Path, closed_days: dict[str, set[date]], timelines: list[dict[str, Any]]) -> Iterator[Office]:
    """Yield a fresh store in which these cycles are opened under these lists, and their last steps are completed."""
    with TemporaryDirectory() as folder, stores.sqlite_store(template, Path(folder)) as url:
        (files := Path(folder) / "files").mkdir()
        office = Office(stores.with_keys(url, Path(folder)), files)
        office.loads(entries(closed_days), yaml.safe_dump({"timelines": timelines}))
        for timeline in timelines:
            act(office, "deadline/met", NOW, cycle=timeline["cycle"], step="done")
        yield office
        office.engine.dispose()


def act(office: Office, name: str, at: datetime, **words: Any) -> Any:
    with writing(office.engine) as session:
        return do(session, name, **words, now=at, by=OFFICER)


Dates = dict[str, tuple[date | None, date | None]]


def dates(office: Office) -> Dates:
    with reading(office.engine) as session:
        views = snapshots.living_views(session, LATER)
    return {f"{view.name}/{each.step}": (each.due, each.opens) for view in views for each in view.deadlines}


def flagged(office: Office) -> Dates:
    with reading(office.engine) as session:
        return {f"{each.cycle}/{each.step}": each.days for each in recounts.standing(session)}


def kept(office: Office) -> dict[str, int]:
    return {name: rows for name, rows in office.rows().items() if not any(word in name for word in NOTES)}


Beside = Callable[[str], Dates]


def beside(template: Path, closed_days: dict[str, set[date]], timelines: list[dict[str, Any]], first: Dates) -> Beside:
    """Return what reckons every date afresh while one of them is given as it was."""

    def reckoned(name: str) -> Dates:
        fixed, (due, opens) = copy.deepcopy(timelines), first[name]
        for timeline in fixed:
            for row in timeline["deadlines"]:
                if f"{timeline['cycle']}/{row['step']}" == name:
                    row |= {"due": str(due)} | ({"opens": str(opens)} if opens else {})
        with opened(template, closed_days, fixed) as office:
            return dates(office)

    return reckoned


def keeps(office: Office, name: str, differing: Dates, beside: Beside) -> None:
    """Keep one of the flagged dates: the others are flagged as they are reckoned beside it, until it is asked about."""
    done = act(office, "deadline/recounted", ANSWERED, answer="keep", dates=(name,), because="it was announced")
    first, wanted = dates(office), beside(name)
    assert flagged(office) == {
        each: wanted[each] for each in first if first[each] != wanted[each] and "/done" not in each
    }
    act(office, "deadline/recounted", ANSWERED, **done.undo.arguments, because="a slip")
    assert flagged(office) == differing


@settings(max_examples=6, deadline=None, phases=(Phase.explicit, Phase.generate))  # shrinking would take minutes
@given(lists, lists, cycles(), some.integers(0, 15))
def test_what_a_corrected_list_flags_is_what_a_fresh_reckoning_has_otherwise(
    sqlite_template: Path,
    before: dict[str, set[date]],
    after: dict[str, set[date]],
    timelines: list[dict[str, Any]],
    nth: int,
) -> None:
    with opened(sqlite_template, before, timelines) as office, opened(sqlite_template, after, timelines) as fresh:
        first, rows, wanted = dates(office), kept(office), dates(fresh)
        office.loads(entries(after, replaces=True), now=CORRECTED)
        differing = {name: wanted[name] for name in first if first[name] != wanted[name] and "/done" not in name}
        assert flagged(office) == differing
        office.loads(entries(before, replaces=True), now=CORRECTED + timedelta(hours=1))
        assert flagged(office) == {}  # the first list was right after all
        office.loads(entries(after, replaces=True), now=CORRECTED + timedelta(hours=2))
        assert flagged(office) == differing
        assert (dates(office), kept(office)) == (first, rows)
        if not differing:
            return
        keeps(
            office, sorted(differing)[nth % len(differing)], differing, beside(sqlite_template, after, timelines, first)
        )
        done = act(office, "deadline/recounted", ANSWERED, answer="accept", because="corrected")
        assert dates(office) == first | differing
        assert flagged(office) == {}
        act(office, "deadline/recounted", BACK, **done.undo.arguments, because="a slip")
        assert (dates(office), flagged(office)) == (first, differing)

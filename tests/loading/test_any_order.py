"""A law of loading: in whatever order files come, and however often, they leave the same; what people chose stays."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as some
from sqlalchemy import select

from kernel.runner import do
from models.bodies import Body, HolidayList
from models.meetings import Meeting
from models.people import Organization, Person, Role
from tests import stores
from tests.acts import Acts
from tests.loading.office import NOW, Office
from tests.proofs import examples

FILES = {
    "people": """contacts:
- {name: Ana, email: ana@x.example, organization: Brazil, language: fr, zone: Europe/Paris, roles: [membership]}
- {name: Rui, email: rui@x.example, organization: Brazil, roles: [{role: focal-point, from: 2017-01-01}]}""",
    "more people": """contacts:
- {name: Ana, email: Ana@x.example, organization: BRAZIL, language: fr, roles: [stakeholders]}
- {name: Bo, email: bo@x.example, organization: Chile}""",
    "meetings": """bodies: [{key: council, name: Council}]
meetings: [{body: council, key: c-27, title: Council 2027, opens: 2027-04-27, closes: 2027-05-07}]""",
    "holidays": "holidays: [{calendar: Geneva, year: 2027, days: [2027-01-01, 2027-03-26]}]",
}
CHOICES: dict[str, dict[str, Any]] = {
    "choices/set": {"person": "ana@x.example", "language": "ru", "zone": "Asia/Tokyo"},
    "people/edit": {"person": "rui@x.example", "name": "Rui Costa"},
    "people/end-role": {"person": "rui@x.example", "role": "focal-point", "on": date(2017, 6, 30)},
    "people/mark-official": {"person": "rui@x.example"},
}


@contextmanager
def office(template: Path) -> Iterator[Office]:
    """Yield a fresh store of the people's file, on which everything that is chosen depends."""
    with TemporaryDirectory() as folder, stores.sqlite_store(template, Path(folder)) as url:
        (files := Path(folder) / "files").mkdir()
        office_ = Office(stores.with_keys(url, Path(folder)), files)
        office_.loads(FILES["people"])
        yield office_
        office_.engine.dispose()


def content(of: Office) -> dict[str, set[tuple[object, ...]]]:
    """Return what is stored, without the ids that an order gives."""
    fields = (Person.email, Person.name, Person.language, Person.zone, Person.official)
    queries = {
        "people": select(*fields, Organization.name).outerjoin(Person.organization),
        "roles": select(Person.email, Role.role, Role.scope, Role.from_on, Role.to_on).join(Role.person),
        "bodies": select(Body.key, Body.name),
        "meetings": select(Meeting.key, Meeting.title, Meeting.opens_on, Meeting.closes_on),
        "holidays": select(HolidayList.place, HolidayList.year),
    }
    with Acts(of.engine).acting() as session:
        return {name: {tuple(row) for row in session.execute(query)} for name, query in queries.items()}


def choose(of: Office, *acts: str) -> None:
    for name in acts:
        with Acts(of.engine).acting() as session:
            do(session, name, **CHOICES[name], now=NOW, by="Secretary of the Group")


steps = some.lists(some.one_of(some.sampled_from(sorted(FILES)), some.sampled_from(sorted(CHOICES))), max_size=8)


@settings(
    max_examples=examples(50, in_every_run=4), phases=(Phase.explicit, Phase.generate)
)  # shrinking would take minutes
@given(steps)
@example(["choices/set", "people", "more people", "people/end-role", "people/edit", "people"])
@example(["meetings", "holidays", "meetings", "people/mark-official", "more people", "holidays", "people"])
def test_files_in_any_order_and_any_number_leave_the_same_and_choices_stay(sqlite_template: Path, steps: list[str]):
    loaded, chosen = {"people"}, list(dict.fromkeys(step for step in steps if step in CHOICES))
    with office(sqlite_template) as one, office(sqlite_template) as other:
        for step in steps:
            if step in CHOICES:
                choose(one, step)
                continue
            said = one.loads(FILES[step]).sentence
            assert step not in loaded or said.endswith("unchanged"), (step, said)
            loaded.add(step)
        choose(other, *chosen)
        if rest := [text for name, text in FILES.items() if name in loaded - {"people"}]:
            other.loads(*rest)
        assert content(one) == content(other)


def people(numbers: list[int]) -> some.SearchStrategy[list[dict[str, Any]]]:
    """Return some people, each with an address of their own."""
    words = {
        "name": some.sampled_from(("Ana", "Bo", "Côme")), "organization": some.sampled_from(("Brazil", "Côte")),
        "language": some.sampled_from(("fr", "ru")), "zone": some.sampled_from(("Asia/Tokyo", "Europe/Paris")),
        "roles": some.lists(some.sampled_from(("membership", "stakeholders", "focal-point")), unique=True),
    }  # fmt: skip
    one_each = [some.fixed_dictionaries(words | {"email": some.just(f"p{number}@x.example")}) for number in numbers]
    return some.tuples(*one_each).map(list)


@some.composite
def files(draw: Any) -> list[str]:
    """Draw files of which no two are about the same person, meeting or list; all know the same body."""
    made = []
    for number in range(draw(some.integers(2, 4))):
        held: dict[str, Any] = {"bodies": [{"key": "council", "name": "Council"}]}
        held["contacts"] = draw(people([3 * number + each for each in range(draw(some.integers(0, 3)))]))
        if draw(some.booleans()):
            days = sorted(draw(some.sets(some.dates(date(2027, 1, 1), date(2027, 12, 31)), max_size=4)))
            held["holidays"] = [
                {"calendar": f"{'ABCD'[number]}ville", "year": 2027, "days": [str(day) for day in days]}
            ]
        if draw(some.booleans()):
            first = draw(some.dates(date(2027, 1, 1), date(2027, 6, 1)))
            held["meetings"] = [{"body": "council", "key": f"c-{number}", "title": "C", "opens": str(first)}]
        made.append(yaml.safe_dump({name: entries for name, entries in held.items() if entries}, allow_unicode=True))
    return made


@settings(max_examples=examples(50, in_every_run=6), phases=(Phase.explicit, Phase.generate))
@given(files(), some.data())
def test_what_is_loaded_twice_is_loaded_once_whatever_the_files_hold(
    sqlite_template: Path, made: list[str], data: some.DataObject
):
    again = data.draw(some.lists(some.sampled_from(range(len(made))), max_size=4))
    order = data.draw(some.permutations([*range(len(made)), *again]))
    with office(sqlite_template) as one, office(sqlite_template) as other:
        seen = set[int]()
        for number in order:
            said = one.loads(made[number]).sentence
            assert number not in seen or said.endswith("unchanged"), said
            seen.add(number)
        other.loads(*made)
        assert content(one) == content(other)

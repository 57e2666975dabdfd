"""A law of loading: in whatever order files come, and however often, they leave the same; what people chose stays."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import Phase, example, given, settings
from hypothesis import strategies as some
from sqlalchemy import select

from kernel.runner import do
from models.bodies import Body, HolidayList
from models.meetings import Meeting
from models.people import Person, Role
from tests import stores
from tests.acts import Acts
from tests.loading.office import NOW, Office

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
        "people": select(*fields),
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


@settings(max_examples=4, deadline=None, phases=(Phase.explicit, Phase.generate))  # shrinking would take minutes
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

"""What a person or an officer chose survives the nightly file; what the file says anew counts."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as some
from sqlalchemy import select, update

from kernel.runner import do
from loading import file_words
from models.engine import reading, writing
from models.meetings import AgendaItem
from models.people import Deputy, Organization, Person
from tests import stores
from tests.acts import Acts
from tests.loading.office import NOW, Office

ANA = "ana@members.example"
HEAD = "name,email,organization,language,zone,digest"
SAID = {"name": "Ana", "organization": "Brazil", "language": "fr", "zone": "Europe/Paris", "digest": "daily"}
COUNCIL = "bodies: [{key: council, name: Council}]\n"


def loads(office: Office, **other: str) -> str:
    row = SAID | {"email": ANA} | other
    cells = ",".join(row[name] for name in HEAD.split(","))
    return office.loads(office.file(f"{HEAD}\n{cells}\n", "people.csv")).sentence


def act(office: Office, verb: str, **arguments: Any) -> Any:
    with Acts(office.engine).acting() as session:
        return do(session, verb, **arguments, now=NOW, by="Secretary of the Group")


def ana(office: Office) -> tuple[object, ...]:
    with reading(office.engine) as session:
        person = session.scalars(select(Person).where(Person.public_id == public_id(office))).one()
        return person.name, person.email, person.language, person.zone, person.digest


@contextmanager
def opened(template: Path) -> Iterator[Office]:
    """Yield an office over a fresh store."""
    with TemporaryDirectory() as folder, stores.sqlite_store(template, Path(folder)) as url:
        (files := Path(folder) / "files").mkdir()
        office = Office(stores.with_keys(url, Path(folder)), files)
        yield office
        office.engine.dispose()


def held(office: Office) -> dict[str, str | None]:
    with reading(office.engine) as session:
        row = session.execute(
            select(Person.language, Person.zone, Person.digest, Person.name, Organization.name.label("organization"))
            .outerjoin(Person.organization)
            .where(Person.email == ANA)
        ).one()
    return dict(row._mapping)


def public_id(office: Office) -> str:
    with reading(office.engine) as session:
        return session.scalars(select(Person.public_id).order_by(Person.id)).all()[-1]


def test_a_choice_stays_until_the_file_says_something_else(office: Office) -> None:
    loads(office)
    act(office, "choices/set", person=ANA, language="es", zone="Asia/Tokyo", digest="weekly")
    assert loads(office) == "1 unchanged"
    assert ana(office)[2:] == ("es", "Asia/Tokyo", "weekly")
    assert loads(office, language="ru") == "1 contact changed"
    assert ana(office)[2:] == ("ru", "Asia/Tokyo", "weekly")
    assert loads(office) == "1 contact changed"  # back to what it said first: that is said anew
    assert ana(office)[2:] == ("fr", "Asia/Tokyo", "weekly")


def test_a_corrected_person_stays_corrected_and_is_known_by_the_first_address(office: Office) -> None:
    loads(office)
    act(office, "people/edit", person=ANA, name="Ana Silva", email="silva@members.example", organization="Chile")
    assert loads(office) == "1 unchanged"
    assert ana(office)[:2] == ("Ana Silva", "silva@members.example")
    assert loads(office, name="Anna") == "1 contact changed"
    assert ana(office)[:2] == ("Anna", "silva@members.example")


def test_what_the_file_left_out_counts_once_it_is_said(office: Office) -> None:
    loads(office, zone="", digest="")
    act(office, "choices/set", person=ANA, zone="Asia/Tokyo")
    assert loads(office, zone="", digest="") == "1 unchanged"
    assert loads(office, digest="") == "1 contact changed"
    assert ana(office)[3:] == ("Europe/Paris", None)


def test_of_an_older_store_what_people_chose_stays_too(office: Office) -> None:
    loads(office)
    act(office, "choices/set", person=ANA, language="es")
    with writing(office.engine) as session:
        session.execute(update(Person).values(file_said=None))
    assert loads(office, name="Anna") == "1 contact changed"
    assert ana(office)[:3] == ("Anna", ANA, "es")
    assert loads(office, name="Anna") == "1 unchanged"


def test_a_role_that_was_ended_stays_ended(office: Office) -> None:
    file = f"contacts: [{{name: Ana, email: {ANA}, roles: [{{role: membership, to: 2018-12-31}}]}}]"
    office.loads(file)
    act(office, "people/end-role", person=ANA, role="membership", on=date(2017, 6, 30))
    assert str(office.loads(file)) == "1 unchanged"
    assert office.roles(ANA)[0].to_on == date(2017, 6, 30)
    assert str(office.loads(file.replace("2018-12-31", "2019-12-31"))) == "1 contact changed"
    assert office.roles(ANA)[0].to_on == date(2019, 12, 31)


@pytest.mark.parametrize("stay", ["", ", from: 2017-02-01, to: 2017-06-30"])
def test_a_deputy_who_was_ended_does_not_come_back(office: Office, stay: str) -> None:
    file = f"""contacts:
- {{name: Rui, email: rui@members.example}}
- {{name: Ana, email: {ANA}, deputies: [{{email: rui@members.example{stay}}}]}}"""
    office.loads(file)
    act(office, "deputy/end", person=ANA)
    assert str(office.loads(file)) == "2 unchanged"
    with reading(office.engine) as session:
        assert [row.ended_at is None for row in session.scalars(select(Deputy))] == [False]


def test_an_item_that_was_put_otherwise_on_the_agenda_stays_so(office: Office) -> None:
    file = f"""{COUNCIL}meetings:
- {{body: council, key: c-26, title: C, opens: 2026-04-28, agenda: [{{number: PL 1, title: Opening}}]}}"""
    office.loads(file)
    act(office, "meeting/agenda", meeting="c-26", number="PL 1", title="Opening and budget")
    assert str(office.loads(file)) == "2 unchanged"
    assert "1 meeting changed" in str(office.loads(file.replace("Opening", "Welcome")))
    with reading(office.engine) as session:
        titles = session.scalars(select(AgendaItem.title).order_by(AgendaItem.id)).all()
    assert titles == ["Opening", "Opening and budget", "Welcome"]


STEPS = some.lists(
    some.tuples(some.sampled_from(["file", "person"]), some.sampled_from(["es", "fr", "ru"])), max_size=6
)


@settings(max_examples=20, deadline=None)
@given(STEPS)
def test_the_last_one_who_said_something_new_counts(steps: list[tuple[str, str]]) -> None:
    """A file says something new when it differs from the file before; a person whenever they choose."""
    person = Person(public_id="p", name="Ana", email=ANA, organization_id=None)
    last_file = wanted = None
    for who, language in steps:
        if who == "person":
            person.language = wanted = language
            continue
        for name, value in file_words.news(person, {"language": language}).items():
            setattr(person, name, value)
        file_words.keep(person, {"language": language})
        wanted, last_file = (language, language) if language != last_file else (wanted, last_file)
    assert person.language == (wanted or "en")


POOLS = {
    "language": ("es", "fr", "ru"), "zone": ("Asia/Tokyo", "Europe/Paris", "America/Lima"),
    "digest": ("daily", "weekly", "each"), "name": ("Ana", "Ana Silva", "A. Silva"),
    "organization": ("Brazil", "Chile", "Peru"),
}  # fmt: skip
FIELD = some.sampled_from(sorted(POOLS)).flatmap(
    lambda name: some.tuples(some.just(name), some.sampled_from(POOLS[name]))
)
CHOSEN = some.tuples(some.just("choice"), FIELD.map(lambda field: dict([field])))
FILE = some.tuples(some.just("file"), some.fixed_dictionaries({name: some.sampled_from(POOLS[name]) for name in POOLS}))
EDITED = ("name", "organization")


@settings(max_examples=6, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(FILE, some.lists(some.one_of(CHOSEN, FILE, some.just(("file", None))), max_size=8))
def test_a_choice_survives_any_files_that_say_nothing_new(
    sqlite_template: Path, first: tuple[str, dict[str, str]], steps: list[tuple[str, dict[str, str] | None]]
) -> None:
    """Loads and choices in any sequence: of each field counts who last said something new; a file repeats itself."""
    with opened(sqlite_template) as office:
        said: dict[str, str] = {}
        wanted: dict[str, str] = {}
        for who, words in [first, *steps]:
            given_ = said if words is None else words
            if who == "file":
                wanted |= {name: value for name, value in given_.items() if said.get(name) != value}
                said = dict(given_)
                loads(office, **said)
            else:
                wanted |= given_
                edits = {name: value for name, value in given_.items() if name in EDITED}
                act(office, "people/edit" if edits else "choices/set", person=ANA, **given_)
            assert held(office) == wanted

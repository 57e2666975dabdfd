"""A load beside others: it is read and compared while they hold the record, and compared again when it is stored."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

import loading
from loading import Batch, Loaded
from models.engine import reading, writing
from models.people import Person
from models.store import locked_store
from models.transactions import run_act
from record import journal
from record.refusals import LoadRefused
from tests.loading.office import NOW, OFFICER, Office
from tests.loading.samples import BASICS

pytestmark = pytest.mark.both_databases("locks: a load beside a writer")

HEAD = "name,email,organization,roles,language,deputies\n"
SHEET = HEAD + "".join(f"P{number},p{number}@x.example,State,membership,en,\n" for number in range(50))
FRENCH = SHEET.replace("p7@x.example,State,membership,en", "p7@x.example,State,membership,fr")


@contextmanager
def held(engine: Engine) -> Iterator[None]:
    """Hold what every act waits for."""
    with writing(engine) as session:
        locked_store(session)
        yield


def compared(office: Office, sheet: str) -> Batch:
    batch = loading.read([office.file(sheet, "contacts.csv")])
    with reading(office.engine) as session:
        return loading.compare(session, batch, office.chains, settings=office.settings, now=NOW)


def stored(office: Office, batch: Batch) -> Loaded:
    def store(session: Session) -> Loaded:
        entry = journal.write(session, "file/load", {}, now=NOW, by=OFFICER)
        loaded = loading.store(session, batch, office.chains, settings=office.settings, entry=entry)
        if not loaded.difference:
            session.delete(entry)
        return loaded

    return run_act(office.engine, store)


def left(batch: Batch) -> list[str]:
    return [entry.given.email for entry in batch.entries.contacts]


def test_a_load_is_read_and_compared_while_another_holds_the_record(office: Office) -> None:
    office.loads(office.file(SHEET, "before.csv"))
    with held(office.engine):
        unchanged, changed = compared(office, SHEET), compared(office, FRENCH)
    assert (left(unchanged), unchanged.kept) == ([], 50)
    assert (left(changed), changed.kept) == (["p7@x.example"], 49)
    before = office.rows()
    assert str(stored(office, unchanged)) == "50 unchanged"
    assert office.rows() == before
    assert str(stored(office, changed)) == "1 contact changed; 49 unchanged"
    assert office.people()["p7@x.example"].language == "fr"


def test_comparing_changes_nothing(office: Office) -> None:
    office.loads(office.file(SHEET, "before.csv"))
    compared(office, FRENCH.replace("P9,", "Another,").replace("State,membership", "New State,focal-point"))
    assert (office.people()["p7@x.example"].language, office.people()["p9@x.example"].name) == ("en", "P9")
    assert [role.role for role in office.roles("p9@x.example")] == ["membership"]


@pytest.mark.few(2, "another column of the same file")
@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("P3,", "Pia,"),
        ("p3@x.example,State", "p3@x.example,Another State"),
        ("p3@x.example,State,membership", "p3@x.example,State,membership;focal-point"),
        ("p3@x.example,State,membership,en,", "p3@x.example,State,membership,en,p4@x.example"),
    ],
)
def test_whatever_is_new_about_a_contact_is_left_for_the_store(office: Office, was: str, now: str) -> None:
    office.loads(office.file(SHEET, "before.csv"))
    batch = compared(office, SHEET.replace(was, now))
    assert (left(batch), batch.kept) == (["p3@x.example"], 49)
    assert str(stored(office, batch)) == "1 contact changed; 49 unchanged"
    assert str(stored(office, compared(office, SHEET.replace(was, now)))) == "50 unchanged"


def test_what_others_stored_meanwhile_is_compared_again(office: Office) -> None:
    batch = compared(office, SHEET)
    office.loads(office.file(HEAD + "Pia,p1@x.example,State,membership,en,\n", "other.csv"))
    assert (len(left(batch)), batch.kept) == (50, 0)
    assert str(stored(office, batch)) == "49 contacts added; 1 contact changed"
    assert office.people()["p1@x.example"].name == "P1"  # as the file says, which was stored last
    late = compared(office, FRENCH)
    office.loads(office.file(FRENCH, "other.csv"))
    assert str(stored(office, late)) == "50 unchanged"


def test_what_an_act_changed_meanwhile_stays_where_the_file_had_nothing_to_say(office: Office) -> None:
    office.loads(office.file(SHEET, "before.csv"))
    batch = compared(office, SHEET)
    with writing(office.engine) as session:
        session.get_one(Person, office.people()["p2@x.example"].id).language = "ru"
    assert str(stored(office, batch)) == "50 unchanged"
    assert office.people()["p2@x.example"].language == "ru"


def test_a_contact_that_hangs_from_the_rest_of_its_files_is_judged_when_it_is_stored(office: Office) -> None:
    office.loads(office.file(SHEET, "before.csv"))
    scoped = "contacts:\n- {name: P5, email: p5@x.example, roles: [{role: chair, scope: %s}]}\n"
    before = office.rows()
    for text, refusal in ((scoped % "nobody", "'nobody' is neither a body"), (scoped % "cwg-wsis", None)):
        files = [office.file(text, "contacts.yaml"), *([] if refusal else [office.file(BASICS)])]
        batch = loading.read(files)
        with reading(office.engine) as session:
            batch = loading.compare(session, batch, office.chains, settings=office.settings, now=NOW)
        assert "p5@x.example" in left(batch)
        if refusal:
            with pytest.raises(LoadRefused, match=refusal):
                stored(office, batch)
            assert office.rows() == before
    assert stored(office, batch).changed == {"contacts": 1}
    assert [role.scope for role in office.roles("p5@x.example")] == ["", "cwg-wsis-sdg"]

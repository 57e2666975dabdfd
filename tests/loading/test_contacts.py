"""Contacts come from spreadsheets: whatever wrote them, whatever the order of their columns."""

from datetime import date

import pytest
from sqlalchemy import event, select

from models.engine import reading
from models.people import Organization
from record.refusals import LoadRefused
from tests.loading.office import Office
from tests.loading.samples import BASICS

TEN_THOUSAND = pytest.mark.proof("six seconds of CPU; with two thousand, too, a question for each is found")
EXCEL_IN_FRENCH = "Name;EMAIL;Organization;Roles;Language\r\nHélène Noël;Helene@Etat.Example;État;membership;FR\r\n"
EXCEL_UTF8 = "email,roles,name\nhelene@etat.example,membership,Hélène Noël\n"
LIBRE_OFFICE = (
    'name\temail\troles\tzone\n"Noël, Hélène"\thelene@etat.example\t"membership; focal-point"\tEurope/Paris\n'
)
SHEETS = [
    (EXCEL_IN_FRENCH.encode("cp1252"), "Hélène Noël", ["membership"]),
    (b"sep=;\r\n" + EXCEL_IN_FRENCH.encode("cp1252"), "Hélène Noël", ["membership"]),
    (EXCEL_UTF8.encode("utf-8-sig"), "Hélène Noël", ["membership"]),
    (b"\r\n;;;;\r\n" + EXCEL_IN_FRENCH.replace("\r\n", "\r\n;;;;\r\n").encode("cp1252"), "Hélène Noël", ["membership"]),
    (LIBRE_OFFICE.encode(), "Noël, Hélène", ["membership", "focal-point"]),
    (LIBRE_OFFICE.replace(";", "").encode("utf-16"), "Noël, Hélène", ["membership", "focal-point"]),
]


@pytest.mark.parametrize(
    ("sheet", "name", "roles"), SHEETS, ids=["excel-fr", "excel-sep", "excel-utf8", "empty-rows", "calc", "utf16"]
)
def test_sheets(office: Office, sheet: bytes, name: str, roles: list[str]) -> None:
    file = office.file(sheet, "contacts.CSV")
    assert str(office.loads(file)) == "1 contact added"
    assert str(office.loads(file)) == "1 unchanged"
    assert office.people()["helene@etat.example"].name == name
    assert [role.role for role in office.roles("helene@etat.example")] == roles
    assert office.channels("helene@etat.example") == ["email"]


@pytest.mark.parametrize(
    ("words", "roles"),
    [
        ("États Membres; Coordonnateur", ["member-states", "focal-point"]),
        ("état membre, SECRÉTARIAT", ["member-states", "secretariat"]),
        ("groupe d'experts", ["expert-group"]),
        ("groupes consultatifs des Secteurs (GCR, GCNT, GCDT), membres", ["advisory-groups", "membership"]),
        ("Secrétaire général", ["secretary-general"]),
        ("Vice-présidence", ["vice-chairs"]),
        ("membership focal-point", ["membership", "focal-point"]),
        ("主席；成员国、协调人", ["chair", "member-states", "focal-point"]),
        ("各部门顾问组（RAG、TSAG、TDAG），主席", ["advisory-groups", "chair"]),
        ("الرئيس؛ جهة الاتصال", ["chair", "focal-point"]),
        (
            "Рабочая группа Совета по вопросам международной государственной политики, касающимся интернета",
            ["cwg-internet"],
        ),
    ],
)
def test_roles_go_by_the_words_that_our_letters_have_for_them(office: Office, words: str, roles: list[str]) -> None:
    file = office.file(f'Nom;Courriel;Rôles\nHélène;helene@etat.example;"{words}"\n', "contacts.csv")
    assert str(office.loads(file)) == "1 contact added"
    assert [role.role for role in office.roles("helene@etat.example")] == roles


def test_a_role_that_may_be_several_is_refused_with_their_words(office: Office) -> None:
    with pytest.raises(
        LoadRefused, match=r"c\.csv, row 2: the role 'États' may be council-members, member-states; wri"
    ):
        office.loads(office.file("name;email;roles\nHélène;helene@etat.example;États\n", "c.csv"))
    assert not office.people()


def test_headers_under_empty_rows_are_named_by_their_row(office: Office) -> None:
    with pytest.raises(LoadRefused, match=r"c\.csv, row 4: there is no column 'email'"):
        office.loads(office.file("sep=;\n\n;\nname;roles\nHélène;membership\n", "c.csv"))


def test_an_empty_cell_says_nothing(office: Office) -> None:
    office.loads(BASICS)
    sheet = office.file("name,email,language,zone,roles\nAisha Khan,aisha@itu.example,,,\n,,,,\n", "c.csv")
    assert str(office.loads(sheet)) == "1 unchanged"
    assert office.people()["aisha@itu.example"].language == "fr"


def test_a_corrected_contact_is_changed_and_nothing_is_taken_away(office: Office) -> None:
    office.loads(BASICS)
    before = office.people()["aisha@itu.example"]
    corrected = office.file("name,email,organization,roles,language,channels\n"
                            "Aisha Khan-Roy,AISHA@itu.example,UPU,chair,en,discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js\n",
                            "c.csv")  # fmt: skip
    assert str(office.loads(corrected)) == "1 contact changed"
    after = office.people()["aisha@itu.example"]
    assert (after.name, after.language, after.zone) == ("Aisha Khan-Roy", "en", "Europe/Zurich")
    assert after.public_id == before.public_id
    assert [role.role for role in office.roles("aisha@itu.example")] == ["secretariat", "chair"]
    assert len(office.channels("aisha@itu.example")) == 2
    with reading(office.engine) as session:
        assert set(session.scalars(select(Organization.name))) == {"ITU", "UPU", "Brazil"}


def test_a_role_has_a_scope_and_days_and_may_be_ended(office: Office) -> None:
    office.loads(BASICS)
    _, focal = office.roles("ana@members.example")
    assert (focal.scope, focal.from_on, focal.to_on) == ("annual-report", date(2016, 1, 1), date(2018, 12, 31))
    assert str(office.loads(BASICS.replace("to: 2018-12-31", "to: 2017-06-30"))) == "1 contact changed; 4 unchanged"
    _, focal = office.roles("ana@members.example")
    assert focal.to_on == date(2017, 6, 30)


def test_a_scope_is_a_body_by_any_name_a_chain_or_a_cycle(office: Office) -> None:
    office.loads(BASICS)
    scopes = ["WG-WSIS", "hlpf-contribution", "hlpf-contribution/2018"]
    roles = ", ".join(f"{{role: observer, scope: {scope}}}" for scope in scopes)
    office.loads(f"contacts: [{{name: O, email: o@b.example, roles: [{roles}]}}]")
    assert [role.scope for role in office.roles("o@b.example")] == ["cwg-wsis-sdg", *scopes[1:]]


def test_a_webhook_reaches_allowed_hosts_only(office: Office) -> None:
    file = office.file("contacts: [{name: O, email: o@b.example, channels: ['jsons://hooks.example/x']}]")
    with pytest.raises(LoadRefused, match="have this one allowed"):
        office.loads(file)
    office.hosts = "hooks.example"
    office.loads(file)
    assert office.channels("o@b.example") == ["jsons://hooks.example/x"]


def test_yaml_traps_are_words(office: Office) -> None:
    office.loads(
        "bodies: [{key: 010, name: no, aliases: [on, 0x1F, 1e3, 2017-01-01, 007]}]\n"
        "contacts: [{name: Yes, email: no@no.example, zone: ~, organization: 23:59, roles: [no, 007]}]\n"
    )
    assert [role.role for role in office.roles("no@no.example")] == ["no", "007"]
    with reading(office.engine) as session:
        assert session.scalars(select(Organization.name)).one() == "23:59"
    assert office.people()["no@no.example"].zone is None


def test_a_name_cannot_break_a_header(office: Office) -> None:
    office.loads('contacts: [{name: "A\\r\\nBcc: x@y.example\\u202e", email: a@b.example}]')
    assert office.people()["a@b.example"].name == "A Bcc: x@y.example"


@pytest.mark.proof_on_postgresql("what is asked is counted: the same questions on both")
@pytest.mark.both_databases("counts questions")
@pytest.mark.slow
@pytest.mark.parametrize("count", [2_000, pytest.param(10_000, marks=TEN_THOUSAND)])
def test_ten_thousand_contacts_in_a_few_queries(office: Office, count: int) -> None:
    rows = "".join(f"Person {n},p{n}@members.example,State {n % 193},membership;focal-point,fr\n" for n in range(count))
    file = office.file("name,email,organization,roles,language\n" + rows, "all.csv")
    for expected in (f"{count} contacts added", f"{count} unchanged"):
        statements: list[str] = []
        event.listen(office.engine, "before_cursor_execute", lambda *call, log=statements: log.append(call[2]))
        assert str(office.loads(file)) == expected
        assert len(statements) < 60


@pytest.mark.parametrize(
    ("name", "organization", "is_said"),
    [("ANA  SÍLVA", "Brazil", True), ("Ana Silva", "brazil", True), ("Ana Silva", "Chile", False),
     ("Ana Souza", "Brazil", False), ("Ana Silva", "", False)],
)  # fmt: skip
def test_one_person_with_two_addresses_is_said_when_the_second_comes(
    office: Office, name: str, organization: str, is_said: bool
) -> None:
    head, ana = "name;email;organization", "Ana Silva;ana@members.example;Brazil"
    office.loads(office.file(f"{head}\n{ana}\n", "people.csv"))
    more = office.file(f"{head}\n{ana}\n{name};a.silva@members.example;{organization}\n", "people.csv")
    said = [[note for note in office.loads(more).notes if "is also called as" in note] for _ in range(2)]
    assert [bool(notes) for notes in said] == [is_said, False]  # once


def test_of_a_thousand_people_the_first_of_one_name_are_said_and_how_many_there_are(office: Office) -> None:
    rows = "".join(f"Person {n // 2 if n < 40 else n},p{n}@members.example,Brazil\n" for n in range(1000))
    notes = office.loads(office.file("name,email,organization\n" + rows, "all.csv")).notes
    assert notes[0] == "Person 0 is also called as Person 0 is, of the same organization: p0@members.example, " + (
        "p1@members.example")  # fmt: skip
    assert len(notes) == 13
    assert notes[-1] == (
        "8 more new people are called as others of their organization: look through the list of people")  # fmt: skip


@pytest.mark.parametrize(
    ("name", "is_said"),
    [("Working Group on WSIS and SDGs", True), ("Working Group on WSIS and the SDGś", True),
     ("Working Group on Child Online Protection", False), ("Working Group on WSIS and the SDGs 2", False)],
)  # fmt: skip
def test_a_body_that_is_nearly_called_as_another_is_said(office: Office, name: str, is_said: bool) -> None:
    first = "bodies:\n  - {key: one, name: Working Group on WSIS and the SDGs}\n"
    office.loads(office.file(first))
    more = office.file(first + f"  - {{key: two, name: {name}}}\n")
    assert bool(office.loads(more).notes) is is_said
    assert office.loads(more).notes == ()

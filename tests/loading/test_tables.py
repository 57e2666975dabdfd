"""Tables of contacts come from Outlook and from offices that write German, French, Spanish, Italian or Portuguese."""

import pytest

from record.refusals import LoadRefused
from tests.loading.office import Office
from tests.loading.samples import BASICS

GERMAN = (
    "Name;E-Mail;Organisation;Funktion;Sprache;Zeitzone;Bemerkung\r\n"
    'Kontakt, A;a@members.example;Deutschland;membership;Englisch;Europe/Berlin;"Ansprech-\r\npartner"\r\n'
)
FRENCH = (
    "Nom;Courriel;Organisation;Rôles;Langue;Fuseau horaire\r\n"
    "Contact É;a@members.example;France;membership;français;Paris\r\n"
)
SPANISH = (
    "Nombre;Apellidos;Correo electrónico;Organización;Funciones;Idioma;Zona horaria\r\n"
    "Ñandú;Contacto;a@members.example;Chile;membership;español;América/Santiago\r\n"
)
OUTLOOK = (
    '"Title","First Name","Middle Name","Last Name","Company","E-mail Address","E-mail Type","Categories","Notes"\n'
    '"","Ana","Maria","Silva","Ireland","a@members.example","SMTP","Council;Membership;Red Category","prefers\nphone"\n'
)
OUTLOOK_IN_GERMAN = (
    "Anrede,Vorname,Weitere Vornamen,Nachname,Firma,Ort geschäftlich,E-Mail-Adresse,E-Mail-Typ,Kategorien\r\n"
    "Frau,Ana,,Silva,Irland,Dublin,a@members.example,SMTP,Membership\r\n"
)
ITALIAN = (
    "Nome;Cognome;Indirizzo di posta elettronica;Ente;Ruolo;Lingua;Fuso orario;Note\r\n"
    "Niccolò;Esempio;a@members.example;Italia;membership;francese;Roma;risponde tardi\r\n"
)
OUTLOOK_IN_ITALIAN = (
    "Titolo,Nome,Secondo nome,Cognome,Società,Reparto,Posizione,Via (uff.),Città (uff.),CAP (uff.),Ufficio,"
    "Indirizzo posta elettronica,Tipo posta elettronica,Nome visualizzato posta elettronica,Categorie,Lingua\r\n"
    "Dott.,Ana,,Silva,Irlanda,Affari,Consigliere,Via 1,Roma,00100,+39,a@members.example,SMTP,Ana,Membership,inglese\r\n"
)
PORTUGUESE = (
    "Nome completo;Endereço de correio eletrónico;Organização;Função;Idioma;Fuso horário\r\n"
    "João Exemplo;a@members.example;Portugal;membership;espanhol;Lisboa\r\n"
)
BRAZILIAN = (
    "Nome,Segundo Nome,Sobrenome,Empresa,Cargo,Endereço de email,Categorias\r\n"
    "Ana,,Silva,Brasil,Chefe,a@members.example,Membership\r\n"
)
TABLES = {
    "german": (
        GERMAN.encode("utf-8-sig"),
        ("Kontakt, A", "en", "Europe/Berlin"),
        "the column 'Bemerkung' was left out",
    ),
    "french-1252": (FRENCH.encode("cp1252"), ("Contact É", "fr", "Europe/Paris"), None),
    "french-16": (FRENCH.encode("utf-16"), ("Contact É", "fr", "Europe/Paris"), None),
    "french-16le": (FRENCH.encode("utf-16-le"), ("Contact É", "fr", "Europe/Paris"), None),
    "french-name": (
        FRENCH.replace("Nom;", "NOM;Prénom;").replace("Contact É", "Noël;Hélène").encode(),
        ("Hélène Noël", "fr", "Europe/Paris"),
        None,
    ),
    "spanish": (SPANISH.encode("utf-8-sig"), ("Ñandú Contacto", "es", "America/Santiago"), None),
    "italian": (ITALIAN.encode("cp1252"), ("Niccolò Esempio", "fr", "Europe/Rome"), "the column 'Note' was left out"),
    "outlook-it": (
        OUTLOOK_IN_ITALIAN.encode("cp1252"),
        ("Ana Silva", "en", None),
        "the columns 'Titolo', 'Reparto', 'Posizione', 'Via (uff.)', 'Città (uff.)', 'CAP (uff.)', 'Ufficio', "
        "'Tipo posta elettronica' were left out",
    ),
    "portuguese": (PORTUGUESE.encode("utf-8-sig"), ("João Exemplo", "es", "Europe/Lisbon"), None),
    "brazilian": (BRAZILIAN.encode("cp1252"), ("Ana Silva", "en", None), "the column 'Cargo' was left out"),
    "outlook": (
        OUTLOOK.encode(),
        ("Ana Maria Silva", "en", None),
        "the columns 'Title', 'E-mail Type', 'Notes' were left out / the category 'Red Category' was left out",
    ),
    "outlook-de": (
        OUTLOOK_IN_GERMAN.encode("cp1252"),
        ("Ana Silva", "en", None),
        "the columns 'Anrede', 'Ort geschäftlich', 'E-Mail-Typ' were left out",
    ),
}  # fmt: skip


@pytest.mark.few(4, "another shape of the same table")
@pytest.mark.parametrize(("table", "person", "left_out"), TABLES.values(), ids=TABLES)
def test_a_table_as_people_have_it(office: Office, table: bytes, person: tuple[str, ...], left_out: str | None) -> None:
    file = office.file(table, "table.csv")
    loaded = office.loads(file)
    assert loaded.sentence == "1 contact added"
    assert " / ".join(loaded.notes) == (left_out.replace("the c", f"{file}: the c") if left_out else "")
    row = office.people()["a@members.example"]
    assert (row.name, row.language, row.zone) == person
    assert "membership" in [role.role for role in office.roles("a@members.example")]
    assert office.loads(file).sentence == "1 unchanged"


@pytest.mark.parametrize(
    ("cell", "roles"),
    [
        ("focal point", {"focal-point"}),
        ("Focal Points, the Chair", {"focal-point", "chair"}),
        ("the Member States;observers", {"member-states", "observer"}),
        ("membership secretariat", {"membership", "secretariat"}),
    ],
)
def test_a_role_is_written_as_people_say_it(office: Office, cell: str, roles: set[str]) -> None:
    office.loads(office.file(f'name,email,roles\nA,a@members.example,"{cell}"\n', "table.csv"))
    assert {role.role for role in office.roles("a@members.example")} == roles


@pytest.mark.parametrize(
    ("header", "cell", "why"),
    [
        ("language", "Klingon", "'Klingon' is not an official language; write ar, en, es, fr,"),
        ("language", "Deutsch", "'Deutsch' is not an official language but German; write ar, en, es, fr,"),
        ("language", "Frnch", "'Frnch' is not an official language; did you mean French? write ar, en"),
        ("zone", "Pariss", "the time zone 'Pariss' is not known; did you mean Europe/Paris? write an IANA name"),
        ("zone", "Heure de Paris", "the time zone 'Heure de Paris' is not known; did you mean Europe/Paris? write"),
        ("zone", "Brazil", "'Brazil' stands for more than one time zone; write one of America/"),
        ("Organisatoin", "x", "row 1: the column 'organisatoin' is not known; did you mean 'organization'?"),
        ("Sprachen", "x", "row 1: the column 'sprachen' is not known; did you mean 'language'?"),
        ("Rolle,Rolle", "x,y", "row 1: the column 'rolle' stands there twice; keep one of the two"),
        ("Kategorien", "Memberships", "'memberships' is neither a role, a body nor an organization; the nearest word"),
    ],
)
def test_what_is_near_is_named(office: Office, header: str, cell: str, why: str) -> None:
    with pytest.raises(LoadRefused) as refusal:
        office.loads(office.file(f"name,email,{header}\nA,a@members.example,{cell}\n", "table.csv"))
    assert why in str(refusal.value)


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("cp1251", "Россия"), ("koi8-r", "Россия"), ("cp1256", "جمهورية مصر العربية"), ("gb18030", "中国"),
        ("big5", "中國"),
    ],
)  # fmt: skip
def test_another_script_in_an_older_encoding_is_refused_and_no_name_is_garbled(
    office: Office, encoding: str, words: str
) -> None:
    table = f"name;email;organization\nA;a@members.example;{words}\n"
    with pytest.raises(LoadRefused, match="it is in an older encoding of another script; save the sheet as CSV UTF-8"):
        office.loads(office.file(table.encode(encoding), "table.csv"))
    assert office.loads(office.file(table.encode(), "table.csv")).sentence == "1 contact added"


@pytest.mark.parametrize("words", ["Größe", "créée", "« Élysée »", "Müßiggang", "“Ürün”—“İş”…", "Ñandú ÉÉ Åå"])
def test_no_word_of_western_europe_is_taken_for_another_script(office: Office, words: str) -> None:
    table = f"name;email;organization\nA;a@members.example;{words}\n"
    assert office.loads(office.file(table.encode("cp1252", "replace"), "t.csv")).sentence == "1 contact added"


@pytest.mark.parametrize(
    "head",
    [
        "ФИО;Адрес электронной почты;Организация;Роли", "姓名;邮箱;单位;角色",
        "الاسم;البريد الالكتروني;الجهة;الأدوار",
    ],
)  # fmt: skip
def test_headers_of_every_language_are_known(office: Office, head: str) -> None:
    loaded = office.loads(office.file(f"\ufeff{head}\r\nA;a@members.example;B;membership\r\n", "table.csv"))
    assert (loaded.sentence, loaded.notes) == ("1 contact added", ())


def test_a_table_without_names_or_addresses_says_what_it_has(office: Office) -> None:
    with pytest.raises(LoadRefused, match=r"there is no column 'email' \(there are 'Telefon', 'Ort'\); the first row"):
        office.loads(office.file("Name;Telefon;Ort\nA;+41;Bern\n", "table.csv"))


@pytest.mark.parametrize(
    ("zone", "key"),
    [
        ("Genf", "Europe/Zurich"),
        ("Genève", "Europe/Zurich"),
        ("geneva", "Europe/Zurich"),
        ("Женева", "Europe/Zurich"),
        ("Tokio", "Asia/Tokyo"),
        ("new york", "America/New_York"),
        ("Kenya", "Africa/Nairobi"),
        ("W. Europe Standard Time", "Europe/Berlin"),
    ],
)
def test_a_zone_goes_by_its_city_in_any_file(office: Office, zone: str, key: str) -> None:
    office.loads(BASICS, f"contacts: [{{name: A, email: a@members.example, zone: '{zone}', language: Französisch}}]")
    row = office.people()["a@members.example"]
    assert (row.zone, row.language) == (key, "fr")


@pytest.mark.parametrize(
    ("rows", "where"),
    [
        ("Ana;a@x.example;Brazil;es\nRui;r@x.example;;es", "organization in row 3"),
        ("Ana;a@x.example;Brazil;es\n\nRui;r@x.example;;\nBo;b@x.example;;es\nCy;c@x.example;Chile;",
         "organization in rows 4 to 5"),
        ("Ana;a@x.example;;\nRui;r@x.example;Brazil;es", None),
        ("Ana;a@x.example;Brazil;\nRui;r@x.example;Brazil;", None),
    ],
)  # fmt: skip
def test_empty_cells_beneath_filled_ones_are_said_and_not_guessed(office: Office, rows: str, where: str | None) -> None:
    loaded = office.loads(office.file(f"name;email;organization;language\n{rows}\n", "people.csv"))
    said = [note for note in loaded.notes if "cells are empty" in note]
    assert bool(said) is bool(where)
    assert all(f"count as empty: {where}; where they were merged" in note for note in said)
    without = [email for email, row in office.people().items() if row.organization_id is None]
    assert ("r@x.example" in without) is bool(where)


def test_what_is_empty_for_good_reasons_is_not_said(office: Office) -> None:
    first = "State,Kind,Region,From,To\nBrazil,Council member,Americas,2026-11-27,2030-10-01\n"
    notes = office.loads(office.file(f"{first}Chile,Council member,,2026-11-27,\n", "members.csv")).notes
    assert not any("cells are empty" in note for note in notes)


def test_a_chair_beneath_a_merged_body_is_refused_by_its_row(office: Office) -> None:
    chairs = "Body,Position,Name,Email,From\nx,Chair,A,a@x.example,2026-11-27\n,Vice-Chair,B,b@x.example,2026-11-27\n"
    with pytest.raises(LoadRefused, match="row 3: it names no body; fill that cell"):
        office.loads(office.file(chairs, "chairs.csv"))

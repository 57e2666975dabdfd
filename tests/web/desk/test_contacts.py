"""Contacts and delegations, and a table of them brought in: mapped once, shown before, stored as a whole or not."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest

from models.engine import reading
from record.people import contacts
from tests.statements import asked_of
from tests.web.desk.browser import Fields
from tests.web.desk.test_desk_pages import words_of

PAGE = "/desk/contacts/import"
TABLE = (
    "Nom de famille;Prénom;Courriel;Pays;Téléphone;Langue\r\n"
    "Dupont;Anne;anne@etat.example;État exemple;+41;fr\r\n"
    "Müller;=cmd|'x'!A1;muller@etat.example;État exemple;+41;Deutsch\r\n"
)
AS = {"column.0": "last name", "column.1": "first name", "column.2": "email", "column.3": "organization",
      "column.4": "", "column.5": "language"}  # fmt: skip


def emails(web) -> set[str]:
    with reading(web.desk.engine) as session:
        return {each.email for each in contacts.everybody(session, now=web.web.now)}


def upload(browser, data: bytes, **fields: str):
    """Send a file as a browser does, with the fields of the form."""
    token = Fields(browser.text).forms[-1][1]["form"][0]
    parts = [f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
             for name, value in {"form": token, "do": "map", **fields}.items()]  # fmt: skip
    head = b'--x\r\nContent-Disposition: form-data; name="upload"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n'
    kind = {"Content-Type": "multipart/form-data; boundary=x", "Sec-Fetch-Site": "same-origin"}
    return browser._go(PAGE, "POST", b"".join([*parts, head, data, b"\r\n--x--\r\n"]), kind)


def test_a_table_is_chosen_mapped_shown_and_loaded_and_nothing_is_stored_before(web, enter) -> None:
    before, browser = emails(web), enter("secretariat").get(PAGE)
    upload(browser, TABLE.encode("cp1252"))
    assert browser.status == 200, words_of(browser)
    held = Fields(browser.text).forms[-1][1]
    assert {name: held[name][0] for name in AS if name in held and held[name][0]} == {
        name: field for name, field in AS.items() if field
    }  # the country, too, which is the organization of a delegate
    assert "Dupont" in words_of(browser)
    refused = browser.send({**AS, "role": "member-states", "do": "check"})
    assert "refused" in words_of(refused)
    assert "Deutsch" in words_of(refused)
    assert refused.status == 422
    assert emails(web) == before
    browser = browser.get(PAGE).send({"table": TABLE.replace("Deutsch", "en"), "do": "map"}, form=-1)
    checked = browser.send({**AS, "role": "member-states", "do": "check"})
    assert "Check before you act" in checked.text
    assert emails(web) == before
    done = checked.send({"do": "do"})
    assert done.status == 200
    assert emails(web) - before == {"anne@etat.example", "muller@etat.example"}
    page = browser.get("/desk/contacts?" + urlencode({"q": "etat.example"}))
    said = words_of(page)
    assert "Anne Dupont anne@etat.example État exemple Member States" in said
    assert "2 of" in said


def test_columns_are_said_once_for_each_set_of_headings(web, enter) -> None:
    odd = "Wer;Postfach;Dienst\r\nAnne Dupont;anne@etat.example;État exemple\r\n"
    said = {"column.0": "name", "column.1": "email", "column.2": "organization", "role": "member-states"}
    browser = enter("secretariat").get(PAGE).send({"table": odd, "do": "map"})
    assert "What the headings say is filled in" in words_of(browser)
    checked = browser.send({**said, "do": "check"})
    assert "were said to be" not in words_of(enter("secretariat").get(PAGE).send({"table": odd, "do": "map"}))
    assert checked.send({"do": "do"}).status == 200
    web.web.now += timedelta(days=30)
    other = odd.replace("Anne", "Eva").replace("anne@", "eva@").replace("Wer;Postfach", "WER; postfach")
    again = enter("approver", "b@state.example").get(PAGE).send({"table": other, "do": "map"})
    assert "as they were said to be on Mon 20 Feb 2017" in words_of(again)
    held = Fields(again.text).forms[-1][1]
    assert {name: held[name] for name in said} == {name: [value] for name, value in said.items()}


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("", "Choose a file, or paste a table"),
        ("name,email\n", "no table with a row of headings"),
        ("a" * 900_001, "more than 900 kB"),
        ('a,b\n"x', "this is not CSV"),
        (",".join("abcdefghij" * 7) + "\n1", "it may have 60 columns"),
    ],
)
def test_what_is_no_table_is_refused_with_what_was_typed(web, enter, table: str, why: str) -> None:
    before, browser = emails(web), enter("secretariat").get(PAGE)
    sent = browser.send({"table": table, "do": "map"})
    assert (sent.status, why in words_of(sent)) == (422, True), words_of(sent)[:300]
    assert emails(web) == before


def test_columns_that_are_said_wrong_are_asked_for_again(web, enter) -> None:
    browser = enter("secretariat").get(PAGE).send({"table": TABLE, "do": "map"})
    for wrong, why in (
        ({"column.5": "email"}, "Two columns are said to be “E-mail address”"),
        ({"column.2": ""}, "which column is the e-mail address"),
        ({"role": "no-such"}, "is no role"),
    ):
        sent = browser.send({**AS, "role": "", **wrong, "do": "check"})
        assert (sent.status, why in words_of(sent)) == (422, True), words_of(sent)[:300]


def test_a_file_that_is_too_large_or_no_form_is_refused(web, enter) -> None:
    browser = enter("secretariat").get(PAGE)
    assert upload(browser, b"x" * 1_000_100).status == 413
    for workbook in (b"PK\x03\x04" + bytes(range(256)), b"PK\x03\x04\x00\x00 xl/workbook.xml"):
        said = words_of(upload(browser.get(PAGE), workbook))
        assert (browser.status, "save the sheet as CSV (UTF-8) Back to the form" in said) == (400, True), said
    browser.get(PAGE)
    kind = {"Content-Type": "multipart/form-data; boundary=y", "Sec-Fetch-Site": "same-origin"}
    for body in (b"", b"--y\r\n\r\n", b"\xff\xfe\x00"):
        assert browser._go(PAGE, "POST", body, kind).status in (400, 403)


def test_contacts_are_found_by_name_organization_and_role_in_as_many_questions(web, enter) -> None:
    browser = enter("secretariat")
    assert "Delegate A" in words_of(browser.get("/desk/contacts"))
    assert "Delegate B" not in words_of(browser.get("/desk/contacts?q=delegate+a"))
    assert "Nobody is found so" in words_of(browser.get("/desk/contacts?q=%27%3B+DROP"))
    asked = asked_of(web.desk.engine)
    counts = []
    for path in ("/desk/contacts?q=delegate+a", "/desk/contacts"):
        asked.clear()
        browser.get(path)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert enter("viewer", "b@state.example").get("/desk/contacts").status == 403


def test_the_language_of_a_contact_is_set_from_their_page(enter) -> None:
    browser = enter("secretariat").get("/desk/readings/people/show?person=a@state.example")
    browser.get(Fields(browser.text).links["Set how somebody is told"]).send({"language": "fr", "do": "check"})
    chosen = words_of(browser.get("/desk/readings/choices/show?person=a@state.example"))
    assert ("Language fr" in chosen, "How often they are written to" in chosen) == (True, True)

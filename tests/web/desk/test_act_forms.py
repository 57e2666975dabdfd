"""The form of an act as a link leads to it: its cycle and step are said by title, and rare fields are folded away."""

import re

from actions.meetings import expected_rows
from models.engine import reading
from record.people import people
from tests.web.desk.browser import Fields
from tests.web.desk.test_desk_pages import words_of

FORM = "/desk/acts/deadline/met?cycle=hlpf-contribution/2017&step=final-draft"


def test_a_form_says_the_step_it_is_about_and_folds_away_what_is_rarely_wanted(web, enter) -> None:
    form = enter("secretariat").get(FORM)
    assert "Record as posted Post the final draft" in words_of(form)
    assert not re.findall(r'<input id="(cycle|step)"', form.text)
    folded = form.text.partition('<details class="asked"')[2]
    assert 'name="keep_short"' in folded
    assert 'name="document"' not in folded
    done = form.send({"url": "https://www.itu.int/draft", "do": "check"})
    assert "“Post the final draft” is completed" in words_of(done)
    assert web.desk.view("2017-02-21")["final-draft"].settlement.kind == "met"


def test_a_form_of_no_such_step_asks_for_it(web, enter) -> None:
    form = enter("secretariat").get(FORM.replace("final-draft", "no-such"))
    held = Fields(form.text).forms[-1][1]
    assert (held["cycle"], held["step"]) == (["hlpf-contribution/2017"], ["no-such"])
    refused = form.send({"do": "check"})
    assert refused.status == 422
    assert '<a href="#step">' in refused.text


def test_a_table_names_steps_by_title_and_its_file_by_key(web, enter) -> None:
    page = enter("viewer").get("/desk/readings/cycle/status?cycle=hlpf-contribution/2017")
    assert "Post the final draft" in words_of(page)
    assert "final-draft" not in words_of(page)
    assert b"final-draft" in page.get("/desk/readings/cycle/status?cycle=hlpf-contribution/2017&as=csv").page.body


def test_a_contact_is_corrected_where_it_stands(web, enter) -> None:
    address = "/desk/acts/people/edit?person=a@state.example"
    form = enter("secretariat").get(address)
    held = Fields(form.text).forms[-1][1]
    assert (held["name"], held["email"]) == (["Delegate A"], ["a@state.example"])
    assert held["organization"] == ["An organization"]
    done = form.send({"name": "Delegate Alpha", "do": "check"}).send({"do": "do"})
    assert "Delegate Alpha: name corrected" in words_of(done)
    done = form.get(address).send({"organization": "", "do": "check"}).send({"do": "do"})
    assert "Delegate Alpha: organization corrected" in words_of(done)
    with reading(web.desk.engine) as session:
        person = people.named(session, "a@state.example")
        assert (person.name, person.organization_id) == ("Delegate Alpha", None)


def test_a_field_in_which_nothing_stood_takes_nothing_away(web, enter) -> None:
    done = (
        enter("secretariat")
        .get("/desk/acts/people/edit")
        .send({"person": "a@state.example", "name": "Delegate Alpha", "do": "check"})
        .send({"do": "do"})
    )
    assert "Delegate Alpha: name corrected" in words_of(done)
    with reading(web.desk.engine) as session:
        assert people.named(session, "a@state.example").organization_id is not None


def test_a_document_is_expected_otherwise_where_it_stands(web, enter) -> None:
    new = {"expected": "council-17/report", "title": "A report", "unit": "itu-d", "submit_by": "2017-03-01"}
    web.desk.performs("document/expect", **new, on="2017-02-20 09:00")
    form = enter("secretariat").get("/desk/acts/document/expect?expected=council-17/report")
    held = Fields(form.text).forms[-1][1]
    assert {name: held[name] for name in new} == {name: [value] for name, value in new.items()}
    form.send({"title": "Another report", "do": "check"})
    with reading(web.desk.engine) as session:
        row = expected_rows.last(session, "council-17/report")
    assert (row.title, row.unit, row.submit_by) == ("Another report", "itu-d", "2017-03-01")

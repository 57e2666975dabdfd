"""A step up: resuming, channels, accounts and files of people want the password again, and never show it."""

from sqlalchemy import select

from kernel import registry
from models.accounts import Account, RefusedSignIn, Right
from models.engine import reading
from tests.web.desk.browser import PASSWORD
from tests.web.desk.test_desk_pages import words_of
from web.desk import step_up

OTHER, PEOPLE = "a@state.example", "/desk/readings/people/list"


def rights(web) -> list[Right]:
    with reading(web.desk.engine) as session:
        return sorted(session.scalars(select(Account.holds).where(Account.ended_at.is_(None))))


def test_an_account_is_given_only_to_whoever_says_the_password_again(web, enter) -> None:
    form = enter("administrator").get("/desk/acts/account/invite")
    asked = {"person": OTHER, "holds": "administrator", "do": "check"}
    for again, said in (("", "Type your password once more"), ("a guess of somebody", "That is not your password")):
        refused = form.send({**asked, "again": again})
        assert (refused.status, said in words_of(refused)) == (422, True)
        assert again not in refused.text or not again
        assert rights(web) == [Right.ADMINISTRATOR]
    assert form.send({**asked, "again": PASSWORD}).status == 200
    assert rights(web) == [Right.ADMINISTRATOR, Right.ADMINISTRATOR]
    with reading(web.desk.engine) as session:
        assert session.scalars(select(RefusedSignIn.tries)).all() == [1]


def test_what_is_shown_before_it_is_done_asks_there_and_undoing_it_asks_too(web, enter) -> None:
    enter("viewer", OTHER)
    browser = enter("administrator")
    checked = browser.get("/desk/acts/account/change").send({"person": OTHER, "holds": "approver", "do": "check"})
    assert "Check before you act" in checked.text
    assert checked.send({"do": "do"}).status == 422
    assert "nothing was done" in words_of(checked)
    assert rights(web) == [Right.ADMINISTRATOR, Right.VIEWER]
    done = checked.send({"again": PASSWORD, "do": "do"})
    assert (done.status, rights(web)) == (200, [Right.ADMINISTRATOR, Right.APPROVER])
    undoing = done.send({}, form=-1)
    assert (undoing.status, rights(web)) == (422, [Right.ADMINISTRATOR, Right.APPROVER])
    assert PASSWORD not in undoing.text
    undoing.send({"again": PASSWORD})
    assert rights(web) == [Right.ADMINISTRATOR, Right.VIEWER]


def test_a_file_of_people_is_no_link_and_the_eleventh_try_is_refused(web, enter) -> None:
    browser = enter("secretariat")
    page = browser.get("/desk/readings/people/list?as=csv")
    assert page.page.headers.get_content_type() == "text/html"
    file = page.send({"again": PASSWORD}, to=page.path).page
    assert file.headers.get_content_type() == "text/csv"
    assert b"a@state.example" in file.body
    guess = {"again": "a guess of somebody"}
    for _ in range(9):
        assert browser.get(PEOPLE).send(guess, to=PEOPLE).status == 422
    often = browser.get(PEOPLE).send({"again": PASSWORD}, to=PEOPLE)
    assert (often.status, "too often" in often.text) == (422, True)


def test_every_file_whose_rows_are_people_asks_for_it() -> None:
    of_people = {"Person", "E-mail", "Official address", "Deputy"}
    found = {each.name for each in registry.readings() if of_people & {column.heading for column in each.columns or ()}}
    assert found == step_up.FILES

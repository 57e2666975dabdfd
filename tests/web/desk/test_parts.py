"""Acts that open in place: what htmx sends is checked as a form is, and a part says what its page would."""

import pytest

from kernel import registry
from kernel.grants import may
from models.accounts import Right
from models.engine import reading
from record.people import people
from tests.kernel.stories import contents
from tests.web.desk.browser import Browser, invite
from tests.web.desk.test_forgery import FORGED, token_of
from tests.web.desk.test_grants import FOREIGN, OWN, identity
from tests.web.test_personal_links import link

WAIVED = {"cycle": "hlpf-contribution/2017", "step": "final-comments", "because": "no time is left", "do": "check"}
WAIVE = "/desk/acts/deadline/waive"


def in_place(browser: Browser, path: str, fields: dict[str, str], token: str, **headers: str) -> Browser:
    """Send fields as htmx does, from Today."""
    ours = {"Sec_Fetch_Site": "same-origin", "HX_Request": "true", "X_Desk_Form": token}
    today = f"http://127.0.0.1:{browser.web.port}/desk"
    return browser.post(path, fields, **({"Referer": today} | ours | headers))


def test_a_part_is_no_whole_page_and_what_was_done_can_be_undone_in_it(web, enter) -> None:
    browser = enter("secretariat")
    token = token_of(browser.get("/desk"))
    done = in_place(browser, WAIVE, WAIVED, token)
    if "Check before you act" in done.text:
        assert 'hx-post="/desk/acts/deadline/waive"' in done.text
        seen = done.text.partition('name="seen" value="')[2].partition('"')[0]
        done = in_place(browser, WAIVE, WAIVED | {"seen": seen, "do": "do"}, token)
    assert ("<html" in done.text, "Undo" in done.text) == (False, True)
    assert 'href="/desk"' in done.text  # the way back to Today, anew
    assert web.desk.view("2017-02-21")["final-comments"].settlement is not None
    undo = done.text.partition('action="/desk/undo/')[2].partition('"')[0]
    undone = in_place(browser, f"/desk/undo/{undo}", {"back": "/desk"}, token)
    assert "Undone" in undone.text
    assert web.desk.view("2017-02-21")["final-comments"].settlement is None


def test_what_htmx_sends_needs_its_header_and_comes_from_our_page(web, enter) -> None:
    browser = enter("administrator")
    token = token_of(browser.get("/desk"))
    other = token_of(enter("administrator").get("/desk"))
    before = contents(web.desk.engine)
    for wrong in ("", "0" * 128, other, "é"):
        sent = in_place(browser, WAIVE, WAIVED | {"form": token}, wrong)  # a form's field does not stand for it
        assert sent.status == 403, wrong
    for headers in FORGED:
        assert in_place(browser, WAIVE, WAIVED, token, **headers).status == 403, headers
    assert contents(web.desk.engine) == before


@pytest.mark.few(1, "the same pages for another right")
@pytest.mark.parametrize("right", [Right.VIEWER, Right.SECRETARIAT])
def test_nothing_is_done_in_place_that_is_not_granted(web, enter, right: Right) -> None:
    browser, before = enter(right), contents(web.desk.engine)
    token = token_of(browser.get("/desk/account"))
    with reading(web.desk.engine) as session:
        own = people.named(session, OWN).public_id
    for act in registry.acts():
        if may(identity(right, own), act.who, {own}) and not (right is Right.VIEWER and act.name in FOREIGN):
            continue
        asked = {each.name: "x" for each in act.parameters} | FOREIGN.get(act.name, {})
        for do in ("check", "do"):
            sent = in_place(browser, f"/desk/acts/{act.name}", asked | {"do": do}, token)
            assert sent.status in (403, 422), (act.name, sent.status)
            assert "is-done" not in sent.text, act.name
        if not may(identity(right, own), act.who, {own}):
            assert in_place(browser, f"/desk/acts/{act.name}", asked, token).status == 403, act.name
    assert contents(web.desk.engine) == before


def test_who_is_signed_out_meanwhile_is_led_to_the_page_to_sign_in_on(web, enter) -> None:
    browser = enter("secretariat")
    token = token_of(browser.get("/desk"))
    browser.cookies.clear()
    for method in ("get", "post"):
        if method == "get":
            browser.headers = {"HX-Request": "true", "Referer": f"http://127.0.0.1:{web.web.port}/desk/cycles"}
            answer = browser.get(WAIVE)
        else:
            answer = in_place(browser, WAIVE, WAIVED, token)
        assert answer.page.body == b""
        assert answer.status in (401, 403)
        if method == "get":
            assert answer.page.headers["HX-Redirect"] == "/desk/sign-in?next=%2Fdesk%2Fcycles"


def test_an_erased_person_is_signed_out_and_their_links_are_over(web, enter) -> None:
    browser = enter("viewer", "b@state.example")
    first = invite(web.desk.engine, "b@state.example", "viewer", now=web.web.now)
    own = link(web, "b@state.example", "choices")
    assert Browser(web.web).get(own).status == 200
    web.desk.performs("people/erase", person="b@state.example", because="asked for it in a letter", on="2017-02-20")
    assert browser.get("/desk").path.startswith("/desk/sign-in")
    for path in (first, own):
        assert Browser(web.web).get(path).status in (404, 410), path

"""The desk with its script, in Chromium: acts open in their row, days are read as one types, keys click."""

from collections.abc import Callable
from functools import partial

import pytest
from playwright.sync_api import Page, Request, expect

from tests.wait import until
from tests.web.conftest import WebDesk

CYCLE = "/desk/cycles/hlpf-contribution/2017"
COLD = 30 * 1024  # bytes of a page, its style and its script, to a browser that has none of them
pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.proof(
        "a browser for each story: half a minute; what a page says without its script is told in every run"
    ),
]


def listening(page: Page) -> tuple[list[Request], list[str]]:
    """Return what the page asks for from now on, and what its console says is wrong."""
    asked: list[Request] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    return asked, wrong


def test_a_date_is_set_in_its_row_and_taken_back_there(web: WebDesk, opens: Callable[..., Page]) -> None:
    page = opens()
    page.goto(CYCLE)
    asked, wrong = listening(page)
    row = page.locator("#final-draft")
    row.locator("summary").click()
    row.get_by_role("link", name="Set a date", exact=True).click()
    place = page.locator("#place-final-draft")
    field = place.get_by_label("Post the final draft")
    field.fill("")
    field.press_sequentially("27 March 2017")
    expect(place.locator("output")).to_have_text("Mon 27 Mar 2017")
    place.get_by_label("Why", exact=True).fill("the Chair wrote")
    place.get_by_role("button", name="Continue").click()
    expect(place.get_by_role("heading", name="Check before you act")).to_be_focused()
    assert str(web.desk.view("2017-02-21")["final-draft"].due) == "2017-03-24"
    place.get_by_role("button").last.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(row.locator("td").first).to_contain_text("Mon 27 Mar 2017")
    expect(place.locator("[role=status]")).to_be_focused()
    assert str(web.desk.view("2017-02-21")["final-draft"].due) == "2017-03-27"
    place.get_by_role("button", name="Undo").click()
    expect(row.locator("td").first).to_contain_text("Fri 24 Mar 2017")
    expect(place).to_contain_text("Undone")
    place.get_by_role("button", name="Close").click()
    expect(place).to_be_empty()
    assert page.url.endswith(CYCLE)
    token = page.evaluate("JSON.parse(document.body.getAttribute('hx-headers'))['X-Desk-Form']")
    of_htmx = [request for request in asked if request.headers.get("hx-request")]
    assert len(of_htmx) == len(asked) >= 6
    assert {request.headers.get("x-desk-form") for request in of_htmx} == {token}
    assert wrong == []


def test_what_is_ticked_and_what_is_wrong_stay_in_place(web: WebDesk, opens: Callable[..., Page]) -> None:
    page = opens()
    page.goto(CYCLE)
    page.get_by_label("Post the final draft", exact=True).check()
    page.get_by_role("button", name="Record what the meeting agreed").click()
    place = page.locator("#place-ticked")
    place.get_by_label("Post the final draft").fill("tomorow")
    expect(place.locator("output").first).to_contain_text("no day that can be read")
    place.get_by_role("button", name="Continue").click()
    expect(place.locator("#summary")).to_be_focused()
    assert page.locator("input[name^='due.']").count() == 1
    row = page.locator("#comments")  # another place opens, this one closes
    row.locator("summary").click()
    row.get_by_role("link", name="Not required").click()
    expect(page.locator("#place-comments form")).to_be_visible()
    expect(place).to_be_empty()


def leads(page: Page, key: str, path: str) -> bool:
    """Press a key, and return whether it led there: one that comes while a dialog closes is nobody's."""
    page.keyboard.press(key)
    page.wait_for_timeout(500)
    return page.url.endswith(path)


def test_keys_click_what_is_seen_and_can_be_turned_off(opens: Callable[..., Page]) -> None:
    page = opens()
    page.goto("/desk/cycles")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    expect(page.locator("#keys li").first).to_have_text("/ Search")
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    assert until(partial(leads, page, "y", "/desk/year"))
    page.keyboard.press("/")
    page.keyboard.type("tys?")
    assert page.locator("#search").input_value() == "tys?"
    page.locator("#search").blur()
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Turn these keys off").check()
    page.get_by_role("button", name="Close").click()
    page.reload()
    page.keyboard.press("t")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_hidden()
    assert page.url.endswith("/desk/year")


@pytest.mark.parametrize("path", ["/desk", CYCLE, "/desk/sessions/council-17", "/desk/year?year=2017"])
def test_a_page_costs_three_requests_when_it_is_new_and_one_later(opens: Callable[..., Page], path: str) -> None:
    page = opens()
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(path, wait_until="networkidle")
    sizes = {answer.url: answer.request.sizes()["responseBodySize"] for answer in answers}
    assert len(answers) <= 3, sizes
    assert sum(sizes.values()) <= COLD, sizes
    answers.clear()
    page.goto(path, wait_until="networkidle")
    assert [answer.url for answer in answers if answer.request.sizes()["responseBodySize"] > 0] == [page.url]

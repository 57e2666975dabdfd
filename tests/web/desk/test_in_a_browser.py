"""The desk in Chromium: what axe finds wrong with it, by keyboard alone, at four times the size, without a script."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from kernel import registry
from kernel.grants import Grant
from tests.web.conftest import WebDesk

CYCLE = "/desk/cycles/hlpf-contribution/2017"
FEW = ("/desk", CYCLE, f"{CYCLE}/dates?as=meeting", "/desk/sessions/council-17", "/desk/year?year=2017")
PAGES = (
    *FEW, "/desk/cycles", "/desk/letters", "/desk/letters/past", "/desk/letters/1", "/desk/record", "/desk/readings",
    "/desk/acts", "/desk/account", "/desk/nothing", "/desk/sessions", "/desk/term", "/desk/contacts",
    "/desk/contacts/import", "/desk/decisions", "/desk/follow-up", "/desk/settings",
)  # fmt: skip
OPEN_ALL = "document.querySelectorAll('details').forEach(each => each.open = true)"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

pytestmark = pytest.mark.xdist_group("browser")


def faults(page: Page, path: str) -> list[str]:
    """Return what is wrong with a page: what axe finds, and whether it is wider than the screen."""
    page.goto(path)
    page.evaluate(OPEN_ALL)
    wide = [f"{path} is wider than the screen"] if page.evaluate(TOO_WIDE) > 0 else []
    found = Axe().run(page).response["violations"]
    return wide + [f"{path}: {each['id']} {[node['html'] for node in each['nodes'][:2]]}" for each in found]


@pytest.mark.proof("a browser, and axe reads each page: five CPU seconds; a date is set in one in every run")
def test_the_pages_used_most_are_accessible_and_narrow_enough_at_four_times_their_size(opens) -> None:
    page = opens(320, color_scheme="dark")  # 1280 pixels at 400 %
    assert [fault for path in FEW for fault in faults(page, path)] == []


@pytest.mark.proof("a browser draws every page four times, and axe reads it: minutes")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_every_page_is_accessible(opens, scheme: str, width: int) -> None:
    acts = [f"/desk/acts/{act.name}" for act in registry.acts() if set(act.who) != {Grant.OPERATOR}]
    readings = [f"/desk/readings/{each.name}" for each in registry.readings()]
    page = opens(width, color_scheme=scheme)
    assert [fault for path in (*PAGES, *acts, *readings) for fault in faults(page, path)] == []


def test_a_date_is_set_by_keyboard_alone_without_a_script(web: WebDesk, opens) -> None:
    page = opens(java_script_enabled=False)
    page.goto(CYCLE)
    assert page.locator("[data-does=keys]").is_hidden()  # what only the script does is not offered
    page.get_by_label("Post the final draft", exact=True).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Set a date").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Post the final draft").focus()
    page.keyboard.type("27 March 2017")
    page.get_by_label("Why").focus()
    page.keyboard.type("the Chair wrote")
    page.get_by_role("button", name="Continue").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Check before you act").wait_for()
    page.get_by_role("button").last.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.get_by_role("status").wait_for()
    assert str(web.desk.view("2017-02-21")["final-draft"].due) == "2017-03-27"


@pytest.mark.proof("three CPU seconds of a browser; a date is set by keyboard in every run")
def test_the_first_stop_of_the_keyboard_leads_past_the_header_and_an_error_has_the_focus(opens) -> None:
    page = opens()
    page.goto(f"{CYCLE}/dates?as=office&steps=final-draft")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.get_by_label("Post the final draft").fill("tomorow")
    page.get_by_role("button", name="Continue").click()
    assert page.evaluate("document.activeElement.id") == "summary"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "due.final-draft"


FIELDS = "main form :is(input:not([type=hidden]), select, textarea, button), main summary"
STOPS = f"""[...document.querySelectorAll("{FIELDS}")]
  .filter(each => each.checkVisibility() && !each.disabled && each.tabIndex >= 0)"""
HERE = f"{STOPS}.indexOf(document.activeElement)"
IS_SEEN = """(() => { const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0; })()"""


def by_keyboard(page: Page, path: str) -> list[str]:
    """Return what a form lacks for whoever has a keyboard alone: each field in its order, seen; its button pressed."""
    page.goto(path)
    page.evaluate(OPEN_ALL.replace("'details'", "'main details'"))
    number = page.evaluate(f"{STOPS}.length")
    page.locator("main").evaluate("main => { main.tabIndex = -1; main.focus(); }")
    visited, unseen = [], []
    for _ in range(number + 12):  # links lie between
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here >= 0:
            visited.append(here)
            unseen += [] if page.evaluate(IS_SEEN) else [page.evaluate("document.activeElement.outerHTML.slice(0, 90)")]
        if here == number - 1:
            break
    wrong = [f"{path}: {visited} of {number}"] if visited != sorted(set(visited)) or len(visited) != number else []
    page.keyboard.press("Enter")  # on its button
    page.locator("#summary, h1").first.wait_for()
    return wrong + [f"{path}: the focus is not seen on {each}" for each in unseen]


@pytest.mark.proof("each form of an act, stop by stop, in a browser: a minute or two")
def test_every_form_is_filled_and_sent_by_keyboard_alone(opens) -> None:
    page = opens()
    acts = [f"/desk/acts/{act.name}" for act in registry.acts() if set(act.who) != {Grant.OPERATOR}]
    forms = (*acts, f"{CYCLE}/dates?as=meeting", "/desk/contacts/import", "/desk/account")
    assert [fault for path in forms for fault in by_keyboard(page, path)] == []

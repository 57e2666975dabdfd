"""Every page at 400 %, which is 320 pixels: in English, in longer words, from right to left; nothing is cut off."""

import re
from collections.abc import Callable, Mapping

import pytest
from playwright.sync_api import Page

from kernel import registry
from kernel.grants import Grant
from notifications.language import OFFICIAL
from tests.web.conftest import WebDesk
from tests.web.desk.test_in_a_browser import OPEN_ALL, PAGES, TOO_WIDE
from tests.web.test_personal_act import link
from tests.web.test_personal_links import DELEGATE
from tests.web.test_personal_links import link as own_link
from tests.web.test_personal_tasks import waiting
from web.desk import words

MEMBERS = (
    "/", "/subscribe", "/cycles/hlpf-contribution/2017", "/bodies/council", "/bodies/council/2017", "/nothing",
)  # fmt: skip
CUT_OFF = """() => {
  // what scrolls by itself may be wider; what hides or clips its words, or lies beyond the screen, may not
  const wide = document.documentElement.clientWidth, found = []
  for (const each of document.querySelectorAll("body *")) {
    const style = getComputedStyle(each), box = each.getBoundingClientRect()
    if (!each.checkVisibility() || style.clipPath !== "none") continue
    if (each.closest(".unseen, .skip, .word, svg, datalist, select, .wide, pre, textarea, [tabindex='0']")) continue
    // a field scrolls what stands in it, as one types
    const hides = (style.overflowX === "hidden" || style.overflowX === "clip") && each.tagName !== "INPUT"
    if (hides && each.scrollWidth > each.clientWidth + 1) found.push(each.outerHTML.slice(0, 90))
    else if (box.width > 1 && (box.right > wide + 1 || box.left < -1)) found.push(each.outerHTML.slice(0, 90))
  }
  return found.slice(0, 3)
}"""
TURNED = "document.documentElement.dir = 'rtl'"
BLANK = re.compile(r"(\{[^}]*\})")
LONGER = str.maketrans("aeiouAEIOU", "àéîöüÀÉÎÖÜ")

pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.proof("a browser draws every page at 320 pixels, three times: minutes"),
]


def pseudo(sentence: str) -> str:
    """Return a sentence as another language may write it: with marks on its vowels, and a third longer."""
    marked = "".join(part if BLANK.match(part) else part.translate(LONGER) for part in BLANK.split(sentence))
    return marked + " ~" + "lörem" * max(1, len(sentence) // 15)


@pytest.fixture
def longer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the desk speak a language whose words are longer."""
    known = words.catalog()
    kept = ("first_file", "first_help")
    said: Mapping[str, Mapping[str, str]] = {
        section: of if section in kept else {key: pseudo(sentence) for key, sentence in of.items()}
        for section, of in known.items()
    }
    monkeypatch.setattr(words, "catalog", lambda language="": said)


def cut_off(page: Page, path: str, turned: bool = False) -> list[str]:
    """Return what of a page does not fit."""
    page.goto(path)
    page.evaluate(OPEN_ALL)
    if turned:
        page.evaluate(TURNED)
    wide = [f"{path} is wider than the screen"] if page.evaluate(TOO_WIDE) > 0 else []
    return wide + [f"{path}: {each}" for each in page.evaluate(CUT_OFF)]


def every_page() -> list[str]:
    acts = [f"/desk/acts/{act.name}" for act in registry.acts() if set(act.who) != {Grant.OPERATOR}]
    readings = [f"/desk/readings/{each.name}" for each in registry.readings()]
    asked = ["/desk/sign-in", "/desk/readings/cycle/status?cycle=hlpf-contribution/2017", "/desk/readings/people/list"]
    return [*PAGES, *acts, *readings, *asked]


@pytest.mark.parametrize("turned", [False, True])
def test_every_page_of_the_desk_fits(opens: Callable[..., Page], turned: bool) -> None:
    page = opens(320)
    assert [fault for path in every_page() for fault in cut_off(page, path, turned)] == []


def test_every_page_of_the_desk_fits_in_longer_words(longer: None, opens: Callable[..., Page]) -> None:
    page = opens(320)
    assert [fault for path in every_page() for fault in cut_off(page, path)] == []


def test_every_page_of_members_fits_in_every_language(web: WebDesk, opens: Callable[..., Page]) -> None:
    web.desk.meets("revised-draft", on="2017-02-24")
    web.on("2017-02-27 10:00")
    links = [waiting(web, DELEGATE), link(web, DELEGATE, "comments"), own_link(web, DELEGATE, "choices")]
    page = opens(320)
    paths = [f"{path}?language={language}" for path in (*MEMBERS, *links) for language in OFFICIAL]
    assert [fault for path in paths for fault in cut_off(page, path)] == []

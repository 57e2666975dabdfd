"""What members read, in Chromium: all titles in six languages, in mail and on a page, on a telephone and a screen."""

import json
import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from kernel.file_arguments import Pasted
from notifications.language import OFFICIAL, speak
from notifications.letter import Kind
from notifications.letter_text import write
from tests.calendars.parsers import faults
from tests.notifications.samples import item, letter
from tests.notifications.test_titles import CHAINS
from tests.secretariat import Desk, moment
from tests.web import every_title
from tests.web.live_server import Served, served

WIDTHS = (360, 1280)
ON = "2027-02-24 12:00"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
BROKEN = r"""() => {
  const PART = /[^\s\u2E80-\u9FFF\u3000-\u303F\uFF00-\uFFEF\/.\u2011-\u2014-]+/g
  // words that stand on two lines, though no script that parts them anywhere is in them
  const broken = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node; node = walker.nextNode();)
    for (const found of node.data.matchAll(PART)) {
      const range = document.createRange()
      range.setStart(node, found.index), range.setEnd(node, found.index + found[0].length)
      const tops = new Set([...range.getClientRects()].filter(box => box.width > 1).map(box => Math.round(box.top / 8)))
      if (tops.size > 1) broken.push(found[0])
    }
  return broken
}"""
MACHINE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b|\b(Europe|America|Asia)/\w+|\bNone\b|\{\w*\}")

pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.proof("a browser draws every cycle twice in six languages: minutes"),
]


@pytest.fixture
def site(desk: Desk) -> Iterator[Served]:
    """The pages over a store that holds every title."""
    bodies = json.dumps({"bodies": [{"key": "council", "name": "Council"}]})
    desk.performs("file/load", files=[Pasted("bodies.yaml", bodies)], on="2026-11-02 09:00")
    desk.performs("file/load", files=[Pasted("titles.yaml", every_title.timelines())], on="2026-11-03 09:00")
    with served(desk.engine, desk.settings, moment(ON)) as server:
        yield server


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.mark.parametrize("language", OFFICIAL)
def test_every_page_feed_and_json_says_every_title(site: Served, browser: Browser, language: str) -> None:
    says = speak(language)
    entries = json.loads(site.ask(f"/feeds/{language}/everything.json").body)["entries"]
    shown = {entry["title"].translate({0x2068: None, 0x2069: None}) for entry in entries}
    assert faults(site.ask(f"/feeds/{language}/everything.ics").body) == []
    wrong = []
    for width in WIDTHS:
        page = browser.new_page(viewport={"width": width, "height": 800}, base_url=f"http://127.0.0.1:{site.port}")
        for cycle, titles in every_title.cycles().items():
            page.goto(f"/cycles/{cycle}?language={language}")
            words = page.locator("body").inner_text().translate({0x2068: None, 0x2069: None})
            wrong += [f"{cycle} lacks {title}" for title in titles if str(says.title(title)) not in words]
            wrong += [
                f"no entry of {title}" for title in titles[1:] if not any(str(says.title(title)) in s for s in shown)
            ]
            wrong += [f"{cycle} at {width}: {found[0]}" for found in MACHINE.finditer(words)]
            wrong += [f"{cycle} is wider than {width}"] if page.evaluate(TOO_WIDE) > 0 else []
            wrong += [f"{cycle} at {width} breaks {word}" for word in page.evaluate(BROKEN)]
        assert page.locator("html").get_attribute("dir") == says.direction
        page.close()
    assert wrong == []


@pytest.mark.parametrize("language", OFFICIAL)
def test_every_letter_fits_a_telephone_and_breaks_no_word(browser: Browser, language: str) -> None:
    titles = sorted({(step.title, step.slug) for chain in CHAINS for step in chain.steps})
    wrong = []
    pages = [browser.new_page(viewport={"width": width, "height": 800}) for width in WIDTHS]
    for number, (title, step) in enumerate(titles):
        kind = list(Kind)[number % len(Kind)]
        told = item(kind, title=title, step=step, cycle=CHAINS[number % len(CHAINS)].title)
        words = write(letter(told, language=language, zone=("Asia/Tokyo", "America/Lima")[number % 2]))
        for page, width in zip(pages, WIDTHS, strict=True):
            page.set_content(words.html)
            wrong += [f"{kind} of {title} is wider than {width}"] if page.evaluate(TOO_WIDE) > 0 else []
            wrong += [f"{kind} of {title} at {width} breaks {word}" for word in page.evaluate(BROKEN)]
    assert wrong == []

"""A year at the desk, in Chromium, from the first link to signing out; it doubles as documentation, with pictures.

It is told without the desk's script, which test_in_place.py tells of: so each page is seen whole.

`YEAR_PICTURES=FOLDER pytest tests/web/desk/test_year_in_a_browser.py --proofs` keeps the pictures.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from cli.open_desk import Opened, link
from kernel.runner import do
from models.engine import writing
from notifications.rehearsal_server import Sink
from record import journal, store
from record import settings as settings_
from tests.secretariat import moment
from tests.web.desk.browser import PASSWORD
from tests.web.desk.conftest import NOWHERE
from tests.web.desk.year import (
    AGREED,
    FILES,
    HEAD,
    SECRETARY,
    YEAR,
    Scene,
    chooses_password,
    does,
    goes_on,
    opened,
    signs_in,
)
from tests.web.live_server import ask

CYCLE = "/desk/cycles/hlpf-contribution/2027"
FEED, PUBLIC = "/feeds/en/cycle/hlpf-contribution/2027.ics", "/cycles/hlpf-contribution/2027?language=en"
pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.proof("a year of acts in a browser, each page drawn: a minute"),
]


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    """The desk of an empty store with one person, on 1 December 2026."""
    with Sink(tmp_path / "mails") as sink:
        own = settings_.read({"COUNCIL_HOME": str(tmp_path / "home"), "COUNCIL_MAIL_URL": sink.url})
        start = moment("2026-12-01 09:00")
        engine = store.for_starting(own, now=start)
        with journal.by_clock(lambda: start), writing(engine) as session:
            given = {"name": HEAD, "email": "head@office.example", "roles": ("secretariat",)}
            do(session, "people/add", **given, now=start, by=HEAD)
        with opened(engine, own, sink, tmp_path, "2026-12-01 09:00") as made:
            yield made
        engine.dispose()


@pytest.fixture
def browses(scene: Scene) -> Iterator[Callable[[], Page]]:
    """Return what opens a browser of somebody's own."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", NOWHERE])
        size = {"width": 1200, "height": 800}

        def page() -> Page:
            made = chromium.new_context(base_url=scene.base, viewport=size, java_script_enabled=False).new_page()
            made.set_default_timeout(15_000)
            return made

        yield page
        chromium.close()


def begins(scene: Scene, head: Page) -> None:
    """The first link, the checklist from empty to an open 2027."""
    chooses_password(head, link(Opened(scene.engine, scene.settings, lambda: scene.now, scene.port), HEAD))
    expect(head.get_by_text("not yet")).to_have_count(6)
    scene.shot(head, "to-begin-with")
    for number, (key, text) in enumerate(FILES.items()):
        head.goto("/desk")
        head.locator(f'a[href*="files={key}.yaml"]').click()
        head.get_by_label("What the file holds").fill(text)
        if number == 0:
            scene.shot(head, "write-or-paste")
        goes_on(head)
    head.goto("/desk")
    scene.shot(head, "nearly-begun")
    head.get_by_role("link", name=re.compile("year", re.IGNORECASE)).last.click()
    for name, typed in YEAR.items():
        head.locator(f"[name={name}]").fill(typed)
    head.get_by_role("button", name="Continue").click()
    scene.shot(head, "open-the-year")
    does(head)
    head.goto("/desk")
    expect(head.get_by_text("To begin with")).to_have_count(0)


def invites(scene: Scene, head: Page, secretary: Page) -> None:
    """The second person, who approves: by a link that is shown once."""
    head.goto("/desk/acts/account/invite")
    head.locator("#person").fill(SECRETARY)
    head.locator("[name=holds]").select_option("approver")
    head.locator("#again").fill(PASSWORD)
    head.get_by_role("button", name="Do it").click()
    shown = head.locator("input[readonly]").input_value()
    chooses_password(secretary, shown)


def agrees(scene: Scene, head: Page) -> None:
    """Five dates as a meeting agreed them, in one act."""
    head.goto(CYCLE)
    scene.shot(head, "timeline-proposed")
    for title in AGREED:
        head.get_by_label(title, exact=True).check()
    head.get_by_role("button", name="Record what the meeting agreed").click()
    for title, typed in AGREED.items():
        head.get_by_label(title).fill(typed)
    head.locator("[name=agreed_by]").fill("the 39th meeting of CWG-WSIS")
    head.locator("[name=document]").fill("CWG-WSIS-39/8")
    head.locator("[name=because]").fill("so agreed")
    head.get_by_role("button", name="Continue").click()
    scene.shot(head, "five-dates")
    does(head)
    expect(head.locator("h1[role=status]")).to_contain_text("5 dates agreed")


def issues(scene: Scene, secretary: Page) -> None:
    """The second person issues them: feed and page show them at the same moment."""
    scene.on("2026-12-02 10:00")
    signs_in(secretary, "secretary@office.example")
    secretary.goto(CYCLE)
    for title in AGREED:
        secretary.get_by_label(title, exact=True).check()
    secretary.get_by_role("button", name="Issue to members").click()
    scene.shot(secretary, "check-before-issue")
    does(secretary)
    for at, is_read in (("2026-12-02 10:09", False), ("2026-12-02 10:10", True)):
        scene.on(at)
        feed, page = (ask(scene.port, path).body.decode() for path in (FEED, PUBLIC))
        assert ("20270312" in feed or "20270313" in feed) is is_read, at
        assert ("12 March 2027" in page) is is_read, at
    secretary.goto(PUBLIC)
    scene.shot(secretary, "as-members-read-it")


def completes(scene: Scene, head: Page) -> None:
    """A step is completed from Today, with its document, in three clicks."""
    scene.on("2027-02-23 16:00")
    signs_in(head, "head@office.example")
    scene.shot(head, "today-due-this-week")
    row = head.locator("li", has_text="Post the revised draft")
    row.get_by_role("link").last.click()  # 1
    head.locator("[name=url]").fill("https://www.itu.int/draft")
    head.locator("[name=document]").fill("CWG-WSIS-40/3")
    goes_on(head)  # 2, and 3 where it is shown first
    expect(head.locator("h1[role=status]")).to_contain_text("completed")


def approves(scene: Scene, secretary: Page) -> None:
    """A letter is read in French, approved, stopped, approved; then it leaves."""
    scene.on("2027-02-24 09:05")
    scene.round()
    signs_in(secretary, "secretary@office.example")
    secretary.goto("/desk/letters")
    secretary.get_by_text("By name").first.click()
    scene.shot(secretary, "letters-for-approval")
    secretary.locator("li", has_text="Déléguée").get_by_role("link").last.click()
    expect(secretary.locator(".letter")).to_contain_text("projet révisé")
    scene.shot(secretary, "a-letter-in-french")
    for is_last in (False, True):
        secretary.goto("/desk/letters")
        secretary.get_by_role("button", name="Approve").first.click()
        does(secretary)
        if not is_last:
            scene.shot(secretary, "approved-with-stop")
            secretary.get_by_role("button", name="Stop").click()
            scene.on("2027-02-24 09:20")
            scene.round()
            assert not mails_to(scene, "deleguee@state.example")
    scene.on("2027-02-24 09:31")
    scene.round()
    assert mails_to(scene, "deleguee@state.example")


def mails_to(scene: Scene, reader: str) -> list[str]:
    """Return the subjects of the invitations that somebody got."""
    return [mail.subject for mail in scene.sink.mails if mail.recipient == reader and "24 f" in mail.data.decode()]


def extends(scene: Scene, head: Page) -> None:
    """A window is extended, with the Chair's mail as source."""
    scene.on("2027-03-05 11:00")
    signs_in(head, "head@office.example")
    head.goto(f"{CYCLE}/replies/comments")
    scene.shot(head, "replies")
    head.get_by_role("link", name="Extend").click()
    head.locator('[name="due.comments"]').fill("Friday 19 March 2027")
    head.locator("[name=agreed_by]").fill("the Chair")
    head.locator("[name=document]").fill("mail of 4 March 2027")
    head.locator("[name=because]").fill("the Chair wrote that two states need another week")
    head.get_by_role("button", name="Continue").click()
    scene.shot(head, "extend-a-window")
    does(head)


def moves(scene: Scene, head: Page) -> None:
    """Council-27 is moved, with the dates that depend on it."""
    scene.on("2027-03-08 10:00")
    signs_in(head, "head@office.example")
    head.goto("/desk/acts/meeting/move?meeting=council-27")
    head.locator("[name=span]").fill("2027-06-22/2027-07-02")
    head.locator("[name=because]").fill("the host asked for it")
    head.get_by_role("button", name="Continue").click()
    scene.shot(head, "council-27-moves")
    does(head)


def errs(scene: Scene, head: Page) -> None:
    """A mistake is undone, and both are found in the record of actions."""
    head.goto("/desk/acts/deadline/waive?cycle=hlpf-contribution/2027&step=final-comments")
    head.locator("[name=because]").fill("the wrong one")
    goes_on(head)
    head.get_by_role("button", name="Undo").click()
    expect(head.get_by_text("Undone").first).to_be_visible()
    head.goto("/desk/record")
    expect(head.get_by_text("the wrong one").first).to_be_visible()
    expect(head.get_by_text("the host asked for it").first).to_be_visible()
    scene.shot(head, "record-of-actions")
    head.goto(CYCLE)
    scene.shot(head, "timeline")


def leaves(scene: Scene, head: Page) -> None:
    """They sign out."""
    head.get_by_role("button", name="Sign out").click()
    expect(head.get_by_role("heading", name="Sign in")).to_be_visible()
    head.goto("/desk")
    expect(head.get_by_role("heading", name="Sign in")).to_be_visible()
    scene.shot(head, "signed-out")


def test_a_year_at_the_desk(scene: Scene, browses: Callable[[], Page]) -> None:
    head, secretary = browses(), browses()
    begins(scene, head)
    invites(scene, head, secretary)
    agrees(scene, head)
    issues(scene, secretary)
    completes(scene, head)
    approves(scene, secretary)
    extends(scene, head)
    moves(scene, head)
    errs(scene, head)
    leaves(scene, head)
    assert scene.taken >= 15

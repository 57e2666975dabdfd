"""What the year in a browser is made of: its files, its clock, a browser for each person, and the pictures it takes."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from cli.open_desk import served
from delivery import rounds
from notifications.rehearsal_server import Sink
from record import journal
from record.settings import Settings
from tests.secretariat import moment
from tests.web.desk.browser import PASSWORD

HEAD, SECRETARY = "Head of the secretariat", "Secretary of the Council"
FILES = {
    "bodies": """\
bodies:
  - {key: council, name: Council of the ITU, aliases: [Council, ITU Council]}
  - {key: cwg-wsis-sdg, name: Council Working Group on WSIS and the SDGs, aliases: [CWG-WSIS]}
""",
    "holidays": """\
holidays:
  - {calendar: Geneva, year: 2026, days: [2026-12-25, 2026-12-31]}
  - {calendar: Geneva, year: 2027, days: [2027-01-01, 2027-03-26, 2027-03-29, 2027-05-06, 2027-05-17]}
""",
    "meetings": """\
meetings:
  - {body: Council, key: council-27, title: Council 2027, opens: 2027-06-15, closes: 2027-06-25, place: Geneva,
     status: confirmed}
  - {body: CWG-WSIS, key: cwg-wsis-40, title: 40th meeting, opens: 2027-02-09, closes: 2027-02-10, place: Geneva,
     status: confirmed}
""",
    "people": """\
contacts:
  - {name: Secretary of the Council, email: secretary@office.example, roles: [secretariat, secretary]}
  - {name: Déléguée, email: deleguee@state.example, organization: Example State, language: fr, roles: [membership]}
  - {name: Delegate, email: delegate@other.example, organization: Other State, roles: [membership]}
""",
}
YEAR = {
    "year": "2027",
    "accept": "hlpf-contribution/2027\nannual-report/2027",
    "anchors": "hlpf-contribution/2027 un-deadline=2027-04-30\nannual-report/2027 cwg=cwg-wsis-40",
}
AGREED = {
    "Post the revised draft": "24 February 2027",
    "Comment on the revised draft": "12 March 2027",
    "Post the final draft": "Thu 25 Mar 2027",
    "Comment on the final draft": "Thursday 8 April 2027",
    "Provide the text to the CWG": "end of May 2027",
}


@dataclass
class Scene:
    """The desk of the year: its clock, its mail server, and how many pictures were taken."""

    engine: Engine
    settings: Settings
    sink: Sink
    pictures: Path
    now: datetime
    port: int = 0
    taken: int = 0
    clicks: list[str] = field(default_factory=list)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def on(self, words: str) -> None:
        """Set the clock."""
        self.now = moment(words)

    def round(self) -> None:
        """Run one round now."""
        with journal.by_clock(lambda: self.now):
            rounds.turn(self.engine, self.settings, now=self.now, clock=lambda: self.now)

    def shot(self, page: Page, name: str) -> None:
        """Take a picture of a page."""
        self.taken += 1
        page.screenshot(path=self.pictures / f"{self.taken:02}-{name}.png", full_page=True)


@contextmanager
def opened(engine: Engine, settings: Settings, sink: Sink, folder: Path, start: str) -> Iterator[Scene]:
    """Yield the scene, served by its own clock; its pictures are kept where YEAR_PICTURES says, if it does."""
    pictures = Path(os.environ.pop("YEAR_PICTURES", "") or folder / "pictures")
    pictures.mkdir(parents=True, exist_ok=True)
    scene = Scene(engine, settings, sink, pictures, moment(start))
    with served(engine, settings, lambda: scene.now) as desk:
        scene.port = desk.port
        yield scene


def chooses_password(page: Page, link: str) -> None:
    """Enter by a first link."""
    page.goto(link)
    page.get_by_label("Your new password").fill(PASSWORD)
    page.get_by_role("button", name="Keep it, and enter").click()
    expect(page.get_by_role("heading", name="Today", level=1)).to_be_visible()


def goes_on(page: Page) -> None:
    """Continue from a form, and do what is shown first, if it is."""
    page.get_by_role("button", name="Continue").click()
    does(page)


def does(page: Page) -> None:
    """Do what is shown, if it is shown first, and see that it is done."""
    if page.get_by_role("heading", name="Check before you act").count():
        page.locator("main button[value=do]").click()
    expect(page.locator("h1[role=status]")).to_be_visible()


def signs_in(page: Page, email: str) -> None:
    """Sign in anew, as after a night."""
    page.context.clear_cookies()
    page.goto("/desk/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Today", level=1)).to_be_visible()

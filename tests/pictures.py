"""`make pictures`: README.md's pictures, of the year that `make run YEAR=2027` plays, seven weeks before Council-27.

They are drawn by Chromium, as people see the pages, and kept small: a quarter of a megabyte for all of them.
"""

import os
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from cli import open_desk, term_demonstration
from cli.term_story import HEAD
from tests.web.desk.year import chooses_password

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
ON = "2027-04-26 08:30"
SIZE = {"width": 1100, "height": 700}
PAGES = {"today": "/desk", "session": "/desk/sessions/council-27", "timeline": "/desk/cycles/council-documents/2027"}


def main() -> None:
    """Play the year up to that day, and draw each page."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, term_demonstration.stage(Path(folder) / "2027") as (engine, _, own):
        term_demonstration.until(engine, own, ON)
        clock = open_desk.clock_from(term_demonstration.moment(ON))
        with open_desk.served(engine, own, clock) as desk, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_page(base_url=f"http://127.0.0.1:{desk.port}", viewport=SIZE, color_scheme="light")
            chooses_password(page, open_desk.link(desk, HEAD))
            for name, path in PAGES.items():
                draw(page, name, path)
            browser.close()


def draw(page: Page, name: str, path: str) -> None:
    """Draw the first screen of a page."""
    page.goto(path)
    file = FOLDER / f"{name}.png"
    page.screenshot(path=file)
    print(f"{file.name}: {os.stat(file).st_size // 1000} kB")


if __name__ == "__main__":
    main()

"""The desk over a store in which the cycle of 2017 is open, and its people."""

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from models.engine import writing
from record.people import people, sign_ins
from tests.web.conftest import WebDesk
from tests.web.desk.browser import Browser, give_account

expect.set_options(timeout=60_000)  # a story waits for what comes, however busy the machine is
NOWHERE = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"  # but our own desk


@pytest.fixture
def browser(web: WebDesk) -> Browser:
    """Somebody at the desk, who is not signed in."""
    return Browser(web.web)


@pytest.fixture
def enter(web: WebDesk) -> Callable[..., Browser]:
    """Return what signs somebody in who holds a right."""

    def entered(holds: str, email: str = "focal@itu.example") -> Browser:
        give_account(web.desk.engine, email, holds, now=web.web.now)
        with writing(web.desk.engine) as session:
            person = people.named(session, email)
            token = sign_ins.begin(session, person.id, "Firefox on Windows", now=web.web.now)
        return Browser(web.web, {"council": token})

    return entered


@pytest.fixture
def opens(web: WebDesk, enter) -> Iterator[Callable[..., Page]]:
    """Return what opens a page of a browser in which an administrator is signed in."""
    token = enter("administrator").cookies["council"]
    base = f"http://127.0.0.1:{web.web.port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", NOWHERE])

        def opened(width: int = 1280, **more: object) -> Page:
            context: BrowserContext = browser.new_context(
                base_url=base, viewport={"width": width, "height": 900}, **more
            )
            context.add_cookies([{"name": "council", "value": token, "url": base}])
            return context.new_page()

        yield opened
        browser.close()

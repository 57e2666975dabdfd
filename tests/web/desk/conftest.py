"""The desk over a store in which the cycle of 2017 is open, and its people."""

from collections.abc import Callable

import pytest

from models.engine import writing
from record.people import people, sign_ins
from tests.web.conftest import WebDesk
from tests.web.desk.browser import Browser, give_account


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

"""The web over the desk's store."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from tests.beginnings import once
from tests.secretariat import Desk, moment
from tests.web.live_server import Served, served
from tests.web.members import Member


class WebDesk:
    """The desk, the server over its store, and the addresses that it hands out."""

    def __init__(self, desk: Desk, web: Served) -> None:
        self.desk, self.web = desk, web

    def subscribes(self, who: str, selection: str = "everything", language: str = "en") -> str:
        """Return the path of a new private feed."""
        return f"/f/{self.desk.subscribes(who, selection, language, on=self.web.now)}.ics"

    def on(self, words: str) -> None:
        """Set the clock."""
        self.web.now = moment(words)


def _open(desk: Desk) -> None:
    desk.schedules("cwg-wsis-30", "2017-02-07", "2017-02-08", body="cwg-wsis-sdg")
    desk.schedules("council-17", "2017-05-15", "2017-05-25")
    desk.opens_agreed()
    desk.opens("annual-report/2016", cwg="cwg-wsis-30", council="council-17", on="2017-01-02")


@pytest.fixture
def web(desk: Desk) -> Iterator[WebDesk]:
    """The two cycles of 2017, half agreed, served on 20 February 2017."""
    once(desk.engine, desk.home, "both cycles", partial(_open, desk))
    with served(desk.engine, desk.settings, moment("2017-02-20")) as server:
        yield WebDesk(desk, server)


@pytest.fixture
def break_store():
    """Return what takes a store away as an operator would lose it: the file is damaged, the database is gone."""

    def broken(engine: Engine) -> None:
        if engine.dialect.name == "sqlite":
            Path(str(engine.url.database)).write_bytes(b"this was a database" * 1000)
            return
        name = engine.url.database
        admin = create_engine(engine.url.set(database="postgres"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
            connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"))
        admin.dispose()

    return broken


@pytest.fixture
def page(web: WebDesk) -> Member:
    """Somebody at the page."""
    return Member(web)

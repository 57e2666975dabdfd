"""A store that will not mend by itself: a page says so in plain words, and only the log says where and why."""

import os
import shutil

import pytest

from models.engine import make_engine
from tests.secretariat import Desk, moment
from tests.web.live_server import served

WORDS = {
    "damaged": "the record is damaged and cannot be read; its secretariat must put a backup in its place\n",
    "away": "the record cannot be read or written; its secretariat must put that right: tell it\n",
}


@pytest.mark.parametrize("what", WORDS)
def test_a_page_says_what_is_wrong_and_no_path(sqlite_template, sink, tmp_path, caplog, what):
    shutil.copyfile(sqlite_template, tmp_path / "council.db")
    engine = make_engine(f"sqlite:///{tmp_path / 'council.db'}")
    desk = Desk(engine, sink, tmp_path)
    desk.hires()
    desk.opens_agreed()
    with served(engine, desk.settings, moment("2017-02-20 10:00")) as site:
        engine.dispose()
        if what == "damaged":
            with open(engine.url.database, "r+b") as file:
                file.write(bytes(200))
        else:
            os.rename(engine.url.database, f"{engine.url.database}.aside")
            os.mkdir(engine.url.database)
        reply = site.ask("/cycles/hlpf-contribution/2017")
    assert (reply.status, reply.body.decode()) == (500, WORDS[what])
    assert str(engine.url.database) in caplog.text

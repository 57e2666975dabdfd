"""The life of what stands in a feed: its identity never changes, and every change that can be seen counts up."""

import os
import re
import subprocess
import sys
from hashlib import sha256

import pytest

from tests.calendars.parsers import faults
from tests.secretariat import moment
from tests.web.polled import EVERYTHING, events

SERVE = """
import os
from datetime import datetime
from record.settings import read
from feeds.feed_cache import Shelf
from models.engine import make_engine
settings = read(os.environ)
shelf, now = Shelf(make_engine(settings.database_url), settings), datetime.fromisoformat(os.environ["NOW"])
for language in ("en", "ar"):
    print(*(shelf.public(language, "everything", form, now=now).digest for form in ("ics", "json")))
"""


def number(event: str, name: str) -> str:
    return re.search(rf"^{name}:(\S+)", event, re.MULTILINE)[1]


class Watched:
    """A feed, compared with what it was before each act."""

    def __init__(self, web, path: str) -> None:
        self.web, self.path = web, path
        self.now = events(web.web.ask(path).body)

    def changed(self, on: str) -> set[str]:
        """Return the UIDs of what changed, each of them counted up and stamped anew, and everything else as it was."""
        self.web.on(on)
        reply = self.web.web.ask(self.path)
        assert faults(reply.body) == []
        before, self.now = self.now, events(reply.body)
        uids = {uid for uid in before.keys() & self.now.keys() if before[uid] != self.now[uid]}
        for uid in uids:
            was, now = before[uid], self.now[uid]
            assert int(number(now, "SEQUENCE")) > int(number(was, "SEQUENCE"))
            assert number(now, "DTSTAMP") == number(now, "LAST-MODIFIED") > number(was, "DTSTAMP")
        return uids

    def titled(self, uids: set[str]) -> list[str]:
        return sorted(re.search(r"SUMMARY[^:]*:(.*)\r", self.now[uid])[1] for uid in uids)


def test_every_change_that_can_be_seen_counts_up_and_nothing_else_moves(web):
    desk, feed = web.desk, Watched(web, web.subscribes("focal@itu.example"))
    known = set(feed.now)

    desk.moves("un-deadline", "2017-05-05", on="2017-03-01 09:00")
    assert feed.titled(feed.changed("2017-03-01 09:01")) == ["Submit the text to the UN"]

    desk.agrees("to-council", "2017-04-20", on="2017-03-01 10:00", cycle="annual-report/2016")
    assert "Submit the report to the Council" in feed.titled(feed.changed("2017-03-01 10:01"))

    desk.sets("comments", "2017-03-13", on="2017-03-01 11:00")
    assert feed.titled(feed.changed("2017-03-01 11:01")) == ["Comment on the revised draft"]

    desk.meets("revised-draft", on="2017-03-01 12:00")
    assert feed.titled(feed.changed("2017-03-01 12:01")) == ["✓ Post the revised draft"]

    desk.waives("submission", on="2017-03-01 13:00")
    assert feed.titled(feed.changed("2017-03-01 13:01")) == ["CANCELLED: Submit the text to the UN"]

    desk.reopens("submission", on="2017-03-01 14:00")
    assert feed.titled(feed.changed("2017-03-01 14:01")) == ["Submit the text to the UN"]

    desk.moves_meeting("council-17", "2017-05-16", "2017-05-26", on="2017-03-01 15:00")
    assert "council-17" in feed.titled(feed.changed("2017-03-01 15:01"))

    desk.abandons(on="2017-03-01 16:00")
    titles = feed.titled(feed.changed("2017-03-01 16:01"))
    assert "CANCELLED: Submit the text to the UN" in titles
    assert "✓ Post the revised draft" not in titles  # what was done stays done

    assert feed.changed("2017-03-02") == set()
    assert set(feed.now) == known


def test_what_left_the_feed_comes_back_under_its_own_name_and_number(web):
    feed = Watched(web, EVERYTHING)
    web.desk.waives("submission", on="2017-03-01")
    [uid] = feed.changed("2017-03-01 12:01")
    sequence = int(number(feed.now[uid], "SEQUENCE"))
    feed.changed("2017-06-05")
    assert uid not in feed.now
    web.desk.reopens("submission", on="2017-06-06")
    web.desk.moves("un-deadline", "2017-09-01", on="2017-06-06 12:30")
    feed.changed("2017-06-06 13:00")
    assert int(number(feed.now[uid], "SEQUENCE")) > sequence


@pytest.mark.proof("three processes; tests/feeds/test_feeds.py tells it of one in every run")
def test_other_processes_with_other_seeds_and_zones_serve_the_same_bytes(web):
    paths = [f"/feeds/{language}/everything.{form}" for language in ("en", "ar") for form in ("ics", "json")]
    ours = [sha256(web.web.ask(path).body).hexdigest() for path in paths]
    for seed, zone in (("1", "Asia/Tokyo"), ("2", "America/Lima")):
        environment = os.environ | {
            "COUNCIL_HOME": str(web.desk.home / zone), "COUNCIL_DATABASE_URL": web.desk.settings.database_url,
            "COUNCIL_BASE_URL": "https://council.example", "PYTHONHASHSEED": seed, "TZ": zone,
            "NOW": moment("2017-02-20 18:00").isoformat(),
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-c", SERVE], env=environment, capture_output=True, text=True, check=True
        )
        assert done.stdout.split() == ours

"""What stood in public feeds when a store is upgraded counts as issued: no feed loses an event, and no byte changes."""

import pytest
from alembic import command

from feeds.feed_cache import Shelf
from models.schema import _config
from tests.secretariat import Desk, moment

pytestmark = pytest.mark.both_databases("migrates")

BEFORE = "2026_11_29_official_addresses"  # the revision
BEFORE_MEETINGS = "2026_11_29_one_text"


@pytest.mark.proof_on_postgresql(
    "of a revision that stands and changes no more; all rows survive all revisions in every run"
)
def test_every_date_that_was_public_is_issued_by_upgrading(desk: Desk) -> None:
    desk.opens_agreed()
    desk.agrees("comments", "2017-03-17", on="2017-02-10 09:00")
    desk.meets("revised-draft", on="2017-02-24 09:00")
    command.downgrade(_config(desk.engine), BEFORE)
    command.upgrade(_config(desk.engine), "head")
    served = Shelf(desk.engine, desk.settings).public(
        "en", "cycle/hlpf-contribution/2017", "ics", now=moment("2017-03-01")
    )
    assert served is not None
    entries = served.data.decode().replace("\r\n ", "").split("BEGIN:VEVENT")[1:]
    view = {deadline.title: deadline for deadline in desk.view("2017-03-01").deadlines if deadline.basis.binds}
    assert len(entries) == len(view) == 5
    for entry in entries:
        title = next(title for title in view if title in entry)
        assert f"\r\nSEQUENCE:{view[title].sequence}\r\n" in entry
        assert f"\r\nLAST-MODIFIED:{view[title].updated_at:%Y%m%dT%H%M%SZ}\r\n" in entry


@pytest.mark.proof("of a revision that stands and changes no more; all rows survive all revisions in every run")
def test_meetings_read_after_upgrading_as_they_did_before(desk: Desk) -> None:
    """In a store of an older version a move was public at once: how a meeting stands there is what members read."""

    def reads() -> bytes:
        served = Shelf(desk.engine, desk.settings).public("en", "everything", "ics", now=moment("2017-03-01"))
        assert served is not None
        return served.data

    desk.schedules("council-17", "2017-05-15", "2017-05-25")
    desk.schedules("council-18", "2018-04-17", "2018-04-27")
    desk.moves_meeting("council-17", "2017-05-29", "2017-06-08", on="2017-02-20 09:00")
    command.downgrade(_config(desk.engine), BEFORE_MEETINGS)
    command.upgrade(_config(desk.engine), "head")
    before = reads()
    assert b"DTSTART;VALUE=DATE:20170529" in before
    desk.postpones("council-17", on="2017-02-21 09:00")
    assert reads() == before
    desk.issues_meeting("council-17", on="2017-02-21 09:00")
    assert b"POSTPONED: council-17" in reads()
    command.downgrade(_config(desk.engine), BEFORE_MEETINGS)
    command.upgrade(_config(desk.engine), "head")
    assert b"POSTPONED: council-17" in reads()

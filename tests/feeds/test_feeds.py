"""The feed of the two cycles of 2017: faultless in four parsers, the same bytes in any process, never a false step."""

import os
import re
import subprocess
import sys

from feeds import feed_bytes
from models.engine import reading, writing
from planning.chain import MEMBERSHIP, SECRETARIAT
from tests.beginnings import told_once
from tests.calendars.parsers import faults
from tests.secretariat import HLPF, moment

REPORT = "annual-report/2016"


@told_once
def both(desk):
    desk.schedules("cwg-wsis-30", "2017-02-07", "2017-02-08", body="cwg-wsis-sdg")
    desk.schedules("council-17", "2017-05-15", "2017-05-25")
    desk.opens_agreed()
    desk.opens(REPORT, cwg="cwg-wsis-30", council="council-17", on="2017-01-02")
    return desk


def feed(desk, *cycles, role=SECRETARIAT, on="2017-03-01"):
    with reading(desk.engine) as session:
        built = feed_bytes.build(session, cycles or (HLPF, REPORT), desk.settings, role=role, now=moment(on))
    with writing(desk.engine) as session:
        feed_bytes.keep(session, built.fresh)
    return built.data


def events(data):
    """Return the events by UID, unfolded."""
    text = data.decode().replace("\r\n ", "")
    matches = re.findall(r"BEGIN:VEVENT.*?END:VEVENT", text, re.DOTALL)
    return {re.search(r"^UID:(\S+)", event, re.MULTILINE)[1]: event for event in matches}


def about(data, title):
    return next(event for event in events(data).values() if title in event)


def test_the_two_cycles_have_no_fault_in_any_parser(desk):
    both(desk)
    assert faults(feed(desk)) == []
    assert faults(feed(desk, role=MEMBERSHIP)) == []
    assert len(events(feed(desk))) == 10


def test_members_see_the_dates_that_bind_and_the_secretariat_sees_proposals_as_tentative(desk):
    desk.opens()
    desk.agrees("comments", "2017-03-10", on="2017-02-10")
    titles = [
        re.search("SUMMARY[^:]*:(.*)", event)[1].strip() for event in events(feed(desk, HLPF, role=MEMBERSHIP)).values()
    ]
    assert sorted(titles) == ["Comment on the revised draft", "Submit the text to the UN"]
    assert "STATUS:TENTATIVE" in about(feed(desk, HLPF), "Post the final draft")


def test_a_moved_date_keeps_its_uid_and_raises_its_sequence(desk):
    both(desk)
    before = feed(desk)
    desk.moves("un-deadline", "2017-05-05", on="2017-03-02")
    after = feed(desk, on="2017-03-03")
    changed = [uid for uid, event in events(after).items() if events(before).get(uid) != event]
    assert len(changed) == 1
    assert "SEQUENCE:0" in events(before)[changed[0]]
    assert "SEQUENCE:1" in events(after)[changed[0]]
    assert "DTSTART;VALUE=DATE:20170505" in events(after)[changed[0]]


def test_met_and_abandoned_are_shown_as_such(desk):
    desk.opens_agreed()
    desk.meets("revised-draft", on="2017-02-24")
    assert "✓ Post the revised draft" in about(feed(desk, HLPF), "Post the revised draft")
    desk.abandons(on="2017-03-02")
    cancelled = about(feed(desk, HLPF, on="2017-03-03"), "Post the final draft")
    assert "STATUS:CANCELLED" in cancelled


def test_a_kept_blob_is_not_rendered_again(desk):
    both(desk)
    feed(desk)
    with reading(desk.engine) as session:
        again = feed_bytes.build(session, (HLPF, REPORT), desk.settings, now=moment("2017-03-01"))
    assert again.fresh == ()


def test_another_process_with_another_seed_and_zone_writes_the_same_bytes(desk):
    both(desk)
    expected = feed(desk)
    for seed, zone in (("1", "Asia/Tokyo"), ("2", "America/Lima")):
        environment = os.environ | {
            "COUNCIL_DATABASE_URL": desk.settings.database_url,
            "COUNCIL_BASE_URL": desk.settings.base_url,
            "PYTHONHASHSEED": seed,
            "TZ": zone,
        }
        command = [sys.executable, "-m", "cli.main", "feed", HLPF, REPORT, "--as-of", "2017-03-01"]
        done = subprocess.run(command, env=environment, capture_output=True, check=True)
        assert done.stdout == expected

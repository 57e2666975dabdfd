"""A body ends: another one goes on with its open cycles, and its calendar says where it continues, in each language."""

import json
from pathlib import Path

import jsonschema
import pytest

from actions.bodies import FollowsItself, NotEnded
from feeds.feed_cache import Shelf
from kernel.done import Done
from kernel.file_arguments import Pasted
from kernel.runner import do
from models.engine import reading
from notifications.language import OFFICIAL
from record import body_lives
from record.people.role_holders import Holders
from tests.beginnings import told_once
from tests.calendars.parsers import faults
from tests.secretariat import OFFICER, Desk, moment

BODIES = Pasted(
    "bodies.yaml",
    """\
bodies:
  - {key: group-a, name: Example Group A, set_up_by: Example Resolution 1, terms: prepare the example,
     reports_to: The Council, from: 2014-11-07}
  - {key: group-b, name: Example Group B}
  - {key: group-c, name: Example Group C}
  - {key: council, name: Council of the ITU, aliases: [The Council]}
meetings:
  - {body: group-a, key: a-1, title: First meeting of Group A, opens: 2017-02-07}
  - {body: group-b, key: b-1, title: First meeting of Group B, opens: 2017-09-19}
contacts:
  - {name: Focal Point, email: focal@itu.example, roles: [secretariat]}
  - {name: Old Chair, email: old@example.org, organization: State 01,
     roles: [{role: chair, scope: group-a, from: 2014-11-07, to: 2017-03-31}]}
  - {name: New Chair, email: new@example.org, organization: State 02,
     roles: [{role: chair, scope: Example Group B, from: 2017-04-01, to: 2018-11-16}]}
timelines:
  - cycle: group-report/2017
    title: Report of the Group
    mandate: Example Resolution 1
    deadlines:
      - {step: draft, title: Draft of the report, by: chair, to: group-a, due: 2017-03-01}
      - {step: report, title: Report of the Group, by: chair, to: group-a, due: 2017-05-05}
""",
)
SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "schedule.schema.json").read_text())
CONTINUES = {
    "en": "This calendar continues as Example Group B", "fr": "Ce calendrier se poursuit sous le nom",
    "es": "Este calendario continúa como", "ru": "Этот календарь продолжается", "zh": "本日历由",
    "ar": "يستمر هذا التقويم",
}  # fmt: skip


@pytest.fixture
@told_once
def groups(desk: Desk) -> Desk:
    desk.performs("file/load", files=[BODIES], on="2017-02-01")
    return desk


def ends(desk: Desk, **how: object) -> Done:
    given = {"body": "group-a", "on": moment("2017-03-31").date(), "followed_by": "group-b"} | how
    with desk.acting() as session:
        return do(session, "body/end", **given, because="so decided", now=moment("2017-03-20"), by=OFFICER)


def feed(desk: Desk, what: str, on: str, language: str = "en", form: str = "ics") -> str:
    served = Shelf(desk.engine, desk.settings).public(language, what, form, now=moment(on))
    assert served is not None
    return served.data.decode().replace("\r\n ", "").replace("\\,", ",")


def chairs(desk: Desk, on: str) -> int:
    with reading(desk.engine) as session:
        return len(Holders(session, ["chair"]).holding("chair", ("group-a",), moment(on).date()))


def life(desk: Desk, key: str = "group-a") -> body_lives.BodyLife:
    with reading(desk.engine) as session:
        return body_lives.lives(session)[key]


def test_a_body_that_ends_hands_over_its_open_cycles_and_its_readers(groups):
    groups.subscribes("focal@itu.example", "body/group-a~deadlines", on=moment("2017-03-01"))
    groups.meets("draft", on="2017-03-01 10:00", cycle="group-report/2017")
    done = ends(groups)
    assert done.sentence == "group-a ends on 2017-03-31; group-b follows it, with 1 open cycle and 1 subscription"
    assert [(part.name, part.how) for part in done.parts] == [("group-report/2017", "report")]
    assert ends(groups).is_nothing
    days = ("2017-03-31", "2017-04-01", "2017-04-02")
    new = [feed(groups, "body/group-b", day) for day in days]
    assert ["Report of the Group" in each for each in new] == [False, True, True]
    assert not any("Draft of the report" in each or "First meeting of Group A" in each for each in new)
    assert [chairs(groups, day) for day in ("2017-03-31", "2017-04-01")] == [1, 1]  # the old one, then the new one


def test_its_calendar_keeps_its_history_and_says_where_it_continues_in_each_language(groups):
    before = feed(groups, "body/group-a", "2017-03-31")
    ends(groups)
    assert feed(groups, "body/group-a", "2017-03-31") == before
    for language in OFFICIAL:
        after = feed(groups, "body/group-a", "2017-04-01", language)
        served = Shelf(groups.engine, groups.settings).public(language, "body/group-a", "ics", now=moment("2017-04-01"))
        assert served is not None
        assert faults(served.data) == []
        for line in ("X-WR-CALNAME", "X-WR-CALDESC", "SUMMARY"):
            said = [each for each in after.splitlines() if each.startswith(line) and CONTINUES[language] in each]
            assert len(said) == 1, (language, line)
    after = feed(groups, "body/group-a", "2017-04-01")
    assert "Draft of the report" in after  # its own history
    assert "First meeting of Group B" in after  # its readers go on with the dates of the next one
    assert "DTSTART;VALUE=DATE:20170401" in after
    assert "subscribe?what=body/group-b" in after
    assert feed(groups, "body/group-a", "2017-04-01") == after
    assert "This calendar continues" not in feed(groups, "body/group-b", "2017-04-01")


def test_its_readers_without_a_calendar_and_programs_are_told_it_too(groups):
    ends(groups)
    for language in OFFICIAL:
        assert CONTINUES[language] not in feed(groups, "body/group-a", "2017-03-31", language, "atom")
        entry = feed(groups, "body/group-a", "2017-04-01", language, "atom").split("<entry>")[1]
        assert CONTINUES[language] in entry  # the newest
        assert "<updated>2017-03-31T22:00:00Z" in entry  # midnight in Geneva
        assert "what=body/group-b" in entry
        facts = json.loads(feed(groups, "meetings/group-a", "2017-04-01", language, "json"))
        jsonschema.validate(facts, SCHEMA)
        notices = [each for each in facts["entries"] if each["kind"] == "notice"]
        assert [each["on"] for each in notices] == ["2017-04-01"]
        assert CONTINUES[language] in notices[0]["title"]
        assert notices[0]["url"].endswith("subscribe?what=meetings/group-b")


def test_an_end_is_taken_back_and_done_anew(groups):
    before = feed(groups, "body/group-a", "2017-04-01")
    done = ends(groups)
    with groups.acting() as session:
        do(session, done.undo.name, **done.undo.arguments, because="a slip", now=moment("2017-03-21"), by=OFFICER)
    assert (life(groups).ends_on, life(groups).followed_by) == (None, None)
    assert feed(groups, "body/group-a", "2017-04-01") == before
    with pytest.raises(NotEnded), groups.acting() as session:
        do(session, "body/go-on", body="group-a", because="a slip", now=moment("2017-03-21"), by=OFFICER)
    ends(groups, followed_by=None)
    assert "This calendar continues" not in feed(groups, "body/group-a", "2017-04-01")


def test_bodies_follow_one_another_and_none_follows_itself(groups):
    ends(groups)
    ends(groups, body="group-b", followed_by="group-c", on=moment("2017-04-30").date())
    assert "continues as Example Group B" in feed(groups, "body/group-a", "2017-04-30")
    assert "continues as Example Group C" in feed(groups, "body/group-a", "2017-05-01")
    assert "Report of the Group" in feed(groups, "body/group-c", "2017-05-01")
    for other in ("group-a", "group-c"):
        with pytest.raises(FollowsItself):
            ends(groups, body="group-c", followed_by=other)


def test_a_file_says_of_a_body_by_what_it_was_set_up_and_to_whom_it_reports(groups):
    known = life(groups)
    assert (known.set_up_by, known.reports_to, str(known.from_on)) == ("Example Resolution 1", "council", "2014-11-07")
    assert groups.performs("file/load", files=[BODIES], on="2017-02-02").is_nothing
    ends(groups)
    again = Pasted("bodies.yaml", BODIES.text.replace("prepare the example", "prepare another example"))
    groups.performs("file/load", files=[again], on="2017-03-21")
    assert (life(groups).terms, str(life(groups).ends_on)) == ("prepare another example", "2017-03-31")


def test_an_end_without_a_follower_hands_over_nothing_and_counts_roles_that_end_later(groups):
    done = ends(groups, body="group-b", followed_by=None)
    assert "1 role within group-b go on; end them, or give them within another body" in done.notes
    assert [part.fate for part in ends(groups, followed_by=None).parts] == ["goes on"]
    assert [part.fate for part in ends(groups, followed_by="council").parts] == ["handed over"]


def test_an_end_that_is_said_anew_names_the_follower_that_it_takes_away(groups):
    ends(groups)
    later = moment("2017-04-30").date()
    assert ends(groups, followed_by="group-c").sentence.startswith(
        "group-a ends on 2017-03-31; group-c follows it in place of group-b, with "
    )
    assert ends(groups, followed_by="group-c", on=later).sentence.startswith(
        "group-a ends on 2017-04-30, not on 2017-03-31; group-c follows it, with "
    )
    assert ends(groups, followed_by=None, on=later).sentence.startswith(
        "group-a ends on 2017-04-30; nothing follows it, group-c no longer either, with "
    )

"""The two timelines that are rules: the documents of the Council and its groups, the contributions to ITU-D.

Each rule is held against the days that were really printed under it, Sundays and a Saturday among them.
"""

from datetime import date

import pytest

from flows.chains.council_documents import CHAIN as COUNCIL
from flows.chains.pp_proposals import CHAIN as PLENIPOTENTIARY
from flows.chains.working_group_meeting import CHAIN as GROUP
from planning.calendar import Calendars, WorkCalendar
from planning.chain import Anchor, Chain, Step
from planning.plan import plan
from planning.sentences import sentences
from planning.window import Window, day

LAST_OF_2026 = """\
timelines:
  - cycle: council-documents/2026-last
    anchors: {council: 2026-11-07}
    deadlines:
      - {step: contributions, due: 7 days before council.opens, source: key dates of the last meeting of 2026}
"""


def on(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("opens", "printed"),
    [
        ("2020-06-09", "2020-05-26"),
        ("2021-06-08", "2021-05-25"),
        ("2023-10-19", "2023-10-05"),
        ("2025-06-17", "2025-06-03"),
        ("2026-04-28", "2026-04-14"),
    ],
)
def test_contributions_close_14_days_before_the_opening(opens, printed):
    assert plan(COUNCIL, {"council": day(on(opens))})["contributions"].due == on(printed)


@pytest.mark.parametrize(("opens", "printed"), [("2025-06-17", "2025-05-18"), ("2026-04-28", "2026-03-29")])
def test_thirty_days_before_falls_on_a_sunday_and_stays_there(opens, printed):
    deadline = plan(COUNCIL, {"council": day(on(opens))})["secretariat-documents"]
    assert (deadline.due, sentences(deadline.flags)) == (on(printed), ("falls on a Sunday",))


def test_the_last_meeting_of_2026_prints_other_numbers_and_a_saturday_stays(archive):
    archive.loads(LAST_OF_2026)
    view = archive.view("council-documents/2026-last")
    assert [(str(view[step].due), view[step].rule) for step in ("secretariat-documents", "contributions")] == [
        ("2026-10-08", "30 days before council.opens"),
        ("2026-10-31", "7 days before council.opens"),
    ]
    assert sentences(view["contributions"].flags) == ("falls on a Saturday",)
    assert view["draft-budget"].due is None


def test_rule_20_stands_beside_the_practice_and_says_what_becomes_of_what_is_late():
    schedule = plan(COUNCIL, {"council": day(on("2025-06-17"))})
    rule, practice = schedule["preparatory-documents"], schedule["secretariat-documents"]
    assert (rule.due, practice.due) == (on("2025-05-20"), on("2025-05-18"))
    assert "Rule 20 of the Council's Rules of Procedure, in principle" in sentences(rule.derivation)[0]
    assert "practice: the key dates of Council 2025 and 2026" in sentences(practice.derivation)[0]
    assert "goes to the next session unless the Council decides otherwise" in sentences(rule.derivation)[-1]


def test_a_group_closes_14_days_before_or_12_where_it_works_in_one_language():
    schedule = plan(GROUP, {"cwg": Window(on("2017-02-07"), on("2017-02-08"))})
    assert [
        (schedule[step].due, sentences(schedule[step].derivation)[-1])
        for step in ("contributions", "contributions-monolingual")
    ] == [
        (on("2017-01-24"), "waived where the meeting works in one language without translation"),
        (on("2017-01-26"), "waived unless the meeting works in one language without translation"),
    ]


def test_all_is_posted_7_days_before_with_five_exceptions():
    deadline = plan(GROUP, {"cwg": day(on("2017-02-07"))})["documents"]
    assert deadline.due == on("2017-01-31")
    exceptions = sentences(deadline.derivation)[-1].removeprefix("not for ").replace(", and ", ", ").split(", ")
    assert len(exceptions) == 5


def test_reports_on_recent_events_are_undated_until_their_item_has_a_day():
    meeting = {"cwg": Window(on("2017-02-07"), on("2017-02-08"))}
    undated = plan(GROUP, meeting)["event-reports"]
    assert (undated.due, sentences(undated.derivation)[0]) == (None, "awaits item, which has no date yet")
    assert plan(GROUP, meeting | {"item": day(on("2017-02-08"))})["event-reports"].due == on("2017-02-06")


@pytest.mark.parametrize(
    ("opens", "amendments", "proposals", "contributions", "candidatures"),
    [
        ("2022-09-26", "2022-01-26", "2022-05-26", "2022-09-05", "2022-08-29"),  # as printed for Bucharest
        ("2026-11-09", "2026-03-09", "2026-07-09", "2026-10-19", "2026-10-12"),  # by the same rules, for Doha
    ],
)
def test_months_before_a_plenipotentiary_are_calendar_months(opens, amendments, proposals, contributions, candidatures):
    schedule = plan(PLENIPOTENTIARY, {"pp": day(on(opens))})
    dates = [str(planned.due) for planned in schedule.deadlines]
    assert dates == [amendments, proposals, contributions, candidatures]


STUDY_GROUP = Chain(
    "itu-d-contributions",
    version=1,
    title="Contributions to a study group of ITU-D",
    mandate="WTDC Resolution 1 (Rev. Buenos Aires, 2017)",
    anchors=(
        Anchor("meeting", "the meeting of the study group"),
        Anchor("receipt", "the day on which a delayed contribution came", optional=True),
    ),
    steps=(
        Step("translated", "Submit what is to be translated", by="membership", due="45 days before meeting.opens"),
        Step(
            "delayed",
            "Submit what is not to be translated",
            by="membership",
            due="12 days before meeting.opens",
            note="what comes later is held for the next meeting",
        ),
        Step("delayed-published", "Publish a delayed contribution", due="3 working days in Geneva after receipt"),
        Step("published", "Publish the translated contributions", due="7 days before meeting.opens"),
    ),
)


def test_a_rule_may_mix_calendar_days_and_working_days():
    geneva = Calendars({"Geneva": WorkCalendar.of("Geneva", {2019: [on("2019-04-19"), on("2019-04-22")]})})
    anchors = {"meeting": Window(on("2019-05-06"), on("2019-05-10")), "receipt": day(on("2019-04-18"))}
    schedule = plan(STUDY_GROUP, anchors, calendars=geneva)
    assert {planned.step: str(planned.due) for planned in schedule.deadlines} == {
        "translated": "2019-03-22",
        "delayed": "2019-04-24",
        "delayed-published": "2019-04-25",  # Good Friday, the weekend and Easter Monday lie between
        "published": "2019-04-29",
    }
    assert sentences(schedule["delayed"].derivation)[-1] == "what comes later is held for the next meeting"


def test_a_delayed_contribution_that_has_not_come_has_no_day_of_publication():
    deadline = plan(STUDY_GROUP, {"meeting": day(on("2019-05-06"))})["delayed-published"]
    assert (deadline.due, sentences(deadline.derivation)[0]) == (None, "awaits receipt, which has no date yet")

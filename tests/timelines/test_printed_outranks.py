"""A printed date outranks a computed one, even where the printed arithmetic is off by a day.

WTDC-14 printed "fourteen calendar days" for a conference that opened on 30 March, and "15 March 2014": fifteen days.
"""

from datetime import UTC, date, datetime

import pytest

from kernel.runner import do
from models.engine import writing
from planning.basis import Basis
from planning.chain import MEMBER_STATES, Anchor, Chain, Step
from planning.links import Agreed
from planning.plan import Bound, plan
from planning.sentences import sentences
from planning.window import day
from tests.loading.office import OFFICER
from tests.timelines.conftest import Archive

WTDC = Chain(
    "wtdc-contributions",
    version=1,
    title="Contributions to a World Telecommunication Development Conference",
    mandate="the invitation to WTDC-14",
    anchors=(Anchor("wtdc", "the opening of the conference"),),
    steps=(Step("contributions", "Submit contributions", by=MEMBER_STATES, due="14 days before wtdc.opens"),),
)
OPENS, PRINTED, COMPUTED = date(2014, 3, 30), date(2014, 3, 15), date(2014, 3, 16)
FILE = """\
timelines:
  - cycle: wtdc-contributions/2014
    document: the invitation to WTDC-14
    anchors: {wtdc: 2014-03-30}
    deadlines:
      - {step: contributions, due: 2014-03-15}
"""
NOW = datetime(2014, 1, 6, 12, tzinfo=UTC)
BOTH = (
    "2014-03-15 was agreed (the invitation to WTDC-14)",
    "its rule, 14 days before wtdc.opens, proposes 2014-03-16",
)


def test_the_plan_keeps_the_printed_day_and_says_what_its_rule_would_give():
    assert plan(WTDC, {"wtdc": day(OPENS)})["contributions"].due == COMPUTED
    invited = Agreed(day(PRINTED), document="the invitation to WTDC-14")
    printed = {"contributions": Bound(day(PRINTED), Basis.AGREED, invited)}
    deadline = plan(WTDC, {"wtdc": day(OPENS)}, printed)["contributions"]
    assert (deadline.due, deadline.basis, sentences(deadline.derivation)) == (PRINTED, Basis.AGREED, BOTH)


@pytest.fixture
def conference(archive: Archive) -> Archive:
    archive.chains = {WTDC.slug: WTDC}
    archive.loads(FILE, now=NOW)
    return archive


def test_the_store_keeps_it_too(conference: Archive) -> None:
    deadline = conference.view("wtdc-contributions/2014", NOW)["contributions"]
    assert (deadline.due, deadline.basis, sentences(deadline.derivation)) == (PRINTED, Basis.AGREED, BOTH)


def test_and_when_the_conference_moves_it_stays_and_is_reported(conference: Archive) -> None:
    with writing(conference.engine) as session:
        done = do(
            session,
            "anchor/move",
            cycle="wtdc-contributions/2014",
            anchor="wtdc",
            span=day(date(2014, 4, 6)),
            now=NOW,
            by=OFFICER,
        ).changes[0]
    assert done.moves == ()
    assert [(kept.due, kept.proposed) for kept in done.kept] == [(PRINTED, date(2014, 3, 23))]
    assert conference.view("wtdc-contributions/2014", NOW)["contributions"].due == PRINTED


def test_three_months_before_the_forum_of_2013_were_printed_two_days_late(archive: Archive) -> None:
    archive.takes("wsis-forum-2013")
    deadline = archive.view("wsis-forum/2013")["final-review"]
    assert deadline.due == date(2013, 2, 15)
    assert "its rule, 3 months before forum.opens, proposes 2013-02-13" in sentences(deadline.derivation)

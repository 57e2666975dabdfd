"""The exact words behind dates after each act, and a date for every code."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import update

from actions.cycles import anchor_moves, openings
from actions.cycles.edition_dates import rehang
from actions.cycles.moved_dates import Turn
from actions.cycles.planned_cycles import OpeningTerms
from models.deadlines import Promise
from models.engine import reading
from planning.chain import SECRETARIAT, Anchor, Chain, Step
from planning.codes import Code
from planning.sentences import sentences
from planning.window import Window, day
from tests.beginnings import told_once
from tests.secretariat import HLPF, OFFICER, Desk, moment

DOCUMENTS = "council-documents/2018"
SESSION = Window(date(2018, 5, 15), date(2018, 5, 25))
SPACING = "spacing agreed for 2017 by the 30th meeting of CWG-WSIS"
FROM_UN_DAY = (
    f"2017-04-07 is 3 weeks before submission (2017-04-28); {SPACING} | 2017-04-28 is on un-deadline | "
    "2017-04-28 is un-deadline: the day that the UN set for submissions"
)
LATER = (
    f"2017-04-14 is 3 weeks before submission (2017-05-05); {SPACING} | 2017-05-05 is on un-deadline | "
    "2017-05-05 is un-deadline: the day that the UN set for submissions"
)
AGREED = {
    "preliminary-draft": "2017-02-07 is on review.opens | 2017-02-07 is review.opens: the CWG meeting that considers "
    "the preliminary draft | ! was already past when the cycle was opened on 2017-02-09",
    "comments": "2017-03-11 was agreed by the 30th meeting | until then it was 2017-03-12, agreed | "
    "! falls on a Saturday | ! printed as CEST, but Europe/Zurich keeps CET on 2017-03-11",
    "final-draft": "2017-03-26 follows comments, by 2 days | "
    f"2017-03-24 is 2 weeks before final-comments (2017-04-07); {SPACING} | {FROM_UN_DAY} | ! falls on a Sunday",
    "report-to-cwg": "month to 2017-10-31 was agreed (C17/8)",
}
MOVED = AGREED | {
    "final-draft": f"2017-03-31 is 2 weeks before final-comments (2017-04-14); {SPACING} | {LATER}",
    "final-comments": f"{LATER} | ! falls on a holiday of Geneva",
}


def sentences_of(desk: Desk, on: str, steps: dict[str, str], cycle: str = HLPF) -> dict[str, str]:
    """Return the derivation and the flags of these steps, as one line each."""
    view = desk.view(on, cycle)
    coded = {step: (sentences(view[step].derivation), sentences(view[step].flags)) for step in steps}
    return {step: " | ".join([*links, *(f"! {flag}" for flag in flags)]) for step, (links, flags) in coded.items()}


@pytest.fixture
@told_once
def story(desk: Desk) -> Desk:
    desk.opens()
    desk.agrees("comments", "2017-03-12", on="2017-02-09", later="shift")
    desk.agrees("comments", "2017-03-11 at 23:00 CEST", on="2017-02-10", document=None)
    desk.agrees("report-to-cwg", "end of October 2017", on="2017-02-10", agreed_by=None)
    desk.issues("comments", on="2017-02-11")
    desk.meets("revised-draft", on="2017-02-20")
    desk.moves("un-deadline", "2017-05-05", on="2017-02-21")
    return desk


def test_the_words_are_what_they_were(story):
    assert sentences_of(story, "2017-02-20", AGREED) == AGREED
    assert sentences_of(story, "2017-02-22", MOVED) == MOVED


def test_a_month_that_was_agreed_is_said_once_though_its_anchor_moves(story):
    with reading(story.engine) as session:
        span = day(date(2017, 5, 12))
        preview = anchor_moves.preview_anchor(session, HLPF, "un-deadline", Turn(span), now=moment("2017-02-22"))
    assert sentences(preview.after["report-to-cwg"].derivation) == ("month to 2017-10-31 was agreed (C17/8)",)
    assert sentences(preview.after["revised-draft"].derivation)[0] == "2017-02-24 is settled"


def test_every_code_is_made_by_something_that_happens(story):
    story.schedules("council-18", "2018-05-15", "2018-05-25", status="planned")
    story.opens(DOCUMENTS, on="2018-04-01", council="council-18")
    chain = Chain(
        "odd", 1, "Odd dates", "no clause",
        (Anchor("start", "a start"), Anchor("end", "an end", optional=True)),
        (
            Step("night", "Close", by=SECRETARIAT, due="2027-03-28 at 03:30"),
            Step("count", "Count", by=SECRETARIAT, due="9 working days in New York after start", note="or later"),
            Step("listed", "Count", by=SECRETARIAT, due="8 working days in Bonn after start"),
            Step("wait", "Wait", by=SECRETARIAT, due="1 day before end"),
            Step("broken", "Break", by=SECRETARIAT, due="1 day after start"),
            Step("ruled", "Do", by=SECRETARIAT, due="1 day after start", source="Rule 7", force="rule"),
        ),
    )  # fmt: skip
    with story.acting() as session:
        start = {"start": day(date(2027, 3, 1))}
        openings.open_cycle(
            session, chain, "2027", OpeningTerms(start, provisional=["start"]), now=moment("2026-09-01"), by=OFFICER
        )  # fmt: skip
    story.agrees("ruled", "2027-03-03", on="2026-09-01", cycle="odd/2027")
    (story.home / "closed.yaml").write_text("holidays: [{calendar: New York, year: 2027, days: [2027-03-05]}]")
    story.loads(story.home / "closed.yaml", on="2026-09-01")
    views = [story.view("2026-09-02", cycle) for cycle in (HLPF, DOCUMENTS, "odd/2027")]
    story.performs("deadline/recounted", answer="keep", dates=["odd/2027/count"], because="x", on="2026-09-02")
    views.append(story.view("2026-09-02", "odd/2027"))
    with story.acting() as session:
        broken, kept = views[2]["broken"].id, views[2]["count"].id
        session.execute(update(Promise).where(Promise.deadline_id == broken).values(due_on=date(9999, 1, 1)))
        old = {"derivation": ["an old sentence"], "flags": ["an old flag"]}
        session.execute(update(Promise).where(Promise.deadline_id == kept).values(old))
        span = day(date(2017, 5, 12))
        after = anchor_moves.preview_anchor(session, HLPF, "un-deadline", Turn(span), now=moment("2026-09-02")).after
    views.append(story.view("2026-09-02", "odd/2027"))
    views.append(story.view("2017-02-20"))
    deadlines = [deadline for view in views for deadline in view.deadlines] + list(after.deadlines)
    last = story.view("2017-02-20")
    editions = [rehang(view.chain, view).links.values() for view in (last, replace(last, anchors=()))]
    codes = {fact.code for deadline in deadlines for fact in (*deadline.derivation, *deadline.flags)}
    codes |= {link.code for links in editions for link in links}
    stored_only = {Code.NO_SUCH_HOUR}  # older versions took such an hour; it is refused now
    never = {*Code} - stored_only - codes
    assert not never, f"nothing that this story tells makes {', '.join(sorted(never))}"
    assert codes == {*Code} - stored_only

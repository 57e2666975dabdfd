"""Every chain opens, and its sentences hold in the store: when a meeting moves, when an item gets its day."""

from datetime import date

from planning.window import Window, day
from tests.chains.sample import anchors

CWG = Window(date(2017, 2, 7), date(2017, 2, 8))
COUNCIL = Window(date(2017, 5, 15), date(2017, 5, 25))
HLPF = Window(date(2017, 7, 10), date(2017, 7, 19))
FORUM = Window(date(2017, 6, 12), date(2017, 6, 16))
ANCHORS = {
    "cwg": CWG,
    "council": COUNCIL,
    "hlpf": HLPF,
    "forum": FORUM,
    "un-deadline": day(date(2017, 4, 28)),
    "dispatch": day(date(2017, 3, 1)),
    "launching": Window(date(2016, 10, 13), date(2016, 10, 14)),
    "pp": Window(date(2018, 10, 29), date(2018, 11, 16)),
}


def test_every_chain_opens_with_what_it_must_have_and_fits(desk):
    for chain in desk.chains.values():
        needed = anchors(chain, 2017, is_whole=False)
        needed |= {name: ANCHORS[name] for name in needed if name in ANCHORS}
        desk.opens(f"{chain.slug}/2017", on="2016-01-04", **needed)
        view = desk.view("2016-01-05", f"{chain.slug}/2017")
        assert view.conflicts == (), chain.slug
        assert [deadline.step for deadline in view.deadlines] == [step.slug for step in chain.steps]


def test_a_session_that_moves_into_an_even_year_drafts_no_budget(desk):
    cycle = "council-documents/2025"
    desk.opens(cycle, on="2024-11-04", council=Window(date(2025, 6, 17), date(2025, 6, 27)))
    assert desk.view("2024-11-05", cycle)["draft-budget"].due == date(2025, 4, 29)
    moved = desk.moves("council", "2026-04-28", on="2024-11-06", cycle=cycle)
    assert [str(move.now) for move in moved.moves if move.step == "draft-budget"] == ["None"]
    assert desk.view("2024-11-07", cycle)["draft-budget"].due is None


def test_reports_on_recent_events_get_their_date_with_the_day_of_their_item(desk):
    cycle = "working-group-meeting/cwg-wsis-30"
    desk.opens(cycle, on="2016-12-01", cwg=CWG)
    assert desk.view("2016-12-02", cycle)["event-reports"].due is None
    desk.moves("item", "2017-02-08", on="2017-01-20", cycle=cycle)
    assert desk.view("2017-01-21", cycle)["event-reports"].due == date(2017, 2, 6)


def test_a_ceremony_is_agreed_for_the_days_of_its_forum(desk):
    cycle = "wsis-prizes/2017"
    desk.opens(cycle, on="2016-09-01", forum=FORUM)
    desk.agrees("ceremony", "2017-06-12/2017-06-16", on="2016-09-03", cycle=cycle)
    ceremony = desk.view("2016-09-04", cycle)["ceremony"]
    assert (ceremony.earliest, ceremony.due, str(ceremony.precision)) == (FORUM.first, FORUM.last, "days")

"""A new edition from the last one, and a year opened from the meetings known and the obligations that fall due."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import update

from actions.cycles import last_edition, planned_cycles
from actions.cycles.edition_dates import rehang
from actions.cycles.planned_cycles import OpeningTerms
from kernel.runner import do
from models.deadlines import Deadline
from models.engine import reading as looking
from models.meetings import MeetingStatus
from planning.chain import Anchor, Chain, Step
from planning.links import LastEdition, OfLastEdition
from planning.sentences import sentences
from planning.window import Window, day
from readings import deadline_history
from record.cycles import snapshots
from record.mandates import year_plan
from record.refusals import AlreadyOpen, NotAccepted, NotAnEdition, NotProposed, StillMissing
from tests.secretariat import HLPF, OFFICER, moment

PRIZES = "wsis-prizes/2017"
FORUM_17 = Window(date(2017, 6, 12), date(2017, 6, 16))
FORUM_18 = Window(date(2018, 3, 19), date(2018, 3, 23))
DOCUMENTS = "council-documents/2017"


def opens_from(desk, name, last, on="2017-09-01", **anchors):
    with desk.acting() as session:
        days = {key.replace("_", "-"): value for key, value in anchors.items()}
        asked = {"cycle": name, "last": last, "anchors": days}
        return do(session, "cycle/open", **asked, now=moment(on), by=OFFICER).opened[0]


def accepts(desk, *names, on="2016-12-01", **how):
    with desk.acting() as session:
        return do(session, "year/open", year=2017, accept=names, **how, now=moment(on), by=OFFICER)


def proposes(desk, year, on="2016-12-01"):
    with looking(desk.engine) as session:
        return year_plan.propose(session, desk.chains, year, now=moment(on))


def test_the_dates_of_the_last_prizes_hang_from_this_years_forum_as_proposals(desk):
    desk.opens(PRIZES, on="2016-09-01", forum=FORUM_17)
    desk.agrees("submission", "2016-12-18", on="2016-09-02", cycle=PRIZES, sure=True)
    desk.agrees("voting", "2017-03-24", on="2016-09-02", cycle=PRIZES)
    desk.agrees("selection", "end of April 2017", on="2016-09-02", cycle=PRIZES)
    opened = opens_from(desk, "wsis-prizes/2018", PRIZES, forum=FORUM_18)
    view = desk.view("2017-09-02", "wsis-prizes/2018")
    submission, voting, selection = view["submission"], view["voting"], view["selection"]
    assert (FORUM_17.first - date(2016, 12, 18)).days == (FORUM_18.first - submission.due).days == 176
    assert (submission.rule, submission.basis, submission.source, submission.as_in) == (
        "176 days before forum.opens", "proposed", None, PRIZES,
    )  # fmt: skip
    assert submission.derivation[0].operands["as_in"] == PRIZES
    assert sentences(submission.derivation)[0].endswith(f"; as in {PRIZES}")
    assert str(voting.due) == "2017-12-29"
    assert sentences(submission.derivation)[-1] == f"in {PRIZES} it was 2016-12-18"
    assert (selection.rule, selection.basis) == ("month of 2 months before forum.opens", "proposed")
    assert (selection.earliest, selection.due) == (date(2018, 1, 1), date(2018, 1, 31))  # a month stays a month
    assert "month to 2017-04-30" in sentences(selection.derivation)[-1]
    assert (view["ceremony"].earliest, view["ceremony"].due) == (FORUM_18.first, FORUM_18.last)  # by its own rule
    assert [difference.step for difference in opened.differences] == ["submission", "voting", "selection"]
    desk.moves("forum", "2018-03-20", on="2017-09-03", cycle="wsis-prizes/2018")
    assert str(desk.view("2017-09-04", "wsis-prizes/2018")["submission"].due) == "2017-09-25"


def test_where_a_date_differs_from_its_rule_the_difference_is_told(desk):
    desk.opens(DOCUMENTS, on="2016-12-01", council=Window(date(2017, 5, 15), date(2017, 5, 25)))
    desk.agrees("secretariat-documents", "2017-04-08", on="2016-12-02", cycle=DOCUMENTS)
    session = Window(date(2018, 4, 17), date(2018, 4, 27))
    opened = opens_from(desk, "council-documents/2018", DOCUMENTS, council=session)
    assert [
        (difference.step, str(difference.due), str(difference.proposed), difference.days)
        for difference in opened.differences
    ] == [("secretariat-documents", "2018-03-11", "2018-03-18", 7)]
    deadline = desk.view("2017-09-02", "council-documents/2018")["secretariat-documents"]
    assert sentences(deadline.derivation)[0].startswith("2018-03-11 is 37 days before council.opens (2018-04-17)")
    assert "its rule is 30 days before council.opens" in sentences(deadline.derivation)[-1]


def test_what_stands_by_rule_does_so_again_in_the_next_edition_whatever_was_agreed_instead(desk):
    desk.opens(DOCUMENTS, on="2016-12-01", council=Window(date(2017, 5, 15), date(2017, 5, 25)))
    desk.agrees("preparatory-documents", "2017-04-24", on="2016-12-02", cycle=DOCUMENTS)
    session = Window(date(2018, 4, 17), date(2018, 4, 27))
    assert opens_from(desk, "council-documents/2018", DOCUMENTS, council=session).differences == ()
    again = desk.view("2017-09-02", "council-documents/2018")["preparatory-documents"]
    assert (str(again.due), again.basis, again.force) == ("2018-03-20", "by-rule", "rule")
    assert sentences(again.derivation)[-1] == f"in {DOCUMENTS} it was 2017-04-24"


@pytest.mark.both_databases("what the date was is stored as JSON, and read back from it")
def test_what_a_date_was_is_a_fact_of_its_promise_whatever_becomes_of_the_date(desk):
    name = "wsis-prizes/2018"
    desk.opens(PRIZES, on="2016-09-01", forum=FORUM_17)
    desk.agrees("submission", "2016-12-18", on="2016-09-02", cycle=PRIZES, sure=True)
    opens_from(desk, name, PRIZES, forum=FORUM_18)
    was = LastEdition(PRIZES, day(date(2016, 12, 18)))
    assert [desk.view("2017-09-02", name)["submission"].note, _of_last(desk, name)] == [None, [was]]
    desk.moves("forum", "2018-03-20", on="2017-09-03", cycle=name)
    assert _of_last(desk, name) == [was]
    desk.agrees("submission", "2017-10-02", on="2017-09-04", cycle=name)
    assert _of_last(desk, name) == [was]
    with looking(desk.engine) as session:
        terms = OpeningTerms({"forum": FORUM_18}, accept_conflicts="a story")
        later = last_edition.edition(session, desk.chains, "wsis-prizes/2019", name, terms, now=moment("2018-09-01"))
    links = later.intended.plan["submission"].derivation
    assert [link.cycle for link in links if isinstance(link, OfLastEdition)] == [name]


def _of_last(desk, name):
    return [link for link in desk.view("2018-01-01", name)["submission"].derivation if isinstance(link, OfLastEdition)]


def test_the_english_of_an_edition_that_version_0_2_opened_stays_there_and_goes_no_further(desk):
    desk.opens(PRIZES, on="2016-09-01", forum=FORUM_17)
    desk.agrees("submission", "2016-12-18", on="2016-09-02", cycle=PRIZES, sure=True)
    sentence = "a rule of the text; in wsis-prizes/2016 it was 2015-12-18; its rule is 2 weeks before forum.opens"
    with desk.acting() as session:
        session.execute(update(Deadline).where(Deadline.step == "submission").values(note=sentence))
    old = desk.view("2016-09-03", PRIZES)
    assert old["submission"].note == sentence
    assert rehang(old.chain, old).chain.step("submission").note == "a rule of the text"
    assert rehang(old.chain, old).links["submission"].sentence.startswith(f"in {PRIZES} it was 2016-12-18")
    without = replace(old, anchors=tuple(replace(anchor, span=None) for anchor in old.anchors))
    assert rehang(old.chain, without).links["submission"].sentence == (
        f"in {PRIZES} it was 2016-12-18, which hangs from no anchor"
    )


def test_spans_and_years_stay_what_they_were(desk):
    desk.opens(PRIZES, on="2016-09-01", forum=FORUM_17)
    desk.agrees("nomination", "2017-04-03/2017-04-05", on="2016-09-02", cycle=PRIZES)
    desk.agrees("submission", "2017", on="2016-09-02", cycle=PRIZES, later="keep")
    asked = (desk.chains, "wsis-prizes/2018", PRIZES)
    terms = OpeningTerms({"forum": FORUM_18}, accept_conflicts="a story")
    with looking(desk.engine) as session:
        planned = last_edition.edition(session, *asked, terms, now=moment("2017-09-01")).intended.plan
    span, year = planned["nomination"], planned["submission"]
    assert (span.earliest, span.due, span.precision) == (date(2018, 1, 8), date(2018, 1, 10), "days")
    assert (year.earliest, year.due, year.precision) == (date(2018, 1, 1), date(2018, 12, 31), "year")
    assert sentences(year.derivation)[0].startswith("year to 2018-12-31 is year of forum.closes")


def test_the_next_edition_is_shown_before_it_is_opened(desk):
    desk.opens(PRIZES, on="2016-09-01", forum=FORUM_17)
    desk.agrees("selection", "first week of May 2017", on="2016-09-02", cycle=PRIZES)
    asked = (desk.chains, "wsis-prizes/2018", PRIZES, OpeningTerms({"forum": FORUM_18}))
    with looking(desk.engine) as session:
        shown = last_edition.edition(session, *asked, now=moment("2017-09-01"))
        assert snapshots.names(session) == [PRIZES]
    assert str(sentences(shown.intended.plan["selection"].derivation)[0]).startswith(
        "week to 2018-02-11 is week of 36 days before forum.opens"
    )
    opened = opens_from(desk, *asked[1:3], forum=FORUM_18)
    assert (opened.plan, opened.differences) == (shown.intended.plan, shown.differences)
    with looking(desk.engine) as session, pytest.raises(AlreadyOpen):
        last_edition.edition(session, *asked, now=moment("2017-09-01"))


def test_an_edition_follows_one_of_its_own_chain(desk):
    desk.opens(PRIZES, on="2016-09-01", forum=FORUM_17)
    with pytest.raises(NotAnEdition, match="an earlier edition of the same procedure"):
        opens_from(desk, "wtisd/2018", PRIZES, forum=FORUM_18)


def test_a_year_calls_for_what_its_meetings_need_and_says_what_is_missing(desk):
    desk.schedules("council-17", "2017-05-15", "2017-05-25")
    desk.schedules("cwg-30", "2017-02-07", "2017-02-08", body="cwg-wsis-sdg", status=MeetingStatus.PLANNED)
    desk.schedules("cwg-31", "2017-09-19", "2017-09-20", body="cwg-wsis-sdg")
    proposals = {proposal.cycle: proposal for proposal in proposes(desk, 2017).proposals}
    assert (proposals[DOCUMENTS].anchors, proposals[DOCUMENTS].owed) == ({"council": "council-17"}, True)
    groups = [name for name in proposals if name.startswith("working-group-meeting/")]
    assert groups == ["working-group-meeting/cwg-30", "working-group-meeting/cwg-31"]
    first = proposals["working-group-meeting/cwg-30"]
    assert first.provisional == ("cwg",)
    assert first.anchors == {"cwg": "cwg-30", "council": "council-17"}
    assert any(sentence.startswith("item: ") for sentence in first.awaited.values())
    assert "pp-proposals/2017" not in proposals  # no Plenipotentiary Conference in 2017
    assert proposes(desk, 2017).notes == ()  # its list is loaded
    lacking = "no Geneva holiday list for 2018 is loaded: closed days are not flagged, and mail leaves on them"
    assert proposes(desk, 2018).notes == (lacking,)
    with looking(desk.engine) as session:
        span = {"council": Window(date(2018, 1, 16), date(2018, 1, 26))}
        intended = planned_cycles.intend(session, desk.chains["council-documents"], "2018", OpeningTerms(span))
    assert intended.notes == (lacking,)
    assert proposals["working-group-meeting/cwg-31"].anchors == {"cwg": "cwg-31"}  # no later session is dated yet
    contribution = proposals["hlpf-contribution/2017"]
    assert (contribution.missing, next(iter(contribution.awaited.values()))) == (
        {},
        "un-deadline: the day that the UN set for submissions, is not known yet",
    )


def test_what_is_accepted_is_opened_and_what_lacks_a_day_is_refused(desk):
    desk.schedules("council-17", "2017-05-15", "2017-05-25", status=MeetingStatus.PLANNED)
    accepts(desk, DOCUMENTS)
    view = desk.view("2016-12-02", DOCUMENTS)
    assert view.provisional == ("council",)
    desk.schedules("council-16", "2017-02-01", "2017-02-02")  # earlier in the year, and not what it hangs from
    opened = {proposal.cycle: proposal for proposal in proposes(desk, 2017, "2016-12-03").proposals}[DOCUMENTS]
    assert (opened.is_open, opened.anchors, opened.missing) == (True, {"council": "council-17"}, {})
    assert {proposal.cycle: proposal.is_open for proposal in proposes(desk, 2017, "2016-12-03").proposals}[DOCUMENTS]
    with pytest.raises(NotProposed, match="does not call for 'wtisd/1999'"):
        accepts(desk, "wtisd/1999", on="2016-12-04")


def test_an_accepted_cycle_takes_anchors_of_its_own_provisional_ones_too(desk):
    desk.schedules("cwg-30", "2017-02-07", "2017-02-08", body="cwg-wsis-sdg")
    with pytest.raises(StillMissing, match="load the meeting, or give a day"):
        accepts(desk, PRIZES)
    with pytest.raises(NotAccepted, match="hlpf-contribution/2017 is not accepted"):
        accepts(desk, anchors=[f"{HLPF} un-deadline=2017-04-28"])
    accepts(desk, HLPF, anchors=[f"{HLPF} un-deadline=2017-04-28"], provisional=[(HLPF, "un-deadline")])
    view = desk.view("2016-12-02", HLPF)
    assert (view.provisional, str(view["submission"].due)) == (("un-deadline",), "2017-04-28")
    assert sentences(view["submission"].flags) == ("provisional: un-deadline is not confirmed",)
    desk.moves("un-deadline", "2017-04-28", on="2016-12-03")
    assert sentences(desk.view("2016-12-04", HLPF)["submission"].flags) == ()


def test_a_date_tells_its_whole_life_as_it_was_known(desk):
    desk.schedules("council-17", "2017-05-15", "2017-05-25")
    desk.opens(DOCUMENTS, on="2016-12-01", council="council-17")
    desk.agrees("contributions", "2017-04-24", on="2017-01-02", cycle=DOCUMENTS)
    desk.assigns("agenda", "focal@itu.example", on="2017-01-02", cycle=DOCUMENTS)
    desk.round("2017-03-07 09:00")
    with looking(desk.engine) as session:
        before = deadline_history.explain(
            session, DOCUMENTS, "financial-documents", now=moment("2017-03-08 10:00")
        ).facts
    desk.moves_meeting("council-17", "2017-05-29", "2017-06-08", on="2017-03-09 09:00")
    desk.round("2017-03-09 09:10")
    with looking(desk.engine) as session:
        now = moment("2017-03-10 10:00")
        story = deadline_history.explain(session, DOCUMENTS, "financial-documents", now=now)
        asked = {"now": moment("2017-03-08 10:00"), "known": moment("2017-03-08 11:00")}
        assert deadline_history.explain(session, DOCUMENTS, "financial-documents", **asked).facts == before
        agenda = deadline_history.explain(session, DOCUMENTS, "agenda", now=now)
    assert [(entry["act"], entry["due"], entry["with"]) for entry in story.facts["changes"]] == [
        ("cycle/open", "2017-03-20", None), ("meeting/move", "2017-04-03", "council-17"),
    ]  # fmt: skip
    sent = [(entry["rung"], entry["due"], entry["people"]) for entry in story.facts["sent"]]
    assert sent[-1] == ("change", "2017-04-03", 1)
    assert sent[0][1:] == ("2017-03-20", 1)
    assert story.facts["sent"][-1]["names"] == ["Focal Point"]
    assert any("told Focal Point of 2017-04-03: change" in line for line in story.parts)
    assert any("assign by" in line and "Focal Point" in line for line in agenda.parts)


NOTED = Chain(
    "noted",
    1,
    "A chain whose step has a condition",
    "none: of a test",
    (Anchor("council", "the session"),),
    (
        Step("draft", "Draft", due="28 days before council.opens", note="in principle not later"),
        Step("paper", "Paper", due="7 days after draft", note="deferred to the next session if later"),
    ),
)


def test_what_the_text_attaches_to_a_step_outlives_its_dates(desk):
    desk.schedules("council-17", "2017-05-15", "2017-05-25")
    desk.chains["noted"] = NOTED
    desk.opens("noted/2017", on="2017-01-02", council="council-17")
    desk.agrees("draft", "2017-04-18", on="2017-01-03", cycle="noted/2017", later="shift")
    desk.moves_meeting("council-17", "2017-05-29", "2017-06-08", on="2017-01-04")
    view = desk.view("2017-01-05", "noted/2017")
    assert str(view["draft"].due) == "2017-04-18"
    assert sentences(view["draft"].derivation)[-1] == "in principle not later"
    assert sentences(view["paper"].derivation)[-1] == "deferred to the next session if later"
    desk.agrees("paper", "2017-05-02", on="2017-01-06", cycle="noted/2017")
    with looking(desk.engine) as session:
        story = deadline_history.explain(session, "noted/2017", "paper", now=moment("2017-01-07"))
    assert story.facts["note"] == story.facts["derivation"][-1] == "deferred to the next session if later"
    assert [line for line in story.parts if "deferred" in line] == ["note     deferred to the next session if later"]

"""What clauses name: a meeting by which something is due, and papers laid before it."""

import pytest

from kernel.runner import do
from models.engine import reading
from record.meetings import meetings
from record.refusals import MeetingRefused
from tests import EXAMPLES
from tests.record.mandates.register import PAPERS, judged
from tests.secretariat import OFFICER, moment


def test_what_is_due_by_a_named_meeting_follows_it(year):
    three = "instructs the Secretary-General 3"
    year.loads(EXAMPLES / "one-off" / "final-report-council-2022.yaml", on="2021-10-01")
    year.abandons(on="2021-10-02", cycle="final-report/2022")
    cell = judged(year, three, of=2022, on="2022-03-25")
    assert cell.cell.sentence == "due once, by Council 2022 (council-22, 2022-03-21 to 2022-03-30)"
    assert (cell.cell.judgement, str(cell.on)) == ("not due", "2022-03-30")
    assert judged(year, three, of=2022, on="2022-03-31").cell.judgement == "missing"
    year.moves_meeting("council-22", "2023-02-06", "2023-02-10", on="2022-03-20")
    assert judged(year, three, of=2022, on="2022-03-31").cell.judgement == "not due"
    year.postpones("council-22", on="2022-03-21")
    off = judged(year, three, of=2023, on="2023-06-01").cell
    assert off.sentence == "due once, by Council 2022 (council-22 is postponed); its new day is to be confirmed"


def test_a_paper_whose_day_nobody_knows_is_awaited_and_had_once_its_meeting_is_over(year):
    terms = "Annex, terms of reference c"
    year.loads(PAPERS, on="2017-03-14")
    cell = judged(year, terms, on="2017-05-25").cell
    assert (cell.judgement, cell.lacking) == ("under way", ("council",))
    awaited = "; the day on which council was given it is to be confirmed: nothing on record says it"
    assert cell.sentence == f"C17/8 is before council-17 (2017-05-15 to 2017-05-25){awaited}"
    over = judged(year, terms, on="2018-02-01").cell
    assert (over.judgement, over.lacking) == ("fulfilled", ())
    assert over.sentence == f"C17/8 was before council-17 (2017-05-15 to 2017-05-25), which is over{awaited}"
    assert judged(year, terms, of=2018, on="2019-02-01").cell.judgement == "missing"
    with reading(year.engine) as session:
        seen = meetings.meeting(session, "council-17", now=moment("2018-02-01"))
    assert [(row.symbol, row.purpose) for row in seen.papers] == [("C17/8", "consideration")]
    with year.acting() as session:
        submission = {"document": "C17/8", "body": "council", "on": "2017-04-03", "clauses": ["council-1332/tor-c"]}
        do(session, "document/submit", **submission, now=moment("2018-02-02"), by=OFFICER)
    assert judged(year, terms, on="2018-02-03").cell.judgement == "fulfilled"


def test_a_paper_is_withdrawn_and_a_load_does_not_bring_it_back(year):
    year.loads(PAPERS, on="2017-03-14")
    with year.acting() as session:
        away = {"meeting": "council-17", "document": "C17/8", "withdraw": True}
        done = do(session, "meeting/paper", **away, now=moment("2017-03-15"), by=OFFICER)
        assert done.sentence == "C17/8 is before council-17 no more"
        with pytest.raises(MeetingRefused, match="there is none to withdraw"):
            do(session, "meeting/paper", **away, now=moment("2017-03-15"), by=OFFICER)
    year.loads(PAPERS, on="2017-03-16")
    with reading(year.engine) as session:
        assert meetings.meeting(session, "council-17", now=moment("2017-03-17")).papers == ()
        assert len(meetings.meeting(session, "council-17", now=moment("2017-03-14 13:00")).papers) == 1

"""The story of a new term, as `make run YEAR=2027` plays it: from three lists to Council-27 followed up."""

from datetime import date
from pathlib import Path

import pytest

from cli import term_demonstration
from cli.term_story import CONTRIBUTIONS, DECISIONS, END, LATE, NEXT_SESSION, RECEIVED, SESSION
from models.engine import make_engine, reading
from record.meetings import session_file
from record.meetings.expected_documents import Stage

pytestmark = pytest.mark.proof("half a year of acts and rounds: half a minute of CPU")
DATES = {  # of Council-27, which is to open on 15 June 2027
    "agenda": date(2027, 4, 1),  # as the office set it
    "financial-documents": date(2027, 4, 20),  # eight weeks before, as for 2025 and 2026
    "draft-budget": date(2027, 4, 27),  # seven weeks before, as for 2025
    "secretariat-documents": date(2027, 5, 16),  # thirty days before, as for 2025 and 2026
    "preparatory-documents": date(2027, 5, 18),  # four weeks before: Rule 20
    "contributions": date(2027, 6, 1),  # fourteen days before: Decision 556, operative 1
    "summary-records": date(2027, 8, 20),  # decided by the session
}


def test_from_three_lists_to_a_session_that_is_followed_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COUNCIL_HOME", "elsewhere")  # put aside by the demonstration, and given back afterwards
    term_demonstration.play(tmp_path / "2027")
    printed = capsys.readouterr().out
    assert "not received yet: 0 of 19" in printed
    now = term_demonstration.moment(END)
    with reading(make_engine(f"sqlite:///{tmp_path / '2027' / 'council.db'}")) as session:
        file = session_file.session_file(session, SESSION, now=now)
    assert {each.step: each.on for each in file.key_dates} == DATES
    assert {each.step for each in file.key_dates if each.issued} >= {"agenda", "preparatory-documents", "contributions"}
    posted = [each for each in file.documents if each.stage is Stage.POSTED]
    assert len(posted) == len(RECEIVED) == 20 - len(NEXT_SESSION)
    assert len(LATE) + len(NEXT_SESSION) == 3
    assert not file.undecided
    assert len(file.contributions) == len(CONTRIBUTIONS)
    assert len(file.decisions) == len(DECISIONS.splitlines())

"""The story of a new term, as `make run YEAR=2027` plays it: from three lists to Council-27 followed up."""

from datetime import date
from pathlib import Path

import pytest

from cli import term_demonstration
from cli.term_story import CONTRIBUTIONS, DECISIONS, END, LATE, NEXT_SESSION, RECEIVED, SESSION
from feeds.feed_cache import Shelf
from models.engine import make_engine, reading
from models.sessions import Ruling
from record import settings
from record.meetings import session_file
from record.meetings.expected_documents import SIX, Stage

pytestmark = pytest.mark.proof("half a year of acts and rounds: half a minute of CPU")
LEFT = "mission@state-01.example"
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
    assert "council-member from 2026-11-28: 12 in, 12 out, 36 stay" in printed
    assert "without an official address: Example State 20, Example State 44, Example State 60" in printed
    assert "not received yet: 0 of 19" in printed
    assert (
        "20 documents expected, 19 posted in every language wanted (109 texts); 3 late, 2 accepted, 1 moved to the "
        "next session; 10 decisions recorded"
    ) in printed
    follow_up = printed.partition("\nfollow-up\n")[2].split("\n\n")[0].splitlines()
    assert [line.split("  ")[0] for line in follow_up] == ["Example Resolution 1"] * 2 + ["Example Resolution 3"]
    assert "done; in the year: fulfilled  the report was handed over, C27/20 (2027-06-25)" in follow_up[0]
    now = term_demonstration.moment(END)
    with reading(make_engine(f"sqlite:///{tmp_path / '2027' / 'council.db'}")) as session:
        file = session_file.session_file(session, SESSION, now=now)
    assert {each.step: each.on for each in file.key_dates} == DATES
    assert {each.step for each in file.key_dates if each.issued} >= {"agenda", "preparatory-documents", "contributions"}
    posted = [each for each in file.documents if each.stage is Stage.POSTED]
    assert len(posted) == len(RECEIVED) == 20 - len(NEXT_SESSION)
    assert len(LATE) + len(NEXT_SESSION) == 3
    assert not file.undecided
    assert {each.ruling for each in file.documents if each.ruling} == {Ruling.ACCEPTED, Ruling.NEXT_SESSION}
    assert {tuple(each.languages) for each in posted} == {SIX, ("en",)}
    assert len(file.contributions) == len(CONTRIBUTIONS)
    assert {each.stage for each in file.contributions} == {Stage.POSTED}
    assert len(file.decisions) == len(DECISIONS.splitlines())
    _check_who_heard(tmp_path / "2027" / "mails")
    _check_what_continues(tmp_path / "2027")


def _check_who_heard(mails: Path) -> None:
    """The states of the new Council are consulted; one that left hears what all Member States hear, and no more."""
    heard = [mail.read_text(encoding="utf-8") for mail in sorted(mails.iterdir())]
    consulted = [mail for mail in heard if "Reply to the items for decision" in _head(mail)]
    assert len(consulted) == 2 * 45  # the letter, and a reminder: to each state with an official address
    assert any(f"To: {LEFT.replace('01', '49')}" in mail for mail in consulted)  # of those that came in
    assert not [mail for mail in consulted if f"To: {LEFT}" in mail]
    (members,) = [mail for mail in heard if f"To: {LEFT}" in mail]
    assert "contributions of Member States" in _head(members)


def _head(mail: str) -> str:
    """Return the header of a mail, unfolded."""
    return " ".join(mail.partition("\n\n")[0].split())


def _check_what_continues(home: Path) -> None:
    """The calendar of the group that ended has its history, and says for its readers where it continues."""
    engine = make_engine(f"sqlite:///{home / 'council.db'}")
    own = settings.read({"COUNCIL_HOME": str(home)})
    served = Shelf(engine, own).public(
        "en", "body/example-group-a", "ics", now=term_demonstration.moment("2027-04-02 09:00")
    )
    assert served
    calendar = served.data.decode().replace("\r\n ", "")
    assert "This calendar continues as Example Working Group B" in calendar
    assert "First meeting of Group A" in calendar

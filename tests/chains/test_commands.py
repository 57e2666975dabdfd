"""The plans that people ask for by command, without a store."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.main import council


@pytest.fixture(autouse=True)
def _no_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("COUNCIL_DATABASE_URL", raising=False)
    monkeypatch.setenv("COUNCIL_HOME", str(tmp_path))


def planned(*arguments: str) -> dict[str, dict]:
    done = CliRunner().invoke(council, ["plan", *arguments, "--json"], catch_exceptions=False)
    assert done.exit_code == 0
    return {deadline["step"]: deadline for deadline in json.loads(done.stdout)["deadlines"]}


def test_the_documents_of_council_25():
    schedule = planned("council-documents", "--anchor", "council=2025-06-17/2025-06-27")
    steps = ("financial-documents", "draft-budget", "secretariat-documents", "contributions")
    assert [schedule[step]["due"] for step in steps] == ["2025-04-22", "2025-04-29", "2025-05-18", "2025-06-03"]
    assert schedule["secretariat-documents"]["flags"] == [
        {"code": "weekend", "day": "2025-05-18", "sentence": "falls on a Sunday"}
    ]


def test_candidatures_for_pp_14_close_at_a_stated_hour():
    schedule = planned("pp-proposals", "--anchor", "pp=2014-10-20/2014-11-07")
    assert schedule["candidatures"]["closes"] == "2014-09-22T23:59:00+02:00"
    assert [schedule[step]["due"] for step in ("amendments", "proposals")] == ["2014-02-20", "2014-06-20"]


def test_what_happens_at_a_meeting_may_be_on_any_of_its_days():
    deadline = planned("wsis-prizes", "--anchor", "forum=2017-06-12/2017-06-16")["ceremony"]
    assert (deadline["earliest"], deadline["due"], deadline["precision"]) == ("2017-06-12", "2017-06-16", "days")

"""Whoever has the database, and neither the secret nor the data folder, changes nothing unseen.

`ALTERATIONS=500 .venv/bin/pytest tests/record/journal/test_tampering.py` makes so many on each database.
"""

import os
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from sqlalchemy.orm import Session

from models.engine import reading
from record import journal
from record.refusals import BadSeal
from tests.record.journal.tampering import ALTERATIONS, free_of_keys
from tests.secretariat import Desk

pytestmark = pytest.mark.both_databases("the forger speaks SQL")

COUNT = int(os.environ.get("ALTERATIONS", "30"))
EXAMPLES = Path(__file__).resolve().parents[3] / "examples/2017"


PAPERS = """
documents:
  - {symbol: C17/47E, title: Comprehensive report, dated: 2017-01-14, also: WG-WSIS-30/3,
     languages: [{language: en}, {language: fr, state: in-translation}]}
submissions: [{document: C17/47, to: Council, on: 2017-02-01, purpose: consideration, receipt: a mail}]
circulars: [{symbol: CL-17/1, title: Call, sent: 2017-01-10, answers: [{organization: Company E, on: 2017-01-20}]}]
action_lines: [{line: c4, year: 2017, role: co-facilitator, source: the 2017 report}]
reporting_windows: [{cycle: annual-report/2017, opens: December 2016, source: the 2017 report}]
"""


@pytest.fixture
def full(engine, sink, tmp_path):
    """A store in whose journal acts of many kinds stand, with rows in most tables that name their line."""
    desk, papers = Desk(engine, sink, tmp_path), tmp_path / "papers.yaml"
    papers.write_text(PAPERS)
    desk.loads(EXAMPLES / "1-bodies.yaml", EXAMPLES / "2-contacts.csv", papers, on="2017-02-09")
    desk.opens_agreed()
    desk.issues("comments", on="2017-02-10")
    desk.assigns("final-draft", "wsis@itu.example", on="2017-02-10")
    desk.meets("revised-draft", on="2017-02-24")
    desk.answers("comments", "Company E", on="2017-03-01")
    desk.deputizes("strategy@itu.example", of="wsis@itu.example", on="2017-03-01")
    desk.mutes("standards@company-e.example", on="2017-03-01")
    desk.waives("final-comments", on="2017-03-02")
    return desk


@pytest.mark.proof_on_postgresql("digests are reckoned of the same rows on both")
def test_every_alteration_is_found_and_nothing_is_claimed_of_what_was_left_alone(full):
    random, kinds = Random(1332), Counter()
    with reading(full.engine) as session:
        assert journal.verify(session).lines > 10
    for number in range(COUNT):
        alter = ALTERATIONS[number % len(ALTERATIONS)] if number < len(ALTERATIONS) else random.choice(ALTERATIONS)
        with Session(full.engine) as session:
            free_of_keys(session)
            what = alter(session, random)
            try:
                journal.verify(session)
            except BadSeal:
                kinds[alter.__name__] += 1
            else:
                pytest.fail(f"not found: {number}, {alter.__name__}, {what}")
            session.rollback()
    print(full.engine.dialect.name, dict(kinds), "all found")
    with reading(full.engine) as session:
        journal.verify(session)

"""A term, from one conference to the next, on one axis; readings of two hundred bodies cost what those of ten do."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kernel.runner import do
from models.engine import reading
from readings.term_years import NotATerm, as_term
from record.mandates import term as terms
from record.mandates.term import Mark, Term
from tests import EXAMPLES
from tests.beginnings import told_once
from tests.reading_costs import questions
from tests.secretariat import Desk, moment

NOW = moment("2026-11-28")
FILES = [EXAMPLES / "term" / name for name in ("resolutions.yaml", "sessions.yaml", "outcomes.csv", "council-2026.csv")]
CONFERENCE = (
    "\n  - {body: pp, key: pp-30, title: Plenipotentiary Conference 2030, opens: 2030-10-14, closes: 2030-11-01}\n"
)


@pytest.fixture
@told_once
def office(desk: Desk) -> Desk:
    desk.loads(*FILES, on="2026-11-28")
    return desk


def of(desk: Desk, first: int = 2026, last: int = 2030) -> Term:
    with reading(desk.engine) as session:
        return terms.term(session, first, last, now=NOW)


def named(marks: tuple[Mark, ...], kind: str) -> list[tuple[str, str]]:
    return [(str(mark.first), mark.what) for mark in marks if mark.kind == kind]


def test_a_term_goes_from_one_conference_to_the_next_with_all_that_is_dated(office, tmp_path):
    term = of(office)
    assert (term.first, term.last) == (date(2026, 11, 9), date(2030, 12, 31))
    assert [what for _, what in named(term.dated, "meeting")] == [
        "Plenipotentiary Conference 2026", "First meeting of Group A",
        "Council 2027 (example)", "Council 2028 (example)", "Council 2029 (example)", "Council 2030 (example)",
    ]  # fmt: skip
    assert ("2027-05-14", "Report on the example (example-report/2027)") in named(term.dated, "cycle")
    assert named(term.dated, "duty")[0] == (
        "2027-05-14", "Example Resolution 1, instructs the Secretary-General 1: report on the example",
    )  # fmt: skip
    assert named(term.dated, "members") == [("2026-11-28", "48 on the list of Member States of the Council")]
    assert term.dated == tuple(sorted(term.dated, key=lambda mark: (mark.first, mark.last, mark.kind, mark.what)))
    (file := tmp_path / "pp.yaml").write_text("meetings:" + CONFERENCE)
    assert ("None", "Plenipotentiary Conference of 2030") in named(term.undated, "meeting")
    office.loads(file, on="2026-11-28 13:00")
    with reading(office.engine) as session:
        assert terms.current(session, NOW) == (2026, 2030)
        later = terms.term(session, 2026, 2030, now=moment("2026-11-28 14:00"))
    assert (later.last, named(later.undated, "meeting")) == (date(2030, 11, 1), [])


def test_what_is_not_dated_yet_stands_beside_the_axis(office):
    undated = of(office).undated
    assert [mark.what for mark in undated if mark.kind == "resolution"] == ["Example Resolution 4 new: Example, 2026"]
    years = [mark.what.rpartition("(")[2] for mark in undated if "report on the example" in mark.what]
    assert years == ["2026)", "2028)", "2029)", "2030)"]
    office.postpones("council-28", on="2026-11-28 12:10")
    with reading(office.engine) as session:
        after = terms.term(session, 2026, 2030, now=moment("2026-11-28 13:00"))
    assert "session of the Council in 2028" in [mark.what for mark in after.undated]
    assert "Council 2028 (example)" in [mark.what for mark in after.undated]


@pytest.mark.parametrize("words", ["2030-2026", "2026", "2026-2099", "next"])
def test_words_that_are_no_term_are_refused(words):
    with pytest.raises(NotATerm):
        as_term(words)
    assert as_term("2026–2030") == as_term(" 2026 - 2030 ") == (2026, 2030)


READINGS: dict[str, dict[str, Any]] = {
    "term/show": {}, "body/list": {}, "chair/list": {}, "meeting/list": {}, "membership/list": {}, "outcome/list": {},
    "obligation/list": {"year": 2028}, "resolution/list": {}, "resolution/show": {"resolution": "crowd"},
    "resolution/follow-up": {"meeting": "council-28"}, "resolution/hand-out": {"meeting": "council-28"},
    "session/show": {"meeting": "council-28"}, "session/key-dates": {"meeting": "council-28"},
    "meeting/show": {"meeting": "council-28"}, "organization/list": {}, "task/list": {}, "people/list": {},
}  # fmt: skip
GROWN = {"term/show", "body/list", "chair/list", "meeting/list", "obligation/list", "resolution/show", "task/list",
         "resolution/follow-up", "resolution/hand-out", "organization/list", "people/list"}  # fmt: skip


def crowd(folder: Path, number: int) -> Path:
    """Write a file of so many bodies, each with a Chair, a meeting after its end, a duty, and every tenth a cycle."""
    every = range(number)
    lines = ["bodies:", *(f"  - {{key: g-{n}, name: Group {n}, reports_to: council, to: 2027-12-31}}" for n in every)]
    lines += ["meetings:"]
    lines += [f"  - {{body: g-{n}, key: g-{n}-1, title: Meeting {n}, opens: 2028-01-{n % 28 + 1:02}}}" for n in every]
    lines += ["contacts:"]
    lines += [
        f"  - {{name: Chair {n}, email: c{n}@x.example, organization: S{n}, roles: [{{role: chair, scope: g-{n}}}]}}"
        for n in every
    ]
    lines += ["resolutions:"]
    head = "key: crowd, name: Crowd, title: T, kind: adopted, in_force: 2022-01-01, source: s"
    lines += [f"  - {{{head}, version: Of {number}, clauses: ["]
    duty = "addressee: SG, text: Report., obligations: {what: report, to: council, period: annual}"
    clauses = (f"{{key: sg-{n}, group: instructs the SG, number: {n}, kind: instructs, {duty}}}" for n in every)
    lines += ["      " + ",\n      ".join(clauses), "    ]}"]
    lines += ["timelines:"]
    step = "deadlines: [{step: s, title: S, by: secretariat, to: council, due: 2028-05-05}]"
    lines += [f"  - {{cycle: w-{n}/2028, title: Work {n}, mandate: Example, {step}}}" for n in range(number // 10)]
    (file := folder / f"{number}.yaml").write_text("\n".join(lines))
    return file


@pytest.mark.proof("two hundred bodies with Chairs, duties and cycles are loaded: five seconds of CPU")
def test_readings_over_two_hundred_bodies_ask_as_many_questions_as_over_a_few(office, tmp_path):
    office.loads(crowd(tmp_path, 10), on="2026-11-28 11:00")
    few = questions(office, READINGS, NOW)
    office.loads(crowd(tmp_path, 200), on="2026-11-28 11:30")
    with office.acting() as session:
        how = {"resolution": "crowd", "version": "Of 200", "since": date(2026, 11, 28), "because": "it is the longer"}
        do(session, "resolution/adopt", **how, now=moment("2026-11-28 11:40"), by="Anna")
    many = questions(office, READINGS, NOW)
    assert {name: asked for name, (asked, _) in many.items()} == {name: asked for name, (asked, _) in few.items()}
    assert {name for name in READINGS if many[name][1] > 5 * few[name][1]} >= {"body/list", "chair/list"}
    assert {name for name in READINGS if many[name][1] > few[name][1] + 100} >= GROWN

"""Resolutions, documents, submissions and what is dated: twice is once, and wrong ones get one sentence."""

import pytest

from record.refusals import LoadRefused
from tests.loading.office import Office
from tests.loading.samples import BASICS

COUNCIL = "bodies: [{key: council, name: Council}]\n"
CLAUSE = (
    "{key: sg-6, group: instructs the Secretary-General, number: 6, kind: instructs, addressee: SG, text: Report., "
    "obligations: [{what: report, to: council, period: annual}]}"
)
RESOLUTION = (
    "resolutions: [{{key: r-1, name: Resolution 1, title: T, version: V, kind: adopted, in_force: 2016, source: S, "
    "clauses: [{clause}]}}]\n"
)
TEXT = COUNCIL + RESOLUTION.format(clause=CLAUSE)
PAPERS = """\
documents:
  - {symbol: C17/47E, title: Comprehensive report, dated: 2017-01-14, also: WG-WSIS-30/3,
     languages: [{language: en}, {language: fr, state: in-translation}]}
submissions:
  - {document: C17/47, to: Council, on: 2017-02-01, purpose: consideration, clauses: r-1/sg-6, receipt: a mail}
circulars:
  - {symbol: CL-17/1, title: Call, sent: 2017-01-10, answers: [{organization: Brazil, on: 2017-01-20}]}
action_lines:
  - {line: c4, year: 2017, role: co-facilitator, source: the 2017 report, focal_point: aisha@itu.example}
reporting_windows:
  - {cycle: annual-report/2017, opens: December 2016, source: the 2017 report}
"""


def resolution(clause: str = CLAUSE, **change: str) -> str:
    text = RESOLUTION.format(clause=clause)
    for name, value in change.items():
        before = {"in_force": "in_force: 2016, ", "kind": "kind: adopted"}[name]
        text = text.replace(before, value)
    return text


def test_papers_load_once_and_twice_is_once(office: Office) -> None:
    loaded = office.loads(BASICS, TEXT, PAPERS)
    assert str(loaded) == (
        "2 bodies, 1 holiday list, 1 meeting, 2 contacts, 1 resolution text, 1 document, 1 submission, 1 circular, "
        "1 role for an action line, 1 reporting window added"
    )
    rows = office.rows()
    assert str(office.loads(BASICS, TEXT, PAPERS)) == "12 unchanged"
    assert office.rows() == rows
    assert {name: rows[name] for name in ("document", "submission", "receipt", "language_version", "clause")} == {
        "document": 1,
        "submission": 1,
        "receipt": 1,
        "language_version": 2,
        "clause": 1,
    }


def test_what_is_new_in_a_later_file_is_added(office: Office) -> None:
    office.loads(BASICS, TEXT, PAPERS)
    more = PAPERS.replace("{language: en}", "{language: en}, {language: es}").replace(
        "on: 2017-01-20}", "on: 2017-01-20}, {organization: ITU, on: 2017-01-21}"
    )
    assert str(office.loads(BASICS, TEXT, more)) == "1 document, 1 circular changed; 10 unchanged"


WRONG = [
    (resolution(in_force=""), "it begins nowhere; give `in_force`"),
    (resolution(in_force="in_force: next week, "), "is not a date rule"),
    (resolution(kind="kind: changed"), "write one of adopted, modified, abrogated"),
    (resolution(clause=f"{CLAUSE}, {CLAUSE}"), "the clause 'sg-6' is given twice"),
    (resolution(clause="{key: sg-6}"), "clauses[1] 'sg-6': `group` is missing"),
    (resolution(clause=CLAUSE.replace("annual", "yearly")), "obligations[1]: `period` 'yearly' is not known here"),
    (resolution(clause=CLAUSE.replace("annual", "once")), "what is due once needs `year`"),
    (resolution(clause=CLAUSE.replace("to: council", "to: Security Council")), "there is no body 'Security Council'"),
    (resolution(clause=CLAUSE.replace("what: report", "wat: report")), "`wat` is not known here; did you mean 'what'?"),
    (resolution(clause=""), "a text that is on file has `clauses`"),
    ("documents: [{symbol: DT/2}]", "it does not say of which session; write C17/DT/2"),
    ("documents: [{symbol: C17/9, also: nonsense}]", "'nonsense' is not a document symbol"),
    ("documents: [{symbol: C17/9, languages: [{language: de}]}]", "languages[1]: `language` 'de' is not known here"),
    ("documents: [{symbol: C17/9, title: A}, {symbol: C17/9, title: B}]", "it is given otherwise in"),
    ("submissions: [{document: C17/9, to: WHO, on: 2017-01-01}]", "there is no body 'WHO'"),
    ("submissions: [{document: C17/9, to: council, on: 2099-01-01}]", "a day still to come"),
    ("submissions: [{document: C17/9, to: council, on: 2017-01-01, clauses: r-1/sg-99}]", "known are r-1/sg-6"),
    ("submissions: [{document: C17/9, to: council, on: 2017-01-01, cycle: hlpf/2017}]", "there is no cycle"),
    ("circulars: [{symbol: CL-17, title: T}]", "'CL-17' is not a document symbol"),
    ("circulars: [{symbol: CL-17/3, title: T, kind: letter}]", "write one of circular, questionnaire"),
    ("circulars: [{symbol: CL-17/3, title: T, answers: {organization: Nobody, on: 2017-01-01}}]", "'Nobody'"),
    ("action_lines: [{line: C12, year: 2017, role: partner, source: S}]", "write one of C1 to C11"),
    ("action_lines: [{line: C4, of: UNGIS, year: 2017, role: partner, source: S}]", "a role is for one thing"),
    ("action_lines: [{year: 2017, role: partner, source: S}]", "a role is for one thing"),
    ("action_lines: [{line: C4, year: 2017, role: leader, source: S}]", "write one of facilitator, co-facilitator"),
    ("action_lines: [{line: C4, year: 2017, role: partner, source: S, focal_point: a@b.example}]", "under `contacts`"),
    ("reporting_windows: [{cycle: annual, opens: 2017, source: S}]", "does not name a cycle"),
    ("reporting_windows: [{cycle: a/2017, opens: 2 weeks before x, source: S}]", "is not a stated date"),
]


@pytest.mark.few(9, "another fault of the same file")
@pytest.mark.parametrize(("wrong", "why"), WRONG, ids=range(len(WRONG)))
def test_one_sentence_and_nothing_stored(office: Office, wrong: str, why: str) -> None:
    office.loads(BASICS, TEXT)
    rows = office.rows()
    wrong = wrong.replace("key: r-1, name: Resolution 1,", "key: r-2, name: Resolution 2,")
    with pytest.raises(LoadRefused) as refusal:
        office.loads(office.file("documents: [{symbol: C17/1}]", "good.yaml"), office.file(wrong, "bad.yaml"))
    assert why in str(refusal.value)
    assert "bad.yaml" in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert office.rows() == rows

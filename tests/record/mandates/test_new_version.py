"""A new version of a resolution: what it carries over, changes, adds and ends; nothing so until an act says so."""

import pytest

from kernel.runner import do
from models.engine import reading
from readings.resolution_list import compare
from record.mandates import version_changes
from record.refusals import (
    AlreadyInForce,
    LoadRefused,
    NoSuchClause,
    NoSuchResolution,
    NoSuchVersion,
    ReasonMissing,
)
from tests.record.mandates.register import REPORT, TEXTS, judged, matrix
from tests.secretariat import HLPF, OFFICER, moment

NEXT = """\
resolutions:
  - key: council-1332
    name: Council Resolution 1332
    title: ITU's role in implementing the outcomes of WSIS+20
    version: Modified 2027
    kind: modified
    in_force: 2027-06-18
    source: a story
    clauses:
      - {key: sg-6, group: instructs the Secretary-General, number: 4, kind: instructs, addressee: Secretary-General,
         text: "Give the Council every year a comprehensive report on what the Union does and undertakes in these
           matters, for it to consider and decide on.",
         obligations: {what: give the Council the comprehensive report, to: council,
           purpose: consideration and decision, period: annual}}
      - {key: sg-5, group: instructs the Secretary-General, number: 5, kind: instructs, addressee: Secretary-General,
         text: Contribute to the HLPF every other year., obligations: {part: ecosoc, what: contribute to the HLPF,
           to: hlpf, period: regularly}}
      - {key: sg-12, group: instructs the Secretary-General, number: 6, kind: instructs, addressee: Secretary-General,
         text: Report every year on trust., obligations: {what: report on trust, to: council, period: annual}}
"""


@pytest.fixture
def next_version(year, tmp_path):
    file = tmp_path / "next.yaml"
    file.write_text(NEXT, encoding="utf-8")
    return file


def compared(desk, on="2017-06-02"):
    with reading(desk.engine) as session:
        return version_changes.comparison(session, "council-1332", "Modified 2027", now=moment(on))


def test_a_new_version_shows_clause_by_clause_what_it_does_and_changes_nothing(year, next_version):
    before = matrix(year, 2017, "2017-06-02")
    loaded = year.loads(next_version, on="2017-06-01")
    assert "council-1332 'Modified 2027' is on file, and not in force" in str(loaded)
    assert matrix(year, 2017, "2017-06-02") == before
    comparison = compared(year)
    fates = {change.key: change.fate for change in comparison.changes}
    assert (fates["sg-6"], fates["sg-5"], fates["sg-12"], fates["sg-4"]) == ("changed", "changed", "added", "ended")
    six = next(change for change in comparison.changes if change.key == "sg-6")
    assert six.respects == ("reference: instructs the Secretary-General 6 → instructs the Secretary-General 4",)
    assert [effect.sentence for effect in comparison.effects if effect.change.key == "sg-4"] == [
        "annual-report/2016: instructs the Secretary-General 4 ends: "
        "the cycle has lost this mandate; go on or abandon it"
    ]
    assert {effect.cycle for effect in comparison.effects if effect.change.key == "sg-5"} == {HLPF}
    assert [change.key for change in comparison.unserved] == ["sg-12"]
    was = "ITU's role in implementing the WSIS outcomes and the 2030 Agenda"
    assert f"its title changes: {was} → ITU's role in implementing the outcomes of WSIS+20" in comparison.notes


def test_it_comes_into_force_by_an_act_and_open_cycles_stay_as_they_are(year, next_version):
    year.loads(next_version, on="2017-06-01")
    views = [year.view("2017-06-05", cycle) for cycle in (HLPF, REPORT)]
    adopt(year, "2017-06-18")
    assert [year.view("2017-06-05", cycle) for cycle in (HLPF, REPORT)] == views
    assert {row.key for row in matrix(year, 2017, "2017-12-01").rows} == {
        "council-1332/sg-5-ecosoc",
        "council-1332/sg-6",
        "council-1332/sg-12",
    }
    assert judged(year, "instructs the Secretary-General 4", on="2017-12-01").cell.judgement == "overdue"
    assert len(matrix(year, 2017, "2017-06-03").rows) == 36  # known earlier: the version in force then


def test_a_procedure_that_cites_by_number_what_is_renumbered_is_named_before_and_after(year, next_version):
    year.loads(next_version, on="2017-06-01")
    of = "the procedure action-line-report cites instructs the Secretary-General 4, which is another clause in"
    with reading(year.engine) as session:
        shown = compare(session, "council-1332", "Modified 2027", now=moment("2017-06-02")).parts
    assert [part for part in shown if str(part).startswith(of)] == [f"{of} 'Modified 2027': correct its mandate"]
    notes = adopt(year, "2017-06-18").notes
    assert f"{of} 'Modified 2027': correct its mandate" in notes
    assert not [note for note in notes if "procedure hlpf-contribution" in note]  # it cites 5, which is 5 again
    assert [note for note in notes if "wsis-prizes cites resolves 2, which is no clause of" in note]


def adopt(desk, since, because="adopted by the Council", on="2017-06-04"):
    with desk.acting() as session:
        version = {"resolution": "council-1332", "version": "Modified 2027"}
        return do(session, "resolution/adopt", **version, since=since, because=because, now=moment(on), by=OFFICER)


def test_putting_in_force_is_refused_with_a_sentence(year, next_version):
    with pytest.raises(NoSuchVersion, match="its versions are 2011, Modified 2016, after PP-18, Council 2024"):
        adopt(year, "2017-06-18")
    year.loads(next_version, on="2017-06-01")
    with pytest.raises(ReasonMissing):
        adopt(year, "2017-06-18", because=" ")
    adopt(year, "2017-06-18")
    with pytest.raises(AlreadyInForce, match="there is nothing to change"):
        adopt(year, "2017-06-18", on="2017-06-05")
    with pytest.raises(NoSuchResolution, match="council-1332, pp-140"):
        matrix(year, resolution="council-99")
    submission = {"document": "C17/9", "body": "council", "clauses": ["council-1332/x"]}
    with year.acting() as session, pytest.raises(NoSuchClause, match="write one such as council-1332/sg-5"):
        do(session, "document/submit", **submission, now=moment("2017-06-05"), by=OFFICER)


def test_a_text_never_changes_by_a_load_and_twice_is_once(year, bodies, tmp_path):
    assert str(year.loads(bodies, *TEXTS, on="2017-06-01")).endswith("unchanged")
    text = TEXTS[0].read_text(encoding="utf-8").replace("period: regularly", "period: annual")
    (tmp_path / "changed.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(LoadRefused, match="a text never changes: give the corrected one a `version` of its own"):
        year.loads(tmp_path / "changed.yaml", on="2017-06-01")

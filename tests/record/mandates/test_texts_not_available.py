"""A version whose text is not available ends nothing: the last text on file is read, and the record says so."""

from datetime import date

import pytest

from kernel.runner import do
from models.engine import reading
from record.mandates import resolutions, version_changes
from record.refusals import LoadRefused
from tests.record.mandates.register import matrix
from tests.secretariat import HLPF, OFFICER, moment

FIRST = """\
resolutions:
  - {key: trust, name: Resolution 7, title: Trust, version: "2010", kind: adopted, in_force: 2010-05-01,
     source: a story, clauses: [{key: one, group: instructs the Secretary-General, number: 1, kind: instructs,
       addressee: SG, text: Report every year on trust., quote: "to report annually",
       obligations: {what: report on trust, to: council, period: annual}}]}
"""
LATER = """\
resolutions:
  - {key: trust, name: Resolution 7, title: Trust and confidence, version: "2024", kind: modified, in_force: 2024-06-14,
     source: a story, held: false}
"""
TEXT = (
    LATER.replace("held: false}", "")
    + """\
     clauses: [{key: one, group: instructs the Secretary-General, number: 3, kind: instructs, addressee: SG,
       text: Report every other year on trust., quote: "to report every two years",
       obligations: {what: report on trust, to: council, period: regularly}}]}
"""
)
EXPECTED = """\
resolutions:
  - {key: trust, name: Resolution 7, title: Trust, version: PP-26, kind: expected, not_before: 2026-11-09,
     held: false, source: a story, note: a revision by PP-26 is expected}
"""


@pytest.fixture
def trust(bodies, desk, tmp_path):
    desk.loads(bodies, on="2009-01-01")

    def load(text, on):
        file = tmp_path / "trust.yaml"
        file.write_text(text, encoding="utf-8")
        return desk.loads(file, on=on)

    load(FIRST, "2010-06-01")
    desk.load = load
    return desk


def adopts(desk, version, since, on):
    with desk.acting() as session:
        words = {"resolution": "trust", "version": version, "since": since, "because": "adopted"}
        return do(session, "resolution/adopt", **words, now=moment(on), by=OFFICER)


def view(desk, on="2026-12-01"):
    with reading(desk.engine) as session:
        return resolutions.named(session, "trust", now=moment(on))


def compared(desk, version, against=None, on="2025-01-01", of="trust"):
    with reading(desk.engine) as session:
        return version_changes.comparison(session, of, version, against, now=moment(on))


def test_what_it_carries_over_is_unknown_in_either_direction(trust):
    trust.load(LATER, "2025-01-01")
    after = compared(trust, "2024")
    assert [change.fate for change in after.changes] == ["unknown"]
    assert (after.clauses, after.unserved) == ((), ())
    assert after.notes == (
        "the text of '2024' is not available: what it carries over is unknown",
        "its title changes: Trust → Trust and confidence",
    )
    before = compared(trust, "2010", against="2024")
    assert [change.fate for change in before.changes] == ["unknown"]
    assert before.notes == (
        "the text of '2024' is not available: what was in force before is unknown",
        "its title changes: Trust and confidence → Trust",
    )


@pytest.mark.parametrize(
    ("year", "on"), [(2023, None), (2024, "2024-12-31"), (2026, "2026-12-01"), (2030, "2030-12-01")]
)
def test_the_matrix_reads_the_last_text_on_file_and_says_so(trust, year, on):
    trust.load(LATER, "2025-01-01")
    adopts(trust, "2024", "2024-06-14", "2025-01-02")
    (row,) = matrix(trust, year, f"{max(year, 2026)}-12-01", "trust").rows
    assert (row.last.reference, row.last.read) == ("instructs the Secretary-General 1", "2010")
    place = "and its text is not available; read after the last text on file, '2010'"
    assert row.last.label == (on and f"'2024' is in force on {on}, {place}")
    assert "ended" not in row.last.cell.sentence


def test_one_that_is_not_on_file_before_the_first_text_is_read_after_it(trust):
    trust.load(LATER.replace("2024", "2001"), "2025-01-01")
    adopts(trust, "2001", "2001-06-14", "2025-01-02")
    label = "'2001' is in force on 2005-01-01, and its text is not available; read after a later text, '2010'"
    assert view(trust).reading(date(2005, 1, 1)).label == label
    assert view(trust).reading(date(2012, 1, 1)).label is None


@pytest.mark.parametrize(
    ("year", "judgement", "sentence"),
    [
        (
            2005,
            "not known",
            "the text of '2001' is not available: whether it asked for this is not known; no submission",
        ),
        (
            2009,
            "not known",
            "the text of '2001' is not available: whether it asked for this is not known; no submission",
        ),
        (2010, "missing", "no submission of 2010 is recorded"),
        (2025, "missing", "no submission of 2025 is recorded"),
    ],
)
def test_what_only_a_later_text_asks_for_is_not_missing_before_it(trust, year, judgement, sentence):
    trust.load(LATER.replace("2024", "2001"), "2025-01-01")
    adopts(trust, "2001", "2001-06-14", "2025-01-02")
    (row,) = matrix(trust, year, "2026-12-01", "trust").rows
    assert row.last.cell.judgement == judgement
    assert row.last.cell.sentence.startswith(sentence)


def test_an_abrogation_ends_all_although_nobody_has_its_text(trust):
    trust.load(LATER.replace("modified", "abrogated"), "2025-01-01")
    adopts(trust, "2024", "2024-06-14", "2025-01-02")
    assert [change.fate for change in compared(trust, "2024").changes] == ["ended"]
    assert matrix(trust, 2025, "2025-12-01", "trust").rows == ()


def test_name_and_title_belong_to_the_version(trust):
    trust.load(LATER.replace("name: Resolution 7", "name: Resolution 7 (Rev.)"), "2025-01-01")
    assert (view(trust).name, view(trust).title) == ("Resolution 7", "Trust")  # the later one is not in force yet
    adopts(trust, "2024", "2024-06-14", "2025-01-02")
    assert (view(trust).name, view(trust).title) == ("Resolution 7 (Rev.)", "Trust and confidence")
    for mandate in (
        "Resolution 7, instructs the Secretary-General 1",
        "Resolution 7 (Rev.), instructs the Secretary-General 1",
    ):
        assert resolutions.cited_keys(view(trust), mandate, date(2026, 1, 1)) == {"one"}
    with pytest.raises(LoadRefused, match="its `title` differs from what was loaded"):
        trust.load(LATER.replace("Resolution 7,", "Resolution 7 (Rev.),").replace("Trust and", "On"), "2025-01-03")


def test_its_text_may_come_later_once_and_in_any_order(trust):
    trust.load(LATER, "2025-01-01")
    adopts(trust, "2024", "2024-06-14", "2025-01-02")
    trust.load(TEXT, "2025-03-01")
    assert view(trust).reading(date(2025, 4, 1)).read.name == "2024"
    assert view(trust, "2025-02-01").reading(date(2025, 4, 1)).read.name == "2010"  # as known then
    assert str(trust.load(TEXT, "2025-03-02")).endswith("unchanged")
    assert str(trust.load(LATER, "2025-03-03")).endswith("unchanged")
    with pytest.raises(LoadRefused, match="a text never changes"):
        trust.load(TEXT.replace("every other", "every fourth"), "2025-03-04")
    respects = compared(trust, "2024", on="2025-04-01").changes[0].respects
    assert respects[0] == "reference: instructs the Secretary-General 1 → instructs the Secretary-General 3"
    assert respects[1:] == ("text", "printed words", "period: annual → regularly")


def test_what_is_only_expected_is_in_force_when_it_is_adopted(trust):
    trust.load(EXPECTED, "2026-09-01")
    assert view(trust).reading(date(2026, 11, 30)).label is None  # on file, nothing else: the resolution was known
    adopts(trust, "PP-26", "2026-11-09/2026-11-27", "2026-11-28")
    reading_ = view(trust).reading(date(2026, 11, 30))
    assert (reading_.in_force.name, reading_.read.name) == ("PP-26", "2010")


def test_what_is_expected_in_a_first_load_is_said_from_its_day_on(desk, bodies, tmp_path):
    file = tmp_path / "both.yaml"
    file.write_text(FIRST + EXPECTED.partition("\n")[2], encoding="utf-8")
    desk.loads(bodies, file, on="2026-09-01")
    for day, label in ((8, None), (9, "a revision by PP-26 is expected: text not yet available")):
        assert view(desk).reading(date(2026, 11, day)).label == label
        assert view(desk).reading(date(2026, 11, day)).in_force.name == "2010"


@pytest.mark.parametrize(("since", "touched"), [("2011-01-01", False), ("2017-01-01", True)])
def test_it_touches_cycles_from_its_day_on_alone(year, tmp_path, since, touched):
    file = tmp_path / "next.yaml"
    file.write_text(
        "resolutions: [{key: council-1332, name: Council Resolution 1332, title: T, version: V, kind: modified, "
        f"in_force: {since}, source: a story, held: false}}]",
        encoding="utf-8",
    )
    year.loads(file, on="2017-02-10")
    with year.acting() as session:
        words = {"resolution": "council-1332", "version": "V", "since": since, "because": "adopted"}
        done = do(session, "resolution/adopt", **words, now=moment("2017-02-11"), by=OFFICER)
    said = f"{HLPF}: instructs the Secretary-General 5 may change"
    assert any(note.startswith(said) for note in done.notes) == touched
    assert not [note for note in done.notes if "lost this mandate" in note]
    assert not done.parts

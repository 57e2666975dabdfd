"""Each name of a resolution belongs to one key, in what is on record and within one load."""

from pathlib import Path

import pytest
import yaml

from models.engine import reading
from record.mandates import resolutions
from record.refusals import LoadRefused
from tests.secretariat import moment

EXAMPLES = Path(__file__).parents[2] / "examples"
FILE = """\
resolutions:
  - key: {first}
    name: Council Resolution 9
    title: On trees
    version: "2024"
    kind: adopted
    in_force: 2024-06-14
    held: false
    source: the summary record
  - key: council-9
    name: Council Resolution 9
    title: On trees
    version: "2025"
    kind: modified
    in_force: 2025-06-14
    held: false
    source: the summary record
"""


def loads(desk, first, on):
    (desk.home / "x.yaml").write_text(FILE.format(first=first), encoding="utf-8")
    return desk.loads(desk.home / "x.yaml", on=on)


def test_a_slip_in_the_key_of_one_version_is_refused_and_nothing_is_stored(desk):
    with pytest.raises(LoadRefused, match="Council Resolution 9 is already known as counci1-9; load it under that key"):
        loads(desk, "counci1-9", "2025-01-02")
    assert "2 resolution texts added" in loads(desk, "council-9", "2025-01-03").sentence


def test_a_name_is_known_whatever_its_case_and_spaces(desk):
    text = FILE.format(first="counci1-9").replace("Council Resolution 9", "council  resolution 9", 1)
    (desk.home / "x.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(LoadRefused, match="is already known as counci1-9; load it under that key"):
        desk.loads(desk.home / "x.yaml", on="2025-01-02")
    loads(desk, "council-9", "2025-01-03")
    with reading(desk.engine) as session:
        assert resolutions.named(session, "COUNCIL RESOLUTION-9", now=moment("2025-01-04")).key == "council-9"


def notes_on(office, mandate):
    """Return what a load says of the mandate of a timeline, beside the texts of Council Resolution 1332."""
    timeline = {
        "cycle": "own/2027", "title": "A timeline", "mandate": mandate,
        "deadlines": [{"step": "a", "title": "Send it", "by": "secretariat", "due": "2027-02-10"}],
    }  # fmt: skip
    texts = EXAMPLES / "2017" / "1-bodies.yaml", EXAMPLES / "resolutions" / "resolution-1332.yaml"
    loaded = office.loads(yaml.safe_dump({"timelines": [timeline]}), *texts, now=moment("2026-11-30"))
    return [note for note in loaded.notes if "mandate" in note]


@pytest.mark.few(2, "another clause")
@pytest.mark.parametrize(
    ("cited", "said"),
    [
        ("instructs the Secretary-General 11", []),
        ("instructs the Secretary-General 5 and 12", ["instructs the Secretary-General 12"]),
        ("terms of reference h, i", []),  # `i` numbers no clause of any text, and is read as a word
        ("considering e", []),  # recitals are not kept
        ("instructs the Council 99", []),  # nor is such a group on file
    ],
)
def test_a_clause_that_no_text_on_file_has_is_said_where_a_mandate_cites_it(office, cited, said):
    notes = notes_on(office, f"Council Resolution 1332, {cited}")
    cites = "own/2027: its mandate cites Council Resolution 1332, "
    assert [note.removeprefix(cites) for note in notes] == [f"{clause}, which no text on file has" for clause in said]


@pytest.mark.few(2, "another name")
@pytest.mark.parametrize(
    ("resolution", "meant"),
    [
        ("Resolution 1332", "Council Resolution 1332"),
        ("Council Resolution 1332 (Mod. 2019)", "Council Resolution 1332"),
        ("Council Resolution 1333", None),
        ("Council Resolution 133", None),
        ("Council Decision 556", None),
    ],
)
def test_a_name_that_is_nearly_that_of_a_resolution_on_file_is_said(office, resolution, meant):
    notes = notes_on(office, f"{resolution}, instructs the Secretary-General 4")
    said = [note.rpartition("which no text on file has")[2] for note in notes]
    assert said == ([f"; did you mean {meant}?"] if meant else [])

"""Each name of a resolution belongs to one key, in what is on record and within one load."""

import pytest

from models.engine import reading
from record.mandates import resolutions
from record.refusals import LoadRefused
from tests.secretariat import moment

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

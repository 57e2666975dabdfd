"""The desk in early 2017, with both resolutions on record."""

import pytest

from tests import EXAMPLES
from tests.record.mandates.register import REPORT, TEXTS


@pytest.fixture
def bodies(tmp_path):
    """The bodies and meetings of 2017; the desk has its own holidays."""
    text = (EXAMPLES / "2017" / "1-bodies.yaml").read_text(encoding="utf-8")
    file = tmp_path / "bodies.yaml"
    file.write_text(text.partition("holidays:")[0], encoding="utf-8")
    return file


@pytest.fixture
def year(desk, bodies):
    """The desk in early 2017: both resolutions on record, both cycles open."""
    desk.loads(bodies, *TEXTS, on="2017-01-02")
    anchors = {"cwg": "cwg-wsis-30", "council": "council-17", "cstd": "cstd-20"}
    desk.opens(REPORT, on="2017-01-03", **anchors)
    desk.opens_agreed()
    return desk

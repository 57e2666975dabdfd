"""The desk in early 2017, with both resolutions on record."""

import pytest

from tests.beginnings import once
from tests.record.mandates.register import REPORT, TEXTS


@pytest.fixture
def year(desk, bodies):
    """The desk in early 2017: both resolutions on record, both cycles open."""
    once(desk.engine, desk.home, "both resolutions", lambda: desk.loads(bodies, *TEXTS, on="2017-01-02"))
    anchors = {"cwg": "cwg-wsis-30", "council": "council-17", "cstd": "cstd-20"}
    once(desk.engine, desk.home, "the report", lambda: desk.opens(REPORT, on="2017-01-03", **anchors))
    desk.opens_agreed()
    return desk

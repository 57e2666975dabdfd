"""The report of 2016, which goes to four bodies."""

from functools import partial

import pytest

from tests.beginnings import once

REPORT = "annual-report/2016"


@pytest.fixture
def report(desk):
    """The desk with the report of 2016 open, towards four bodies."""
    once(desk.engine, desk.home, "report of record/papers/conftest.py", partial(_report, desk))
    return desk


def _report(desk):
    desk.schedules("cwg-wsis-30", "2017-02-07", "2017-02-08", body="cwg-wsis-sdg")
    desk.schedules("council-17", "2017-05-15", "2017-05-25")
    desk.opens(REPORT, cwg="cwg-wsis-30", council="council-17", on="2017-01-02")

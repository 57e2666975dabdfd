"""Duties owed once are loaded files, tied to their clauses by the mandate; what no source dates is awaited."""

from datetime import date

import pytest

from planning.basis import Basis
from tests import EXAMPLES
from tests.timelines.conftest import BEFORE_ALL, Archive

FILES = EXAMPLES / "one-off"
DUTIES = [
    (
        "final-report-council-2022",
        "final-report/2022",
        "Council Resolution 1332, instructs the Secretary-General 3",
        {"to-cwg": None, "to-council": date(2022, 2, 21)},
    ),
    (
        "progress-report-pp-2022",
        "pp-progress-report/2022",
        "Council Resolution 1332, considering e; Plenipotentiary Resolution 140 (Rev. Dubai, 2018)",
        {"to-pp": None},
    ),
    (
        "unga-hlpf-2019",
        "unga-hlpf-report/2019",
        "Council Resolution 1332, instructs the Secretary-General 5; considering e iii; "
        "Plenipotentiary Resolution 140 (Rev. Dubai, 2018)",
        {"to-hlpf": None, "copy-to-cwg": None},
    ),
]


@pytest.mark.parametrize(("file", "cycle", "mandate", "dates"), DUTIES, ids=[duty[0] for duty in DUTIES])
def test_a_duty_owed_once(archive: Archive, file: str, cycle: str, mandate: str, dates: dict[str, date | None]) -> None:
    archive.loads(FILES / f"{file}.yaml", now=BEFORE_ALL)
    view = archive.view(cycle, BEFORE_ALL)
    assert view.mandate == mandate
    assert {deadline.step: deadline.due for deadline in view.deadlines} == dates
    assert {deadline.basis for deadline in view.deadlines if deadline.due is None} == {Basis.AWAITED}


def test_every_file_there_is_one_of_them() -> None:
    assert sorted(path.stem for path in FILES.glob("*.yaml")) == [duty[0] for duty in DUTIES]

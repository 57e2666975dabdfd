"""The register of 2017 as its stories ask it: the matrix, one cell of it, and what was handed over."""

from models.engine import reading
from record.mandates import matrix as matrix_
from tests import EXAMPLES
from tests.secretariat import HLPF, moment

TEXTS = [EXAMPLES / "resolutions" / f"resolution-{number}.yaml" for number in (1332, 140)]
PAPERS = EXAMPLES / "resolutions" / "documents-2017.yaml"
REPORT = "annual-report/2016"
FIVE = "instructs the Secretary-General 5 (ecosoc)"


def meets(desk, step, words, on, cycle=HLPF):
    how = {"url": words} if words.startswith("http") else {"url": None, "document": words}
    desk.meets(step, on=on, cycle=cycle, **how)


def matrix(desk, of=2017, on="2017-06-01", resolution="council-1332"):
    with reading(desk.engine) as session:
        return matrix_.matrix(session, of, resolution, now=moment(on))


def judged(desk, reference, of=2017, on="2017-06-01"):
    rows = [row.last for row in matrix(desk, of, on).rows if row.last.reference == reference]
    assert len(rows) == 1
    return rows[0]

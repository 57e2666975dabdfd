"""The matrix of Resolutions 1332 and 140, for 2015 to 2027, is what matrix.txt says."""

from models.engine import reading
from tests.record.mandates import pinned_matrix


def test_the_matrix_of_the_shipped_resolutions_is_what_it_was(desk, bodies):
    desk.loads(bodies, *pinned_matrix.FILES[1:], on=pinned_matrix.AS_OF)
    with reading(desk.engine) as session:
        assert pinned_matrix.text(session) == pinned_matrix.PINNED.read_text(encoding="utf-8"), "read: make matrix"

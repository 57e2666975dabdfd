"""A timeline that names a meeting loads on, night after night, when another meeting is held instead of it."""

import pytest

from kernel.runner import do
from record.refusals import LoadRefused
from tests.acts import Acts
from tests.loading.office import NOW, Office

FILE = """
bodies: [{key: council, name: Council}]
meetings:
  - {body: council, key: first, title: First, opens: 2017-05-15, closes: 2017-05-25}
  - {body: council, key: second, title: Second, opens: 2017-09-04, closes: 2017-09-08}
  - {body: council, key: third, title: Third, opens: 2017-11-06, closes: 2017-11-10}
timelines:
  - cycle: papers/2017
    title: Papers
    anchors: {council: first}
    deadlines: [{step: papers, title: Papers, due: 6 weeks before council.opens}]
"""


def holds(office: Office, instead: str, of: str) -> None:
    with Acts(office.engine).acting() as session:
        do(session, "meeting/cancel", meeting=of, instead=instead, because="x", now=NOW, by="Secretary of the Group")


def test_the_file_of_before_is_neither_refused_nor_undoes_it(office: Office) -> None:
    office.loads(office.file(FILE))
    for of, instead in (("first", "second"), ("second", "third")):
        holds(office, instead, of)
        loaded = office.loads(office.file(FILE))
        assert f"papers/2017: council follows {instead}; the file still says first" in loaded.notes
    assert office.loads(office.file(FILE.replace("council: first", "council: third"))).sentence.endswith(" unchanged")


def test_a_meeting_that_it_never_followed_is_refused_as_before(office: Office) -> None:
    office.loads(office.file(FILE))
    with pytest.raises(LoadRefused, match="'council' of papers/2017 follows first, and this was fixed"):
        office.loads(office.file(FILE.replace("council: first", "council: second")))
    holds(office, "second", "first")
    with pytest.raises(LoadRefused, match="'council' of papers/2017 follows second, and this was fixed"):
        office.loads(office.file(FILE.replace("council: first", "council: third")))

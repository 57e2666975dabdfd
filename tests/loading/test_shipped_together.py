"""The files of examples/ that belong together load in one command, in any order; what contradicts is named."""

import pytest

from kernel.file_arguments import Pasted
from models.engine import reading
from record import memberships
from record.meetings import meetings
from record.refusals import LoadRefused
from tests import EXAMPLES
from tests.secretariat import Desk, moment

TERM = [
    *(EXAMPLES / "term" / name for name in ("office.yaml", "resolutions.yaml", "sessions.yaml")),
    *(EXAMPLES / "term" / name for name in ("council-2022.csv", "council-2026.csv", "outcomes.csv")),
    EXAMPLES / "sessions" / "council-27.yaml",
]
NOW = "2026-11-29"


def loads(desk: Desk, *texts: str) -> None:
    desk.performs("file/load", files=[Pasted(f"{n}.yaml", text) for n, text in enumerate(texts)], on="2017-02-02")


@pytest.mark.parametrize("order", [1, -1])
def test_a_term_and_its_first_session_load_at_once_in_any_order(desk: Desk, order: int) -> None:
    loaded = desk.loads(*TERM[::order], on=NOW)
    assert {kind: loaded.added[kind] for kind in ("meetings", "memberships", "outcomes", "expected_documents")} == {
        "meetings": 6, "memberships": 2, "outcomes": 4, "expected_documents": 20,
    }  # fmt: skip
    assert not loaded.changed
    assert "council-member from 2026-11-28: 12 in, 12 out, 36 stay" in loaded.notes
    assert desk.loads(*TERM[::-order], on=NOW).sentence.endswith(" unchanged")
    with reading(desk.engine) as session:
        seen = meetings.meeting(session, "council-27", now=moment(NOW))
        council = [each for each in memberships.views(session) if each.holds(moment(NOW).date())]
    assert (str(seen.status), len(seen.agenda), len(council)) == ("confirmed", 5, 48)


def test_one_file_may_say_what_another_leaves_out(desk: Desk) -> None:
    one = (
        "bodies: [{key: b-1, name: Body, aliases: [B]}]\nmeetings: [{body: b-1, key: m-1, title: T, opens: 2017-05-02}]"
    )
    more = "bodies: [{key: b-1, name: BODY, aliases: [BB], reports_to: b-1}]\n" + (
        "meetings: [{body: B-1, key: m-1, title: T, opens: 2017-05-02, place: Geneva}]"
    )
    loads(desk, one, more)
    with reading(desk.engine) as session:
        assert meetings.meeting(session, "m-1", now=moment("2017-02-03")).place == "Geneva"
    for name in ("B", "BB"):
        loads(desk, f"meetings: [{{body: {name}, key: {name.casefold()}-2, title: T, opens: 2017-06-02}}]")


def test_what_two_files_give_otherwise_is_named(desk: Desk) -> None:
    text = "bodies: [{key: b-1, name: Body, source: %s}]"
    with pytest.raises(LoadRefused, match=r"it is given otherwise in 0\.yaml, .* \(source\); keep one of the two"):
        loads(desk, text % "one", text % "another")

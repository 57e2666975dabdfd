"""What a process remembers of the record gives the same as reading all of it, after whatever was done meanwhile."""

from feeds import cycle_memory
from feeds.cycle_memory import Memory
from models.engine import reading
from tests.secretariat import HLPF, Desk, moment
from tests.statements import asked_of


def questions(desk: Desk, memory: Memory, on: str) -> list[str]:
    """Return what is asked of the store, and see that the answer equals what a fresh reading gives."""
    with reading(desk.engine) as session:
        whole = cycle_memory.read(session, None, now=moment(on))
        asked = asked_of(desk.engine)
        assert cycle_memory.read(session, None, now=moment(on), memory=memory) == whole
    return [*asked]  # the next reading is heard too


def test_what_is_remembered_equals_what_is_read_anew_after_every_act(desk: Desk) -> None:
    memory = Memory()
    desk.opens_agreed()
    questions(desk, memory, "2017-02-09")
    desk.meets("revised-draft", on="2017-02-24")
    questions(desk, memory, "2017-02-24")
    desk.agrees("comments", "2017-03-13", on="2017-03-06")
    questions(desk, memory, "2017-03-06")
    desk.waives("final-comments", on="2017-03-07")
    questions(desk, memory, "2017-03-07")
    desk.performs(
        "step/add", on="2017-03-08", cycle=HLPF, step="translation", title="Translate the draft",
        follows=("revised-draft",), for_members=True,
    )  # fmt: skip
    questions(desk, memory, "2017-03-08")
    desk.performs(
        "anchor/move", on="2017-03-09", cycle=HLPF, anchor="un-deadline", span="2017-05-05", sure=True, because="moved"
    )
    questions(desk, memory, "2017-03-09")
    desk.opens("hlpf-contribution/2018", on="2017-03-10", un_deadline="2018-04-27")
    questions(desk, memory, "2017-03-10")


def test_of_a_cycle_in_which_nothing_was_done_no_row_is_read(desk: Desk) -> None:
    memory = Memory()
    desk.opens_agreed()
    first, again = questions(desk, memory, "2017-02-09"), questions(desk, memory, "2017-02-09")
    assert len(again) == len(first) - 1  # what became of its rows is asked once, and neither they nor their dates


def test_a_row_that_is_promised_nothing_yet_is_asked_for_again(desk: Desk) -> None:
    memory = Memory()
    desk.opens(on="2017-02-09 12:05")
    questions(desk, memory, "2017-02-09 12:04")
    questions(desk, memory, "2017-02-09 12:06")
    with reading(desk.engine) as session:
        assert cycle_memory.read(session, None, now=moment("2017-02-09 12:06"), memory=memory).deadlines

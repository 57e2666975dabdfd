"""Letters on a date that was changed: what contradicts another is pointed out, and what was dropped is put back."""

import pytest
from sqlalchemy import select

from desk.contradictions import Contradictory
from kernel.doors import Door
from kernel.grants import Identity
from kernel.runner import do, undoing, within
from models.engine import reading, writing
from models.message_identities import identify
from models.outbox import Message, Owed, State
from record.refusals import NoSuchMessage, NotDropped, NotLeaving, ToldOtherwise
from tests.delivery.test_delivery import A, B
from tests.desk.outbox import changes_what_was_told, does, listed, number_of, shown
from tests.secretariat import OFFICER, moment


@pytest.fixture
def changed(desk):
    """A desk on which a change of the comments' date waits for release to two members."""
    changes_what_was_told(desk, on="2017-02-24 08:00")
    desk.round("2017-02-24 08:30")
    return desk


def also_reminds(desk, change, *, earlier=0):
    """Put a held reminder of the same step to the same person into the store, by another channel; return its number."""
    with writing(desk.engine) as session:
        owed = session.scalars(select(Owed).where(Owed.message_id == change)).one()
        kept = {"person_id": owed.person_id, "address": "channel-9"}
        (number,) = identify(session, [f"besides-{change}"])
        message = Message(
            **kept, id=number, kind="rung", chain="hlpf-contribution", cycle_id=1,
            state=State.HELD, due_at=owed.at, planned_at=owed.at, carrier="slack",
        )  # fmt: skip
        session.add(message)
        session.flush()
        values = {"promise": owed.promise - earlier, "rung": "before-7", "message_id": message.id, "at": owed.at}
        session.add(Owed(**kept, **values, deadline_id=owed.deadline_id))
        return message.id


def test_a_reminder_and_a_change_of_one_step_are_pointed_out_and_need_a_second_word(changed):
    change = number_of(changed, A)
    reminder = also_reminds(changed, change)
    notes = {line.number: line.notes for line in listed(changed, person=A)}
    reminds = f"reminds of comments, and letter {change} tells the same person that its date has changed"
    assert notes == {
        change: (f"tells a new date of comments, and letter {reminder} reminds the same person of it besides",),
        reminder: (reminds,),
    }
    assert reminds in shown(changed, reminder, "2017-02-24 10:00")
    for numbers in ([reminder], [change], [change, reminder]):
        with pytest.raises(Contradictory) as refusal:
            does(changed, "release", *numbers, on="2017-02-24 10:00")
        assert all(str(number) in str(refusal.value) for number in (change, reminder))
    assert does(changed, "release", number_of(changed, B), on="2017-02-24 10:00") == 1  # the others are not held up
    does(changed, "drop", reminder, because="the change says it", on="2017-02-24 10:01")
    assert does(changed, "release", change, on="2017-02-24 10:02") == 1


def test_a_reminder_of_a_date_that_was_changed_since_is_pointed_out(changed):
    change = number_of(changed, A)
    reminder = also_reminds(changed, change, earlier=1)
    does(changed, "drop", change, because="told by telephone", on="2017-02-24 10:00")
    (line,) = listed(changed, person=A)
    assert line.notes == ("reminds of a date of comments that has been changed since",)
    with pytest.raises(Contradictory, match=f"letter {reminder} reminds of a date of comments"):
        does(changed, "release", reminder, on="2017-02-24 10:01")


def test_both_may_leave_when_the_officer_says_so(changed):
    change = number_of(changed, A)
    numbers = (change, also_reminds(changed, change))
    assert does(changed, "release", *numbers, anyway=True, on="2017-02-24 10:00") == 2


def test_what_was_dropped_is_put_back_as_it_was_unless_its_reader_hears_otherwise(changed):
    change = number_of(changed, A)
    does(changed, "drop", change, because="a slip", on="2017-02-24 10:00")
    does(changed, "restore", change, because="it was none", on="2017-02-24 10:01")
    assert [line.state for line in listed(changed, person=A)] == ["held"]
    with pytest.raises(NotDropped, match=f"letter {change} is for approval"):
        does(changed, "restore", change, because="again", on="2017-02-24 10:02")
    does(changed, "drop", change, because="a slip", on="2017-02-24 10:03")
    changed.agrees("comments", "2017-03-17", on="2017-02-24 10:04")
    with pytest.raises(ToldOtherwise, match=f"letter {change} is not put back: comments was settled or changed since"):
        does(changed, "restore", change, because="too late", on="2017-02-24 10:05")


def test_what_left_is_held_no_more(changed):
    change = number_of(changed, A)
    with changed.acting() as session:
        how = {"now": moment("2017-02-24 10:00"), "by": OFFICER}
        done = do(session, "outbox/release", messages=[change], **how)
    changed.round("2017-02-24 10:15")
    with reading(changed.engine) as session:
        back = undoing(session, done.id, by=Identity(OFFICER), door=Door.CODE, now=moment("2017-02-24 10:20"))
    with pytest.raises(NotLeaving, match=f"letter {change} is sent"), changed.acting() as session:
        within(session, back)


@pytest.mark.few(2, "another number that is none")
@pytest.mark.parametrize("word", ["0", "-1", "999", "99999999999", "²", "x"])
def test_a_message_that_there_is_not_is_refused(changed, word):
    with pytest.raises(NoSuchMessage, match="there is no letter"):
        does(changed, "release", word, on="2017-02-24 10:00")

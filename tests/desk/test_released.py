"""A release that is taken back leaves each message as it was: held, and due when it was due."""

from kernel.grants import Identity
from kernel.runner import Door, do, undoing, within
from models.outbox import State
from reminders import reminder_plan
from tests.secretariat import OFFICER, Desk, moment

RELEASED, UNDONE, AGAIN = moment("2017-02-27 10:00"), moment("2017-02-27 10:05"), moment("2017-02-28 09:00")


def standing(desk: Desk) -> list[tuple[object, ...]]:
    return [(message.public_id, message.state, message.due_at) for message in desk.messages()]


def test_a_release_undone_leaves_each_message_due_as_it_was(desk: Desk) -> None:
    desk.opens_agreed()
    desk.meets("revised-draft", on="2017-02-24 08:00")
    with desk.acting() as session:
        reminder_plan.plan_owed(session, now=moment("2017-02-24 09:00"))
    before = standing(desk)
    assert before
    assert all(due_at < RELEASED for _, _, due_at in before)
    with desk.acting() as session:
        released = do(session, "outbox/release", all=True, now=RELEASED, by=OFFICER)
    assert {(state, due_at) for _, state, due_at in standing(desk)} == {(State.QUEUED, RELEASED)}
    with desk.acting() as session:
        back = undoing(session, released.id, by=Identity(OFFICER), door=Door.CODE, now=UNDONE)
        undone = within(session, back)
    assert standing(desk) == before
    with desk.acting() as session:
        within(session, undoing(session, undone.id, by=Identity(OFFICER), door=Door.CODE, now=AGAIN))
    assert {(state, due_at) for _, state, due_at in standing(desk)} == {(State.QUEUED, AGAIN)}


def test_what_was_never_released_is_held_as_it_is(desk: Desk) -> None:
    """A message to the Secretariat leaves by itself: no release has made it due later."""
    desk.opens_agreed()
    desk.turn("2017-02-10 08:00")
    desk.moves("un-deadline", "2017-05-05", on="2017-02-10")
    queued = [message for message in desk.messages() if message.state is State.QUEUED]
    with desk.acting() as session:
        for message in queued:
            do(session, "outbox/hold", messages=[message.id], because="wait", now=RELEASED, by=OFFICER)
    held = {message.public_id: message.due_at for message in desk.messages()}
    assert all(held[message.public_id] == message.due_at for message in queued)

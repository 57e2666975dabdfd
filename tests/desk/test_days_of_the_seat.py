"""Days at the desk are those of the secretariat's seat: half past midnight in Geneva is the day before in UTC."""

from datetime import UTC, datetime

from sqlalchemy import select, update

from letters import delivery_history
from models.engine import reading, writing
from models.outbox import Message
from record.people import deputies
from tests.secretariat import Desk

LATE = datetime(2017, 2, 20, 23, 30, tzinfo=UTC)  # 21 February in Geneva


def test_a_stand_in_is_over_with_the_last_day_of_the_seat(desk: Desk) -> None:
    desk.knows("Delegate Z", "z@itu.example", "secretariat")
    desk.deputizes("z@itu.example", of="focal@itu.example", on="2017-02-10", first="2017-02-10", last="2017-02-20")
    with reading(desk.engine) as session:
        assert len(deputies.views(session, now=datetime(2017, 2, 20, 22, 30, tzinfo=UTC))) == 1
        assert deputies.views(session, now=LATE) == []


def test_a_letter_left_on_the_day_that_it_was_at_the_seat(desk: Desk) -> None:
    desk.opens_agreed()
    desk.turn("2017-02-13 10:00")
    with writing(desk.engine) as session:
        session.execute(update(Message).values(sent_at=LATE))
    with reading(desk.engine) as session:
        letter = session.scalars(select(Message).limit(1)).one()
        assert delivery_history.result_of(letter).endswith(" 2017-02-21")

"""A prepared query gives what SQLAlchemy gives for it, on each database, whatever is stored."""

from typing import Any

import pytest
from sqlalchemy import Select, bindparam, select, text
from sqlalchemy.exc import DBAPIError

from feeds import meeting_queries
from feeds.facts import FACTS
from models.base import UtcDateTime
from models.deadlines import Deadline, Promise, Settlement
from models.engine import reading, writing
from models.prepared_query import Prepared
from tests.secretariat import HLPF, Desk, moment

pytestmark = pytest.mark.both_databases("each driver reads and takes values in its own way")

NOW = bindparam("now", type_=UtcDateTime)
ALL: Select[*tuple[Any, ...]] = (
    select(*Deadline.__table__.columns, *Promise.__table__.columns, *Settlement.__table__.columns)
    .select_from(Deadline)
    .join(Promise, Promise.deadline_id == Deadline.id)
    .outerjoin(Settlement, Settlement.deadline_id == Deadline.id)
    .where(Promise.at <= NOW, Deadline.office_only.is_(False), Deadline.title != "10 % — 'x' : y")
    .order_by(Deadline.id, Promise.id)
)
ODD = "UPDATE promise SET due_on = '9999-12-31', stated_time = '10:00:00', stated_zone = 'Mars/Olympus' WHERE id = 1"


def both(desk: Desk, query: Select[*tuple[Any, ...]], **values: object) -> tuple[list[Any], list[Any]]:
    """Return what a query gives when it is prepared, and when it is not."""
    prepared = Prepared(query)
    with reading(desk.engine) as session:
        connection = session.connection()
        prepared.rows(connection, **values)
        again = [tuple(row) for row in prepared.rows(connection, **values)]
        return again, [tuple(row) for row in connection.execute(query, values)]


def test_days_hours_instants_words_and_flags_are_read_alike(desk: Desk) -> None:
    desk.opens_agreed()
    desk.meets("revised-draft", on="2017-02-24")
    with writing(desk.engine) as session:
        session.execute(text(ODD))
    prepared, plain = both(desk, ALL, now=moment("2017-03-01"))
    assert prepared == plain
    assert len(plain) > len({row[0] for row in plain}) > 1
    assert [*map(type, prepared[0])] == [*map(type, plain[0])]


def test_only_what_was_done_by_the_given_instant_is_read(desk: Desk) -> None:
    desk.opens(on="2017-02-09 12:00")
    assert both(desk, ALL, now=moment("2017-02-09 11:59")) == ([], [])
    prepared, plain = both(desk, FACTS, now=moment("2017-02-09 12:00"))
    assert prepared == plain != []


def test_a_list_of_values_is_taken_too(desk: Desk) -> None:
    desk.opens(HLPF)
    query = select(Deadline.step).where(Deadline.step.in_(bindparam("steps", expanding=True))).order_by(Deadline.id)
    for steps in (["comments"], ["comments", "revised-draft"], []):
        prepared, plain = both(desk, query, steps=steps)
        assert prepared == plain
        assert len(plain) == len(steps)


def test_what_the_database_refuses_is_refused_as_ever(desk: Desk) -> None:
    with writing(desk.engine) as session:
        session.execute(text("ALTER TABLE anchor RENAME TO away"))
    with reading(desk.engine) as session, pytest.raises(DBAPIError, match="anchor"):
        meeting_queries.PUBLIC_ANCHORS.rows(session.connection(), now=moment("2017-02-09"))

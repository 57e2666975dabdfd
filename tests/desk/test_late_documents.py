"""Tasks for a session's documents: those that have not come in time, and the late ones that await a decision."""

import pytest

from cli import remedy_words
from desk.task import TaskKind
from desk.tasks import tasks
from models.engine import reading
from tests.beginnings import told_once
from tests.secretariat import moment

REPORT, FORUM = {"expected": "council-17/wsis-report"}, {"expected": "council-17/forum"}
ON = moment("2017-04-23 08:00")
OF_DOCUMENTS = (TaskKind.NOT_RECEIVED, TaskKind.UNDECIDED)


@pytest.fixture
@told_once
def session_ahead(desk):
    """Return the desk of an office that awaits two documents for Council-17, from two units."""
    desk.schedules("council-17", "2017-05-15", "2017-05-25")
    desk.schedules("council-18", "2018-04-17", "2018-04-27")
    for expected, unit, day in ((REPORT, "secretariat", "2017-04-20"), (FORUM, "itu-t", "2017-04-21")):
        desk.performs("document/expect", **expected, title="WSIS", unit=unit, submit_by=day, on="2017-03-01")
    return desk


def said(desk, on):
    with reading(desk.engine) as session:
        found = tasks(session, now=moment(on), clock=moment(on))
    return [(each.kind, each.sentence, str(each.since.date())) for each in found if each.kind in OF_DOCUMENTS]


def test_what_has_not_come_is_a_task_from_the_day_after_its_day_until_it_comes(session_ahead):
    assert said(session_ahead, "2017-04-20 23:00") == []
    one = "council-17: 1 document has not come by the day agreed (secretariat 1)"
    assert said(session_ahead, "2017-04-21 08:00") == [(TaskKind.NOT_RECEIVED, one, "2017-04-20")]
    two = "council-17: 2 documents have not come by the day agreed (itu-t 1, secretariat 1)"
    assert said(session_ahead, "2017-04-22 08:00") == [(TaskKind.NOT_RECEIVED, two, "2017-04-20")]
    for expected, symbol in ((REPORT, "C17/47-E"), (FORUM, "C17/48-E")):
        session_ahead.performs("document/receive", **expected, document=symbol, on="2017-04-22")
    undecided = "council-17: nothing is decided of what is late: council-17/forum, council-17/wsis-report"
    assert said(session_ahead, "2017-04-23 08:00") == [(TaskKind.UNDECIDED, undecided, "2017-04-20")]
    with reading(session_ahead.engine) as session:
        (task,) = [each for each in tasks(session, now=ON, clock=ON) if each.kind is TaskKind.UNDECIDED]
    assert ", or move it to the next session: " in remedy_words.remedies(task.remedies)


def test_once_it_is_decided_or_the_session_is_over_nothing_is_asked(session_ahead):
    session_ahead.performs("document/receive", **REPORT, document="C17/47-E", on="2017-04-22")
    session_ahead.performs("document/accept-late", **REPORT, because="the Chair agreed", on="2017-04-23")
    session_ahead.performs("document/next-session", **FORUM, because="too late", on="2017-04-23")
    assert said(session_ahead, "2017-04-24 08:00") == []


def test_after_the_last_day_of_the_session_what_never_came_is_no_task(session_ahead):
    assert len(said(session_ahead, "2017-05-25 12:00")) == 1
    assert said(session_ahead, "2017-05-26 12:00") == []

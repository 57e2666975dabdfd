"""Which cycles stand otherwise than they did: by an act, by the calendar, or because they were not there yet."""

from models.engine import reading
from record.cycles import snapshots
from tests.secretariat import HLPF, Desk, moment

LATER = "hlpf-contribution/2018"


def changed(desk: Desk, since: str, now: str) -> list[str]:
    with reading(desk.engine) as session:
        return snapshots.changed(session, [HLPF, LATER], moment(since), moment(now))


def test_a_cycle_has_changed_where_an_act_or_the_calendar_had_it_stand_otherwise(desk: Desk) -> None:
    desk.opens_agreed()
    assert changed(desk, "2017-02-08 12:00", "2017-02-09 12:00") == [HLPF]  # it was opened
    days = [day for day in range(10, 28) if changed(desk, f"2017-02-{day} 12:00", f"2017-02-{day + 1} 12:00")]
    assert days == [17, 24]  # the draft becomes due soon, and its day passes
    desk.meets("revised-draft", on="2017-02-28 09:00")
    assert changed(desk, "2017-02-27 12:00", "2017-02-28 12:00") == [HLPF]


def test_after_several_days_without_a_walk_what_they_changed_is_found(desk: Desk) -> None:
    desk.opens_agreed()
    desk.opens(LATER, on="2017-02-14", un_deadline="2018-04-27")
    assert changed(desk, "2017-02-12 12:00", "2017-02-16 12:00") == [LATER]
    assert changed(desk, "2017-02-12 12:00", "2017-02-26 12:00") == [HLPF, LATER]

"""Twelve timelines as others have printed them: loaded as they were printed, to the hour, the zone and the word."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from planning.basis import Basis
from planning.chain import INVITEES
from planning.sentences import sentences
from planning.window import Precision
from record.cycles.views import CycleView, DeadlineView
from record.refusals import LoadRefused
from tests.timelines.conftest import Archive
from tests.timelines.printed import Printed

PRIZES = "wsis-prizes/2017"
VIEWS = "open-consultation/developmental-aspects"
NOW = datetime(2021, 2, 1, 12, tzinfo=UTC)


def stored(found: DeadlineView) -> tuple[object, ...]:
    """Return first day, last day, precision, opening day, hour, zone and basis as the store has them."""
    hour, zone = (f"{found.clock.at:%H:%M}", found.clock.zone) if found.clock else (None, None)
    return (found.earliest, found.due, str(found.precision), found.opens, hour, zone, str(found.basis))


def as_stored(printed: Printed, view: CycleView) -> dict[str, tuple[object, ...]]:
    """Return what the store has for the printed steps; an opening day only where one was printed."""
    rows = {step["key"]: stored(view[step["key"]]) for step in printed.steps}
    opens = {step["key"]: step.get("opens") for step in printed.steps}
    return {key: (*row[:3], opens[key] and str(row[3]), *row[4:]) for key, row in rows.items()}


def test_every_printed_date_is_stored_as_it_was_printed(archive: Archive) -> None:
    printed = archive.takes()
    for timeline in printed:
        archive.puts_off(timeline)
    assert len(printed) == 12
    for timeline in printed:
        assert as_stored(timeline, archive.view(timeline.cycle, NOW)) == timeline.dates(), timeline.name


def test_nothing_that_was_printed_is_a_conflict(archive: Archive) -> None:
    for timeline in archive.takes():
        archive.puts_off(timeline)
        assert archive.view(timeline.cycle, NOW).conflicts == (), timeline.name


def test_loaded_twice_is_loaded_once(archive: Archive) -> None:
    archive.takes()
    rows = archive.rows()
    archive.takes()
    assert archive.rows() == rows


def test_an_extension_moves_its_own_step_and_the_next_one_stays(archive: Archive) -> None:
    [internet] = archive.takes("cwg-internet-8")
    known = datetime(2017, 1, 2, 12, tzinfo=UTC)
    assert archive.view(VIEWS, known)["views"].due == date(2017, 1, 4)
    [outcome] = archive.puts_off(internet)
    assert [(move.step, str(move.was), str(move.now)) for move in outcome.moves] == [
        ("views", "2017-01-04", "2017-01-11")
    ]
    after = archive.view(VIEWS, NOW)
    assert (after["views"].due, after["physical-meeting"].due) == (date(2017, 1, 11), date(2017, 2, 3))
    assert sentences(after["views"].derivation)[-1] == "until then it was 2017-01-04, agreed"
    assert archive.view(VIEWS, known)["views"].due == date(2017, 1, 4)


def test_the_file_of_before_the_extension_does_not_undo_it(archive: Archive) -> None:
    [internet] = archive.takes("cwg-internet-8")
    archive.puts_off(internet)
    loaded = archive.loads(internet.as_loaded(), now=NOW)
    assert "views is now due on 2017-01-11" in "".join(loaded.notes)
    assert archive.view(VIEWS, NOW)["views"].due == date(2017, 1, 11)


def test_a_postponement_by_four_months(archive: Archive) -> None:
    [ipcc] = archive.takes("ipcc-ar6-wg2")
    [outcome] = archive.puts_off(ipcc)
    assert [(move.step, move.days) for move in outcome.moves] == [("literature", 123)]
    assert archive.view(ipcc.cycle, NOW)["review-opens"].due == date(2020, 12, 4)


def test_windows_back_to_back(archive: Archive) -> None:
    archive.takes("wsis-prizes-2017")
    view = archive.view(PRIZES)
    windows = [view[step] for step in ("submission", "nomination", "voting", "selection")]
    for before, after in pairwise(windows):
        assert before.due
        assert after.opens == before.due + timedelta(days=1)


def test_a_zone_that_was_misprinted_is_kept_and_flagged(archive: Archive) -> None:
    archive.takes("wsis-prizes-2017")
    view = archive.view(PRIZES)
    assert view["submission"].closes.isoformat() == "2017-02-15T23:00:00+02:00"
    assert sentences(view["submission"].flags) == ("printed as CEST, but Europe/Zurich keeps CET on 2017-02-15",)
    assert view["voting"].closes.isoformat() == "2017-04-15T23:00:00+02:00"
    assert sentences(view["voting"].flags) == ("falls on a Saturday",)


def test_the_28th_day_before_closes_a_minute_before_midnight_in_geneva(archive: Archive) -> None:
    archive.takes("pp-14-candidatures")
    assert archive.view("pp-proposals/2014")["candidatures"].closes.isoformat() == "2014-09-22T23:59:00+02:00"


def test_a_step_may_come_after_the_event_has_begun(archive: Archive) -> None:
    archive.takes("wsis-prizes-2017")
    view = archive.view(PRIZES)
    assert view.spans["forum"].first < view["ceremony"].due == view.spans["forum"].last
    assert view.conflicts == ()


def test_two_deadlines_by_class_of_actor(archive: Archive) -> None:
    archive.takes("council-25")
    view = archive.view("council-documents/2025")
    ours, theirs = view["secretariat-documents"], view["contributions"]
    assert [(deadline.by, str(deadline.due)) for deadline in (ours, theirs)] == [
        ("secretariat", "2025-05-18"),
        ("member-states", "2025-06-03"),
    ]
    assert [deadline.by in INVITEES for deadline in (ours, theirs)] == [False, True]


def test_a_printed_sunday_stays_a_sunday(archive: Archive) -> None:
    archive.takes("council-25")
    deadline = archive.view("council-documents/2025")["secretariat-documents"]
    assert (deadline.due, deadline.basis) == (date(2025, 5, 18), Basis.AGREED)
    assert sentences(deadline.flags) == ("falls on a Sunday",)


def test_the_end_of_a_month_and_the_first_week_of_one_stay_as_vague_as_they_were(archive: Archive) -> None:
    archive.takes("cstd-wgec-2017")
    view = archive.view("cstd-enhanced-cooperation/2017")
    assert [view[step].precision for step in ("recommendations", "first-draft", "second-draft")] == [
        Precision.DAY,
        Precision.MONTH,
        Precision.WEEK,
    ]


def test_a_printed_span_lies_in_our_time(archive: Archive) -> None:
    file = archive.takes("wsis-prizes-2017")[0].as_loaded().replace("2017-06-12/2017-06-16", "1492-10-12/2017-06-16")
    with pytest.raises(LoadRefused, match="1492-10-12 lies outside the years 1865 to 2120"):
        archive.loads(file)

"""The forecast of an act equals what the rounds then send, whoever reads where, and whatever was done before."""

from functools import partial

import pytest

from tests.beginnings import once
from tests.reminders.forecasts import holds

ON_SQLITE = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)


def staffed(desk):
    """Put readers of every habit and zone into the store, and the cycle of 2017 with its agreed dates."""
    once(desk.engine, desk.home, "staffed", partial(_staff, desk))


def _staff(desk):
    for email, digest in (("each@itu.example", "each"), ("daily@itu.example", None), ("weekly@itu.example", "weekly")):
        desk.knows(email.partition("@")[0].title(), email, "secretariat", digest=digest)
    desk.knows("The Secretary", "secretary@itu.example", "secretary")
    desk.knows("Delegate L", "l@state.example", "membership", zone="America/Lima")
    desk.knows("Delegate K", "k@state.example", "membership", zone="Asia/Kathmandu")
    desk.knows("Delegate W", "w@state.example", "membership", digest="weekly", zone="America/Lima")
    desk.opens_agreed()
    desk.allows("hlpf-contribution", "reminder", on="2017-02-10 08:00")
    desk.turn("2017-02-10 09:00")
    desk.issues("comments", "submission", on="2017-02-21 10:00")
    desk.releases(on="2017-02-21 11:00")
    desk.turn("2017-02-21 16:15")


NIGHT, BEFORE_NINE, EVENING, EASTER = "2017-02-23 23:30", "2017-02-24 08:59", "2017-03-02 17:55", "2017-04-13 17:50"
ACTS = {
    "a date is agreed, at night": (NIGHT, lambda desk: desk.agrees("comments", "2017-03-20", on=NIGHT)),
    "a minute before the reminders": (BEFORE_NINE, lambda desk: desk.agrees("comments", "2017-03-20", on=BEFORE_NINE)),
    "met as its reminder comes": (BEFORE_NINE, lambda desk: desk.meets("revised-draft", on=BEFORE_NINE)),
    "the anchor moves before a weekend": (EVENING, lambda desk: desk.moves("un-deadline", "2017-05-05", on=EVENING)),
    "before four closed days": (EASTER, lambda desk: desk.moves("un-deadline", "2017-05-02", on=EASTER)),
    "waived": (NIGHT, lambda desk: desk.waives("revised-draft", on=NIGHT)),
    "assigned": (NIGHT, lambda desk: desk.assigns("revised-draft", "each@itu.example", on=NIGHT)),
    "muted": (NIGHT, lambda desk: desk.mutes("l@state.example", on=NIGHT)),
    "the rest is announced": (NIGHT, lambda desk: desk.issues(on=NIGHT)),
    "no release wanted any more": (EVENING, lambda desk: desk.forbids("hlpf-contribution", "reminder", on=EVENING)),
    "a deputy": (NIGHT, lambda desk: desk.deputizes("weekly@itu.example", of="each@itu.example", on=NIGHT)),
    "one has answered": (EVENING, lambda desk: desk.answers("comments", "An organization", on=EVENING)),
    "given up": (NIGHT, lambda desk: desk.abandons(on=NIGHT)),
}


IN_EVERY_RUN = (
    "a date is agreed, at night",
    "met as its reminder comes",
    "no release wanted any more",
    "one has answered",
)
LIKE_OTHERS = pytest.mark.proof("like one of the other four, or like the same act in tests/kernel/test_every_door.py")


@pytest.mark.parametrize("act", [pytest.param(act, marks=[] if act in IN_EVERY_RUN else [LIKE_OTHERS]) for act in ACTS])
@ON_SQLITE
def test_a_forecast_equals_what_the_rounds_then_send(desk, act):
    on, doing = ACTS[act]
    staffed(desk)
    before, after = holds(desk, doing, on)
    assert after != before


@pytest.mark.proof("every round of weeks: two CPU seconds; a forecast of fewer rounds is told in every run")
def test_so_it_does_on_both_databases_with_every_round_run(desk):
    staffed(desk)
    desk.agrees("final-comments", "2017-04-12", on="2017-02-23 23:28")  # and its change waits for the next morning

    def reopened(desk):
        desk.waives("revised-draft", on=NIGHT)
        desk.reopens("revised-draft", on=NIGHT)
        desk.agrees("comments", "2017-03-20", on=NIGHT)

    before, after = holds(desk, reopened, NIGHT, days=4, every=True)
    assert after != before


@pytest.mark.proof("a CPU second; other acts beside one another are forecast in every run")
@ON_SQLITE
def test_there_and_back_within_ten_minutes_tells_nobody(desk):
    staffed(desk)

    def undone(desk):
        desk.agrees("comments", "2017-03-20", on=NIGHT)
        desk.agrees("comments", "2017-03-10", on=NIGHT)

    _, after = holds(desk, undone, NIGHT)
    assert not [kind for _, _, kind, *_ in after if kind == "change"]


OF_MEETINGS = {
    "moved": lambda desk: desk.moves_meeting("council-17", "2017-05-29", "2017-06-08", on=TOLD),
    "postponed": lambda desk: desk.postpones("council-17", on=TOLD),
}
TOLD = "2017-04-11 17:50"  # by when reminders of three dates have left


@pytest.mark.few(1, "weeks of rounds, twice: a CPU second each")
@pytest.mark.parametrize("act", ["moved", pytest.param("postponed", marks=LIKE_OTHERS)])
@ON_SQLITE
def test_what_becomes_of_a_meeting_is_forecast_for_every_cycle_that_hangs_from_it(desk, act):
    staffed(desk)
    desk.schedules("council-17", "2017-05-15", "2017-05-25")
    for cycle in ("council-documents/2017", "council-comprehensive-report/2017"):
        desk.opens(cycle, on="2017-02-24", council="council-17")
    for day in ("2017-04-03", "2017-04-07", "2017-04-11"):
        desk.turn(f"{day} 09:00")
    before, after = holds(desk, OF_MEETINGS[act], TOLD)
    assert after != before


@ON_SQLITE
def test_what_waits_already_fares_as_it_will(desk):
    """A change and its digests wait since an hour; the date moves again, and one of them is for release."""
    staffed(desk)
    once(desk.engine, desk.home, "waits", partial(_have_waited, desk))


def _have_waited(desk):
    desk.agrees("comments", "2017-03-15", on="2017-02-23 18:05")
    desk.agrees("revised-draft", "2017-02-27", on="2017-02-23 18:05")
    desk.moves("un-deadline", "2017-05-05", on="2017-02-23 18:05")
    desk.turn("2017-02-23 22:00")
    assert {"held", "queued"} <= set(desk.states())
    before, after = holds(desk, lambda desk: desk.agrees("comments", "2017-03-20", on=NIGHT), NIGHT)
    assert after != before


def in_state(desk, *states):
    return [message.id for message in desk.messages() if message.state in states]


OF_OFFICERS = {
    "released": (["held"], lambda desk, numbers: desk.releases(on=NIGHT)),
    "held": (["queued"], lambda desk, numbers: desk.holds(*numbers, on=NIGHT)),
    "dropped": (["held", "queued"], lambda desk, numbers: desk.drops(*numbers, on=NIGHT)),
}


def waits(desk):
    """Have a change and its digests wait since an hour, some of them for release."""
    staffed(desk)
    desk.agrees("comments", "2017-03-15", on="2017-02-23 18:05")
    desk.agrees("revised-draft", "2017-02-27", on="2017-02-23 18:05")
    desk.moves("un-deadline", "2017-05-05", on="2017-02-23 18:05")
    desk.turn("2017-02-23 22:00")


@pytest.mark.few(1, "weeks of rounds, twice: a CPU second each")
@pytest.mark.parametrize("act", OF_OFFICERS)
def test_what_an_officer_does_with_letters_is_forecast_too(desk, act):
    waits(desk)
    states, doing = OF_OFFICERS[act]
    numbers = in_state(desk, *states)
    before, after = holds(desk, lambda desk: doing(desk, numbers), NIGHT)
    assert after != before


@pytest.mark.proof("a CPU second; other acts with letters are forecast in every run")
@ON_SQLITE
def test_what_was_dropped_is_forecast_to_leave_once_it_is_put_back(desk):
    waits(desk)
    numbers = in_state(desk, "held", "queued")
    desk.drops(*numbers, on="2017-02-23 23:20")
    before, after = holds(desk, lambda desk: desk.puts_back(*numbers, on=NIGHT), NIGHT)
    assert after != before

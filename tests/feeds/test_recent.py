"""The short way of a poll: what a path served last is served again, until an act, a midnight or the limit."""

from datetime import timedelta

import pytest

from feeds import feed_bytes
from feeds.disk_cache import Recent
from feeds.feed_cache import Shelf, UnknownToken, WithdrawnToken
from tests.secretariat import moment

ON = moment("2017-02-20")


@pytest.fixture
def shelf(desk):
    desk.opens_agreed()
    return Shelf(desk.engine, desk.settings)


def subscribes(desk, language="en"):
    """Return the token of a member's new subscription to all that members see."""
    return desk.subscribes("a@state.example", language=language, on=ON)


def again(shelf, token, now=ON):
    return shelf.again(f"/f/{token}.ics", now=now, patient=True)


@pytest.mark.both_databases("counts questions")
def test_what_was_served_is_served_again_and_its_use_noted(desk, shelf):
    token = subscribes(desk)
    assert again(shelf, token) is None
    first = shelf.private(token, "ics", now=ON)
    assert again(shelf, token, ON + timedelta(hours=3)) is first
    assert list(shelf.uses.values()) == [ON + timedelta(hours=3)]
    assert shelf.again(f"/f/{token}.json", now=ON, patient=True) is None
    assert again(shelf, token[:-1]) is None


def test_a_public_address_goes_the_same_way_and_is_nobodys_use(shelf):
    first = shelf.public("en", "everything", "ics", now=ON)
    assert shelf.again("/feeds/en/everything.ics", now=ON, patient=True) is first
    assert shelf.again("/feeds/fr/everything.ics", now=ON, patient=True) is None
    assert shelf.uses == {}


def test_any_act_ends_it_at_once(desk, shelf):
    token = subscribes(desk)
    first = shelf.private(token, "ics", now=ON)
    assert again(shelf, token) is first
    desk.agrees("comments", "2017-03-13", on="2017-02-20 11:50")
    assert again(shelf, token) is None
    assert shelf.private(token, "ics", now=ON).data != first.data
    assert again(shelf, token) is not None


def test_a_withdrawn_address_is_gone_with_the_next_poll(desk, shelf):
    token = subscribes(desk)
    shelf.private(token, "ics", now=ON)
    desk.unsubscribes(token, on=ON)
    for _ in range(2):
        assert again(shelf, token) is None
        with pytest.raises(WithdrawnToken):
            shelf.private(token, "ics", now=ON)


def test_an_unknown_token_is_not_kept(desk, shelf):
    for _ in range(2):
        with pytest.raises(UnknownToken):
            shelf.private("unknown", "ics", now=ON)
        assert again(shelf, "unknown") is None


@pytest.mark.parametrize(
    ("day", "begins", "ends"),
    [
        ("2017-02-20", "2017-02-19 23:00", "2017-02-20 23:00"),
        ("2017-03-26", "2017-03-25 23:00", "2017-03-26 22:00"),  # summer time begins: 23 hours
        ("2017-10-29", "2017-10-28 22:00", "2017-10-29 23:00"),  # and ends: 25 hours
        ("2016-12-31", "2016-12-30 23:00", "2016-12-31 23:00"),
    ],
)
def test_it_ends_at_midnight_in_geneva(shelf, day, begins, ends):
    noon = moment(day)
    first, last = (bound.strftime("%Y-%m-%d %H:%M") for bound in feed_bytes.bounds_of_day(noon))
    assert (first, last) == (begins, ends)
    begins_at, ends_at = feed_bytes.bounds_of_day(noon)
    served = shelf.public("en", "everything", "ics", now=noon)
    held = [
        shelf.again("/feeds/en/everything.ics", now=at, patient=True)
        for at in (begins_at, ends_at - timedelta(microseconds=1), begins_at - timedelta(microseconds=1), ends_at)
    ]
    assert held == [served, served, None, None]


def test_beyond_the_limit_the_first_leaves_and_is_served_as_before(desk, shelf):
    shelf._recent = Recent(limit=2)
    tokens = [subscribes(desk, language) for language in ("en", "fr", "es")]
    served = [shelf.private(token, "ics", now=ON) for token in tokens]
    assert [again(shelf, token) for token in tokens] == [None, *served[1:]]
    assert shelf.private(tokens[0], "ics", now=ON) is served[0]
    assert [again(shelf, token) for token in tokens] == [served[0], None, served[2]]

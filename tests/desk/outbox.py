"""What an officer does with the outbox in tests, and sees of it."""

from desk import message_shown, review
from desk.review import Wanted
from kernel.runner import do
from models.engine import reading
from tests.reading_output import said
from tests.secretariat import OFFICER, moment


def listed(desk, **wanted):
    with reading(desk.engine) as session:
        return review.lines(session, Wanted(**wanted))


def shown(desk, number, on):
    with reading(desk.engine) as session:
        return said(message_shown.show(session, number, settings=desk.settings, now=moment(on)))


def does(desk, act, *numbers, on, **how):
    with desk.acting() as session:
        done = do(session, f"outbox/{act}", messages=numbers, now=moment(on), by=OFFICER, **how)
        return len(done.letters)


def number_of(desk, email):
    (number,) = [line.number for line in listed(desk, person=email)]
    return number


def changes_what_was_told(desk, *, on):
    """Announce the date of the comments to two members, and agree another one then."""
    desk.opens_agreed()
    desk.announces("comments", on="2017-02-10")
    desk.releases(on="2017-02-10")
    desk.round("2017-02-10 12:00")
    desk.agrees("comments", "2017-03-13", on=on)

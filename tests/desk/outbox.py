"""What an officer does with the outbox in tests, and sees of it."""

from datetime import timedelta

from desk import message_shown, review
from desk.review import Wanted
from kernel.runner import do
from models.engine import reading
from planning.calendar import WorkCalendar
from planning.mail_hours import next_permitted
from reminders import reminder_plan
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
    """Tell two members the date of the comments, and issue another one then, whose letters an officer has wait."""
    desk.opens_agreed()
    desk.issues("comments", on="2017-02-10")
    desk.round("2017-02-10 12:10")
    desk.agrees("comments", "2017-03-13", on=on)
    public = next_permitted(moment(on) + timedelta(minutes=10), "Europe/Zurich", WorkCalendar("Geneva"))
    with desk.acting() as session:
        reminder_plan.plan_owed(session, now=public)
    desk.holds(*(letter.id for letter in desk.messages() if letter.kind == "change" and letter.issued), on=public)

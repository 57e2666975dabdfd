"""Words at the terminal for whom the next rounds tell: because of an act, or once it is done."""

from collections.abc import Sequence
from datetime import datetime

import click

from cli import command_context
from kernel.done import Done
from planning.errors import CouncilError
from planning.zones import in_geneva
from reminders import told_next
from reminders.forecast import Forecast

NAMES_SHOWN = 20  # of readers; beyond that so many


def because_of(expected: Forecast) -> None:
    """Print what the rounds of the next week tell because of it, and whom, if they are few."""
    for count in expected.counts:
        numbers = {"told": count.told, "told otherwise": count.changed, "no longer told": count.taken_back}
        words = ", ".join(f"{number} {word}" for word, number in numbers.items() if number)
        click.echo(f"next rounds: {count.cycle} {count.step} ({_news(count.kind)}): {words}")
    if not expected.counts:
        click.echo("next rounds: nobody hears more, or less, because of it")
    for news in (*expected.told, *(change.now for change in expected.changed)):
        if expected.readers <= NAMES_SHOWN:
            how = "waits for approval, not before" if news.waits else "leaves"
            click.echo(f"  {news.person}: {news.told.step} {news.told.due or 'undated'}, {how} {_hour(news.leaves_at)}")


def after(done: Done, now: datetime) -> None:
    """Print who is told of what the act touched within a week: which date, by which kind of news, and from when on.

    The act is done: what hinders this reading is said, and is no fault of the act.
    """
    if not done.touched and not done.letters:
        return
    try:
        with command_context.look() as session:
            audiences = told_next.audiences(session, done, now=now)
    except CouncilError as fault:
        click.echo(f"next rounds: whom they tell of it is not known: {fault}")
        return
    for each in audiences or ():
        about, how = each.about, "once approved, not before" if each.waits else "from"
        date = f"{about.cycle} {about.step} {about.due or 'undated'} ({_news(about.kind)})"
        click.echo(f"next rounds: {date}, {how} {_hour(each.leaves_at)}: {_names(each.people)}")
    if audiences == ():
        click.echo("next rounds: nobody hears of it within a week")


def _news(kind: str) -> str:
    return kind.replace("_", " ")


def _names(people: Sequence[str]) -> str:
    more = [f"and {len(people) - NAMES_SHOWN} more"] if len(people) > NAMES_SHOWN else []
    return ", ".join([*people[:NAMES_SHOWN], *more])


def _hour(at: datetime) -> str:
    return f"{in_geneva(at)} (Geneva)"

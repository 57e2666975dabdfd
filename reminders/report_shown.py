"""The reading `report/show`: the weekly report as the Monday mail has it."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated

from sqlalchemy.orm import Session

from kernel.grants import Grant
from kernel.kinds import one_of
from kernel.parameters import DAY, PERSON
from kernel.readings import reading
from kernel.shown import Shown
from notifications.language import Tongue
from notifications.weekly_words import Week, write_week
from record.people import people
from record.settings import Settings
from reminders import weekly_mail

LANGUAGE = one_of(Tongue, "One of the six official languages.")


@reading("report/show", who=(Grant.SECRETARIAT,), short="report")
def report(
    session: Session,
    *,
    until: Annotated[
        date | None, DAY.saying("Show what is to come by this day; two weeks ahead if left empty.")
    ] = None,
    person: Annotated[str | None, PERSON.saying("Only the steps of this person: an e-mail address, or a name.")] = None,
    language: Annotated[Tongue, LANGUAGE] = Tongue.ENGLISH,
    settings: Settings,
    now: datetime,
) -> Shown[Week]:
    """Show what is overdue, due and changed, which letters failed or wait for approval, and what nobody is told of."""
    number = people.known(session, person).id if person else None
    return Shown(weekly_mail.shown(session, settings, language, now=now, until=until, person=number), _facts, _words)


def _facts(week: Week) -> dict[str, object]:
    return {
        part.value: [{name: value or None for name, value in asdict(fact).items()} for fact in facts]
        for part, facts in week.facts.items()
    }


def _words(week: Week) -> Iterator[str]:
    words = write_week(week, shown=None)
    yield words.subject
    yield ""
    yield words.text.partition("\n-- \n")[0].rstrip()

"""`report/show`: what the secretariat should see this week, as its Monday mail tells it."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from sqlalchemy.orm import Session

from actions.kernel.grants import Grant
from actions.kernel.kinds import one_of
from actions.kernel.readings import reading
from actions.kernel.shown import Shown
from actions.owed import mondays
from actions.settings import Settings
from actions.whom.chosen import Tongue
from notifications.week import Week, write_week

LANGUAGE = one_of(Tongue, "One of the six official languages.")


@reading("report/show", who=(Grant.SECRETARIAT,), short="report")
def report(
    session: Session, *, language: Annotated[Tongue, LANGUAGE] = Tongue.EN, settings: Settings, now: datetime
) -> Shown[Week]:
    """Show what is overdue, due and changed, which letters failed or wait for approval, and what nobody is told of."""
    return Shown(mondays.shown(session, settings, language, now=now), _facts, _words)


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

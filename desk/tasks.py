"""What needs a hand today: facts of the record, each with its sentence and what ends it.

Nothing is stored: a task is there while it is so, and gone once the message was retried or dropped, the date agreed,
the hold lifted. The number of queries does not depend on how much is stored.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from desk.bad_declarations import declarations
from desk.stuck_mail import stuck
from desk.task import Task
from desk.unanswered_deadlines import unanswered
from desk.unreadable_rows import unreadable
from planning.remedies import Wording, listed
from record.cycles import snapshots

NOTHING = "Nothing needs a hand."


def tasks(session: Session, *, now: datetime, clock: datetime) -> list[Task]:
    """Return the tasks at `now`, the oldest first; `clock` is the real one, by which servers are left alone."""
    views = snapshots.living_views(session, now)
    every = [
        *stuck(session, now=now, clock=clock),
        *unanswered(session, views, now=now),
        *unreadable(session, views, now=now),
        *declarations(session, views, now=now),
    ]
    return sorted(every, key=lambda task: (task.since, task.kind, task.about))


def as_markdown(tasks: list[Task], word: Wording) -> str:
    """Return the tasks as a list that a page renders, their remedies in the words of its door."""
    return "\n".join(_line(task, listed(task.remedies, word)) for task in tasks) or NOTHING


def _line(task: Task, remedy: str) -> str:
    return f"- **{task.kind}** {_escaped(task.sentence)}  \n  {_escaped(remedy)}"


def _escaped(words: str) -> str:
    """Return the words with what Markdown or HTML would read into them taken away: a server's reply is quoted here."""
    for mark in "\\`*_[]<>|#":
        words = words.replace(mark, f"\\{mark}")
    return " ".join(words.split())

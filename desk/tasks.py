"""Find the tasks of today: facts of the record that need a person, each with a sentence and its remedies.

Tasks are not stored: one disappears once its cause does, when the message is retried or dropped, the date agreed or the
hold lifted. The number of queries does not depend on how much is stored, but on how many sessions await documents.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from desk.approved_alone import alone
from desk.bad_declarations import declarations
from desk.doubtful_names import doubtful
from desk.late_documents import late
from desk.lost_anchors import lost
from desk.missing_lists import missing_lists
from desk.orphaned_meetings import orphaned
from desk.recounted_dates import recounted
from desk.stuck_mail import stuck
from desk.task import Task
from desk.unanswered_deadlines import unanswered
from desk.unissued_dates import unissued, unissued_meetings
from desk.unopened_cycles import unopened
from desk.unreadable_rows import unreadable
from planning.remedies import Wording, listed
from record.cycles import snapshots
from record.cycles.views import CycleView

NOTHING = "Nothing needs a hand."


def tasks(session: Session, *, now: datetime, clock: datetime, living: Sequence[CycleView] | None = None) -> list[Task]:
    """Return the tasks at `now`, the oldest first; `clock` is the real one, which tells until when servers rest.

    The `living` cycles are read unless they are known already.
    """
    views = snapshots.living_views(session, now) if living is None else living
    every = [
        *stuck(session, now=now, clock=clock),
        *unanswered(session, views, now=now),
        *unreadable(session, views, now=now),
        *declarations(session, views, now=now),
        *doubtful(session, now=now),
        *unopened(session, now=now),
        *unissued(session, views, now=now),
        *unissued_meetings(session, now=now),
        *recounted(session, views, now=now),
        *lost(session, views, now=now),
        *orphaned(session, now=now),
        *missing_lists(session, views, now=now),
        *alone(session, now=now),
        *late(session, views, now=now),
    ]
    return sorted(every, key=lambda task: (task.since, task.kind, task.about))


def as_markdown(tasks: list[Task], word: Wording) -> str:
    """Return the tasks as a Markdown list, with remedies worded by `word`."""
    return "\n".join(_write_line(task, listed(task.remedies, word)) for task in tasks) or NOTHING


def _write_line(task: Task, remedy: str) -> str:
    return f"- **{task.kind}** {_escaped(task.sentence)}  \n  {_escaped(remedy)}"


def _escaped(words: str) -> str:
    """Return the words with Markdown and HTML escaped: they may quote a server's reply."""
    for mark in "\\`*_[]<>|#":
        words = words.replace(mark, f"\\{mark}")
    return " ".join(words.split())

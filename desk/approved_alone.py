"""Tasks for what somebody approved alone within the last week: the body's secretary looks at it afterwards."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.task import Task, TaskKind
from models.journal import Entry
from planning.remedies import Call
from record import journal

SHOWN = timedelta(days=7)


def alone(session: Session, *, now: datetime) -> Iterator[Task]:
    """Yield a task for each approval that was given with a reason in place of a second person."""
    query = select(Entry).where(Entry.at > now - SHOWN, Entry.at <= now, Entry.text.contains('"alone":"'))
    lines = session.scalars(query.order_by(Entry.id)).all()
    names = journal.names(session, {line.by for line in lines}) if lines else {}
    for line in lines:
        arguments = json.loads(line.text).get("arguments") or {}
        if not (why := arguments.get("alone")):
            continue
        about = line.cycle or arguments.get("meeting") or "letters"
        sentence = f"{about} was approved by {names.get(line.by, line.by)} alone, without a second person: {why}"
        look = Call("journal/list", {"cycle": line.cycle} if line.cycle else {}, "look at what was approved")
        yield Task(TaskKind.ALONE, line.at, about, sentence, (look,))

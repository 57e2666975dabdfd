"""The proof that no line of the journal was changed, taken out or put in."""

import json

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from actions.journal.texts import FIRST, plain, seal
from actions.refusals import BadSeal
from models.journal import Entry


def verify(session: Session, *, last: int | None = None) -> int:
    """Return the number of lines, each found whole; with `last` only of so many. Raises BadSeal, naming the first."""
    skipped = 0 if last is None else max(0, (session.scalar(select(func.count()).select_from(Entry)) or 0) - last)
    previous, count = None if skipped else FIRST, skipped
    for entry in session.scalars(select(Entry).order_by(Entry.id).offset(skipped)):
        count += 1
        fits = previous is None or entry.previous == previous
        if not fits or entry.hash != seal(entry.previous, entry.text) or not _columns_agree(entry):
            raise BadSeal(f"line {count} of the journal was changed after it was written; restore it from a backup")
        previous = entry.hash
    return count - skipped


def _columns_agree(entry: Entry) -> bool:
    try:
        facts = json.loads(entry.text)
        written = tuple(facts[key] for key in ("act", "by", "cycle", "at", "written_at"))
    except (ValueError, KeyError, TypeError):
        return False
    return (entry.act, entry.by, entry.cycle, plain(entry.at), plain(entry.written_at)) == written

"""Acts on what somebody wants to be reminded of at the desk: nobody else sees it, and nobody is written to."""

from datetime import date, datetime
from typing import Annotated

from sqlalchemy.orm import Session

from kernel import effects
from kernel.declaration import act
from kernel.done import Done
from kernel.grants import Grant, Identity
from kernel.parameters import DAY, WORDS
from models.memos import Memo
from planning.remedies import Call
from planning.zones import local_day
from record import journal, memos
from record.refusals import MemoRefused

Words = Annotated[str, WORDS.saying("Of what, in words of yours.", metavar="MEMO")]
OnDay = Annotated[date, DAY.saying("On which day; it is shown from then on until you end it.")]


@act("memo/set", who=(Grant.SECRETARIAT,), undo="memo/end", tags=("desk",))
def remind(session: Session, words: Words, on: OnDay, *, now: datetime, by: Identity) -> Done:
    """Be reminded of something on a day: it stands on your page of the day, and on nobody else's.

    Raises MemoRefused for a day that is past.
    """
    row = memos.row(session, by.hand, words, on)
    _note(session, by.hand, words, on, row)
    if row:
        return Done("set", f"{by.name} is reminded of that on {on} already", is_nothing=True)
    if on < local_day(now) and not memos.was_set(session, by.hand, words, on):  # what was ended may be set again
        raise MemoRefused(f"{on} is past; be reminded today, {local_day(now)}, or later")
    session.add(Memo(hand=by.hand, due_on=on, words=words, at=now, entry_id=journal.line(session).id))
    session.flush()
    end = Call("memo/end", {"words": words, "on": on})
    return Done(
        "set", f"{by.name} is reminded on {on}: {words}", facts={"words": words, "on": on.isoformat()}, undo=end
    )


@act("memo/end", who=(Grant.SECRETARIAT,), undo="memo/set", tags=("desk",))
def end(session: Session, words: Words, on: OnDay, *, now: datetime, by: Identity) -> Done:
    """Be reminded of something no more. Raises MemoRefused where you are not."""
    row = memos.row(session, by.hand, words, on)
    _note(session, by.hand, words, on, row)
    if row is None:
        first = Call("memo/set", {"words": words, "on": on}, "set it first")
        raise MemoRefused(f"{by.name} wants to be reminded of no such thing on {on}", first)
    row.ended_at = now
    session.flush()
    again = Call("memo/set", {"words": words, "on": on})
    facts = {"words": words, "on": on.isoformat()}
    return Done("ended", f"{by.name} is not reminded of it any more: {words}", facts=facts, undo=again)


def _note(session: Session, hand: str, words: str, on: date, row: Memo | None) -> None:
    effects.note(session, f"memo:{hand} {on} {words}", row.at.isoformat() if row else None)

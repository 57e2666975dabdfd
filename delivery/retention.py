"""Clear the words of letters, and links, of what has been over for longer than the office keeps them."""

from datetime import date, datetime
from functools import partial
from threading import Event
from time import monotonic

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from kernel import effects
from kernel.declaration import act
from kernel.done import Done
from kernel.grants import Grant, Identity
from kernel.outside import Outside
from letters import kept_words
from letters.kept_words import LINKS, Outdated
from models.transactions import run
from planning.rule_words import count_of
from record import journal


def _clear(asked: Outside) -> Done:
    """Write the line, then clear what it says, some letters at a time: whoever was interrupted does it anew.

    No transaction lasts longer than a slice of letters, and none holds the store's row.
    """
    done = asked.act(None)
    if not done.is_nothing:
        clear_all(asked.engine, kept_words.ends(asked.now, asked.settings.keep_months), now=asked.now)
    return done


def clear_all(engine: Engine, before: datetime, *, now: datetime) -> None:
    """Clear what was over before that instant, and leave as much time to others as each slice took."""
    last: int | None = 0
    while last is not None:
        began = monotonic()
        last = run(engine, partial(_clear_some, before=before, after=last, now=now))
        Event().wait(monotonic() - began)


def _clear_some(session: Session, *, before: datetime, after: int, now: datetime) -> int | None:
    kept_words.forget_for_good(session)
    last = kept_words.clear_letters(session, before, after, now=now)
    if last is None:
        kept_words.clear_links(session, before)
    return last


@act(
    "db/prune",
    who=(Grant.ADMINISTRATOR,),
    no_undo="what is cleared is kept nowhere here; a backup from before still has it",
    outside=_clear,
    tags=("mail",),
)
def prune(session: Session, *, now: datetime, by: Identity) -> Done:
    """Clear the words of letters, and links, of what has been over for longer than the office keeps them.

    Who was told of what, by which letter and when, the dates and the record of actions stay as they are.
    """
    before = kept_words.ends(now, journal.settings_of(session).keep_months)
    found = kept_words.outdated(session, before)
    effects.note(session, "kept", (sorted(found.letters.items()), sorted(found.links.items())))
    return Done(
        "pruned",
        _sentence(found, before.date()),
        facts={
            "before": before.date(),
            "letters": dict(sorted(found.letters.items())),
            "oldest": found.oldest,
            "links": dict(sorted(found.links.items())),
        },
        notes=tuple(_notes(found)),
        is_nothing=not found,
    )


def _sentence(found: Outdated, before: date) -> str:
    if not found:
        return f"nothing that was over before {before} is kept any more"
    words = count_of(found.letters.total(), "letter")
    return (
        f"the words of {words} and {count_of(found.links.total(), 'link')} that were over before {before} are cleared"
    )


def _notes(found: Outdated) -> list[str]:
    notes = [count_of(count, f"letter of the kind {kind}", f"letters of the kind {kind}")
             for kind, count in sorted(found.letters.items())]  # fmt: skip
    notes += [f"the oldest letter is of {found.oldest}"] if found.oldest else []
    return notes + [count_of(count, name, LINKS[name]) for name, count in sorted(found.links.items())]

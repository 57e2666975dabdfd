"""Who decided a date, and by which document: members read both, so neither names a person on record."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.people import Person
from record.refusals import PersonAsAuthority

_UNSPACED = re.compile("[\u2e80-\ud7ff]")  # a letter of scripts that write no spaces between names


def check(session: Session, words: Iterable[str | None], argument: str = "agreed_by") -> None:
    """Check that none of these words names a person on record. Raises PersonAsAuthority."""
    stated = {text: _parts(text) for text in words if text}
    if not stated:
        return
    for name in session.scalars(select(Person.name)):
        parts = _parts(name)
        for text, others in stated.items():
            if _names(parts, others):
                raise PersonAsAuthority(text, name, argument)


def _parts(text: str) -> list[str]:
    """Return the words of a text without case, accents and signs."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return [part for part in re.split(r"[\W_]+", plain) if part]


def _names(name: Sequence[str], text: Sequence[str]) -> bool:
    """Return True if a text is a person's name, or holds one of several words, in whatever order."""
    if name == text:
        return bool(name)
    if len(name) == 1:
        return len(name[0]) > 1 and bool(_UNSPACED.match(name[0])) and any(name[0] in part for part in text)
    runs = (text[at : at + len(name)] for at in range(len(text) - len(name) + 1))
    return len(name) > 1 and sorted(name) in [sorted(run) for run in runs]

"""Refusals on personal pages: in the reader's language, without words of the secretariat's terminal."""

from planning.errors import CouncilError, NotADate, UnbelievableDay
from planning.evidence import Evidence
from record.refusals import (
    AlreadyAnswered,
    BeforeItsCycle,
    FarFromEdition,
    NoEvidence,
    NotAnAddress,
    NoVoter,
    OutOfTime,
    SamePerson,
)
from web.personal_pages import Speaker

LONGEST = 2000  # characters of one field


class TooLong(CouncilError):
    """More than a field of the page holds."""

    def __init__(self) -> None:
        super().__init__(f"one of the fields holds more than {LONGEST} characters; give the address of a document")


KEYS: dict[type[CouncilError], str] = {
    NotAnAddress: "refused_address",
    OutOfTime: "refused_future",
    NotADate: "refused_day",
    UnbelievableDay: "refused_day",
    FarFromEdition: "refused_day",
    BeforeItsCycle: "refused_day",
    SamePerson: "refused_same_person",
    AlreadyAnswered: "refused_answered",
    NoVoter: "refused_voter",
    TooLong: "refused_long",
}


def sentence(why: CouncilError, says: Speaker) -> str:
    """Return the refusal in the reader's words; one that no reader of a mail can cause is said as the desk reads it."""
    if isinstance(why, NoEvidence):
        return says("refused_url" if why.wanted == Evidence.URL else "refused_document")
    key = KEYS.get(type(why))
    return says(key) if key else str(why)

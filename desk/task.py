"""A task, as one value: it is computed from the record on every request, and never stored."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from planning.remedies import Remedy


class TaskKind(StrEnum):
    """The kinds of tasks."""

    HELD = "held"  # letters have waited for approval for too long
    INVITATION = "invitation"  # a window is open, and its invitations wait for approval
    DEAD = "dead"  # a letter was given up
    CONTRADICTION = "contradiction"  # two waiting letters to one person disagree
    UNREACHABLE = "unreachable"  # an address failed for good several times
    BREAKER = "breaker"  # a server fails, and is left alone
    HOLD = "hold"  # all sending is stopped
    NOBODY = "nobody"  # a reminder reaches nobody
    CHASE_ENDED = "chase-ended"  # the reminders of an overdue step have ended
    PROPOSAL = "proposal"  # a proposed date comes near, or has passed
    UNANNOUNCED = "unannounced"  # a window by rule comes near, or has passed, and nobody told those who are invited
    DRAFT = "draft"  # a window should be open, and what is to be commented on is not there
    UNISSUED = "unissued"  # a date is set, and members do not read it
    LOST = "lost"  # steps wait for a date, because a meeting is cancelled or postponed
    RECOUNTED = "recounted"  # a date would be reckoned otherwise now, and nobody has accepted or kept it
    EDITED = "edited"  # a procedure has other rules than a cycle that was opened before
    UNOPENED = "unopened"  # a cycle is owed, and nobody has opened it
    UNREADABLE = "unreadable"  # a stored value cannot be read
    CHAIN = "chain"  # the file of a chain cannot be used
    STRANGER = "stranger"  # a step names an actor whom nobody knows
    TWINS = "twins"  # two organizations may be one
    SLIP = "slip"  # people hold a role whose word is probably misspelt
    UNLISTED = "unlisted"  # the holiday list of this year, or of the next one, is to be loaded
    NOT_RECEIVED = "not-received"  # a session's documents have not come in time
    UNDECIDED = "undecided"  # a session's document is late, and nobody has said whether it is accepted
    ORPHAN = "orphan"  # a meeting is after the last day of its body, or a duty is due by one that is cancelled
    ALONE = "alone"  # somebody approved alone what a second person looks at
    STATION = "station"  # a holiday list is of a place that nobody knows


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that needs a person: its kind, since when, the sentence, and what ends it."""

    kind: TaskKind
    since: datetime
    about: str  # a message's number, a cycle with its step, an address's owner, a server
    sentence: str
    remedies: tuple[Remedy, ...]  # any one of them ends it

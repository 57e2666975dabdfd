"""What a person is to be told: frozen values, handed in by the acts, put into words by `letter_text`."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from planning.basis import Basis
from planning.errors import CouncilError, NaiveInstant
from planning.standing import Standing
from planning.window import Precision


class Kind(StrEnum):
    """What an item tells."""

    OPENING = "opening"  # a window opened: an invitation
    CLOSING = "closing"  # the one reminder, a week before a window closes
    REMINDER = "reminder"  # someone owes something: 14, 7, 3, 1, 0 days before
    OVERDUE = "overdue"  # for those who owe, never for those who are invited
    CHANGE = "change"  # a date replaced another
    EXTENSION = "extension"  # a window now closes later
    WITHDRAWN = "withdrawn"  # the date told before holds no longer, and there is no new one: `due` is the old one
    CANCELLED = "cancelled"  # what was told before is dropped: `due` is the date that was told
    RESULT = "result"  # of a vote: `letter` says where it stands
    ANNOUNCEMENT = "announcement"  # dates told to the membership
    CHASE_ENDED = "chase_ended"  # a task for the officer: the reminders ended, 30 days after the close

    DRAFT_ASKED = "draft_asked"  # a window was to open, and its draft is not there: its officer is asked
    DRAFT_UNANSWERED = "draft_unanswered"  # nobody has answered by four o'clock: the secretary hears

    @property
    def is_for_those_who_owe(self) -> bool:
        """Return True if the words may speak of lateness; the invited are never told that they, or others, are late."""
        return self in (Kind.REMINDER, Kind.OVERDUE, Kind.CHASE_ENDED, Kind.DRAFT_ASKED, Kind.DRAFT_UNANSWERED)

    @property
    def replaces(self) -> bool:
        """Return True if it names the date that it replaces."""
        return self in (Kind.CHANGE, Kind.EXTENSION)

    @property
    def is_gone(self) -> bool:
        """Return True if there is no date to come: it tells the one that was."""
        return self in (Kind.WITHDRAWN, Kind.CANCELLED, Kind.RESULT)

    @property
    def invites(self) -> bool:
        """Return True if its reader is asked to take part in a window."""
        return self in (Kind.OPENING, Kind.CLOSING, Kind.EXTENSION)


class NothingToTell(CouncilError):
    """A letter without items."""

    def __init__(self, person: str) -> None:
        super().__init__(f"the letter to {person!r} has nothing to tell; give it at least one item")


class ReplacedDateMissing(CouncilError):
    """A change names two dates or it is none."""

    def __init__(self, title: str) -> None:
        self.title = title
        super().__init__(f"the change of {title!r} does not say which date it replaces; give the date last told")


@dataclass(frozen=True, slots=True)
class Milestone:
    """One date on the line of a chain. `due` is None while the date is awaited; `here` marks what the item is about.

    `is_document` says that it is met by a text that can then be read.
    """

    title: str
    due: date | None
    standing: Standing
    here: bool = False
    precision: Precision = Precision.DAY
    earliest: date | None = None
    is_document: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to tell about one deadline.

    `url` is its page and `draft_url` the text to read for it, both the same for everyone; `act_url` is the reader's
    own, where what is asked can be done. `due` is the last day it may mean and `earliest` the first, in the chain's
    zone; `closes` is the instant (aware); `stated_time` says that a source gave the hour; `was` is the date last told.
    """

    kind: Kind
    title: str
    cycle: str  # its title
    step: str
    by: str
    due: date
    earliest: date
    closes: datetime
    cycle_name: str = ""
    to: str = ""
    purpose: str = ""
    precision: Precision = Precision.DAY
    stated_time: bool = False
    opens: date | None = None
    awaits_draft: bool = False  # it opens when its draft is posted, whatever day was planned
    draft_title: str = ""  # of the step that it opens with, which need not be a draft; none where it opens by the day
    was: date | None = None
    was_earliest: date | None = None
    was_precision: Precision = Precision.DAY
    basis: Basis = Basis.AGREED
    mandate: str = ""
    as_in: str = ""  # the edition from whose date a computed one was taken
    source: str = ""  # "agreed by the 30th meeting of CWG-WSIS, C17/8"
    url: str | None = None
    draft_url: str | None = None
    draft_languages: tuple[str, ...] = ()  # in which it can be read, by their codes; empty where nobody recorded it
    act_url: str | None = None
    path: tuple[Milestone, ...] = ()
    note: str = ""  # a condition or consequence that the text attaches, in its own words
    letter: str = ""  # the signed letter that an invitation to vote transmits: "DM-20/1021"
    instead_of: str = ""  # in whose place the reader is told, where they stand in for somebody

    def __post_init__(self) -> None:
        if self.closes.tzinfo is None:
            raise NaiveInstant(f"the close of {self.title!r}")
        if self.kind.replaces and self.was is None:
            raise ReplacedDateMissing(self.title)


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed:
    """The reader and the sender of a mail; `zone` is the reader's, `now` the instant at which the mail is true."""

    person: str
    language: str
    zone: ZoneInfo
    now: datetime
    office: str  # the sender's name: "Council secretariat"
    contact: str = ""  # whom people may ask: a mailbox and a telephone
    unsubscribe_url: str | None = None
    choices_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter(Addressed):
    """All that one person is told in one message; more than one item makes it a digest.

    What is the reader's own stands in `person`, the two addresses of links and each item's `act_url`, and nowhere else.
    """

    items: tuple[Item, ...]
    subscribe_url: str | None = None  # where the attached date is kept current; None where none is attached

    def __post_init__(self) -> None:
        if not self.items:
            raise NothingToTell(self.person)
        if self.now.tzinfo is None:
            raise NaiveInstant(f"the hour of the letter to {self.person!r}")

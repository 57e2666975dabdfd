"""What the secretariat's acts refuse, one class per fact, one sentence for people."""

from collections.abc import Iterable
from datetime import datetime

from planning.errors import CouncilError, among
from planning.fit import Conflict


class NobodyNamed(CouncilError):
    """Someone by name is responsible, or nobody acts."""

    def __init__(self) -> None:
        super().__init__("no one is named for this act; say who with --by NAME or set COUNCIL_OFFICER")


class NoSuchCycle(CouncilError):
    """No cycle of that name is in the store."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self.name = name
        super().__init__(f"there is no cycle {name!r}; the cycles are {among(known)}")


class BadCycleName(CouncilError):
    """A cycle is named chain/edition."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name!r} does not name a cycle; write chain/edition, for instance hlpf-contribution/2017")


class AlreadyOpen(CouncilError):
    """The cycle is there already."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is already open; see it with: council status {name}")


class NoSuchStep(CouncilError):
    """The cycle has no such step."""

    def __init__(self, cycle: str, step: str, known: Iterable[str]) -> None:
        super().__init__(f"{cycle} has no step {step!r}; its steps are {among(known)}")


class NoSuchAnchor(CouncilError):
    """Neither the cycle nor the store knows what should move."""

    def __init__(self, cycle: str, anchor: str, known: Iterable[str]) -> None:
        super().__init__(f"{cycle} has no anchor {anchor!r}; its anchors are {among(known)}")


class NoSuchMeeting(CouncilError):
    """No meeting has that key."""

    def __init__(self, key: str) -> None:
        super().__init__(f"there is no meeting {key!r}; load it first, or give dates as YYYY-MM-DD/YYYY-MM-DD")


class NoSuchPerson(CouncilError):
    """No contact has that address or name."""

    def __init__(self, who: str) -> None:
        super().__init__(f"there is no contact {who!r}; load contacts first, and name one by e-mail address")


class FollowsMeeting(CouncilError):
    """The anchor's dates are those of a meeting."""

    def __init__(self, cycle: str, anchor: str, meeting: str) -> None:
        super().__init__(
            f"{anchor!r} of {cycle} follows the meeting {meeting}; move that: council move {meeting} NEW-DATES"
        )


class AlreadySettled(CouncilError):
    """A deadline met or waived is closed; reopen it before changing it."""

    def __init__(self, step: str) -> None:
        self.step = step
        super().__init__(f"{step!r} is already settled; reopen it first: council reopen CYCLE {step} --because …")


class NotSettled(CouncilError):
    """Only what is settled can be reopened."""

    def __init__(self, step: str) -> None:
        super().__init__(f"{step!r} is neither met nor waived: there is nothing to reopen")


class CycleEnded(CouncilError):
    """A closed or abandoned cycle takes no more acts."""

    def __init__(self, name: str, ending: str) -> None:
        super().__init__(f"{name} is {ending}: nothing of it is chased or changed any more")


class StillOpen(CouncilError):
    """A cycle closes when all its steps are settled."""

    def __init__(self, name: str, steps: Iterable[str]) -> None:
        super().__init__(f"{name} cannot be closed: {among(steps)} is not settled; meet or waive it, or abandon it")


class DoesNotFit(CouncilError):
    """The dates conflict, and nobody has accepted that."""

    def __init__(self, name: str, conflicts: Iterable[Conflict]) -> None:
        self.conflicts = tuple(conflicts)
        words = "; ".join(conflict.sentence for conflict in self.conflicts)
        super().__init__(f"{name} does not fit: {words}; to open it all the same, add --accept-conflicts REASON")


class NothingToAnnounce(CouncilError):
    """Members hear of agreed and outside dates only."""

    def __init__(self, cycle: str) -> None:
        super().__init__(f"{cycle} has no agreed date left to announce; agree one first: council agree {cycle} STEP …")


class ProposedOnly(CouncilError):
    """No member hears of a proposed date."""

    def __init__(self, step: str) -> None:
        super().__init__(f"{step!r} has only a proposed date; agree it before it is announced")


class Undated(CouncilError):
    """The step has no date to work with."""

    def __init__(self, step: str) -> None:
        super().__init__(f"{step!r} has no date yet; agree one first")


class OutOfTime(CouncilError):
    """An act is dated before the cycle's last act, or after now."""

    def __init__(self, at: datetime, why: str) -> None:
        super().__init__(f"this act cannot count as done at {at:%Y-%m-%d %H:%M} UTC: {why}")


class ReasonMissing(CouncilError):
    """The act changes what people rely on, so it says why."""

    def __init__(self, act: str) -> None:
        super().__init__(f"{act} needs a reason; add --because …")


class NoStore(CouncilError):
    """There is no store to read yet."""

    def __init__(self) -> None:
        super().__init__("there is no store here yet; make one with: council db upgrade")


class BadSetting(CouncilError):
    """A setting in the environment cannot be read."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name} cannot be used: {why}")


class NoSuchMessage(CouncilError):
    """No message has that number."""

    def __init__(self, number: object) -> None:
        super().__init__(f"there is no message {number}; see council outbox list")


class NotWaiting(CouncilError):
    """The message is past being released or dropped."""

    def __init__(self, number: object, state: str) -> None:
        super().__init__(f"message {number} is {state}: only one that waits can be released or dropped")


class NoMailServer(CouncilError):
    """There is nothing to send mail through."""

    def __init__(self, waiting: int) -> None:
        self.waiting = waiting
        super().__init__(
            f"{waiting} messages wait, and no mail server is set: nothing was sent; "
            "set COUNCIL_MAIL_URL=smtp://host:port"
        )


class LoadRefused(CouncilError):
    """A loaded file cannot be taken; the sentence names the file and the entry."""


class BadSeal(CouncilError):
    """The journal was changed after it was written."""

"""What the secretariat's acts refuse, one class per fact, one sentence for people."""

from collections.abc import Iterable
from datetime import date, datetime

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


class NoDates(CouncilError):
    """A meeting postponed or cancelled has no days that a cycle could hang from."""

    def __init__(self, key: str, status: str) -> None:
        super().__init__(f"{key} is {status} and has no dates; give it new ones first: council move {key} NEW --apply")


class MeetingRefused(CouncilError):
    """A meeting does not stand so that this could be done with it."""


class NotAnEdition(CouncilError):
    """A new edition follows one of its own chain."""

    def __init__(self, name: str, last: str) -> None:
        super().__init__(f"{name} cannot begin from {last}; name an earlier edition of the same chain with --from")


class NotProposed(CouncilError):
    """The year does not call for that cycle."""

    def __init__(self, name: str, year: int, known: Iterable[str]) -> None:
        super().__init__(f"{year} does not call for {name!r}; it calls for {among(known)}; see: council year {year}")


class StillMissing(CouncilError):
    """A cycle that hangs from what has no day yet."""

    def __init__(self, name: str, missing: Iterable[str]) -> None:
        super().__init__(
            f"{name} cannot be opened yet: {'; '.join(missing)}; load the meeting, or give a day with: "
            f"council open {name} --anchor NAME=DATE --provisional NAME"
        )


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


class NotLeaving(CouncilError):
    """Only what is about to leave, and has not, can be held."""

    def __init__(self, number: object, state: str) -> None:
        super().__init__(f"message {number} is {state}: only one that is queued, or is to be tried again, can be held")


class NotFailed(CouncilError):
    """Only what failed for good is sent once more."""

    def __init__(self, number: object, state: str) -> None:
        super().__init__(
            f"message {number} is {state}: only one that is dead is sent once more; see: council outbox show"
        )


class NoMailServer(CouncilError):
    """There is nothing to send mail through."""

    def __init__(self, waiting: int) -> None:
        self.waiting = waiting
        super().__init__(
            f"{waiting} messages wait, and no mail server is set: nothing was sent; "
            "set COUNCIL_MAIL_URL=smtp://host:port"
        )


class NoEvidence(CouncilError):
    """A step of this kind is met only with what shows it."""

    def __init__(self, step: str, wanted: str) -> None:
        remedy = {
            "document": "its document: add --document SYMBOL, or --url where it stands",
            "url": "the address where it was posted: add --url https://… (a --document SYMBOL may stand beside it)",
        }[wanted]
        super().__init__(f"{step!r} is met only with {remedy}")


class NotAnAddress(CouncilError):
    """An address on the web begins with its scheme."""

    def __init__(self, url: str) -> None:
        super().__init__(f"{url!r} is no address on the web; write it in full, such as https://www.itu.int/wg-wsis")


class NotLate(CouncilError):
    """Only what came late is accepted although it was late."""

    def __init__(self, what: str, on: date, due: date | None) -> None:
        limit = f"due on {due}" if due else "undated"
        super().__init__(f"{what} of {on} was not late ({limit}): nobody need accept it; leave --accepted-by out")


class NothingToConfirm(CouncilError):
    """Nobody has reported the step met."""

    def __init__(self, step: str, needs: bool) -> None:
        why = "nobody has reported it met yet" if needs else "it needs no second person"
        super().__init__(f"{step!r} cannot be confirmed: {why}; mark it with: council met CYCLE {step}")


class SamePerson(CouncilError):
    """Four eyes are those of two people."""

    def __init__(self, step: str, who: str) -> None:
        super().__init__(f"{step!r} was reported met by {who}; a second person must confirm it")


class NotAWindow(CouncilError):
    """Only those who are invited answer."""

    def __init__(self, step: str, by: str) -> None:
        super().__init__(f"{step!r} invites nobody to answer, {by} owes it; mark it with: council met CYCLE {step}")


class NoSuchOrganization(CouncilError):
    """No contact belongs to an organization of that name."""

    def __init__(self, name: str, near: str | None) -> None:
        hint = f"did you mean {near!r}? " if near else ""
        super().__init__(f"there is no organization {name!r}; {hint}load a contact of it first, or correct the name")


class AlreadyAnswered(CouncilError):
    """The ledger says so already."""

    def __init__(self, organization: str, step: str) -> None:
        super().__init__(
            f"this answer of {organization} to {step!r} is recorded already; see: council comments CYCLE {step}"
        )


class NotAnswered(CouncilError):
    """There is no such answer."""

    def __init__(self, organization: str, step: str) -> None:
        super().__init__(
            f"{organization} has no such answer to {step!r}; record it with: council answer CYCLE {step} …"
        )


class NoSuchComment(CouncilError):
    """The window has no comment of that number."""

    def __init__(self, step: str, number: int, count: int) -> None:
        known = f"they are numbered 1 to {count}" if count else "none is recorded"
        super().__init__(f"{step!r} has no comment {number}; {known}: council comments CYCLE {step}")


class StepExists(CouncilError):
    """A cycle has a step of a name once."""

    def __init__(self, cycle: str, step: str) -> None:
        super().__init__(f"{cycle} has a step {step!r} already; give the new one another name")


class NoSuchItem(CouncilError):
    """No action item has that key."""

    def __init__(self, key: str, near: str | None) -> None:
        hint = f"did you mean {near!r}? " if near else ""
        super().__init__(f"there is no action item {key!r}; {hint}see them with: council items")


class ItemRefused(CouncilError):
    """An item does not stand so that this could be done with it."""


class NoSuchResolution(CouncilError):
    """No resolution of that key is loaded."""

    def __init__(self, key: str, known: Iterable[str]) -> None:
        super().__init__(f"there is no resolution {key!r}; load it under `resolutions`; known are {among(known)}")


class NoSuchVersion(CouncilError):
    """The resolution has no version of that name."""

    def __init__(self, key: str, version: str, known: Iterable[str]) -> None:
        super().__init__(f"{key} has no version {version!r}; its versions are {among(known)}")


class VersionExists(CouncilError):
    """The text of a version never changes."""

    def __init__(self, key: str, version: str) -> None:
        super().__init__(f"{key} has the version {version!r} already; give the new text a name of its own")


class AlreadyInForce(CouncilError):
    """The version is in force from that day already."""

    def __init__(self, key: str, version: str) -> None:
        super().__init__(f"{version!r} of {key} is in force from that day already; there is nothing to change")


class NoSuchClause(CouncilError):
    """No version of a resolution holds this clause."""

    def __init__(self, words: str, known: Iterable[str]) -> None:
        super().__init__(f"there is no clause {words!r}; write one such as council-1332/sg-5; known are {among(known)}")


class NoSuchDocument(CouncilError):
    """The record knows no document of that symbol or address."""

    def __init__(self, words: str) -> None:
        super().__init__(f"there is no document {words!r}; load it under `documents`, or hand it over: council submit")


class OtherDocument(CouncilError):
    """A symbol names one document."""

    def __init__(self, name: str, owner: str) -> None:
        super().__init__(f"{name!r} is already a symbol of the document {owner}; correct one of the two")


class BadLanguageVersion(CouncilError):
    """A language version has one of six languages and one of four states."""

    def __init__(self, language: str, state: str, languages: Iterable[str], states: Iterable[str]) -> None:
        super().__init__(
            f"{language!r} {state!r} is no language version; write one of {among(languages)} and one of {among(states)}"
        )


class NotSubmitted(CouncilError):
    """Only what was handed over is received."""

    def __init__(self, cycle: str, step: str) -> None:
        remedy = f"mark it met with its document: council met {cycle} {step} --document SYMBOL"
        super().__init__(f"{cycle} {step} has handed nothing over; {remedy}")


class NoSuchCircular(CouncilError):
    """No circular of that symbol is known."""

    def __init__(self, symbol: str, known: Iterable[str]) -> None:
        super().__init__(f"there is no circular {symbol!r}; load it under `circulars`; known are {among(known)}")


class LoadRefused(CouncilError):
    """A loaded file cannot be taken; the sentence names the file and the entry."""


class BadSeal(CouncilError):
    """The journal was changed after it was written."""

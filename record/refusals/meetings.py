"""What acts refuse: a meeting that cannot be found, followed or changed."""

from collections.abc import Mapping

from planning.errors import CouncilError, NotADate, quoted
from planning.remedies import Call


class NoSuchMeeting(CouncilError):
    """No meeting has that key."""

    def __init__(self, key: str) -> None:
        super().__init__(f"there is no meeting {quoted(key)}", "load it first")


class NeitherDayNorMeeting(CouncilError):
    """What an anchor is given names no day, and no meeting either."""

    def __init__(self, words: str) -> None:
        super().__init__(
            f"{quoted(words)} is neither a day nor a meeting that is known",
            "give days as 2017-04-28 or 2017-05-15/2017-05-25",
            "load the meeting first",
        )


class NotHeldAtAll(CouncilError):
    """A cancelled meeting expects, receives and decides nothing any more."""

    def __init__(self, key: str) -> None:
        super().__init__(f"{key} is cancelled: nothing is expected, received or decided for it", held_instead(key))


class NoDates(CouncilError):
    """A meeting postponed or cancelled has no days that a cycle could hang from."""

    def __init__(self, key: str, status: str) -> None:
        move = Call("meeting/move", {"meeting": key}, "give it new ones first")
        remedy = "name the meeting held instead" if status == "cancelled" else move
        super().__init__(f"{key} is {status} and has no dates", remedy)


class MeetingRefused(CouncilError):
    """A meeting does not stand so that this could be done with it."""


def see(meeting: str) -> Call:
    """Return how one sees how a meeting stands, and what lies before it."""
    return Call("meeting/show", {"meeting": meeting}, "see how it stands")


def held_instead(meeting: str) -> Call:
    """Return the act that names the meeting held in place of a cancelled one: what depended on it depends on that."""
    return Call("meeting/cancel", {"meeting": meeting, "instead": None}, "name the meeting held instead")


class FollowsMeeting(CouncilError):
    """The anchor's dates are those of a meeting."""

    def __init__(self, cycle: str, anchor: str, meeting: str, *, is_cancelled: bool = False) -> None:
        move = Call("meeting/move", {"meeting": meeting}, "move that")
        sentence = f"{quoted(anchor)} of {cycle} follows the meeting {meeting}"
        words = f"{sentence}, which is cancelled" if is_cancelled else sentence
        super().__init__(words, held_instead(meeting) if is_cancelled else move)


class KeyForDays(NotADate):
    """The key of a meeting where days are wanted: what depends on one meeting follows another once that is said.

    The days of one that is `off`, postponed or cancelled, hold no longer: nothing is to follow it.
    """

    def __init__(
        self, words: str, meeting: str | None, own: Mapping[str, object] | None = None, *, off: str | None = None
    ) -> None:
        self.text = words
        sentence = f"{quoted(words)} is a meeting{f' that is {off}' if off else ''}, and no day"
        remedy: Call | str = Call("anchor/move", own or {}, "write its days")
        if meeting:
            why = f"what depends on {meeting} follows {words} once that is held instead"
            remedy = Call("meeting/cancel", {"meeting": meeting, "instead": words}, why)
        if off:
            remedy = "name another meeting, or write days"
        if meeting == words:
            remedy = Call("meeting/move", {"meeting": meeting}, "write its new days")
            remedy = held_instead(words) if off == "cancelled" else remedy
        CouncilError.__init__(self, sentence, remedy)


class NoSuchBody(CouncilError):
    """No body goes by that name."""

    def __init__(self, name: str) -> None:
        load = Call("file/load", {"files": "FILE.yaml"}, "load it first")
        super().__init__(f"there is no body {quoted(name)}", load)

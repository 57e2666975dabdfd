"""What acts refuse: a meeting that cannot be found, followed or changed."""

from planning.errors import CouncilError, quoted
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


class NoDates(CouncilError):
    """A meeting postponed or cancelled has no days that a cycle could hang from."""

    def __init__(self, key: str, status: str) -> None:
        move = Call("meeting/move", {"meeting": key}, "give it new ones first")
        super().__init__(f"{key} is {status} and has no dates", move)


class MeetingRefused(CouncilError):
    """A meeting does not stand so that this could be done with it."""


def see(meeting: str) -> Call:
    """Return how one sees how a meeting stands, and what lies before it."""
    return Call("meeting/show", {"meeting": meeting}, "see how it stands")


class FollowsMeeting(CouncilError):
    """The anchor's dates are those of a meeting."""

    def __init__(self, cycle: str, anchor: str, meeting: str) -> None:
        move = Call("meeting/move", {"meeting": meeting}, "move that")
        super().__init__(f"{quoted(anchor)} of {cycle} follows the meeting {meeting}", move)

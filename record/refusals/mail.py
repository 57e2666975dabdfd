"""What acts refuse: a message that cannot be found, released or sent."""

from planning.errors import CouncilError
from planning.remedies import Call
from planning.rule_words import count_of


class NoSuchMessage(CouncilError):
    """No message has that number."""

    def __init__(self, number: object) -> None:
        super().__init__(f"there is no message {number}", Call("outbox/list", words="see them"))


def _see(number: object) -> Call:
    return Call("outbox/show", {"number": number}, "see it")


class NotWaiting(CouncilError):
    """The message is past being released or dropped."""

    def __init__(self, number: object, state: str) -> None:
        super().__init__(f"message {number} is {state}: only one that waits can be released or dropped", _see(number))


class NotLeaving(CouncilError):
    """Only what is about to leave, and has not, can be held."""

    def __init__(self, number: object, state: str) -> None:
        why = "only one that is queued, or is to be tried again, can be held"
        super().__init__(f"message {number} is {state}: {why}", _see(number))


class NotFailed(CouncilError):
    """Only what failed for good is sent once more."""

    def __init__(self, number: object, state: str) -> None:
        super().__init__(f"message {number} is {state}: only one that is dead is sent once more", _see(number))


class NotDropped(CouncilError):
    """Only what an officer dropped can be put back."""

    def __init__(self, number: object, state: str) -> None:
        super().__init__(f"message {number} is {state}: only one that was dropped can be put back", _see(number))


class ToldOtherwise(CouncilError):
    """A dropped message would tell what is told already, or is so no longer."""

    def __init__(self, number: object, step: str, *, is_over: bool) -> None:
        why = f"{step} was settled or changed since" if is_over else f"another message tells its reader of {step}"
        super().__init__(f"message {number} is not put back: {why}", _see(number))


class NothingNamed(CouncilError):
    """Mail to the membership leaves by an officer's word about that mail, not by an empty list."""

    def __init__(self) -> None:
        super().__init__("no mail is named; name a cycle or message numbers, or choose everything")


class NoMailServer(CouncilError):
    """There is nothing to send mail through."""

    def __init__(self, waiting: int) -> None:
        self.waiting = waiting
        super().__init__(
            f"{count_of(waiting, 'message waits', 'messages wait')}, and no mail server is set: nothing was sent; "
            "set COUNCIL_MAIL_URL=smtp://host:port"
        )

"""What acts refuse: a message that cannot be found, released or sent."""

from planning.errors import CouncilError


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

"""What acts refuse: a channel, or the address of a feed, that cannot be found."""

from planning.errors import CouncilError, quoted
from planning.remedies import Call


class NoSuchChannel(CouncilError):
    """No channel has that number."""

    def __init__(self, number: str) -> None:
        super().__init__(f"there is no channel {number}", Call("channels/list", words="their list has the numbers"))


class NoSuchSubscription(CouncilError):
    """No subscription is known by that number."""

    def __init__(self, which: str) -> None:
        super().__init__(
            f"there is no living subscription {quoted(which)}", Call("tokens/list", words="their list has the numbers")
        )

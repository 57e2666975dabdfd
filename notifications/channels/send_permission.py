"""Whether a message may still leave: asked by a channel when it is about to hand it over, however long that took."""

from collections.abc import Callable

MayLeave = Callable[[], bool]


class Withheld(Exception):
    """The message may not leave any more, and nothing of it has."""


def always() -> bool:
    """Return True: nothing can have changed meanwhile."""
    return True

"""What acts refuse: an action item that cannot be found or changed so."""

from planning.errors import CouncilError
from planning.remedies import Call


class NoSuchItem(CouncilError):
    """No action item has that key."""

    def __init__(self, key: str, near: str | None) -> None:
        hint = f"did you mean {near!r}? " if near else ""
        super().__init__(f"there is no action item {key!r}", Call("item/list", words=f"{hint}see them"))


class ItemRefused(CouncilError):
    """An item does not stand so that this could be done with it."""

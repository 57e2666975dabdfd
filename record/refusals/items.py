"""What acts refuse: an action item that cannot be found or changed so."""

from planning.errors import CouncilError, quoted
from planning.remedies import Call


class NoSuchItem(CouncilError):
    """No action item has that key."""

    def __init__(self, key: str, near: str | None) -> None:
        hint = f"did you mean {quoted(near)}? " if near and near != key.casefold() else ""  # it may have come later
        super().__init__(f"there is no action item {quoted(key)}", Call("item/list", words=f"{hint}see them"))


class ItemRefused(CouncilError):
    """An item does not stand so that this could be done with it."""

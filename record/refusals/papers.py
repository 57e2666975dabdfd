"""What acts refuse: a document, a submission or a circular that cannot be found or recorded so."""

from collections.abc import Iterable
from datetime import date

from planning.errors import CouncilError, among, quoted
from planning.remedies import Call


class NoSuchDocument(CouncilError):
    """The record knows no document of that symbol or address."""

    def __init__(self, words: str) -> None:
        hand_over = Call("document/submit", words="hand it over")
        super().__init__(f"there is no document {quoted(words)}", "load it under `documents`", hand_over)


class OtherDocument(CouncilError):
    """A symbol names one document."""

    def __init__(self, name: str, owner: str, document: str) -> None:
        same = Call("document/also", {"document": document, "other": name}, "say that the two are one text")
        remedies = (same,) if document != name else ("correct one of the two",)
        super().__init__(f"{quoted(name)} is already a symbol of the document {owner}", *remedies)


class NotSubmitted(CouncilError):
    """Only what was submitted is received."""

    def __init__(self, cycle: str, step: str) -> None:
        of: dict[str, object] = {"cycle": cycle, "step": step, "document": None}
        met = Call("deadline/met", of, "record it as completed with its document")
        super().__init__(f"{cycle} {step} has submitted nothing", met)


class CircularSent(CouncilError):
    """A circular is sent once."""

    def __init__(self, symbol: str, on: date) -> None:
        super().__init__(f"{symbol} was sent on {on}; a second letter has a symbol of its own: load it")


class NoSuchCircular(CouncilError):
    """No circular of that symbol is known."""

    def __init__(self, symbol: str, known: Iterable[str]) -> None:
        super().__init__(f"there is no circular {quoted(symbol)}; load it under `circulars`; known are {among(known)}")

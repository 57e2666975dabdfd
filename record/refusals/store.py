"""What acts refuse: a store, a setting or a file that cannot be used."""

from collections.abc import Collection

from planning.errors import CouncilError, quoted
from planning.remedies import Call


class NoStore(CouncilError):
    """There is no store to read yet."""

    def __init__(self) -> None:
        super().__init__("there is no store here yet", Call("db/upgrade", words="make one"))


class BadSetting(CouncilError):
    """A setting in the environment cannot be read."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name} cannot be used: {why}")


class UnknownSetting(CouncilError):
    """A variable of the environment looks like a setting and is none: what it was meant to say would not hold."""

    def __init__(self, prefix: str, name: str, known: Collection[str]) -> None:
        from difflib import get_close_matches

        near = get_close_matches(name.upper(), known, n=1)
        meant = f"write {prefix}{near[0]}" if near else "README.md lists those that there are"
        super().__init__(f"{prefix}{name} is no setting; {meant}, or take it out of the environment")


class BadSeal(CouncilError):
    """The journal was changed after it was written."""


class WrongJournalKey(CouncilError):
    """The journal goes on under the key that sealed its last line, or one that comes after it."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"the last line of the journal was sealed with the key {key}, which is not here",
            "add it to COUNCIL_SECRET, behind a comma",
            "bring back the file that held it",
            Call("journal/accept", words="if both are lost, begin a new series of seals"),
        )


class NoHead(CouncilError):
    """These words are no head of a journal."""

    def __init__(self, words: str) -> None:
        super().__init__(
            f"{quoted(words)} is no head of a journal, NUMBER:SEAL", Call("journal/verify", words="this prints it")
        )


class NotAnAncestor(CouncilError):
    """A head that was kept elsewhere is none of the journal's lines."""

    def __init__(self, lines: int) -> None:
        super().__init__(
            f"the journal does not follow from that head: its line {lines} is not there, or is another one; "
            "restore the store from a backup that does"
        )


class LoadRefused(CouncilError):
    """A loaded file cannot be taken; the sentence names the file and the entry."""

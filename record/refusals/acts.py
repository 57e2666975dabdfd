"""What acts refuse: an act that nobody may do, or not then, or not without a reason."""

from collections.abc import Collection
from datetime import UTC, datetime

from planning.errors import CouncilError, among, quoted
from planning.remedies import Argument, Remedy
from planning.zones import in_geneva, local_day


class NobodyNamed(CouncilError):
    """Someone by name is responsible, or nobody acts."""

    def __init__(self, *ways: str) -> None:
        super().__init__("no one is named for this act", Argument("by", "say who", "NAME"), *ways)


class OutOfTime(CouncilError):
    """An act is dated before the cycle's last act, or after now."""

    def __init__(self, at: datetime, why: str, *ways: Remedy) -> None:
        sentence = f"this act cannot count as done at {at.astimezone(UTC):%Y-%m-%d %H:%M} UTC: {why}"
        super().__init__(sentence, *(ways or ("correct the day or the hour",)))


class NothingOnRecord(CouncilError):
    """A day, or an hour of the first day, before anything was on record."""

    def __init__(self, at: datetime, begins: datetime) -> None:
        asked, first = str(local_day(at)), str(local_day(begins))
        if asked == first:
            asked, first = (f"{moment} (Geneva)" for moment in (in_geneva(at), in_geneva(begins)))
        super().__init__(f"nothing was on record on {asked}: the record begins on {first}")


class ReasonMissing(CouncilError):
    """The act changes what people rely on, so it says why."""

    def __init__(self, act: str) -> None:
        super().__init__(f"{act} needs a reason", Argument("because", "give one", "REASON"))


class TooLong(CouncilError):
    """More words than are kept."""

    def __init__(self, words: str, longest: int) -> None:
        super().__init__(f"{quoted(words)} has {len(words):,} characters; shorten it to {longest:,} at most")


class NoSuchChoice(CouncilError):
    """A word that is none of those that there are to choose from."""

    def __init__(self, word: str, choices: Collection[str]) -> None:
        super().__init__(f"{quoted(word)} is none of the words here; choose {among(list(choices))}")


class NotANumber(CouncilError):
    """A number is wanted, and something else was written."""

    def __init__(self, words: str) -> None:
        super().__init__(f"{quoted(words)} is not a number; write digits, such as 3")


class GivenTwice(CouncilError):
    """One name, and two values for it."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{quoted(name)} is given twice; give it once")


class NotAPair(CouncilError):
    """Something is said of a thing, and the thing or what is said of it is left out."""

    def __init__(self, words: str) -> None:
        super().__init__(f"{quoted(words)} is one word; write two: the cycle, and what is said of it")


class NoneNamed(CouncilError):
    """The act wants a word that was left out, or one thing at least, and none was named."""

    def __init__(self, what: str) -> None:
        super().__init__(f"nothing is given for {quoted(what)}; give one at least")


class KeptByRun(CouncilError):
    """A run keeps what was typed into its form, for all to read who see the run."""

    def __init__(self, person: str) -> None:
        super().__init__(
            f"{person} has a channel, whose address may hold a secret, and a run keeps what is typed into it",
            "load contacts with channels at the terminal",
        )


class MemoRefused(CouncilError):
    """There is no such thing that somebody wanted to be reminded of."""

"""What acts refuse: a cycle that cannot be found, opened, changed or ended."""

from collections.abc import Iterable
from datetime import date

from planning.errors import CouncilError, among, quoted
from planning.fit import Conflict
from planning.remedies import Argument, Call


class NoSuchCycle(CouncilError):
    """No cycle of that name is in the store."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self.name, names = name, list(known)
        if names:
            super().__init__(f"there is no cycle {quoted(name)}; the cycles are {among(names)}")
        else:
            open_it = Call("cycle/open", {"cycle": "CHAIN/EDITION"}, "open one")
            super().__init__(f"there is no cycle {quoted(name)}: no cycle is open yet", open_it)


class BadCycleName(CouncilError):
    """A cycle is named chain/edition."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{quoted(name)} does not name a cycle; write chain/edition, for instance hlpf-contribution/2017"
        )


class AlreadyOpen(CouncilError):
    """The cycle is there already."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is already open", Call("cycle/status", {"cycle": name}, "see it"))


class NoSuchStep(CouncilError):
    """The cycle has no such step."""

    def __init__(self, cycle: str, step: str, known: Iterable[str]) -> None:
        super().__init__(f"{cycle} has no step {quoted(step)}; its steps are {among(known)}")


class NoSuchAnchor(CouncilError):
    """Neither the cycle nor the store knows what should move."""

    def __init__(self, cycle: str, anchor: str, known: Iterable[str]) -> None:
        super().__init__(f"{cycle} has no reference date {quoted(anchor)}; its reference dates are {among(known)}")


class NotAnEdition(CouncilError):
    """A new edition follows one of its own chain."""

    def __init__(self, name: str, last: str) -> None:
        super().__init__(f"{name} cannot begin from {last}; name an earlier edition of the same procedure")


class NotProposed(CouncilError):
    """The year does not call for that cycle."""

    def __init__(self, name: str, year: int, known: Iterable[str]) -> None:
        super().__init__(f"{year} does not call for {quoted(name)}; it calls for {among(known)}")


class NotAccepted(CouncilError):
    """Something is said of a cycle that is not to be opened."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is not accepted, and a reference date is given for it; accept it, or leave that out")


class StillMissing(CouncilError):
    """A cycle that hangs from what has no day yet."""

    def __init__(self, name: str, missing: Iterable[str]) -> None:
        super().__init__(
            f"{name} cannot be opened yet: {'; '.join(missing)}",
            "load the meeting",
            Argument("anchor", "give a day; it may be one that is not confirmed", f"{name} NAME=DATE"),
        )


class CycleEnded(CouncilError):
    """A closed or abandoned cycle takes no more acts."""

    def __init__(self, name: str, ending: str) -> None:
        reopen = Call("cycle/reopen", {"cycle": name}, "reopen it first")
        super().__init__(f"{name} is {ending}: nothing of it is chased or changed", reopen)


class NotEnded(CouncilError):
    """Only what has ended can be opened again."""

    def __init__(self, name: str) -> None:
        see = Call("cycle/status", {"cycle": name}, "see how it stands")
        super().__init__(f"{name} is open: it was neither closed nor abandoned", see)


class StillOpen(CouncilError):
    """A cycle closes when all its steps are settled."""

    def __init__(self, name: str, steps: Iterable[str]) -> None:
        open_steps = list(steps)
        unsettled, them = ("is not settled", "it") if len(open_steps) == 1 else ("are not settled", "them")
        remedy = f"record {them} as completed or not required, or abandon the cycle"
        super().__init__(f"{name} cannot be closed: {among(open_steps)} {unsettled}; {remedy}")


class DoesNotFit(CouncilError):
    """The dates conflict, and nobody has accepted that."""

    def __init__(self, name: str, conflicts: Iterable[Conflict]) -> None:
        self.conflicts = tuple(conflicts)
        words = "; ".join(conflict.sentence for conflict in self.conflicts)
        accept = Argument("accept_conflicts", "to open it all the same, say why", "REASON")
        super().__init__(f"{name} does not fit: {words}", accept)


class FarFromEdition(CouncilError):
    """A typed day that lies years away from its cycle's edition, and nobody said that it is right."""

    def __init__(self, name: str, day: date, years: int) -> None:
        self.cycle, self.day = name, day
        edition = name.partition("/")[2]
        super().__init__(
            f"{day} lies more than {years} years from the edition {edition} of {name}",
            "correct it",
            Argument("sure", "say that it is right"),
        )


class BeforeItsCycle(CouncilError):
    """Something of a cycle was done on a day before the cycle was opened, and nobody said that it is right."""

    def __init__(self, name: str, day: date, opened: date) -> None:
        self.cycle, self.day = name, day
        super().__init__(
            f"{day} lies before {name} was opened, on {opened}", "correct it", Argument("sure", "say that it is right")
        )


class Objected(CouncilError):
    """Dates that hardly can be, and nobody has accepted them."""

    def __init__(self, name: str, sentences: Iterable[str]) -> None:
        accept = Argument("accept_conflicts", "to agree it all the same, say why", "REASON")
        super().__init__(f"{name}: {'; '.join(sentences)}; nothing was agreed: correct it", accept)


class StepExists(CouncilError):
    """A cycle has a step of a name once."""

    def __init__(self, cycle: str, step: str) -> None:
        super().__init__(f"{cycle} has a step {quoted(step)} already; give the new one another name")

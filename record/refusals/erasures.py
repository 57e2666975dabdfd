"""What acts refuse: a person who cannot be erased yet, for something waits for them, or nobody else is there."""

from collections.abc import Sequence

from planning.errors import CouncilError
from planning.remedies import Call
from planning.rule_words import count_of


class NamedInReason(CouncilError):
    """The journal keeps a reason for ever, and would keep the name with it."""

    def __init__(self) -> None:
        super().__init__("the reason names the person, and is kept for ever; say it without name and address")


class StillResponsible(CouncilError):
    """Somebody has to do what the person was to do."""

    def __init__(self, name: str, steps: Sequence[tuple[str, str]]) -> None:
        cycle, step = steps[0]
        of = {"cycle": cycle, "step": step}
        super().__init__(
            f"{name} is responsible for {count_of(len(steps), 'open step')}, the first one {cycle} {step}",
            Call("deadline/assign", of, "give each to somebody else"),
            Call("deadline/hand-back", of, "or back to its role"),
        )


class LettersWait(CouncilError):
    """A letter that waits would bring the name out once more."""

    def __init__(self, name: str, email: str) -> None:
        super().__init__(
            f"letters that wait, are on their way or failed go to {name}, or name them",
            Call("outbox/list", {"person": email}, "see them"),
            Call("outbox/drop", words="take out those to them, and let the others leave"),
        )


class OnlyOfficer(CouncilError):
    """Nobody of the Secretariat would be left."""

    def __init__(self, name: str) -> None:
        give = Call("people/give-role", words="give somebody else a role of the Secretariat first")
        super().__init__(f"{name} is the only one of the Secretariat today", give)


class OnlyAdministrator(CouncilError):
    """Nobody would be left who may give accounts at the desk."""

    def __init__(self, name: str) -> None:
        invite = Call("account/invite", words="invite another first")
        super().__init__(f"{name} is the only administrator of the desk", invite)

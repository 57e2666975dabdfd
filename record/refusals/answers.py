"""What acts refuse: an answer or a comment that the ledger cannot hold."""

from planning.errors import CouncilError, quoted
from planning.remedies import Argument, Call


class NotAWindow(CouncilError):
    """Only those who are invited answer."""

    def __init__(self, cycle: str, step: str, by: str) -> None:
        met = Call("deadline/met", {"cycle": cycle, "step": step}, "record it as completed")
        super().__init__(f"{quoted(step)} invites nobody to answer, {by} does it", met)


class NoVoter(CouncilError):
    """A vote counts only from the focal point of the organization."""

    def __init__(self, organization: str, person: str | None, points: list[str]) -> None:
        who = f"{person} is not" if person else "nobody who replied is named as"
        known = f"; that is {' or '.join(points)}" if points else "; none is known"
        give = Call("people/give-role", {"role": "focal-point"}, "give the role to whom it designated")
        name = Argument("given_by", "name who voted", "PERSON")
        sentence = f"{who} the focal point of {organization}, and only theirs counts{known}"
        super().__init__(sentence, name if points else give)


class AlreadyAnswered(CouncilError):
    """The ledger says so already."""

    def __init__(self, organization: str, cycle: str, step: str) -> None:
        see = Call("comment/list", {"cycle": cycle, "step": step}, "see them")
        super().__init__(f"this answer of {organization} to {quoted(step)} is recorded already", see)


class NotAnswered(CouncilError):
    """There is no such answer."""

    def __init__(self, organization: str, cycle: str, step: str) -> None:
        of: dict[str, object] = {"cycle": cycle, "step": step, "organization": organization}
        give = Call("answer/give", of, "record it")
        super().__init__(f"{organization} has no such answer to {quoted(step)}", give)


class NoOutcome(CouncilError):
    """A comment is taken up, declined, noted or left to the Chair, one of these."""

    def __init__(self) -> None:
        taken_up = Argument("taken_up", "say where it is reflected", "WHERE")
        declined = Argument("declined", "say why it is not reflected", "REASON")
        noted = Argument("noted", "say what is noted", "NOTE")
        for_chair = Argument("for_chair", "say what the Chair is to decide", "WHAT")
        sentence = "a comment is reflected, not reflected, noted or left to the Chair: one of these"
        super().__init__(sentence, taken_up, declined, noted, for_chair)


class NothingToReopen(CouncilError):
    """Nothing has become of the comment."""

    def __init__(self, cycle: str, step: str, number: int) -> None:
        see = Call("comment/list", {"cycle": cycle, "step": step}, "see what became of each")
        super().__init__(f"comment {number} of {quoted(step)} is open: there is nothing to take back", see)


class NoSuchComment(CouncilError):
    """The window has no comment of that number."""

    def __init__(self, cycle: str, step: str, number: int, count: int) -> None:
        see = Call("comment/list", {"cycle": cycle, "step": step}, "see them")
        known = f"they are numbered 1 to {count}" if count else "none is recorded"
        super().__init__(f"{quoted(step)} has no comment {number}; {known}", see)

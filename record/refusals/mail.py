"""What acts refuse: a letter that cannot be found, approved or sent."""

from planning.errors import CouncilError
from planning.remedies import Call
from planning.rule_words import count_of

_STANDS = {
    "held": "for approval",
    "retry": "to be tried again",
    "unknown": "not yet answered by its server",
    "dead": "given up",
    "suppressed": "taken back",
    "superseded": "replaced",
    "dropped": "not to be sent",
    "presumed": "presumed to have left",
}


class NoSuchMessage(CouncilError):
    """No message has that number."""

    def __init__(self, number: object) -> None:
        super().__init__(f"there is no letter {number}", Call("outbox/list", words="see them"))


def _see(number: object) -> Call:
    return Call("outbox/show", {"number": number}, "see it")


def _words(state: str) -> str:
    """Return how a letter stands, as officers read it (the glossary), by its state."""
    return _STANDS.get(state, state)


class NotWaiting(CouncilError):
    """The message is past being released or dropped."""

    def __init__(self, number: object, state: str) -> None:
        why = "only one that waits can be approved or left unsent"
        super().__init__(f"letter {number} is {_words(state)}: {why}", _see(number))


class NotLeaving(CouncilError):
    """Only what is about to leave, and has not, can be held."""

    def __init__(self, number: object, state: str) -> None:
        why = "only one that is about to leave can be kept for approval"
        super().__init__(f"letter {number} is {_words(state)}: {why}", _see(number))


class NotFailed(CouncilError):
    """Only what failed for good is sent once more."""

    def __init__(self, number: object, state: str) -> None:
        why = "only one that was given up is sent once more"
        super().__init__(f"letter {number} is {_words(state)}: {why}", _see(number))


class NotDropped(CouncilError):
    """Only what an officer dropped can be put back."""

    def __init__(self, number: object, state: str) -> None:
        why = "only one that an officer left unsent can be put back"
        super().__init__(f"letter {number} is {_words(state)}: {why}", _see(number))


class ToldOtherwise(CouncilError):
    """A dropped message would tell what is told already, or is so no longer."""

    def __init__(self, number: object, step: str, *, is_over: bool) -> None:
        why = f"{step} was settled or changed since" if is_over else f"another letter tells its reader of {step}"
        super().__init__(f"letter {number} is not put back: {why}", _see(number))


class NothingNamed(CouncilError):
    """Mail to the membership leaves by an officer's word about that mail, not by an empty list."""

    def __init__(self) -> None:
        super().__init__("no mail is named; name a cycle, or letters by number, or choose everything")


class NoMailServer(CouncilError):
    """There is nothing to send mail through."""

    def __init__(self, waiting: int) -> None:
        self.waiting = waiting
        super().__init__(
            f"{count_of(waiting, 'letter waits', 'letters wait')}, and no mail server is set: nothing was sent; "
            "set COUNCIL_MAIL_URL=smtp://host:port"
        )

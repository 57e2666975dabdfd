"""What acts refuse: somebody whom the record does not know."""

from datetime import date

from planning.errors import CouncilError, quoted
from planning.remedies import Call
from planning.roles import is_known


class NoSuchPerson(CouncilError):
    """No contact has that address or name."""

    def __init__(self, name: str, near: str | None = None) -> None:
        if is_known(name):
            hand_back = Call("deadline/hand-back", words="to give a step back to its role, hand it back")
            super().__init__(f"{name} is a role, and no person", hand_back)
        elif near:
            super().__init__(f"there is no contact {quoted(name)}; did you mean {near}?")
        else:
            super().__init__(f"there is no contact {quoted(name)}; load contacts first, and name one by e-mail address")


class ChairAndViceChair(CouncilError):
    """Nobody is Chair and Vice-Chair of one body at once."""

    def __init__(self, name: str, email: str, body: str, first: date | None) -> None:
        end = Call("people/end-role", {"person": email, "scope": body}, "end the other first")
        since = f" from {first} on" if first else ""
        super().__init__(f"{name} would be both Chair and Vice-Chair of {body}{since}; give one of the two", end)


class NotAssigned(CouncilError):
    """Only what somebody was given can be handed back."""

    def __init__(self, cycle: str, step: str) -> None:
        super().__init__(f"nobody in person is responsible for {cycle} {step}; the people of its role hear of it")


class BadDeputy(CouncilError):
    """Somebody who cannot stand in."""


class NoSuchDeputy(CouncilError):
    """Nobody, or not that one, stands in for the person."""

    def __init__(self, person: str, deputy: str | None) -> None:
        stands = f"{deputy} does not stand in" if deputy else "nobody stands in"
        super().__init__(f"{stands} for {person}", Call("deputy/list", words="see who does"))


class NoSuchOrganization(CouncilError):
    """No contact belongs to an organization of that name."""

    def __init__(self, name: str, near: str | None) -> None:
        hint = f"did you mean {quoted(near)}? " if near else ""
        super().__init__(
            f"there is no organization {quoted(name)}; {hint}load a contact of it first, or correct the name"
        )

"""What acts refuse: an account at the desk, or a sign-in, that is not there."""

from planning.errors import CouncilError, quoted
from planning.remedies import Call


class NoAccount(CouncilError):
    """The person has no account at the desk."""

    def __init__(self, email: str, name: str) -> None:
        invite = Call("account/invite", {"person": email}, "invite them")
        super().__init__(f"{name} has no account at the desk", invite)


class NotSignedIn(CouncilError):
    """The person is signed in nowhere, or not where this number says."""

    def __init__(self, email: str, name: str, number: str | None) -> None:
        where = f"by the number {quoted(number)}" if number else "anywhere"
        super().__init__(
            f"{name} is not signed in {where}", Call("sign-in/list", {"person": email}, "see where they are")
        )


class NoRoleLeft(CouncilError):
    """All roles of the person have ended: at no door does anybody act by that name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"the last role of {name} has ended, and nobody acts by that name any more",
            Call("file/load", {"files": "CONTACTS.csv"}, "have their present role loaded"),
        )

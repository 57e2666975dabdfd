"""What acts refuse: somebody whom the record does not know."""

from planning.errors import CouncilError


class NoSuchPerson(CouncilError):
    """No contact has that address or name."""

    def __init__(self, who: str) -> None:
        super().__init__(f"there is no contact {who!r}; load contacts first, and name one by e-mail address")


class NoSuchOrganization(CouncilError):
    """No contact belongs to an organization of that name."""

    def __init__(self, name: str, near: str | None) -> None:
        hint = f"did you mean {near!r}? " if near else ""
        super().__init__(f"there is no organization {name!r}; {hint}load a contact of it first, or correct the name")

"""What acts refuse: a store, a setting or a file that cannot be used."""

from planning.errors import CouncilError


class NoStore(CouncilError):
    """There is no store to read yet."""

    def __init__(self) -> None:
        super().__init__("there is no store here yet; make one with: council db upgrade")


class BadSetting(CouncilError):
    """A setting in the environment cannot be read."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name} cannot be used: {why}")


class BadSeal(CouncilError):
    """The journal was changed after it was written."""


class LoadRefused(CouncilError):
    """A loaded file cannot be taken; the sentence names the file and the entry."""

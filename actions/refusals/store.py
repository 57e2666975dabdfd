"""What acts refuse: a store, a setting or a file that cannot be used."""

from collections.abc import Collection

from planning.errors import CouncilError


class NoStore(CouncilError):
    """There is no store to read yet."""

    def __init__(self) -> None:
        super().__init__("there is no store here yet; make one with: council db upgrade")


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


class LoadRefused(CouncilError):
    """A loaded file cannot be taken; the sentence names the file and the entry."""

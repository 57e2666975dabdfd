"""What acts refuse: a resolution, a version or a clause that cannot be found or put in force."""

from collections.abc import Iterable

from planning.errors import CouncilError, among, quoted


class NoSuchResolution(CouncilError):
    """No resolution of that key is loaded."""

    def __init__(self, key: str, known: Iterable[str]) -> None:
        super().__init__(f"there is no resolution {quoted(key)}; load it under `resolutions`; known are {among(known)}")


class NoSuchVersion(CouncilError):
    """The resolution has no version of that name."""

    def __init__(self, key: str, version: str, known: Iterable[str]) -> None:
        super().__init__(f"{key} has no version {quoted(version)}; its versions are {among(known)}")


class VersionExists(CouncilError):
    """The text of a version never changes."""

    def __init__(self, key: str, version: str) -> None:
        super().__init__(f"{key} has the version {quoted(version)} already; give the new text a name of its own")


class AlreadyInForce(CouncilError):
    """The version is in force from that day already."""

    def __init__(self, key: str, version: str) -> None:
        super().__init__(f"{quoted(version)} of {key} is in force from that day already; there is nothing to change")


class NoSuchClause(CouncilError):
    """No version of a resolution holds this clause."""

    def __init__(self, words: str, known: Iterable[str]) -> None:
        super().__init__(
            f"there is no clause {quoted(words)}; write one such as council-1332/sg-5; known are {among(known)}"
        )

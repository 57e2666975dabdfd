"""What acts on the file of a session refuse."""

from collections.abc import Collection

from planning.errors import CouncilError, among, quoted
from planning.remedies import Call


class NoSuchExpected(CouncilError):
    """No document of that name is expected."""

    def __init__(self, words: str, near: Collection[str] = ()) -> None:
        expect = Call("document/expect", {"expected": words}, "say that it is")
        more = f"; did you mean {among(near)}?" if near else ""
        super().__init__(f"no document {quoted(words)} is expected{more}", expect)


class BadExpected(CouncilError):
    """Words that name no meeting and no document of it."""

    def __init__(self, words: str) -> None:
        super().__init__(f"{quoted(words)} is not MEETING/DOCUMENT; write one such as council-27/wsis-report")


class ExpectedRefused(CouncilError):
    """An expected document does not stand so that this could be done with it."""

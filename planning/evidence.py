"""Evidence that a step was met: none, its document, or the address where it was posted."""

from enum import StrEnum

from planning.errors import CouncilError, among, quoted


class Evidence(StrEnum):
    """What a step is met with."""

    NONE = "none"
    DOCUMENT = "document"  # its symbol, or the URL where it stands
    URL = "url"  # where it was posted


class NotEvidence(CouncilError):
    """A word that names no kind of evidence."""

    def __init__(self, word: str) -> None:
        super().__init__(f"{quoted(word)} is no kind of evidence; write {among(Evidence)}")


def evidence(word: str) -> Evidence:
    """Return the kind of evidence of that name. Raises NotEvidence."""
    try:
        return Evidence(word.strip().casefold())
    except ValueError:
        raise NotEvidence(word) from None


def usual(slug: str, *, purpose: str | None, to: str | None, is_window: bool, is_posted: bool) -> Evidence:
    """Return the evidence that a step needs unless it says so itself.

    What is handed to a body for a purpose is a document; what is given to the membership is posted, and so is a step
    named `post-…`. A window has its ledger of answers instead.
    """
    if is_window:
        return Evidence.NONE
    if purpose and to:
        return Evidence.DOCUMENT
    return Evidence.URL if is_posted or slug.startswith("post-") else Evidence.NONE

"""The URL of a channel, as a contact has it: its scheme says by which service a short message leaves."""

import re

from planning.errors import CouncilError


class RefusedUrl(CouncilError):
    """A channel URL that we do not use; the sentence never repeats the URL, for it holds a secret."""

    def __init__(self, why: str) -> None:
        super().__init__(f"this channel cannot be used: {why}")


def scheme_of(url: str) -> str:
    """Return the scheme of one URL, in small letters. Raises RefusedUrl for what is none, or several."""
    if not url.isprintable() or re.search(r"[\s,\\]", url) or url.count("://") != 1:
        raise RefusedUrl("give one URL, without spaces, commas or backslashes; a second channel is a second row")
    return url.partition("://")[0].lower()

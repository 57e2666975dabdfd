"""Names as they are compared: whatever the case, the spaces, the hyphens and the ampersands."""

import re
import unicodedata
from functools import lru_cache


@lru_cache(maxsize=10_000)  # of a few hundred names each is compared thousands of times
def folded(name: str) -> str:
    """Return the name as it is compared: `CWG-WSIS&SDG`, `CWG WSIS & SDG` and `cwg-wsis-and-sdg` are one."""
    words = re.split(r"[\W_]+", unicodedata.normalize("NFKC", name).casefold())
    return "".join(word for word in words if word != "and")


def unaccented(name: str) -> str:
    """Return the name as words of tables are compared: no case, no accents, letters and digits alone."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


def without_accents(words: str) -> str:
    """Return the words as they stand, but for their accents: `Yaounde` for `Yaoundé`."""
    return "".join(letter for letter in unicodedata.normalize("NFD", words) if not unicodedata.combining(letter))

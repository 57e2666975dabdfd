"""Names as they are compared: whatever the case, the spaces, the hyphens and the ampersands."""

import re
import unicodedata
from functools import lru_cache


@lru_cache(maxsize=10_000)  # of a few hundred names each is compared thousands of times
def folded(name: str) -> str:
    """Return the name as it is compared: `CWG-WSIS&SDG`, `CWG WSIS & SDG` and `cwg-wsis-and-sdg` are one."""
    words = re.split(r"[\W_]+", unicodedata.normalize("NFKC", name).casefold())
    return "".join(word for word in words if word != "and")

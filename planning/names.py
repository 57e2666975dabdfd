"""Names as they are compared: whatever the case, the spaces, the hyphens and the ampersands."""

import re
import unicodedata


def folded(name: str) -> str:
    """Return the name as it is compared: `CWG-WSIS&SDG`, `CWG WSIS & SDG` and `cwg-wsis-and-sdg` are one."""
    words = re.split(r"[\W_]+", unicodedata.normalize("NFKC", name).casefold())
    return "".join(word for word in words if word != "and")

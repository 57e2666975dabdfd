"""The words of the pages, in the six official languages, one catalog each."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from notifications.language import FALLBACK, OFFICIAL

_CATALOGS = Path(__file__).parent / "languages"


@cache
def words_of(language: str) -> Mapping[str, str]:
    """Return the sentences of the pages in that official language."""
    return tomllib.loads((_CATALOGS / f"{language}.toml").read_text(encoding="utf-8"))


def preferred(asked: str | None, accept_language: str) -> str:
    """Return the official language asked for, else the first that the browser accepts, else English."""
    wanted = [asked or "", *(choice.partition(";")[0] for choice in _by_weight(accept_language))]
    tags = (choice.strip().lower().partition("-")[0] for choice in wanted)
    return next((tag for tag in tags if tag in OFFICIAL), FALLBACK)


def _by_weight(accept_language: str) -> list[str]:
    return sorted(accept_language.split(","), key=lambda choice: -_weight(choice.partition("q=")[2]))


def _weight(words: str) -> float:
    try:
        return float(words or 1)
    except ValueError:
        return 0.0

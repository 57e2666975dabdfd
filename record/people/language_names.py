"""Languages as tables name them: `French`, `français`, `Französisch` or `fr`, in the names that Unicode CLDR has."""

from difflib import get_close_matches
from functools import cache

from notifications.language import OFFICIAL
from planning.errors import CouncilError, among, quoted
from planning.names import unaccented
from record.locales import locales

NEAR = 0.8  # how alike two names are of which one is a slip


class NotOfficial(CouncilError):
    """A language in which no letter is written, or a word for none."""

    def __init__(self, words: str, why: str) -> None:
        super().__init__(f"{quoted(words)} is not an official language{why} write {among(OFFICIAL)}")


def official(words: str) -> str:
    """Return the official language that a tag or a name means: `fr` for `fr-CH` and `French`. Raises NotOfficial."""
    tag = words.strip().casefold().replace("_", "-").partition("-")[0]
    if tag in OFFICIAL:
        return tag
    name = unaccented(words.partition("(")[0])
    meant = _tags().get(name) or _tags().get(unaccented(tag), "")
    if meant not in OFFICIAL:
        raise NotOfficial(words, _why(name, meant))
    return meant


def _why(name: str, meant: str) -> str:
    """Return which language it is, or the name that is nearest to it."""
    english = locales()[0].languages
    if meant in english:
        return ";" if unaccented(english[meant]) == name else f" but {english[meant]};"
    near = get_close_matches(name, _tags(), 1, NEAR)
    return f"; did you mean {english[_tags()[near[0]]]}?" if near else ";"


@cache
def _tags() -> dict[str, str]:
    """Return the tag of each name and of each tag itself, as they are compared; those of official languages first."""
    from babel.core import get_global

    aliases = dict(get_global("language_aliases"))  # `fre` is fr, `cmn` is zh
    tags: dict[str, str] = {}
    for tag in (*OFFICIAL, *locales()[0].languages):
        base = tag.partition("_")[0]
        for name in (tag, *(locale.languages.get(tag, "") for locale in locales())):
            tags.setdefault(unaccented(name), aliases.get(base, base))
    tags |= {unaccented(alias): tag for alias, tag in aliases.items() if tag in OFFICIAL}
    tags.pop("", None)
    return tags

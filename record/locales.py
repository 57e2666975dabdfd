"""What Unicode CLDR has in the languages of tables: the names of countries among it, whatever the language."""

from functools import cache
from typing import TYPE_CHECKING

from notifications.language import OFFICIAL
from planning.names import as_it_looks

if TYPE_CHECKING:
    from babel import Locale

TABLES = (*OFFICIAL, "de", "it", "ja", "nl", "pt")
"""The languages of the tables that are read."""

COUNTRY = 2  # letters of the code of a country


@cache
def locales() -> "tuple[Locale, ...]":
    """Return what CLDR has in each of the languages of tables, English first."""
    from babel import Locale  # imported late because it takes a tenth of a second

    return tuple(Locale.parse(tag) for tag in sorted(TABLES, key=lambda tag: (tag != "en", tag)))


def country(name: str) -> str | None:
    """Return the code of the country that goes by the name in one of them: BR for `Brasil`, IR for `Iran (…)`."""
    countries = _countries()
    return countries.get(as_it_looks(name)) or countries.get(as_it_looks(name.partition("(")[0]))


@cache
def _countries() -> dict[str, str]:
    return {as_it_looks(name): code for locale in locales() for code, name in locale.territories.items()
            if code.isalpha() and len(code) == COUNTRY}  # fmt: skip

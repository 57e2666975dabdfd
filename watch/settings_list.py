"""List the settings in force, and where each value comes from; secrets stay hidden."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum

from kernel.grants import Grant
from kernel.readings import reading
from kernel.shown import Column, Shown, listing
from record.key_ring import FILE
from record.logs import BLOT, masked, style_of
from record.settings import SETTINGS, Hidden, Setting, Settings, given_in, read


class Source(StrEnum):
    """Where a value comes from."""

    ENVIRONMENT = "environment"
    FILE = "file"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Held:
    """A setting as it holds now: its value as people may see it, None where there is none."""

    variable: str
    value: str | None
    source: Source
    meaning: str


@reading(
    "settings/list",
    who=(Grant.ADMINISTRATOR,),
    short="settings",
    columns=(Column("Setting"), Column("From"), Column("Value")),
)
def settings(*, environment: Mapping[str, str]) -> Shown[list[Held]]:
    """Show each setting, its value, and whether the environment, a file or the default gives it; no secrets."""
    return listing(
        list(held(environment)),
        lambda those: [asdict(each) for each in those],
        lambda those: ((each.variable, each.source, each.value or "none") for each in those),
    )


def held(environment: Mapping[str, str]) -> Iterator[Held]:
    """Yield each setting as it holds. Raises BadSetting, UnknownSetting."""
    settings, values = read(environment), given_in(environment)
    for setting in SETTINGS:
        source = Source.ENVIRONMENT if setting.name in values else Source.DEFAULT
        if setting.name == "SECRET" and not settings.secret and (settings.home / FILE).exists():
            source = Source.FILE
        value = BLOT if source is Source.FILE else _show_value(setting, settings, environment)
        yield Held(setting.variable, value, source, setting.meaning)


def _show_value(setting: Setting, settings: Settings, environment: Mapping[str, str]) -> str | None:
    value = style_of(environment) if setting.name == "LOG" else settings.value(setting.name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return " ".join(value) or None
    if value is None or setting.hidden is Hidden.NOTHING:
        return None if value is None else str(value)
    return BLOT if setting.hidden is Hidden.ALL else _without_password(str(value))


def _without_password(url: str) -> str:
    """Return the URL with all before its last `@` hidden: a password may hold any sign, also one that it should not.

    What is no URL is hidden whole, for nobody knows what it holds.
    """
    if "://" not in url:
        return BLOT
    return masked(re.sub(r"://.*@", f"://{BLOT}@", url, flags=re.DOTALL))

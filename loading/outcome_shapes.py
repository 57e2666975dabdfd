"""The shape of an outcome of a conference: what became of a resolution, and who follows it up."""

from typing import Annotated

from pydantic import Field

from loading.base_shape import Shape
from loading.dates import Day
from loading.scalars import Text, reads
from models.outcomes import OutcomeFate
from notifications.plain_text import plain
from planning.errors import among
from planning.names import unaccented

FATES: dict[OutcomeFate, str] = {
    OutcomeFate.REVISED: "revised, modified, amended, revision, révisée, modifiée, revisada, modificada, geändert, "
    "пересмотрена, изменена, 修订, معدل",
    OutcomeFate.NEW: "new, adopted, nouvelle, adoptée, nueva, adoptada, neu, новая, принята, 新, جديد",
    OutcomeFate.SUPPRESSED: "suppressed, abrogated, deleted, repealed, supprimée, abrogée, suprimida, abrogada, "
    "aufgehoben, исключена, отменена, 废止, ملغى",
}
"""What lists call each fate."""

HELD = ("true", "yes", "held", "available", "x", "oui", "sí", "si", "ja", "да", "是", "نعم")
NOT_HELD = (
    "false",
    "no",
    "not held",
    "not yet",
    "not yet available",
    "not available",
    "non",
    "nein",
    "нет",
    "否",
    "لا",
)
_FATE = {unaccented(word): fate for fate, words in FATES.items() for word in words.split(", ")}
_HELD = {unaccented(word): True for word in HELD} | {unaccented(word): False for word in NOT_HELD}


def fate(text: str) -> OutcomeFate:
    """Return what became of a resolution, by any of the words for it."""
    try:
        return _FATE[unaccented(text)]
    except KeyError:
        raise ValueError(f"{plain(text, 40)!r} is no outcome; write {among(OutcomeFate)}") from None


def held(text: str) -> bool:
    """Return whether the text is available, by any of the words for it."""
    try:
        return _HELD[unaccented(text)]
    except KeyError:
        raise ValueError(f"{plain(text, 40)!r} does not say whether the text is there; write true or false") from None


FateWord = Annotated[OutcomeFate, reads(fate)]
HeldWord = Annotated[bool, reads(held)]


class OutcomeShape(Shape):
    """What a conference did to a resolution; it counts once it is accepted."""

    resolution: Text = Field(description="Its key, such as council-1332, or its name")
    outcome: FateWord = Field(description="revised, new or suppressed")
    version: Text | None = Field(None, description="What the version is called, such as Rev. Doha, 2026")
    title: Text | None = None
    held: HeldWord = Field(False, description="true once its text is available")
    in_force: Day | None = Field(None, description="The day from which it is in force; left out: not said yet")
    lead: Text | None = Field(None, description="The unit that follows it up")
    reports_to: Text | None = Field(None, description="The body to which is reported")
    ends: Text | None = Field(None, description="When it ends: a day, a session or a conference")
    source: Text | None = Field(None, description="The text that says so; the file's name when left out")

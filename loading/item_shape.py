"""The shape of an action item: what a meeting asked, how strongly, of whom, by when."""

import re
from typing import Annotated

from pydantic import Field, model_validator

from loading.base_shape import Many, Shape
from loading.dates import Day
from loading.scalars import RoleWord, Slug, Text, reads
from models.items import Strength
from notifications.plain_text import plain
from planning.errors import among


def item_key(text: str) -> str:
    """Return the name of an item: its report and paragraph."""
    key = text.strip().casefold()
    if not re.fullmatch(r"[a-z0-9]+(?:[./-][a-z0-9]+)*", key):
        raise ValueError(f"{plain(text, 60)!r} is no name of an item; write report/paragraph, such as c17-8/3.2-10.4")
    return key


def strength_of(text: str) -> Strength:
    """Return how strongly the item is worded."""
    try:
        return Strength(text.strip().casefold())
    except ValueError:
        raise ValueError(f"{plain(text, 40)!r} is no strength; write {among(Strength)}") from None


class DoneShape(Shape):
    """When an item was done, and what shows it."""

    on: Day
    where: Text | None = Field(None, description="Where it is reflected, for instance: revised draft, section 5")
    document: Text | None = Field(None, description="The document that shows it, for instance C17/47-E")
    url: Text | None = None
    occasion: Text | None = Field(None, alias="for", description="Only for this one of its occasions")


class ItemShape(Shape):
    """An action item of a meeting's report."""

    key: Annotated[str, reads(item_key)] = Field(description="Report and paragraph, for instance c17-8/3.2-10.4")
    text: Text = Field(description="What is asked, in our own words")
    strength: Annotated[Strength, reads(strength_of)] = Field(
        description="requested, invited, encouraged, noted, or proposed (to the Council)"
    )
    assignee: Many[RoleWord] = Field((), description="Whose it is; unassigned when left out")
    due: Many[Text] = Field((), description="A meeting or an event in words, for instance: after HLPF 2019")
    meeting: Slug | None = Field(None, description="The key of the meeting by which it is due")
    cycle: Text | None = Field(None, description="The cycle whose step must answer it")
    step: Slug | None = Field(None, description="The step that must answer it")
    source: Text | None = Field(None, description="The text that says so, for instance C17/8, 3.2")
    done: Many[DoneShape] = Field((), description="When it was done, where its file knows that")

    @model_validator(mode="after")
    def _both_or_neither(self) -> "ItemShape":
        if (self.cycle is None) != (self.step is None):
            raise ValueError("`cycle` and `step` belong together; give both or neither")
        return self

"""The shape of a document that is expected for a meeting."""

from typing import Annotated

from pydantic import Field, model_validator

from loading.base_shape import Shape
from loading.scalars import RoleWord, Slug, Text, reads
from models.sessions import Wanted
from notifications.plain_text import plain
from planning.errors import among

SIDE = "A day, or the step of what depends on the meeting that gives it, for instance secretariat-documents"


def wanted(text: str) -> Wanted:
    """Return in which languages a document is wanted."""
    try:
        return Wanted(text.strip().casefold())
    except ValueError:
        raise ValueError(f"{plain(text, 40)!r} is not known here; write one of {among(Wanted)}") from None


class ExpectedShape(Shape):
    """A document that is expected for a meeting, with both sides of its promise."""

    meeting: Slug
    key: Slug = Field(description="Its name within the meeting, for instance wsis-report")
    title: Text
    unit: RoleWord = Field(description="The role of its authors, for instance general-secretariat")
    item: Text | None = Field(None, description="The agenda item that it is for, for instance PL 1.3")
    item_title: Text | None = Field(None, description="What that item is about, where the agenda does not have it yet")
    submit_by: Text | None = Field(None, description=f"By when its authors submit it. {SIDE}")
    post_by: Text | None = Field(None, description=f"By when the secretariat posts it. {SIDE}")
    languages: Annotated[Wanted, reads(wanted)] = Field(Wanted.SIX, description=among(Wanted))

    @model_validator(mode="after")
    def _titles_an_item(self) -> "ExpectedShape":
        if self.item_title and not self.item:
            raise ValueError("`item_title` is the title of an agenda item; give the number of that too, as `item`")
        return self

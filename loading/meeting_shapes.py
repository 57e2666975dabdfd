"""The shape of a meeting in a loaded file, with its agenda."""

from typing import Annotated

from pydantic import Field, model_validator

from loading.base_shape import Many, Shape
from loading.dates import Day
from loading.scalars import Slug, Status, Text, reads
from models.meetings import Relation
from planning.errors import CouncilError
from planning.sittings import Hours, checked, read_hours
from planning.window import Window

MeetingHours = Annotated[str, reads(lambda words: str(read_hours(words)))]


class AgendaShape(Shape):
    """An item of a meeting's agenda."""

    number: Text = Field(description="As the agenda prints it, for instance PL 1.3")
    title: Text
    document: Text | None = None
    on: Day | None = Field(None, description="The day on which it is discussed, once it has one")


class MeetingShape(Shape):
    """One sitting of a body."""

    body: Text = Field(description="Any name of the body: its key, its name or an alias")
    key: Slug = Field(description="Its own name, for instance cwg-wsis-30; reference dates follow it by this name")
    title: Text
    opens: Day
    closes: Day | None = Field(None, description="The last day; the first when left out")
    hours: MeetingHours | None = Field(
        None,
        description="When it opens on its first day and closes on its last: 10:00-17:30, from 10:00, until 13:00, or "
        "10:00-17:30 America/New_York on another clock than Geneva's; left out where no source says them",
    )
    place: Text | None = None
    status: Status | None = Field(None, description="planned when left out")
    replaces: Slug | None = Field(None, description="The meeting that this one, such as a consultation, stands in for")
    additional_to: Slug | None = Field(None, alias="additional-to", description="The session that this one adds to")
    same_session_as: Slug | None = Field(
        None, alias="same-session-as", description="The other meeting of the same session"
    )
    agenda: Many[AgendaShape] = ()

    @property
    def tie(self) -> tuple[Relation, str] | None:
        """How it belongs to another meeting, by the key of that."""
        ties = {
            Relation.REPLACES: self.replaces,
            Relation.ADDITIONAL_TO: self.additional_to,
            Relation.SAME_SESSION_AS: self.same_session_as,
        }
        return next(((relation, key) for relation, key in ties.items() if key), None)

    @property
    def relation(self) -> str | None:
        """`replaces council-20`, where it belongs to another meeting."""
        return f"{self.tie[0]} {self.tie[1]}" if self.tie else None

    @model_validator(mode="after")
    def _one_tie(self) -> "MeetingShape":
        if len([key for key in (self.replaces, self.additional_to, self.same_session_as) if key]) > 1:
            raise ValueError("it belongs to another meeting in one way; keep one of replaces, additional-to and "
                             "same-session-as")  # fmt: skip
        return self

    @model_validator(mode="after")
    def _opens_first(self) -> "MeetingShape":
        if self.closes and self.closes < self.opens:
            raise ValueError(f"it closes on {self.closes}, before it opens on {self.opens}; correct one of the two")
        try:
            checked(self.known_hours, Window(self.opens, self.closes or self.opens), self.place)
        except CouncilError as why:
            raise ValueError(str(why)) from None
        return self

    @property
    def known_hours(self) -> Hours:
        """The hours that the file says; none where it says none."""
        return read_hours(self.hours) if self.hours else Hours()

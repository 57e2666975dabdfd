"""The shapes of a loaded file. Unknown words are refused; docs/load.schema.json is generated from here."""

from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema

from actions.loading.dates import Day, GivenText, OpeningText, RuleText, YearNumber
from actions.loading.scalars import Email, Language, Number, Place, Slug, Status, Text, Truth, Zone
from planning.grammar import parse

Item = TypeVar("Item")


def _listed(value: Any) -> Any:
    """One may be written without the brackets of a list."""
    return [value] if isinstance(value, str | dict) else value


class _OneOrMany:
    """Tells editors that the brackets may be left out."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        listed = handler(core)
        return {"anyOf": [listed["items"], listed]}


def _role(value: Any) -> Any:
    """A role may be its bare word."""
    return {"role": value} if isinstance(value, str) else value


Many = Annotated[tuple[Item, ...], BeforeValidator(_listed), _OneOrMany()]


class Shape(BaseModel):
    """One entry: frozen, and closed to words that it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class BodyShape(Shape):
    """A body that meets, with the other names it goes by."""

    key: Slug = Field(description="Its short name in addresses and rules, for instance cwg-wsis-sdg")
    name: Text
    aliases: Many[Text] = ()


class HolidayShape(Shape):
    """The closed days of a duty station for one year, as its circular lists them."""

    calendar: Place = Field(description="The duty station as rules write it, for instance Geneva")
    year: YearNumber
    days: Many[Day]
    replaces: Truth = Field(False, description="true when a corrected circular replaces the list already loaded")

    @model_validator(mode="after")
    def _days_of_the_year(self) -> "HolidayShape":
        for found in self.days:
            if found.year != self.year:
                raise ValueError(f"{found} is not a day of {self.year}; give each year a list of its own")
        return self


class MeetingShape(Shape):
    """One sitting of a body."""

    body: Text = Field(description="Any name of the body: its key, its name or an alias")
    key: Slug = Field(description="Its own name, for instance cwg-wsis-30; anchors follow it by this name")
    title: Text
    opens: Day
    closes: Day | None = Field(None, description="The last day; the first when left out")
    place: Text | None = None
    status: Status | None = Field(None, description="planned when left out")

    @model_validator(mode="after")
    def _opens_first(self) -> "MeetingShape":
        if self.closes and self.closes < self.opens:
            raise ValueError(f"it closes on {self.closes}, before it opens on {self.opens}; correct one of the two")
        return self


class RoleShape(Shape):
    """A role, for everything or within one body, chain or cycle, from a day to a day."""

    role: Slug
    scope: Text | None = Field(None, description="A body, a chain such as annual-report, or a cycle")
    from_on: Day | None = Field(None, alias="from")
    to_on: Day | None = Field(None, alias="to")

    @model_validator(mode="after")
    def _begins_first(self) -> "RoleShape":
        if self.from_on and self.to_on and self.to_on < self.from_on:
            raise ValueError(f"it ends on {self.to_on}, before it begins on {self.from_on}; correct one of the two")
        return self


Held = Annotated[RoleShape, BeforeValidator(_role, json_schema_input_type=str | RoleShape)]


class ContactShape(Shape):
    """Somebody with an address."""

    name: Text
    email: Email
    organization: Text | None = None
    roles: Many[Held] = ()
    language: Language | None = Field(None, description="ar, en, es, fr, ru or zh; en when left out")
    zone: Zone | None = Field(None, description="An IANA time zone; that of the cycle when left out")
    channels: Many[str] = Field((), description="email, or an Apprise URL; email when left out", repr=False)


class DeadlineShape(Shape):
    """One step of a timeline: a stated date is agreed, a rule's sentence is computed."""

    step: Slug
    due: RuleText | None = Field(None, description="2017-02-24, end of October 2017, or 4 weeks before forum.opens")
    opens: OpeningText | None = Field(None, description="The day on which its window opens, or a rule for it")
    title: Text | None = None
    by: Slug | None = Field(None, description="Who acts: secretariat, membership, stakeholders, …")
    to: Text | None = None
    via: Text | None = None
    purpose: Text | None = None
    source: Text | None = Field(None, description="The text that gives the date, for instance Rule 20")
    follows: Many[Text] | None = None
    before: Many[Text] | None = None
    officer: Email | None = None
    agreed_by: Text | None = None
    document: Text | None = None
    reason: Text | None = None

    @property
    def is_agreed(self) -> bool:
        """Whether its date is stated."""
        return self.due is not None and parse(self.due).is_literal


class TimelineShape(Shape):
    """Dates for one cycle of a declared chain, or a timeline of its own."""

    cycle: Text = Field(description="chain/edition, for instance hlpf-contribution/2017")
    title: Text | None = Field(None, description="Needed when no chain of that name is declared")
    mandate: Text | None = None
    version: Number | None = None
    zone: Zone | None = None
    place: Place | None = None
    agreed_by: Text | None = None
    document: Text | None = None
    reason: Text | None = None
    accept_conflicts: Text | None = Field(None, description="Why it is opened although its dates conflict")
    anchors: dict[Slug, GivenText] = Field(default_factory=dict, description="A day, opens/closes, or a meeting's key")
    deadlines: tuple[DeadlineShape, ...] = ()


class FileShape(Shape):
    """A file that `council load` takes."""

    bodies: tuple[BodyShape, ...] = ()
    holidays: tuple[HolidayShape, ...] = ()
    meetings: tuple[MeetingShape, ...] = ()
    contacts: tuple[ContactShape, ...] = ()
    timelines: tuple[TimelineShape, ...] = ()


Kind = Literal["bodies", "holidays", "meetings", "contacts", "timelines"]
SHAPES: dict[Kind, type[Shape]] = {
    "bodies": BodyShape,
    "holidays": HolidayShape,
    "meetings": MeetingShape,
    "contacts": ContactShape,
    "timelines": TimelineShape,
}

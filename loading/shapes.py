"""The shapes of a loaded file. Unknown words are refused; docs/load.schema.json is generated from here."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from loading.base_shape import Many, Shape, with_blanks
from loading.dates import Day, GivenText, OpeningText, RuleText, YearNumber
from loading.item_shape import ItemShape
from loading.meeting_shapes import MeetingShape
from loading.membership_shapes import ChairsShape, MembershipShape
from loading.outcome_shapes import OutcomeShape
from loading.paper_shapes import (
    ActionLineShape,
    CircularShape,
    DocumentShape,
    ResolutionShape,
    SubmissionShape,
    WindowShape,
)
from loading.scalars import (
    Digest,
    Email,
    EvidenceWord,
    ForceWord,
    ForOffice,
    Language,
    Number,
    Place,
    Recipient,
    RoleWord,
    Slug,
    Text,
    Truth,
    Weekday,
    Zone,
)
from loading.session_shapes import ExpectedShape
from notifications.language import OFFICIAL
from planning.errors import among
from planning.grammar import parse


def _role(value: Any) -> Any:
    """A role may be its bare word."""
    return {"role": value} if isinstance(value, str) else value


class BodyShape(Shape):
    """A body that meets, with the other names it goes by."""

    key: Slug = Field(description="Its short name in addresses and rules, for instance cwg-wsis-sdg")
    name: Text
    aliases: Many[Text] = ()
    set_up_by: Text | None = Field(None, description="The resolution that set it up")
    terms: Text | None = Field(None, description="Its terms of reference")
    reports_to: Text | None = Field(None, description="The body to which it reports, by any of its names")
    from_on: Day | None = Field(None, alias="from")
    ends_on: Day | None = Field(None, alias="to", description="Its last day, where it is known")
    source: Text | None = Field(None, description="The text that says so")


class HolidayShape(Shape):
    """The closed days of a duty station for one year, as its circular lists them."""

    calendar: Place = Field(description="The duty station as rules write it, for instance Geneva")
    year: YearNumber
    days: Many[Day]
    weekend: Many[Weekday] = Field(
        (), description="The weekend of the place, where it is another than Unicode CLDR has"
    )
    circular: Text | None = Field(None, description="The symbol of the circular that lists them")
    source: Text | None = Field(None, description="Where the circular can be read")
    on: Day | None = Field(None, description="The day of the circular")
    replaces: Truth = Field(False, description="true when a corrected circular replaces the list already loaded")

    def as_replacing(self) -> "HolidayShape":
        """Return the same list as one that replaces the list loaded before."""
        return self.model_copy(update={"replaces": True})

    @model_validator(mode="after")
    def _days_of_the_year(self) -> "HolidayShape":
        for day in self.days:
            if day.year != self.year:
                raise ValueError(f"{day} is not a day of {self.year}; give each year a list of its own")
        return self


class RoleShape(Shape):
    """A role, for everything or within one body, chain or cycle, from a day to a day."""

    role: RoleWord
    scope: Text | None = Field(None, description="A body, an organization, a procedure or a cycle")
    from_on: Day | None = Field(None, alias="from")
    to_on: Day | None = Field(None, alias="to")

    @model_validator(mode="after")
    def _begins_first(self) -> "RoleShape":
        if self.from_on and self.to_on and self.to_on < self.from_on:
            raise ValueError(f"it ends on {self.to_on}, before it begins on {self.from_on}; correct one of the two")
        return self


class DeputyShape(Shape):
    """Who is told in a contact's place, from a day to a day."""

    email: Email
    from_on: Day | None = Field(None, alias="from", description="The day of loading when left out")
    to_on: Day | None = Field(None, alias="to", description="Until it is ended when left out")


def _deputy(value: Any) -> Any:
    """A deputy may be its bare address."""
    return {"email": value} if isinstance(value, str) else value


StandsIn = Annotated[DeputyShape, BeforeValidator(_deputy, json_schema_input_type=str | DeputyShape)]
Held = Annotated[RoleShape, BeforeValidator(_role, json_schema_input_type=str | RoleShape)]


class ContactShape(Shape):
    """Somebody with an address."""

    name: Text
    email: Email
    organization: Text | None = None
    roles: Many[Held] = ()
    language: Language | None = Field(None, description=f"{among(OFFICIAL)}; en when left out")
    zone: Zone | None = Field(None, description="An IANA time zone; that of the cycle when left out")
    channels: Many[str] = Field((), description="email, or an Apprise URL; email when left out", repr=False)
    digest: Digest | None = Field(None, description="each, daily or weekly; the house's rule when left out")
    deputies: Many[StandsIn] = Field((), description="Who is told in their place, by e-mail address")
    official: Truth | None = Field(None, description="true where it is the organization's one official address")


class DeadlineShape(Shape):
    """One step of a timeline: a stated date is agreed, a rule's sentence is computed."""

    step: Slug
    due: RuleText | None = Field(None, description="2017-02-24, end of October 2017, or 4 weeks before forum.opens")
    opens: OpeningText | None = Field(None, description="The day on which its period opens, or a rule for it")
    title: Text | None = None
    by: RoleWord | None = Field(None, description="Who acts: secretariat, membership, stakeholders, …")
    to: Recipient | None = None
    via: Recipient | None = None
    purpose: Text | None = None
    source: Text | None = Field(None, description="The text that gives the date, for instance Rule 20")
    force: ForceWord | None = Field(None, description="rule where that text binds the office, else practice")
    follows: Many[Text] | None = None
    before: Many[Text] | None = None
    evidence: EvidenceWord | None = Field(None, description="What it is completed with: none, document, or url")
    confirmation: Truth | None = Field(None, description="true when a second person must confirm that it is completed")
    note: Text | None = Field(None, description="A condition that the text attaches, whatever the date")
    least_days: Number | None = Field(None, description="The least time for comments, in days, that its invitees have")
    least_source: Text | None = Field(None, description="The text that gives the least time for comments")
    vote: Truth | None = Field(None, description="true when its invitees vote, each by its focal point")
    office_only: ForOffice | None = Field(
        None, alias="for", description="office where it is the office's own, which members never read; else members"
    )
    officer: Email | None = None
    agreed_by: Text | None = None
    document: Text | None = None
    reason: Text | None = None

    @property
    def is_agreed(self) -> bool:
        """Return True if its date is stated."""
        return self.due is not None and parse(self.due).is_literal


class TimelineShape(Shape):
    """Dates for one cycle of a declared chain, or a timeline of its own."""

    cycle: Text = Field(description="chain/edition, for instance hlpf-contribution/2017")
    title: Text | None = Field(None, description="Needed when no procedure of that name is declared")
    mandate: Text | None = None
    version: Number | None = None
    zone: Zone | None = None
    place: Place | None = None
    agreed_by: Text | None = None
    document: Text | None = None
    reason: Text | None = None
    accept_conflicts: Text | None = Field(None, description="Why it is opened although its dates conflict")
    anchors: Annotated[dict[Slug, GivenText | None], BeforeValidator(with_blanks)] = Field(
        default_factory=dict, description="A day, opens/closes, or a meeting's key; a blank one is awaited"
    )
    provisional: Many[Slug] = Field((), description="The reference dates that are not confirmed yet")
    deadlines: tuple[DeadlineShape, ...] = ()

    @property
    def dated_anchors(self) -> dict[str, str]:
        """Return the reference dates that are not left blank."""
        return {name: words for name, words in self.anchors.items() if words is not None}


class FileShape(Shape):
    """A file that is loaded."""

    bodies: tuple[BodyShape, ...] = ()
    holidays: tuple[HolidayShape, ...] = ()
    meetings: tuple[MeetingShape, ...] = ()
    contacts: tuple[ContactShape, ...] = ()
    memberships: tuple[MembershipShape, ...] = ()
    chairs: tuple[ChairsShape, ...] = ()
    timelines: tuple[TimelineShape, ...] = ()
    items: tuple[ItemShape, ...] = ()
    resolutions: tuple[ResolutionShape, ...] = ()
    outcomes: tuple[OutcomeShape, ...] = ()
    documents: tuple[DocumentShape, ...] = ()
    submissions: tuple[SubmissionShape, ...] = ()
    circulars: tuple[CircularShape, ...] = ()
    action_lines: tuple[ActionLineShape, ...] = ()
    reporting_windows: tuple[WindowShape, ...] = ()
    expected_documents: tuple[ExpectedShape, ...] = ()


Kind = Literal[
    "bodies",
    "holidays",
    "meetings",
    "contacts",
    "memberships",
    "chairs",
    "timelines",
    "items",
    "resolutions",
    "outcomes",
    "documents",
    "submissions",
    "circulars",
    "action_lines",
    "reporting_windows",
    "expected_documents",
]
SHAPES: dict[Kind, type[Shape]] = {
    "bodies": BodyShape,
    "holidays": HolidayShape,
    "meetings": MeetingShape,
    "contacts": ContactShape,
    "memberships": MembershipShape,
    "chairs": ChairsShape,
    "timelines": TimelineShape,
    "items": ItemShape,
    "resolutions": ResolutionShape,
    "outcomes": OutcomeShape,
    "documents": DocumentShape,
    "submissions": SubmissionShape,
    "circulars": CircularShape,
    "action_lines": ActionLineShape,
    "reporting_windows": WindowShape,
    "expected_documents": ExpectedShape,
}

"""The shape of a list of members: of which kind they are, from which day on, and who."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from loading.base_shape import Many, Shape
from loading.dates import Day
from loading.scalars import Email, Text, Truth, reads
from models.memberships import MembershipKind
from notifications.plain_text import plain
from planning.chain import CHAIR
from planning.errors import among
from planning.names import unaccented
from planning.roles import VICE_CHAIRS

KINDS: dict[MembershipKind, str] = {
    MembershipKind.MEMBER_STATE: "member state, state, état membre, estado miembro, mitgliedstaat, государство-член, "
    "成员国, دولة عضو",
    MembershipKind.SECTOR_MEMBER: "sector member, membre de secteur, miembro de sector, sektormitglied, член сектора, "
    "部门成员, عضو قطاع",
    MembershipKind.OBSERVER: "observer, observateur, observador, beobachter, наблюдатель, 观察员, مراقب",
    MembershipKind.COUNCIL_MEMBER: "council member, council member state, member of the council, member state of the "
    "council, council, membre du conseil, état membre du conseil, miembro del consejo, estado miembro del consejo, "
    "ratsmitglied, mitglied des rates, член совета, государство-член совета, 理事会成员, 理事会成员国, عضو المجلس",
}
"""What people call each kind."""

_BY_WORD = {unaccented(word): kind for kind, words in KINDS.items() for word in (str(kind), *words.split(", "))}
_BY_WORD |= {f"{word}s": kind for word, kind in _BY_WORD.items()}


def kind(text: str) -> MembershipKind:
    """Return the kind that words mean: `council-member`, `Council Member State`, `membre du Conseil`."""
    try:
        return _BY_WORD[unaccented(text)]
    except KeyError:
        raise ValueError(f"{plain(text, 40)!r} is no kind of member; write {among(MembershipKind)}") from None


KindWord = Annotated[MembershipKind, reads(kind)]


class MemberShape(Shape):
    """A member, with days and a region of its own where the list gives them."""

    organization: Text = Field(description="The state or organization, by its name")
    region: Text | None = None
    from_on: Day | None = Field(None, alias="from", description="Its first day, where that is not the list's")
    to_on: Day | None = Field(None, alias="to", description="Its last day, where that is not the list's")
    official: Email | None = Field(None, description="The official address of the state or organization")

    @model_validator(mode="after")
    def _begins_first(self) -> "MemberShape":
        if self.from_on and self.to_on and self.to_on < self.from_on:
            raise ValueError(f"it ends on {self.to_on}, before it begins on {self.from_on}; correct one of the two")
        return self


def _member(value: Any) -> Any:
    """A member may be its bare name."""
    return {"organization": value} if isinstance(value, str) else value


Listed = Annotated[MemberShape, BeforeValidator(_member, json_schema_input_type=str | MemberShape)]


class MembershipShape(Shape):
    """Who is of a kind from a day on: all of them, so that who is not listed is so no longer."""

    members_as: KindWord = Field(alias="kind", description="member-state, sector-member, observer or council-member")
    from_on: Day | None = Field(None, alias="from", description="The day from which the list counts")
    to_on: Day | None = Field(None, alias="to", description="The last day of the term, where it is known")
    source: Text | None = Field(None, description="The text that gives the list; the file's name when left out")
    whole: Truth = Field(True, description="false where the list only adds to those there are: nobody goes out")
    members: Many[Listed] = Field(description="Who is so: names, or each with its region, days and official address")

    @model_validator(mode="after")
    def _begins_first(self) -> "MembershipShape":
        if not self.members:
            raise ValueError("it lists nobody; give `members`")
        firsts = {member.from_on for member in self.members}
        if self.from_on is None and (len(firsts) != 1 or None in firsts):
            raise ValueError("it does not say from which day on; give `from`")
        return self

    @property
    def first(self) -> Any:
        """The day from which it counts: its own, else that of all of its members."""
        return self.from_on or self.members[0].from_on


class ChairShape(Shape):
    """A person who chairs a body, or is one of its Vice-Chairs."""

    name: Text
    email: Email
    organization: Text | None = Field(None, description="The state or organization that the person is of")


class ChairsShape(Shape):
    """Who chairs a body from a day on: whoever does so before, and is not listed, does so until the day before."""

    body: Text
    from_on: Day = Field(alias="from", description="The first day, such as that of their appointment")
    to_on: Day | None = Field(None, alias="to", description="The last day of the term, where it is known")
    source: Text | None = Field(None, description="The text that gives the list; the file's name when left out")
    chair: ChairShape | None = Field(None, description="Left out, the Chair is as before")
    vice_chairs: Many[ChairShape] = Field((), description="All of them; left out, they are as before")

    @model_validator(mode="after")
    def _begins_first(self) -> "ChairsShape":
        if self.to_on and self.to_on < self.from_on:
            raise ValueError(f"it ends on {self.to_on}, before it begins on {self.from_on}; correct one of the two")
        if self.chair is None and not self.vice_chairs:
            raise ValueError("it names nobody; give `chair`, `vice_chairs`, or both")
        return self

    @property
    def by_role(self) -> dict[str, tuple[ChairShape, ...]]:
        """Who is named, by the role that they hold within the body."""
        named = {CHAIR: (self.chair,) if self.chair else (), VICE_CHAIRS: self.vice_chairs}
        return {role: people for role, people in named.items() if people}

"""Grants: what an identity may do, as data; a pure function compares them with what an act asks for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from planning.errors import CouncilError, among
from planning.remedies import Call


class Grant(StrEnum):
    """A right that an identity holds. Each includes those below it, down to the viewer."""

    OPERATOR = "operator"  # whoever has the machine's shell
    ADMINISTRATOR = "administrator"
    APPROVER = "approver"  # lets letters to members leave
    SECRETARIAT = "secretariat"
    VIEWER = "viewer"
    FOCAL_POINT = "focal-point"  # of one organization
    MEMBER = "member"  # of one organization
    LINK = "link"  # what the link of a mail is about, and nothing else


LADDER = (Grant.OPERATOR, Grant.ADMINISTRATOR, Grant.APPROVER, Grant.SECRETARIAT, Grant.VIEWER)
OF_SOME = frozenset({Grant.FOCAL_POINT, Grant.MEMBER, Grant.LINK})
OBJECTS = ("organization", "person", "subscription")  # parameters by which a grant for one of them is held


@dataclass(frozen=True, slots=True)
class Identity:
    """Who acts: their name, and what they hold, here and for which organizations."""

    name: str
    grants: frozenset[Grant] = frozenset({Grant.OPERATOR})
    of: frozenset[str] = frozenset()  # the organizations, or the one deadline, that a grant of these is for
    person: str | None = None  # the public id of the contact, once it is known who is meant (identities.py)

    @property
    def hand(self) -> str:
        """What the journal keeps: the public id, so that a contact may be erased; for others, the name."""
        return self.person or self.name


class NotGranted(CouncilError):
    """The act, or the reading, is for others."""

    def __init__(self, identity: Identity, name: str, wanted: Collection[Grant], *, verb: str = "do") -> None:
        self.wanted = tuple(wanted)
        super().__init__(
            f"{identity.name} may not {verb} this ({name}): it is for {among(str(grant) for grant in wanted)}",
            Call("act/list", {"who": True}, "see who may, and ask one of them"),
        )


def may(identity: Identity, wanted: Collection[Grant], objects: Collection[str] = ()) -> bool:
    """Return True if the identity holds one of the wanted grants, for these objects if the grant is for some only."""
    return any(_holds(identity, grant, objects) for grant in wanted)


def _holds(identity: Identity, wanted: Grant, objects: Collection[str]) -> bool:
    if wanted in OF_SOME:
        return wanted in identity.grants and not identity.of.isdisjoint(objects)
    return any(grant in identity.grants for grant in LADDER[: LADDER.index(wanted) + 1])


def objects_of(values: Mapping[str, Any]) -> frozenset[str]:
    """Return the objects among the values, named as a grant for one organization, person or deadline names them."""
    deadline = f"{values.get('cycle')} {values.get('step')}"
    return frozenset(filter(None, (deadline, *(values.get(name) for name in OBJECTS))))

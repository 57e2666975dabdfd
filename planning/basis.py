"""What a date rests on. Computed dates propose, agreed dates bind."""

from enum import StrEnum


class Basis(StrEnum):
    """What a date rests on."""

    PROPOSED = "proposed"  # computed from a rule
    AGREED = "agreed"  # by a meeting or an officer, with reason and document
    ANNOUNCED = "announced"  # told to the membership
    OUTSIDE = "outside"  # set by the UN or another body
    AWAITED = "awaited"  # no source gives it yet: undated, never invented

    @property
    def binds(self) -> bool:
        """Return True if members may be told of it."""
        return self in (Basis.AGREED, Basis.ANNOUNCED, Basis.OUTSIDE)

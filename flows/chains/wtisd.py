"""World Telecommunication and Information Society Day: 17 May of each year, with a theme that the Council adopts.

The sessions of 2023, 2024 and 2025 came after 17 May, and that of 2017 was sitting: its theme is one year older.
"""

from planning.chain import MEMBERSHIP, SECRETARIAT, Anchor, Chain, Step

CHAIN = Chain(
    "wtisd",
    version=2,
    title="World Telecommunication and Information Society Day",
    mandate="Council Resolution 1332, resolves 2; Plenipotentiary Resolution 68 (Rev. Antalya, 2006)",
    anchors=(Anchor("council", "the session of the Council that adopts the theme", optional=True, year_before=True),),
    steps=(
        Step(
            "theme",
            "Adopt the theme of the Day",
            by="council",
            to=SECRETARIAT,
            due="during council",
            source="Plenipotentiary Resolution 68",
        ),
        Step(
            "the-day",
            "Observe the Day",
            by=SECRETARIAT,
            to=MEMBERSHIP,
            due="17 May",
            follows="theme",
            source="Plenipotentiary Resolution 68; A/RES/60/252",
            force="rule",
        ),
    ),
)

"""The WSIS Stocktaking database: what is reported to it, and what the working group hears of it.

No source gives a period or a lead time: its steps are awaited, but for the papers of a meeting.
"""

from planning.chain import SECRETARIAT, STAKEHOLDERS, Anchor, Chain, Step

GROUP_REPORT = "report of the 29th and 30th meetings of CWG-WSIS"

CHAIN = Chain(
    "wsis-stocktaking",
    version=1,
    title="WSIS Stocktaking",
    mandate="Council Resolution 1332, resolves 2; instructs the Secretary-General 9; encourages 4",
    anchors=(
        Anchor("cwg", "the CWG meeting that takes note of the information", body="cwg-wsis-sdg"),
        Anchor(
            "hlpf",
            "the High-Level Political Forum after which the WSIS-SDG Matrix is updated",
            optional=True,
            outside=True,
        ),
    ),
    steps=(
        Step(
            "adjustment",
            "Adjust the Stocktaking database in the light of the 2030 Agenda",
            by=SECRETARIAT,
            source="Resolution 1332, instructs the Secretary-General 9",
        ),
        Step(
            "entries",
            "Report activities and projects to the Stocktaking database",
            by=STAKEHOLDERS,
            to=SECRETARIAT,
            source=f"Resolution 1332, encourages 4; {GROUP_REPORT}, 2.2.4",
        ),
        Step(
            "to-cwg",
            "Submit information on the Stocktaking to the CWG",
            by=SECRETARIAT,
            to="cwg-wsis-sdg",
            purpose="information",
            due="7 days before cwg.opens",
            source="Decision 556, operative 3",
            force="rule",
            note="the regional reports among it, which the group appreciated (its report to Council-17, 2.2.4)",
        ),
        Step(
            "matrix",
            "Link the WSIS-SDG Matrix with the Stocktaking and the Prizes",
            by=SECRETARIAT,
            follows="hlpf.closes",
            source=f"{GROUP_REPORT}, 2.2.2",
            note="a tool to be updated after the HLPF of 2019, 2023 and 2027",
        ),
    ),
)

"""One annual report on ITU's contribution to WSIS outcomes, and its several hand-overs.

An edition is named by its report: the 2016 report went to the 30th CWG meeting (February 2017) and to Council-17.
Purpose and route belong to each hand-over, not to the report. Lead times stand only where a text gives them; the
inputs have none, and the calls of the CSTD, the HLPF and others are dated by those who call.
"""

from planning.chain import SECRETARIAT, Anchor, Chain, Step

INPUTS = ("input-itu-r", "input-itu-t", "input-itu-d", "input-general-secretariat")

CHAIN = Chain(
    "annual-report",
    version=1,
    title="Annual report on ITU's contribution to the implementation of WSIS outcomes",
    mandate="Council Resolution 1332, instructs the Secretary-General 4 and 6",
    anchors=(
        Anchor("cwg", "the CWG meeting that takes note of the report", body="cwg-wsis-sdg"),
        Anchor("council", "the session of the Council that considers it"),
        Anchor("cstd", "the annual session of the CSTD", optional=True, outside=True),
        Anchor("hlpf", "the High-Level Political Forum of the year", optional=True, outside=True),
        Anchor("cstd-call", "the day that the CSTD secretariat set for inputs", optional=True, outside=True),
        Anchor("hlpf-call", "the day that the UN set for inputs to the HLPF", optional=True, outside=True),
        Anchor("other-call", "the day set by another call under the 2030 Agenda", optional=True, outside=True),
    ),
    steps=(
        Step("input-itu-r", "Provide the Radiocommunication Sector's input", by="itu-r", to=SECRETARIAT),
        Step("input-itu-t", "Provide the Standardization Sector's input", by="itu-t", to=SECRETARIAT),
        Step("input-itu-d", "Provide the Development Sector's input", by="itu-d", to=SECRETARIAT),
        Step(
            "input-general-secretariat",
            "Provide the General Secretariat's input",
            by="general-secretariat",
            to=SECRETARIAT,
        ),
        Step(
            "to-cwg",
            "Submit the report to the CWG",
            by=SECRETARIAT,
            to="cwg-wsis-sdg",
            purpose="information",
            due="7 days before cwg.opens",
            follows=INPUTS,
            source="Decision 556, operative 3",
            force="rule",
        ),
        Step(
            "to-council",
            "Submit the report to the Council",
            by=SECRETARIAT,
            to="council",
            purpose="consideration",
            due="4 weeks before council.opens",
            follows=INPUTS,
            source="Rule 20 of the Council's Rules of Procedure",
            force="rule",
        ),
        Step(
            "to-cstd",
            "Submit the report to the CSTD",
            by=SECRETARIAT,
            to="ecosoc",
            via="cstd",
            purpose="submission",
            due="on cstd-call",
            follows=INPUTS,
            before="cstd.opens",
        ),
        Step(
            "to-hlpf",
            "Submit the report to the HLPF",
            by=SECRETARIAT,
            to="hlpf",
            purpose="submission",
            due="on hlpf-call",
            follows=INPUTS,
            before="hlpf.opens",
        ),
        Step(
            "to-other-call",
            "Answer another call under the 2030 Agenda",
            by=SECRETARIAT,
            to="united-nations",
            purpose="submission",
            due="on other-call",
            follows=INPUTS,
        ),
    ),
)

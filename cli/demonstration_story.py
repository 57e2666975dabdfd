"""The acts of the rehearsed year and their days, done through the same flows as those of the secretariat.

The dates are the sources'; that each step was met on its day is the rehearsal's own assumption.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "2017"
HLPF, REPORT = "hlpf-contribution/2017", "annual-report/2016"
DRAFTS = "https://www.itu.int/wg-wsis"  # where C17/47-E says that drafts and final versions will be
REPORTS = "https://www.itu.int/en/itu-wsis/Pages/Contribution.aspx"
OFFICER = "wsis@itu.example"


@dataclass(frozen=True, slots=True)
class Act:
    """One act of the story: its instant in Geneva, its words, the flow that does it and what it is told."""

    at: str
    words: str
    flow: str  # a name in flows, as `module.function`
    told: Mapping[str, object] = field(default_factory=dict)


def _files(at: str, words: str, *names: str) -> Act:
    files = [{"name": name, "text": (EXAMPLES / name).read_text(encoding="utf-8")} for name in names]
    return Act(at, words, "forms.file_load", {"files": files})


def _met(at: str, cycle: str, step: str, **evidence: str) -> Act:
    return Act(at, f"{step} is completed", "forms.deadline_met", {"cycle": cycle, "step": step} | evidence)


STORY: tuple[Act, ...] = (
    _files("2017-01-09 08:00", "bodies, meetings, holidays and contacts are loaded", "1-bodies.yaml", "2-contacts.csv"),
    _files("2017-01-09 08:05", "the annual report of 2016 is opened", "3-annual-report.yaml"),
    _met("2017-01-30 17:00", REPORT, "to-cwg", url=REPORTS),
    _files("2017-02-09 08:00", "the 30th meeting has agreed four dates", "4-hlpf-contribution.yaml"),
    Act("2017-02-09 10:00", "the dates are issued: members are told", "forms.cycle_issue", {"cycle": HLPF}),
    Act(
        "2017-02-09 10:05",
        "invitations and recalls of this procedure may leave without being approved one by one",
        "forms.outbox_allow",
        {"chain": "hlpf-contribution", "kind": "reminder", "because": "the Group agreed the timeline"},
    ),
    _met("2017-02-24 11:00", HLPF, "revised-draft", url=DRAFTS),
    _met("2017-03-14 16:00", REPORT, "to-council", document="C17/47-E"),
    _met("2017-03-24 11:00", HLPF, "final-draft", url=DRAFTS),
    _met("2017-04-27 15:00", REPORT, "to-hlpf", url=REPORTS),
    _met("2017-04-27 15:30", HLPF, "submission", url="https://hlpf.un.org/inputs"),
)
START, END = "2017-01-09 08:00", "2017-06-30 18:00"

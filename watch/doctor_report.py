"""Show the doctor's findings (`health/show`): it is not well if something does not work."""

from collections.abc import Mapping
from datetime import datetime

from kernel.grants import Grant
from kernel.readings import reading
from kernel.shown import Column, Remedies, Shown
from planning.remedies import facts
from record.settings import Settings
from watch import doctor
from watch.finding import Check, Mark


@reading(
    "health/show",
    who=(Grant.ADMINISTRATOR,),
    short="doctor",
    columns=(Column("Result"), Column("What"), Column("Finding", tuple)),
)
def health(*, settings: Settings, environment: Mapping[str, str], clock: datetime) -> Shown[list[Check]]:
    """Check all that reminders need, and say how to mend what is wrong; change and send nothing."""
    examined = doctor.examine(settings, environment, now=clock)
    return Shown(
        examined,
        lambda checks: [_facts(check) for check in checks],
        for_tables=lambda checks: ((c.mark, c.what, (c.sentence, Remedies(c.remedies))) for c in checks),
        is_well=all(check.mark is not Mark.FAIL for check in examined),
    )


def _facts(check: Check) -> dict[str, object]:
    """Return a finding for machines; its remedy also as it is printed."""
    of = {"mark": check.mark, "what": check.what, "sentence": check.sentence}
    return of | {"remedy": Remedies(check.remedies), "remedies": facts(check.remedies)}

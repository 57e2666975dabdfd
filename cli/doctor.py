"""`council doctor`: whether reminders will leave; exit 2 when something does not work."""

import os
import sys

import click

from actions.watch import doctoring
from actions.watch.checking import Check, Mark
from cli import asking, printing, wording
from planning.clock import utc_now
from planning.remedies import facts, told


@click.command("doctor")
@asking.as_json
def doctor_command(as_json: bool) -> None:
    """Look at all that reminders need, and say what to do about what is not well. Changes and sends nothing."""
    found = doctoring.examine(asking.settings(), os.environ, now=utc_now())
    if as_json:
        printing.as_text([_facts(check) for check in found])
    else:
        printing.columns(
            [check.mark, check.what, told(check.sentence, check.remedies, wording.remedy)] for check in found
        )
    if any(check.mark is Mark.FAIL for check in found):
        sys.exit(2)


def _facts(check: Check) -> dict[str, object]:
    """Return a finding for machines; its remedy also as it is printed."""
    of = {"mark": check.mark, "what": check.what, "sentence": check.sentence}
    return of | {"remedy": wording.remedies(check.remedies), "remedies": facts(check.remedies)}

"""`council doctor`: whether reminders will leave; exit 2 when something does not work."""

import os
import sys

import click

from actions.watch import doctoring
from actions.watch.checking import Mark
from cli import asking, printing
from planning.clock import utc_now


@click.command("doctor")
@asking.as_json
def doctor_command(as_json: bool) -> None:
    """Look at all that reminders need, and say what to do about what is not well. Changes and sends nothing."""
    found = doctoring.examine(asking.settings(), os.environ, now=utc_now())
    if as_json:
        printing.as_text([{name: getattr(check, name) for name in check.__slots__} for check in found])
    else:
        printing.columns([check.mark, check.what, "; ".join(filter(None, (check.sentence, check.remedy)))]
                         for check in found)  # fmt: skip
    if any(check.mark is Mark.FAIL for check in found):
        sys.exit(2)

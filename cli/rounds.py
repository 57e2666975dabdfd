"""`council remind`: one round by hand; the schedule runs the same one.

A round is no act, for nobody decides it; `--dry-run` shows what it would do, and so stands beside it.
"""

import os

import click

from actions.delivery import breaking, rounds
from actions.owed import owing
from actions.owed.owing import Reckoned
from actions.watch import logs
from cli import asking, printing
from models.engine import reading
from planning.clock import utc_now
from planning.words import count_of


@click.command("remind")
@click.option("--dry-run", is_flag=True, help="Show who would be told what; plan and send nothing.")
@asking.as_of
@asking.as_json
def remind_command(dry_run: bool, as_of: str | None, as_json: bool) -> None:
    """Plan the letters that are due now, and send those that may leave."""
    now = asking.instant(as_of)
    if dry_run:
        with reading(asking.engine()) as session:
            _print_dry(owing.reckon(session, now=now), as_json=as_json)
        return
    logs.begin(os.environ)
    done = rounds.run_round(asking.engine(), asking.settings(), now=now)
    if as_json:
        sent = done.delivered
        printing.as_text(
            {
                "planned": done.planned.messages,
                "sent": sent.sent,
                "retry": sent.retry,
                "dead": sent.dead,
                "unknown": sent.unknown,
                "withdrawn": sent.withdrawn,
                "postponed": sent.postponed,
                "nobody": list(done.planned.nobody),
            }
        )
        return
    click.echo(f"{count_of(done.planned.messages, 'message')} planned, {done.delivered.sent} sent")
    with reading(asking.engine()) as session:
        failing = breaking.failing(session, now, utc_now())
    for line in (*(server.sentence for server in failing if server.waiting), *done.planned.nobody):
        click.echo(line)


def _print_dry(reckoned: list[Reckoned], *, as_json: bool) -> None:
    rows = [(each.view.name, due) for each in reckoned for due in each.dues]
    if as_json:
        printing.as_text(
            [
                {
                    "cycle": cycle,
                    "step": due.deadline.step,
                    "person": due.recipient.name,
                    "address": due.recipient.address,
                    "kind": due.kind,
                    "rung": due.rung,
                    "digest": str(due.recipient.cadence(due.deadline)),
                    "due": due.deadline.due,
                    "held": not due.recipient.inside,
                }
                for cycle, due in rows
            ]
        )
        return
    printing.columns(
        [
            str(due.deadline.due),
            cycle,
            due.deadline.step,
            due.rung,
            due.recipient.name,
            "" if due.recipient.inside else "waits for release",
        ]
        for cycle, due in rows
    )
    for each in reckoned:
        for complaint in each.complaints:
            click.echo(complaint)

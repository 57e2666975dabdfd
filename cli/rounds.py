"""`council remind`: one round by hand; the schedule runs the same one.

A round is no act, for nobody decides it; with `--dry-run` it is the reading of what it would do, `round forecast`.
"""

import os

import click

from cli import columns, command_context, readings
from delivery import rounds
from kernel import registry
from models.engine import reading
from planning.clock import utc_now
from planning.rule_words import count_of
from record import logs
from record.sending import circuit_breakers


@click.command("remind")
@click.option("--dry-run", is_flag=True, help="Show who would be told what; plan and send nothing.")
@command_context.as_of
@command_context.as_json
def remind_command(dry_run: bool, as_of: str | None, as_json: bool) -> None:
    """Plan the letters that are due now, and send those that may leave."""
    if dry_run:
        forecast = readings.command_of(registry.reading("round/forecast"))
        click.get_current_context().invoke(forecast, as_of=as_of, as_json=as_json)
        return
    now = command_context.instant(as_of)
    logs.begin(os.environ)
    done = rounds.run_round(command_context.engine(), command_context.settings(), now=now)
    if as_json:
        sent = done.delivered
        columns.as_text(
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
    click.echo(f"{count_of(done.planned.messages, 'letter')} planned, {done.delivered.sent} sent")
    with reading(command_context.engine()) as session:
        failing = circuit_breakers.failing(session, now, utc_now())
    for line in (*(server.sentence for server in failing if server.waiting), *done.planned.nobody):
        click.echo(line)

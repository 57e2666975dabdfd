"""`council tasks`: what needs a hand, each with the command that ends it."""

import click

from actions.desk import tasks
from cli import asking, printing
from planning.clock import utc_now


@click.command("tasks")
@asking.as_of
@asking.as_json
def tasks_command(as_of: str | None, as_json: bool) -> None:
    """List what needs a hand, the oldest first, and how to end it."""
    with asking.look() as session:
        found = tasks.tasks(session, now=asking.instant(as_of), clock=utc_now())
    if as_json:
        printing.as_text([{name: getattr(task, name) for name in task.__slots__} for task in found])
        return
    if not found:
        click.echo("nothing needs a hand")
    for task in found:
        click.echo(f"{task.since:%Y-%m-%d}  {task.kind}  {task.sentence}")
        click.echo(f"            {task.remedy}")

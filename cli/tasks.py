"""`council tasks`: what needs a hand, each with what ends it."""

import click

from actions.desk import tasks
from actions.desk.needing import Task
from cli import asking, printing, wording
from planning.clock import utc_now
from planning.remedies import facts


@click.command("tasks")
@asking.as_of
@asking.as_json
def tasks_command(as_of: str | None, as_json: bool) -> None:
    """List what needs a hand, the oldest first, and how to end it."""
    with asking.look() as session:
        found = tasks.tasks(session, now=asking.instant(as_of), clock=utc_now())
    if as_json:
        printing.as_text([_facts(task) for task in found])
        return
    if not found:
        click.echo("nothing needs a hand")
    for task in found:
        click.echo(f"{task.since:%Y-%m-%d}  {task.kind}  {task.sentence}")
        click.echo(f"            {wording.remedies(task.remedies)}")


def _facts(task: Task) -> dict[str, object]:
    """Return a task for machines; its remedy also as it is printed."""
    of = {"kind": task.kind, "since": task.since, "about": task.about, "sentence": task.sentence}
    return of | {"remedy": wording.remedies(task.remedies), "remedies": facts(task.remedies)}

"""`council report`: what the secretariat should see this week, as its Monday mail tells it."""

import click

from actions.owed import mondays
from cli import asking, printing
from notifications.language import OFFICIAL
from notifications.week import Fact, write_week


@click.command("report")
@click.option("--language", type=click.Choice(OFFICIAL), default="en", show_default=True)
@asking.as_of
@asking.as_json
def report_command(language: str, as_of: str | None, as_json: bool) -> None:
    """Show what is overdue, comes, changed, was not delivered, waits for release, and what nobody is told of."""
    now = asking.instant(as_of)
    with asking.look() as session:
        week = mondays.shown(session, asking.settings(), language, now=now)
    if as_json:
        printing.as_text({part.value: [_facts(fact) for fact in found] for part, found in week.facts.items()})
        return
    words = write_week(week, shown=None)
    click.echo(words.subject)
    click.echo("")
    click.echo(words.text.partition("\n-- \n")[0].rstrip())


def _facts(fact: Fact) -> dict[str, object]:
    return {name: getattr(fact, name) or None for name in fact.__slots__}

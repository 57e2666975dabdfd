"""`council met | confirm | waive | reopen | close | abandon`."""

from collections.abc import Sequence

import click
from sqlalchemy.orm import Session

from actions.cycles import addressing, confirming, ending, settling
from cli import asking


@click.command("met")
@click.argument("cycle")
@click.argument("step")
@click.option("--on", metavar="DATE", help="The day on which it was met; today unless told.")
@click.option("--document", metavar="SYMBOL", help="The document that shows it, such as C17/47-E.")
@click.option("--url", metavar="URL", help="Where it was posted.")
@click.option("--accepted-by", metavar="WHO", help="Who accepted it although it was late, such as the Chair.")
@asking.sure
@asking.acting
def met_command(
    cycle: str,
    step: str,
    on: str | None,
    document: str | None,
    url: str | None,
    accepted_by: str | None,
    sure: bool,
    by: str | None,
    as_of: str | None,
) -> None:
    """Record that STEP was met; nothing more is sent for it. What it has not answered is reported."""
    now, who = asking.instant(as_of), asking.officer(by)
    day = asking.day(on) if on else None

    def act(session: Session) -> tuple[Sequence[str], bool]:
        left = addressing.left_open(session, cycle, step, now=now)
        found = settling.mark_met(
            session,
            cycle,
            step,
            on=day,
            document=document,
            url=url,
            accepted_by=accepted_by,
            sure=sure,
            now=now,
            by=who,
        )
        return left, found.open

    left, needs_another = asking.act(act)
    if needs_another:
        click.echo(f"{cycle} {step} is reported met; a second person confirms it: council confirm {cycle} {step}")
    else:
        click.echo(f"{cycle} {step} is met")
    for sentence in left:
        click.echo(sentence)


@click.command("confirm")
@click.argument("cycle")
@click.argument("step")
@asking.acting
def confirm_command(cycle: str, step: str, by: str | None, as_of: str | None) -> None:
    """Confirm, as a second person, that STEP is met as reported."""
    now, who = asking.instant(as_of), asking.officer(by)
    asking.act(lambda session: confirming.confirm(session, cycle, step, now=now, by=who))
    click.echo(f"{cycle} {step} is met")


@click.command("waive")
@click.argument("cycle")
@click.argument("step")
@asking.because
@asking.acting
def waive_command(cycle: str, step: str, because: str, by: str | None, as_of: str | None) -> None:
    """Record that STEP need not be met."""
    now, who = asking.instant(as_of), asking.officer(by)
    asking.act(lambda session: settling.waive(session, cycle, step, because=because, now=now, by=who))
    click.echo(f"{cycle} {step} is waived")


@click.command("reopen")
@click.argument("cycle")
@click.argument("step")
@asking.because
@asking.acting
def reopen_command(cycle: str, step: str, because: str, by: str | None, as_of: str | None) -> None:
    """Take a settlement of STEP back; its reminders begin anew."""
    now, who = asking.instant(as_of), asking.officer(by)
    asking.act(lambda session: settling.reopen(session, cycle, step, because=because, now=now, by=who))
    click.echo(f"{cycle} {step} is open again")


@click.command("close")
@click.argument("cycle")
@asking.acting
def close_command(cycle: str, by: str | None, as_of: str | None) -> None:
    """Close CYCLE, all of whose steps are met or waived."""
    now, who = asking.instant(as_of), asking.officer(by)
    asking.act(lambda session: ending.close(session, cycle, now=now, by=who))
    click.echo(f"{cycle} is closed")


@click.command("abandon")
@click.argument("cycle")
@asking.because
@asking.acting
def abandon_command(cycle: str, because: str, by: str | None, as_of: str | None) -> None:
    """Give CYCLE up; nothing of it is chased any more."""
    now, who = asking.instant(as_of), asking.officer(by)
    asking.act(lambda session: ending.abandon(session, cycle, because=because, now=now, by=who))
    click.echo(f"{cycle} is abandoned")

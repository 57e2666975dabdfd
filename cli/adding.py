"""`council add-step`: a step of this cycle alone, undated until it is agreed."""

import click

from actions.cycles import adding
from cli import asking
from planning.chain import SECRETARIAT
from planning.evidence import Evidence

EVIDENCE = click.Choice([str(word) for word in Evidence])


@click.command("add-step")
@click.argument("cycle")
@click.argument("step")
@click.option("--title", required=True, help="What is to be done, such as 'Have the text cleared'.")
@click.option("--actor", default=SECRETARIAT, metavar="ROLE", help="Who owes it; the secretariat unless told.")
@click.option("--to", metavar="ROLE", help="To whom.")
@click.option("--via", metavar="ROLE", help="Through whom.")
@click.option("--purpose", metavar="WORD", help="For what: information, consideration, decision, submission.")
@click.option("--follows", multiple=True, metavar="STEP", help="What comes before it; may be given several times.")
@click.option("--before", multiple=True, metavar="STEP", help="What needs it, or an anchor's end to precede.")
@click.option("--evidence", type=EVIDENCE, help="What it is met with; what is usual unless told.")
@click.option("--confirmation", is_flag=True, help="It is met only when a second person has confirmed it.")
@asking.acting
def add_step_command(
    cycle: str,
    step: str,
    title: str,
    actor: str,
    to: str | None,
    via: str | None,
    purpose: str | None,
    follows: tuple[str, ...],
    before: tuple[str, ...],
    evidence: str | None,
    confirmation: bool,
    by: str | None,
    as_of: str | None,
) -> None:
    """Add STEP to CYCLE: a clearance, a translation, an approval by a chair."""
    now, who = asking.instant(as_of), asking.officer(by)
    asking.act(
        lambda session: adding.add_step(
            session,
            cycle,
            step,
            title=title,
            acts=actor,
            to=to,
            via=via,
            purpose=purpose,
            follows=follows,
            before=before,
            evidence=evidence,
            confirmation=confirmation,
            now=now,
            by=who,
        )
    )
    click.echo(f"{cycle} has the step {step}, undated; agree its date: council agree {cycle} {step} DATE --because …")

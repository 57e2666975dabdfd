"""`council answer | withdraw-answer | comment | resolve-comment | comments`: the ledger of a window."""

from dataclasses import asdict

import click
from sqlalchemy.orm import Session

from actions.windows import answering, commenting, ledger
from actions.windows.ledger import Ledger
from cli import asking, printing
from cli.items import item_facts


@click.command("answer")
@click.argument("cycle")
@click.argument("step")
@click.argument("organization")
@click.option("--on", metavar="DATE", help="The day on which it came; today unless told.")
@click.option("--document", metavar="SYMBOL", help="The document that holds it, such as WG-WSIS-30/13.")
@click.option("--url", metavar="URL", help="Where it stands.")
@click.option("--says", multiple=True, metavar="COMMENT", help="One comment in it; may be given several times.")
@click.option("--no-comment", is_flag=True, help="It has no comment that must be taken up or declined.")
@click.option("--accepted-by", metavar="WHO", help="Who accepted it although it was late, such as the Chair.")
@asking.sure
@asking.acting
def answer_command(
    cycle: str,
    step: str,
    organization: str,
    on: str | None,
    document: str | None,
    url: str | None,
    says: tuple[str, ...],
    no_comment: bool,
    accepted_by: str | None,
    sure: bool,
    by: str | None,
    as_of: str | None,
) -> None:
    """Record that ORGANIZATION has answered STEP; none of its people is reminded any more."""
    now, who = asking.instant(as_of), asking.officer(by)
    day = asking.day(on) if on else None
    found = asking.act(
        lambda session: answering.answer(
            session,
            cycle,
            step,
            organization,
            on=day,
            document=document,
            url=url,
            says=says,
            no_comment=no_comment,
            accepted_by=accepted_by,
            sure=sure,
            now=now,
            by=who,
        )
    )
    late = ", late" + (f", accepted by {accepted_by}" if accepted_by else "") if found.is_late else ""
    numbers = f"; comments {', '.join(map(str, found.numbers))}" if found.numbers else ""
    click.echo(f"{found.organization} has answered {cycle} {step}{late}{numbers}")


@click.command("withdraw-answer")
@click.argument("cycle")
@click.argument("step")
@click.argument("organization")
@asking.because
@click.option("--document", metavar="SYMBOL", help="Which of its answers; the one without a document unless told.")
@asking.acting
def withdraw_answer_command(
    cycle: str, step: str, organization: str, because: str, document: str | None, by: str | None, as_of: str | None
) -> None:
    """Take an answer of ORGANIZATION to STEP back: it was recorded by mistake, or withdrawn."""
    now, who = asking.instant(as_of), asking.officer(by)
    asking.act(
        lambda session: answering.withdraw(
            session, cycle, step, organization, document=document, because=because, now=now, by=who
        )
    )
    click.echo(f"the answer of {organization} to {cycle} {step} does not count any more")


@click.command("comment")
@click.argument("cycle")
@click.argument("step")
@click.argument("organization")
@click.argument("says")
@click.option("--document", metavar="SYMBOL", default="", help="The document of its answer, if that has one.")
@asking.acting
def comment_command(
    cycle: str, step: str, organization: str, says: str, document: str, by: str | None, as_of: str | None
) -> None:
    """Add one more comment, in our own words, to an answer that is recorded already."""
    now, who = asking.instant(as_of), asking.officer(by)
    number = asking.act(
        lambda session: commenting.comment(session, cycle, step, organization, says, document=document, now=now, by=who)
    )
    click.echo(f"comment {number} of {cycle} {step}")


@click.command("resolve-comment")
@click.argument("cycle")
@click.argument("step")
@click.argument("number", type=int)
@click.option("--taken-up", metavar="WHERE", help="Where it was taken up, such as 'final draft, section 5'.")
@click.option("--declined", metavar="WHY", help="Why it was not taken up.")
@asking.acting
def resolve_comment_command(
    cycle: str,
    step: str,
    number: int,
    taken_up: str | None,
    declined: str | None,
    by: str | None,
    as_of: str | None,
) -> None:
    """Say what became of comment NUMBER of STEP: taken up where, or declined and why."""
    if (taken_up is None) == (declined is None):
        raise click.UsageError("say either --taken-up WHERE or --declined WHY")
    now, who = asking.instant(as_of), asking.officer(by)

    def act(session: Session) -> None:
        if taken_up is not None:
            commenting.take_up(session, cycle, step, number, taken_up, now=now, by=who)
        else:
            commenting.decline(session, cycle, step, number, declined or "", now=now, by=who)

    asking.act(act)
    click.echo(f"comment {number} of {cycle} {step} is {'taken up' if taken_up is not None else 'declined'}")


@click.command("comments")
@click.argument("cycle")
@click.argument("step")
@asking.as_of
@click.option("--as-known-on", metavar="DAY", help="Show only what was recorded by the end of DAY.")
@asking.as_json
def comments_command(cycle: str, step: str, as_of: str | None, as_known_on: str | None, as_json: bool) -> None:
    """Show who has answered STEP, who has not, and what became of each comment and each request."""
    now, known = asking.instant(as_of), asking.end_of(as_known_on)
    with asking.look() as session:
        found = ledger.ledger(session, cycle, step, now=now, known=known)
    if as_json:
        printing.as_text(_facts(found))
    else:
        _print(found)


def _facts(found: Ledger) -> dict[str, object]:
    window = found.deadline
    return {
        "cycle": found.cycle,
        "step": window.step,
        "title": window.title,
        "opens": window.opens,
        "due": window.due,
        "closes": window.closes.isoformat() if window.closes else None,
        "standing": str(window.standing),
        "extensions": [asdict(one) for one in found.extensions],
        "answers": [asdict(one) | {"standing": one.standing} for one in found.answers],
        "awaited": list(found.awaited),
        "comments": [asdict(one) for one in found.comments],
        "items": [item_facts(one) for one in found.items],
        "addressed": found.is_addressed,
    }


def _print(found: Ledger) -> None:
    window = found.deadline
    click.echo(f"{found.cycle} {window.step}  {window.title}: {printing.when(window)}, {window.standing}")
    for one in found.extensions:
        why = ", ".join(filter(None, (one.agreed_by, one.reason)))
        click.echo(f"extended from {one.was} to {one.due}" + (f": {why}" if why else ""))
    printing.columns(
        [str(one.on), one.organization, one.document or one.url or "", one.standing] for one in found.answers
    )
    if window.is_window:
        click.echo(f"no answer yet: {', '.join(found.awaited) or 'none is awaited'}")
    printing.columns(
        [str(one.number), one.organization, one.outcome, one.says + (f" → {one.words}" if one.words else "")]
        for one in found.comments
    )
    printing.columns([one.key, str(one.standing), one.text] for one in found.items)
    count = sum(one.is_open for one in found.comments) + sum(one.is_open for one in found.items)
    said = "everything is addressed" if found.comments or found.items else "no comment is recorded"
    click.echo(f"{count} still open" if count else said)

"""`council status | explain`: readings of the record, now or as of an earlier day."""

from datetime import date, datetime

import click
from sqlalchemy.orm import Session

from actions.cycles import explaining, reading
from actions.cycles.latest import opened, unended
from actions.cycles.views import CycleView, DeadlineView, Settled
from cli import asking, printing
from planning.facts import conflict_facts, deadline_facts
from planning.sentences import sentences
from planning.words import count_of


@click.command("status")
@click.argument("cycle", required=False)
@click.option("--ended", is_flag=True, help="Show also the cycles that have ended.")
@asking.as_of
@click.option("--as-known-on", metavar="DAY", help="Show only what was recorded by the end of DAY.")
@asking.as_json
def status_command(cycle: str | None, ended: bool, as_of: str | None, as_known_on: str | None, as_json: bool) -> None:
    """Show how CYCLE stands, or every cycle that lives."""
    now, known = asking.instant(as_of), asking.end_of(as_known_on)
    with asking.look() as session:
        if cycle is None:
            _print_all(session, now, known or now, ended=ended, as_json=as_json)
            return
        view = reading.view(session, cycle, now, known)
    if as_json:
        printing.as_text(_facts(view))
    else:
        print_cycle(view)


def _facts(view: CycleView) -> dict[str, object]:
    return {
        "cycle": view.name,
        "chain": view.chain.slug,
        "version": view.chain.version,
        "deadlines": [_deadline(found) for found in view.deadlines],
        "conflicts": [conflict_facts(conflict) for conflict in view.conflicts],
        "ending": view.ending,
        "provisional": list(view.provisional),
    }


def _deadline(found: DeadlineView) -> dict[str, object]:
    agreed, settled = found.agreed, found.settlement
    met = settled if settled and settled.kind == "met" else None
    return deadline_facts(found) | {
        "standing": str(found.standing),
        "agreed": {"by": agreed.by, "document": agreed.document, "reason": agreed.reason} if agreed else None,
        "met": _met(met) if met else None,
        "reported": _met(found.reported) if found.reported else None,
        "officer": found.officer,
    }


def _met(met: Settled) -> dict[str, object]:
    return {
        "on": met.on,
        "by": met.by,
        "document": met.document,
        "url": met.url,
        "accepted_by": met.accepted_by,
        "confirmed_by": met.confirmed_by,
    }


def _print_all(session: Session, now: datetime, known: datetime, *, ended: bool, as_json: bool) -> None:
    which = opened(min(now, known))
    views = reading.views_of(session, which if ended else which & unended(known), now, known)
    left_out = 0 if ended else reading.count(session, which & ~unended(known))
    if as_json:
        printing.as_text([_facts(view) for view in views])
        return
    if not views:
        click.echo("no cycle is open; open one: council open CHAIN/EDITION --anchor NAME=DATE")
    printing.columns([view.name, view.ending or _next(view), view.title] for view in views)
    if left_out:
        click.echo(f"not shown: {count_of(left_out, 'cycle')} that ended; see them: council status --ended")


def _next(view: CycleView) -> str:
    """Return the next open deadline in words."""
    coming = [found for found in view.deadlines if found.is_open and found.due]
    first = min(coming, key=lambda found: found.due or date.max, default=None)
    return f"{first.due} {first.step} {first.standing}" if first else "nothing dated is open"


def print_cycle(view: CycleView) -> None:
    """Print a cycle: its name and mandate, one deadline a line, what does not fit."""
    mandate = f" ({view.mandate})" if view.mandate else ""
    click.echo(f"{view.name}  {view.title}{mandate}" + (f", {view.ending}" if view.ending else ""))
    printing.columns(
        [
            printing.when(found),
            found.step,
            found.by,
            str(found.standing),
            printing.basis(found),
            printing.spare(found.float_days),
            "; ".join((_evidence(found) or found.derivation[0].sentence, *sentences(found.flags))),
        ]
        for found in view.deadlines
    )
    printing.conflicts(view.conflicts)


def _evidence(found: DeadlineView) -> str | None:
    settled = found.settlement or found.reported
    if settled is None:
        return None
    proof = ", ".join(filter(None, (settled.document or settled.url or settled.reason, *_hands(settled))))
    return f"{settled.kind} {settled.on}" + (f": {proof}" if proof else "")


def _hands(settled: Settled) -> tuple[str, ...]:
    """Return who accepted it late, who confirmed it, or that a second person still has to."""
    late = (f"accepted late by {settled.accepted_by}",) if settled.accepted_by else ()
    if settled.kind == "reported":
        return (*late, "awaits a second person")
    return (*late, f"confirmed by {settled.confirmed_by}") if settled.confirmed_by else late


@click.command("explain")
@click.argument("cycle")
@click.argument("step")
@asking.as_of
@click.option("--as-known-on", metavar="DAY", help="Show only what was recorded by the end of DAY.")
@asking.as_json
def explain_command(cycle: str, step: str, as_of: str | None, as_known_on: str | None, as_json: bool) -> None:
    """Tell a date's whole life: its rule, its derivation, every change, and what was sent about it."""
    now, known = asking.instant(as_of), asking.end_of(as_known_on)
    with asking.look() as session:
        story = explaining.explain(session, cycle, step, now=now, known=known)
    if as_json:
        printing.as_text(story.facts)
        return
    for line in story.lines:
        click.echo(line)

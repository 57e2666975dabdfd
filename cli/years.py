"""`council year`: what a year calls for, with what is missing; and editions opened from the last one."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

import click

import flows.chains
from actions.cycles import editions, years
from actions.cycles.editions import Difference
from actions.cycles.opening import Given, span_words
from actions.cycles.years import Accepted, Proposal
from cli import asking, printing
from planning.library import chains_in

NOTHING_OPENED = "nothing was opened; to open it, leave out --preview"


@click.command("year")
@click.argument("year", type=int, callback=asking.year)
@click.option("--accept", "names", multiple=True, metavar="CYCLE", help="Open this cycle; may be given again.")
@click.option(
    "--anchor",
    "anchors",
    nargs=2,
    multiple=True,
    metavar="CYCLE NAME=DATE",
    help="A day, OPENS/CLOSES or a meeting's key for an accepted cycle.",
)
@click.option(
    "--provisional", nargs=2, multiple=True, metavar="CYCLE NAME", help="An anchor of it that is not confirmed yet."
)
@click.option("--accept-conflicts", metavar="REASON", help="Open them although a date does not fit, and say why.")
@asking.sure
@asking.acting
@asking.as_json
def year_command(
    year: int,
    names: tuple[str, ...],
    anchors: tuple[tuple[str, str], ...],
    provisional: tuple[tuple[str, str], ...],
    accept_conflicts: str | None,
    sure: bool,
    by: str | None,
    as_of: str | None,
    as_json: bool,
) -> None:
    """Propose every cycle that YEAR calls for, with what is still missing; open those accepted."""
    now, chains = asking.instant(as_of), chains_in(flows.chains)
    accepted = {name: _accepted(name, anchors, provisional, accept_conflicts, sure) for name in names}
    if stray := next((name for name, _ in (*anchors, *provisional) if name not in accepted), None):
        raise click.UsageError(f"an anchor is given for {stray}, which is not accepted; add --accept {stray}")
    if accepted:
        who = asking.officer(by)
        asking.first_act(lambda session: years.open_year(session, chains, year, accepted, now=now, by=who))
    with asking.look() as session:
        found = years.propose(session, chains, year, now=now)
    if as_json:
        facts = [
            asdict(one) | {"missing": list(one.missing.values()), "awaited": list(one.awaited.values())}
            for one in found.proposals
        ]
        printing.as_text({"year": year, "proposals": facts, "notes": list(found.notes)})
        return
    for one in found.proposals:
        _print(one)
    for note in found.notes:
        click.echo(note)
    if not found.proposals:
        click.echo(f"nothing that is known calls for a cycle in {year}; load its meetings, and the resolutions")


def _accepted(
    name: str,
    anchors: Iterable[tuple[str, str]],
    provisional: Iterable[tuple[str, str]],
    accept_conflicts: str | None,
    sure: bool,
) -> Accepted:
    own = asking.anchors(tuple(words for cycle, words in anchors if cycle == name), keys=True)
    return Accepted(own, [anchor for cycle, anchor in provisional if cycle == name], accept_conflicts, sure)


def _print(one: Proposal) -> None:
    standing = "open" if one.is_open else "owed" if one.owed else "offered"
    click.echo(f"{standing:<8} {one.cycle}  {one.title}: {one.why}")
    for name, given in one.anchors.items():
        said = f"follows {given}" if isinstance(given, str) else f"is {span_words(given)}"
        click.echo(f"         {name} {said}{', provisional' if name in one.provisional else ''}")
    for sentence in one.missing.values():
        click.echo(f"         missing: {sentence}")
    for sentence in one.awaited.values():
        click.echo(f"         awaited: {sentence}")


def open_from(
    cycle: str,
    last: str,
    anchors: Mapping[str, Given],
    provisional: Collection[str],
    accept_conflicts: str | None,
    *,
    sure: bool,
    preview: bool,
    as_json: bool,
    now: datetime,
    by: str,
) -> None:
    """Open the cycle from its last edition, or show how it would be; print where its dates differ from the rules."""
    chains = chains_in(flows.chains)
    how: dict[str, Any] = {"provisional": provisional, "accept_conflicts": accept_conflicts, "sure": sure, "now": now}
    if preview:
        with asking.look() as session:
            found = editions.preview(session, chains, cycle, last, anchors, **how)
    else:
        found = asking.act(lambda session: editions.open_from(session, chains, cycle, last, anchors, **how, by=by))
    if as_json:
        facts = [asdict(one) | {"days": one.days} for one in found.differences]
        said = {"cycle": cycle, "opened": not preview, "differences": facts, "notes": found.notes}
        printing.as_text(printing.plan_facts(found.plan) | said)
        return
    if preview:
        printing.plan(found.plan)
    else:
        click.echo(f"{cycle} is open, its dates hung as in {last}; see them: council status {cycle}")
    printing.columns([f"  {one.due or 'awaited'}", one.step, _difference(one, last)] for one in found.differences)
    printing.notes(found.notes)
    if preview:
        click.echo(NOTHING_OPENED)


def _difference(one: Difference, last: str) -> str:
    if one.rule is None:
        return f"{one.was} in {last}; no rule gives it"
    if one.days is None:
        return f"{one.was} in {last}; its rule, {one.rule}, proposes {one.proposed or 'nothing yet'}"
    return f"{one.was} in {last}; its rule, {one.rule}, proposes {one.proposed} ({one.days:+d} d)"

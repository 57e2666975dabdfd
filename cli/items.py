"""`council items`: what meetings asked of whom."""

from dataclasses import asdict

import click

from actions.items import itemizing
from actions.items.itemizing import ItemStanding, ItemView
from cli import asking, printing


@click.command("items")
@click.option("--assignee", metavar="ROLE", help="Only those of ROLE, such as secretariat or unassigned.")
@click.option("--standing", type=click.Choice([str(word) for word in ItemStanding]), help="Only those that stand so.")
@asking.as_of
@click.option("--as-known-on", metavar="DAY", help="Show only what was recorded by the end of DAY.")
@asking.as_json
def items_command(
    assignee: str | None, standing: str | None, as_of: str | None, as_known_on: str | None, as_json: bool
) -> None:
    """List action items by assignee, each with its standing; what the Council must adopt first is listed under it."""
    now, known = asking.instant(as_of), asking.end_of(as_known_on)
    with asking.look() as session:
        every = itemizing.items(session, now=now, known=known)
    found = [one for one in every if assignee in (None, *one.holders) and standing in (None, one.standing)]
    if as_json:
        printing.as_text([item_facts(one) for one in found])
        return
    for holder in sorted({name for one in found for name in one.holders if assignee in (None, name)}):
        mine = [one for one in found if holder in one.holders]
        click.echo(f"{holder}: {len(mine)}")
        printing.columns([f"  {one.key}", str(one.standing), str(one.strength), _when(one), one.text] for one in mine)
    if not found:
        click.echo("there is no such item" if every else "no action item is loaded; load them: council load FILE.yaml")


def item_facts(found: ItemView) -> dict[str, object]:
    """Return an item for machines; `assignees` is empty while it is unassigned or only proposed."""
    return {
        "key": found.key,
        "text": found.text,
        "strength": str(found.strength),
        "standing": str(found.standing),
        "assignees": list(found.assignees),
        "proposed_for": list(found.proposed_for),
        "due": [asdict(one) for one in found.occasions],
        "source": found.source,
        "cycle": found.cycle,
        "step": found.step,
        "events": [asdict(one) for one in found.facts],
    }


def _when(found: ItemView) -> str:
    return "; ".join(
        one.words + (f" ({one.due})" if one.due else "") + (f", done {one.done}" if one.done else "")
        for one in found.occasions
    )

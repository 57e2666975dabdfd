"""`council items` and `council item done | assign | adopt | drop | reopen`: what meetings asked of whom."""

from dataclasses import asdict

import click

from actions.items import itemizing, undertaking
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


@click.group("item")
def item_command() -> None:
    """Act on an action item; `council items` lists them."""


@item_command.command("done")
@click.argument("key")
@click.option("--on", metavar="DATE", help="The day; today unless told.")
@click.option("--where", metavar="WHERE", help="Where it was taken up, such as 'revised draft, section 5'.")
@click.option("--document", metavar="SYMBOL", help="The document that shows it.")
@click.option("--url", metavar="URL", help="Where that stands.")
@click.option("--for", "occasion", metavar="OCCASION", help="Only for one occasion, such as 'after HLPF 2019'.")
@asking.acting
def done_command(
    key: str,
    on: str | None,
    where: str | None,
    document: str | None,
    url: str | None,
    occasion: str | None,
    by: str | None,
    as_of: str | None,
) -> None:
    """Record that KEY is done."""
    now, who = asking.instant(as_of), asking.officer(by)
    day = asking.day(on) if on else None
    found = asking.act(
        lambda session: undertaking.done(
            session, key, on=day, where=where, document=document, url=url, occasion=occasion, now=now, by=who
        )
    )
    click.echo(f"{found.key} is {found.standing}" + (f"; {occasion} is done" if occasion else ""))


@item_command.command("assign")
@click.argument("key")
@click.argument("assignees", nargs=-1, required=True)
@asking.acting
def assign_command(key: str, assignees: tuple[str, ...], by: str | None, as_of: str | None) -> None:
    """Give KEY to ASSIGNEES, such as secretariat."""
    now, who = asking.instant(as_of), asking.officer(by)
    found = asking.act(lambda session: undertaking.assign(session, key, assignees, now=now, by=who))
    click.echo(f"{found.key} is {found.standing}: {', '.join(found.assignees)}")


@item_command.command("adopt")
@click.argument("keys", nargs=-1, required=True)
@click.option("--on", metavar="DATE", help="The day on which the Council adopted it; today unless told.")
@click.option("--document", metavar="SYMBOL", help="The record that says so.")
@click.option("--assignee", "assignees", multiple=True, metavar="ROLE", help="Whose it is; as proposed unless told.")
@asking.acting
def adopt_command(
    keys: tuple[str, ...],
    on: str | None,
    document: str | None,
    assignees: tuple[str, ...],
    by: str | None,
    as_of: str | None,
) -> None:
    """Record that the Council adopted what was proposed to it: KEYS are assigned now."""
    now, who = asking.instant(as_of), asking.officer(by)
    day = asking.day(on) if on else None
    adopted = asking.act(
        lambda session: undertaking.adopt(
            session, keys, on=day, document=document, assignees=assignees, now=now, by=who
        )
    )
    for found in adopted:
        click.echo(f"{found.key} is {found.standing}: {', '.join(found.assignees) or 'unassigned'}")


@item_command.command("drop")
@click.argument("key")
@asking.because
@asking.acting
def drop_command(key: str, because: str, by: str | None, as_of: str | None) -> None:
    """Record that KEY need not be done any more."""
    now, who = asking.instant(as_of), asking.officer(by)
    found = asking.act(lambda session: undertaking.drop(session, key, because=because, now=now, by=who))
    click.echo(f"{found.key} is {found.standing}")


@item_command.command("reopen")
@click.argument("key")
@asking.because
@asking.acting
def reopen_command(key: str, because: str, by: str | None, as_of: str | None) -> None:
    """Record that KEY is not done after all."""
    now, who = asking.instant(as_of), asking.officer(by)
    found = asking.act(lambda session: undertaking.reopen(session, key, because=because, now=now, by=who))
    click.echo(f"{found.key} is {found.standing}")

"""`council channels list | test | seal`: how people are reached, tried by a harmless message; secrets stay sealed."""

from dataclasses import asdict

import click

from actions.delivery import channels, trying
from cli import asking, printing


@click.group("channels")
def channels_command() -> None:
    """See and try the channels by which people are reached; a channel's URL is never shown."""


@channels_command.command("list")
@click.argument("person", required=False)
@asking.as_json
def list_command(person: str | None, as_json: bool) -> None:
    """List the channels of PERSON (an e-mail address, or a name), or all, and what became of the last message."""
    with asking.look() as session:
        found = trying.lines(session, person)
    if as_json:
        printing.as_text([asdict(line) for line in found])
        return
    printing.columns(
        [str(line.number), line.person, line.carrier, "" if line.sealed else "NOT SEALED", line.last] for line in found
    )


@channels_command.command("test")
@click.argument("numbers", nargs=-1, type=int, required=True)
@asking.by
def test_command(numbers: tuple[int, ...], by: str | None) -> None:
    """Send a harmless message by each channel of these NUMBERS, and say what became of it; exit 2 where one failed."""
    who, ours = asking.officer(by), asking.settings()
    store = asking.engine()
    tried = [trying.try_out(store, ours, number, now=asking.instant(None), by=who) for number in numbers]
    for one in tried:
        if one.taken:
            click.echo(one.sentence)
    if failed := [one.sentence for one in tried if not one.taken]:
        raise click.ClickException("; ".join(failed))


@channels_command.command("seal")
@asking.acting
def seal_command(by: str | None, as_of: str | None) -> None:
    """Seal with the newest key the URLs that are not, and have the database forget what they were."""
    now, who = asking.instant(as_of), asking.officer(by)
    count = asking.act(lambda session: channels.seal(session, asking.settings(), now=now, by=who))
    channels.scrub(asking.engine())
    click.echo(f"{count} channels sealed")

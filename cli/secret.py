"""`council secret list | rotate | drop`: the keys that seal channels and sign links; a key itself is never shown."""

import click
from sqlalchemy.orm import Session

from actions import key_ring
from actions.delivery import channels
from cli import asking, printing


@click.group("secret")
def secret_command() -> None:
    """Care for the keys that seal channels and sign the links in mail."""


@secret_command.command("list")
@asking.as_json
def list_command(as_json: bool) -> None:
    """List the keys by their ids, the newest first, and how many channels each has sealed."""
    ours = asking.settings()
    with asking.look() as session:
        counts = channels.by_key(session)
    keys = [key.id for key in key_ring.ring(ours).keys]
    lost = [name for name in counts if name and name not in keys]
    uses = dict.fromkeys(keys, "opens what it made") | dict.fromkeys(lost, "NOT HERE") | {keys[0]: "seals and signs"}
    if counts[""]:
        uses[""] = "no id: sealed before keys had one"
    if as_json:
        printing.as_text([{"key": name, "use": use, "channels": counts[name]} for name, use in uses.items()])
        return
    printing.columns([name or "-", f"{counts[name]} channels", use] for name, use in uses.items())


@secret_command.command("rotate")
@asking.acting
def rotate_command(by: str | None, as_of: str | None) -> None:
    """Put a new key before the others in the data folder, and seal the channels with it; old links go on working."""
    now, who, ours = asking.instant(as_of), asking.officer(by), asking.settings()

    def rotate(session: Session) -> tuple[str, int]:
        key = key_ring.rotate(ours)  # while nobody else writes: of two at once neither loses the other's key
        return key.id, channels.take_over(session, ours, key, now=now, by=who)

    name, count = asking.act(rotate)
    click.echo(f"the key {name} seals and signs from now on; {count} channels sealed anew")


@secret_command.command("drop")
@click.argument("key")
@asking.acting
def drop_command(key: str, by: str | None, as_of: str | None) -> None:
    """Take an older KEY (its id) out of the data folder: the links that it signed end."""
    now, who, ours = asking.instant(as_of), asking.officer(by), asking.settings()

    def drop(session: Session) -> None:
        channels.give_up(session, ours, key, now=now, by=who)
        key_ring.drop(ours, key)

    asking.act(drop)
    click.echo(f"the key {key} is no more; the links that it signed have ended")

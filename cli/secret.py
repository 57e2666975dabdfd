"""`council secret list`: the keys that seal channels and sign links, by their ids; what changes them is declared."""

import click

from actions import key_ring
from actions.delivery import channels
from cli import asking, printing
from cli.groups import Noun


@click.group("secret", cls=Noun)
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

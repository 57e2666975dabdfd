"""`council settings`: what holds, and where it comes from."""

import os
from dataclasses import asdict

import click

from actions.watch import configuration
from cli import asking, printing


@click.command("settings")
@asking.as_json
def settings_command(as_json: bool) -> None:
    """Show each setting, its value, and whether the environment, a file or the default gives it; no secrets."""
    found = list(configuration.held(os.environ))
    if as_json:
        printing.as_text([asdict(held) for held in found])
        return
    printing.columns([held.variable, held.source, held.value or "none"] for held in found)

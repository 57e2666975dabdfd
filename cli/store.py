"""`council db upgrade`."""

import click

from actions import store
from cli import asking
from planning.clock import utc_now


@click.group("db")
def db_command() -> None:
    """Care for the store."""


@db_command.command("upgrade")
def upgrade_command() -> None:
    """Make the store, or bring its schema up to date."""
    settings = asking.settings()
    store.upgrade(settings, now=utc_now())
    click.echo("the store is up to date")

"""`council db upgrade | backup`, beside its act."""

from pathlib import Path

import click

from cli import command_context
from cli.groups import Noun
from delivery import backups
from planning.clock import utc_now
from record import store


@click.group("db", cls=Noun)
def db_command() -> None:
    """Back up the database, bring it up to date, and clear what was kept for long enough."""


@db_command.command("upgrade")
def upgrade_command() -> None:
    """Make the store, or bring its schema up to date."""
    settings = command_context.settings()
    store.upgrade(settings, now=utc_now())
    click.echo("the store is up to date")


@db_command.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
def backup_command(file: Path) -> None:
    """Copy the store to FILE, while it is in use; wherever the copy is used, sending is held until it is resumed."""
    engine = command_context.engine()
    backups.back_up(engine, file, now=utc_now())
    click.echo(f"copied to {file}; nothing is sent from a copy before: council sending resume")

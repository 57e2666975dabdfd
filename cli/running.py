"""`council up`: everything on one machine: Prefect's server, the round on its schedule, the walks, the desk's forms."""

import os

import click

from actions import alarming, logs, store
from actions.settings import Settings
from cli import asking
from planning.clock import utc_now

MODULE = "flows.deployments"


@click.command("up")
@click.option("--port", type=click.IntRange(1, 65535), default=4200, show_default=True, help="Of Prefect's pages.")
def up_command(port: int) -> None:
    """Run the schedule until SIGTERM or Ctrl-C: mail leaves, chains are walked, acts wait as forms."""
    from flows.supervise import supervise  # Prefect costs a second that no other command should pay

    settings = asking.settings()
    logs.begin(os.environ)
    store.for_acting(settings, now=utc_now()).dispose()
    click.echo("starting; a first start takes a quarter of a minute")
    supervise(
        settings.home,
        MODULE,
        port=port,
        environment={"COUNCIL_HOME": str(settings.home), "COUNCIL_LOG": logs.style_of(os.environ)},
        ready=lambda server: _tell(server.ui_url, settings),
        beside=alarming.watched(settings),
    )
    click.echo("stopped; what is due leaves when it is started again")


def _tell(address: str, settings: Settings) -> None:
    click.echo(f"{address}/runs         what ran, each chain as a graph")
    click.echo(f"{address}/deployments  what to start by hand: mark met, agree a date, release mail, remind now")
    click.echo(f"the store is in {settings.home}; council status shows it")
    if not settings.mail_url:
        click.echo("no mail server is set, so messages wait; set COUNCIL_MAIL_URL=smtp://host:port, start again")
    click.echo("stop with Ctrl-C")

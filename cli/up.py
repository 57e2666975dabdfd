"""`council up`: everything on one machine: the schedule, the walks, the desk's forms, the feeds and the web."""

import os
from pathlib import Path

import click
from sqlalchemy import make_url

from cli import command_context, first_link, remedy_words
from planning.clock import utc_now
from record import logs, store
from record.settings import Settings, file_url
from watch import alarm

MODULE = "flows.deployments"


@click.command("up")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=4200, show_default=True, help="The port of Prefect's pages."
)
@click.option(
    "--web-port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help="The port of calendars and pages.",
)
@click.option("--no-web", is_flag=True, help="Leave the web to a `council web` of its own.")
def up_command(port: int, web_port: int, no_web: bool) -> None:
    """Run everything until SIGTERM or Ctrl-C: letters, drawings of procedures, forms for acts, calendars."""
    from flows.password import source_of  # Prefect costs a second that no other command should pay
    from flows.server import refuse_taken
    from flows.supervisor import Program, Served, supervise

    settings = command_context.settings()
    web = Program("the web", "web", ("cli.main", "web", "--port", str(web_port)), web_port)
    for taken in (port,) if no_web else (port, web_port):
        refuse_taken(taken)
    logs.begin(os.environ)
    store.for_starting(settings, now=utc_now()).dispose()
    click.echo("starting; a first start takes a quarter of a minute")
    environment = {
        "COUNCIL_HOME": str(settings.home),
        "COUNCIL_DATABASE_URL": _from_anywhere(settings.database_url),
        "COUNCIL_LOG": logs.style_of(os.environ),
    }
    supervise(
        settings.home,
        Served(MODULE, port, environment, () if no_web else (web,)),
        ready=lambda server: _tell(
            server.ui_url, source_of(server.home, os.environ), None if no_web else web_port, settings
        ),
        beside=alarm.watched(settings, word=remedy_words.remedy),
    )
    click.echo("stopped; what is due leaves when it is started again")


def _from_anywhere(database_url: str) -> str:
    """Return the store's address for programs that run in another folder than this one."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return database_url
    return file_url(Path(url.database).absolute())


def _tell(address: str, password: str, web_port: int | None, settings: Settings) -> None:
    click.echo(f"{address}/runs         what ran, each procedure as a graph")
    acts = "complete a step, agree a date, approve letters, remind" if settings.prefect_acts else "remind"
    click.echo(f"{address}/deployments  what to start by hand: {acts}")
    click.echo(f"their password is in {password}")
    if web_port:
        click.echo(f"http://127.0.0.1:{web_port}/subscribe    calendars; put TLS in front, and set COUNCIL_BASE_URL")
        click.echo(first_link.told(settings, web_port, now=utc_now()))
    click.echo(f"the store is in {settings.home}; council status shows it")
    if not settings.mail_url:
        click.echo("no mail server is set, so letters wait; set COUNCIL_MAIL_URL=smtp://host:port, start again")
    click.echo("stop with Ctrl-C")
    click.echo("ready")

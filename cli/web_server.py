"""`council web`: the feeds and the pages over HTTP, until SIGTERM or Ctrl-C."""

import logging
import os

import click

from cli import command_context
from planning.clock import utc_now
from record import logs, store

_log = logging.getLogger("council.web")


@click.command("web")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--access-log", is_flag=True, help="Print each request, its token blotted out; costs half the speed.")
def web_command(host: str, port: int, access_log: bool) -> None:
    """Serve the calendar feeds and the page to subscribe on; put TLS in front of it."""
    import uvicorn  # half a second that no other command should pay

    from web.app import create_app
    from web.connections import Limits, options, room

    settings = command_context.settings()
    logs.begin(os.environ)
    engine, answers = store.for_serving(settings, now=utc_now())
    if not answers:
        _log.warning("the store does not answer; calendars are served as they were last, until it does")
    _log.info("members choose their calendar at http://%s:%s/subscribe; stop with Ctrl-C", host, port)
    try:
        uvicorn.run(
            create_app(engine, settings),
            host=host,
            port=port,
            log_config=logs.for_uvicorn(os.environ),
            access_log=access_log,
            timeout_graceful_shutdown=5,
            **options(Limits(connections=room())),
        )
    except SystemExit as why:  # it has logged the reason
        raise click.ClickException(
            f"the pages cannot be served at {host}:{port}; end what listens there, or give another --host or --port"
        ) from why
    finally:
        engine.dispose()

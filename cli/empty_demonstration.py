"""`make run EMPTY=1`: an empty store with one person, and the checklist by which its first year begins at the desk."""

import os
from pathlib import Path

import click

from cli import open_desk
from kernel.runner import do
from models.engine import writing
from notifications.rehearsal_server import Sink
from planning.clock import utc_now
from record import settings, store

PERSON, ADDRESS = "Head of the secretariat", "head@office.example"
BEGUN = """An empty store is in {home}, with one person: {person}.
At the desk, Today lists what to begin with: bodies, holidays, meetings, people, resolutions, a year."""
AGAIN = "The store in {home} is opened as it was left; remove that folder to begin with an empty one."
NEXT = """
To open its desk (put .venv/bin on your PATH first), run this at a terminal, or:
  export COUNCIL_HOME={home} COUNCIL_OFFICER="{person}"
  council up
No mail server is set there, so that its letters wait."""


def play(home: Path) -> None:
    """Make the store, unless it is there, and leave its desk open; without somebody at a terminal say how to."""
    is_new = not (home / "council.db").exists()
    with Sink(home / "mails") as sink:
        for name in [name for name in os.environ if name.startswith("COUNCIL_")]:
            del os.environ[name]
        os.environ.update({"COUNCIL_HOME": str(home), "COUNCIL_MAIL_URL": sink.url})
        own = settings.read(os.environ)
        engine = store.for_starting(own, now=utc_now())
        if is_new:
            with writing(engine) as session:
                given = {"name": PERSON, "email": ADDRESS, "roles": ("secretariat",)}
                do(session, "people/add", **given, now=utc_now(), by=PERSON)
        click.echo((BEGUN if is_new else AGAIN).format(home=home, person=PERSON))
        if open_desk.is_somebody_there():
            click.echo(f"Its letters leave into {home / 'mails'}, and reach nobody.")
        open_desk.leave_open(engine, own, PERSON, utc_now)
        engine.dispose()
    if not open_desk.is_somebody_there():
        click.echo(NEXT.format(home=home, person=PERSON))

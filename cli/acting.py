"""`council load`: one act, in one transaction, with one journal line."""

from contextlib import suppress
from pathlib import Path

import click

import flows.chains
from actions.refusals import NoStore
from cli import asking
from planning.library import chains_in


@click.command("load")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--calendar", metavar="PLACE", help="The duty station whose closed days the .ics files hold.")
@click.option("--body", metavar="BODY", help="The body whose meetings the .ics files hold.")
@asking.acting
def load_command(
    files: tuple[Path, ...], calendar: str | None, body: str | None, by: str | None, as_of: str | None
) -> None:
    """Load bodies, holidays, meetings, contacts, timelines … from FILES (YAML; CSV for contacts; .ics)."""
    from actions import loading  # its shapes cost what other commands should not pay
    from actions.loading.ics import Meant

    now, who = asking.instant(as_of), asking.officer(by)
    known, ours = chains_in(flows.chains), asking.settings()
    batch = loading.read(files, ours, meant=Meant(calendar, body))
    with suppress(NoStore), asking.look() as session:
        batch = loading.compare(session, batch, known, settings=ours, now=now)
    loaded = asking.first_act(lambda session: loading.store(session, batch, known, settings=ours, now=now, by=who))
    click.echo(str(loaded))

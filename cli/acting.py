"""`council load | open`: one act each, in one transaction, with one journal line."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

import flows.chains
from actions.cycles import opening
from actions.cycles.opening import Intended
from actions.cycles.reading import split_name
from actions.refusals import NoStore
from cli import asking, printing
from planning.library import chains_in, find


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


@click.command("open")
@click.argument("cycle")
@click.option(
    "--anchor", "anchors", multiple=True, metavar="NAME=DATE", help="A date, OPENS/CLOSES, or a meeting's key."
)
@click.option("--from", "last", metavar="CYCLE", help="An earlier edition, whose agreed dates are hung anew.")
@click.option("--provisional", multiple=True, metavar="NAME", help="An anchor that is not confirmed yet.")
@click.option("--accept-conflicts", metavar="REASON", help="Open it although it does not fit, and say why.")
@click.option("--preview", is_flag=True, help="Show the dates that it would have; open nothing.")
@asking.sure
@asking.acting
@asking.as_json
def open_command(
    cycle: str,
    anchors: tuple[str, ...],
    last: str | None,
    provisional: tuple[str, ...],
    accept_conflicts: str | None,
    preview: bool,
    sure: bool,
    by: str | None,
    as_of: str | None,
    as_json: bool,
) -> None:
    """Open CYCLE (chain/edition): its dates are proposed from its anchors, or as in the edition it is opened --from."""
    now, who = asking.instant(as_of), "" if preview else asking.officer(by)
    chain, edition = split_name(cycle)
    given = asking.anchors(anchors, keys=True)
    if last:
        from cli.years import open_from

        how: dict[str, Any] = {"sure": sure, "preview": preview, "as_json": as_json, "now": now, "by": who}
        open_from(cycle, last, given, provisional, accept_conflicts, **how)
        return
    declared = find(chains_in(flows.chains), chain)
    how = {"provisional": provisional, "accept_conflicts": accept_conflicts, "sure": sure}

    def act(session: Session) -> Intended:
        found = opening.intend(session, declared, edition, given, **how)
        if not preview:
            opening.open_cycle(session, declared, edition, given, **how, now=now, by=who)
        return found

    found = asking.preview(act) if preview else asking.first_act(act)
    if as_json:
        said = {"cycle": cycle, "opened": not preview, "notes": found.notes}
        printing.as_text(printing.plan_facts(found.plan) | said)
        return
    if preview:
        printing.plan(found.plan)
    printing.notes(found.notes)
    done = f"{cycle} is open with {len(declared.steps)} deadlines; see them: council status {cycle}"
    click.echo("nothing was opened; to open it, leave out --preview" if preview else done)

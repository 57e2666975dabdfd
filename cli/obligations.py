"""`council obligations`: clause by year; `council resolution`: its texts, and what a new one changes."""

from dataclasses import asdict

import click

from actions.mandates import comparing, obliging, texts
from actions.mandates.comparing import Comparison
from actions.mandates.judging import Judged
from actions.mandates.obliging import Matrix
from actions.mandates.texts import ResolutionView, VersionView
from cli import asking, printing
from cli.groups import Noun
from planning.cells import Judgement
from planning.clauses import Change, Clause


@click.command("obligations")
@click.option(
    "--year", type=int, callback=asking.year, metavar="Y", help="Of one year; every year on record unless told."
)
@click.option("--resolution", metavar="KEY", help="Of one resolution, such as council-1332.")
@asking.as_of
@asking.as_json
def obligations_command(year: int | None, resolution: str | None, as_of: str | None, as_json: bool) -> None:
    """Show which clauses are fulfilled, under way or missing, year by year, each under the version in force."""
    with asking.look() as session:
        found = obliging.matrix(session, year, resolution, now=asking.instant(as_of))
    if as_json:
        printing.as_text(_facts(found))
        return
    for note in found.notes:
        click.echo(note)
    if not found.rows:
        click.echo("no obligation is known; load a resolution: council load examples/resolutions/*.yaml")
    printing.columns(
        [str(one.cell.year), one.reference, str(one.cell.judgement), _told(one)]
        for row in found.rows
        for one in row.years
    )


def _told(one: Judged) -> str:
    return "; ".join([f"{one.duty.what}: {one.cell.sentence}", *one.notes])


def _facts(found: Matrix) -> dict[str, object]:
    return {
        "years": found.years,
        "notes": found.notes,
        "obligations": [
            {
                "obligation": row.key,
                "resolution": row.resolution,
                "reference": row.last.reference,
                "kind": row.last.clause.kind,
                "addressee": row.last.clause.addressee,
                "what": row.last.duty.what,
                "period": row.last.duty.period,
                "to": row.last.duty.to,
                "via": row.last.duty.via,
                "copies": row.last.duty.copies,
                "purpose": row.last.duty.purpose,
                "years": [_cell(one) for one in row.years],
            }
            for row in found.rows
        ],
    }


def _cell(one: Judged) -> dict[str, object]:
    return {
        "year": one.cell.year,
        "judgement": one.cell.judgement,
        "sentence": one.cell.sentence,
        "in_force": one.in_force,
        "read": one.read,
        "label": one.label,
        "on": one.on,
        "meeting": asdict(one.meeting) if one.meeting else None,
        "versions": [
            {
                "version": spell.in_force,
                "from": spell.first,
                "to": spell.last,
                "read": spell.read,
                "holds": bool(spell.duty),
            }
            for spell in one.spells
        ],
        "submissions": [
            {"symbol": had.symbol, "to": had.body, "via": had.via, "purpose": had.purpose, "on": had.on}
            for had in one.cell.by
        ],
        "lacking": one.cell.lacking if one.cell.judgement is not Judgement.FULFILLED else [],
        "cycles": [
            {"cycle": found.cycle, "step": step.step, "due": step.due}
            for found in one.cell.cycles
            if (step := found.next_for(one.cell.lacking))
        ],
        "notes": one.notes,
    }


@click.group("resolution", cls=Noun)
def resolution_command() -> None:
    """Read resolutions, compare their versions, and put a version in force."""


@resolution_command.command("list")
@asking.as_of
@asking.as_json
def list_command(as_of: str | None, as_json: bool) -> None:
    """List the resolutions and their versions."""
    with asking.look() as session:
        found = texts.library(session, now=asking.instant(as_of))
    if as_json:
        printing.as_text([_resolution(one) for one in found])
        return
    printing.columns([one.key, version.name, _standing(version), one.name] for one in found for version in one.versions)


@resolution_command.command("show")
@click.argument("key")
@click.argument("version", required=False)
@asking.as_of
@asking.as_json
def show_command(key: str, version: str | None, as_of: str | None, as_json: bool) -> None:
    """Show the clauses of a VERSION, or of the one that is read today, in our own words."""
    now = asking.instant(as_of)
    with asking.look() as session:
        found = texts.named(session, key, now=now)
    read = None if version else found.reading(now.date())
    shown = found.version(version) if version else read and read.read
    if as_json:
        clauses = [_clause(clause) for clause in shown.clauses] if shown else []
        label = read.label if read else None
        printing.as_text(
            _resolution(found) | {"shown": shown.name if shown else None, "label": label, "clauses": clauses}
        )
        return
    click.echo(f"{found.name}: {found.title}" + (f" ({shown.name}: {_standing(shown)})" if shown else ""))
    if read and read.label:
        click.echo(read.label)
    for clause in shown.clauses if shown else ():
        click.echo(f"{clause.reference}: {clause.text}")


@resolution_command.command("compare")
@click.argument("key")
@click.argument("version")
@click.argument("against", required=False)
@asking.as_of
@asking.as_json
def compare_command(key: str, version: str, against: str | None, as_of: str | None, as_json: bool) -> None:
    """Show what VERSION carries over, changes, adds and ends, beside the one in force or AGAINST; change nothing."""
    with asking.look() as session:
        found = comparing.comparison(session, key, version, against, now=asking.instant(as_of))
    if as_json:
        printing.as_text(_comparison(found))
    else:
        _print_comparison(found)


def _standing(version: VersionView) -> str:
    held = "" if version.text_held else ", its text is not held"
    if version.force is None:
        return f"held, not in force{held}"
    force = version.force
    since = str(force.since) if force.since == force.earliest else f"not before {force.earliest}"
    return f"{version.kind}, in force {'from ' if force.since == force.earliest else ''}{since}{held}"


def _print_comparison(found: Comparison) -> None:
    old = found.old.name if found.old else "nothing before"
    click.echo(f"{found.resolution.name}: {old} → {found.new.name}")
    printing.columns([str(one.fate), one.reference, "; ".join(one.respects)] for one in found.changes)
    for effect in found.effects:
        click.echo(effect.sentence)
    for change in found.unserved:
        click.echo(f"no open cycle serves {change.reference}")


def _comparison(found: Comparison) -> dict[str, object]:
    return {
        "resolution": found.resolution.key,
        "old": found.old.name if found.old else None,
        "new": found.new.name,
        "clauses": [_change(one) for one in found.changes],
        "cycles": [
            {"cycle": one.cycle, "clause": one.change.key, "fate": one.change.fate, "sentence": one.sentence}
            for one in found.effects
        ],
        "unserved": [change.key for change in found.unserved],
    }


def _change(one: Change) -> dict[str, object]:
    return {"clause": one.key, "reference": one.reference, "fate": one.fate, "respects": one.respects}


def _resolution(found: ResolutionView) -> dict[str, object]:
    return {
        "resolution": found.key,
        "name": found.name,
        "title": found.title,
        "versions": [
            {
                "version": one.name,
                "kind": one.kind,
                "text_held": one.text_held,
                "earliest": one.force.earliest if one.force else None,
                "from": one.force.since if one.force else None,
                "source": one.source,
                "note": one.note,
                "clauses": len(one.clauses),
            }
            for one in found.versions
        ],
    }


def _clause(clause: Clause) -> dict[str, object]:
    return {
        "clause": clause.key,
        "reference": clause.reference,
        "kind": clause.kind,
        "addressee": clause.addressee,
        "text": clause.text,
        "obligations": [{"part": one.part, "what": one.what, "period": one.period} for one in clause.obligations],
    }

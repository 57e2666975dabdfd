"""Commands derived from the declared acts: each has `--by --as-of --json --preview`, and help from its declaration."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import click

from cli import columns, command_context, next_rounds, remedy_words, typed_parameters
from cli.next_rounds import NAMES_SHOWN
from kernel import doors, runner
from kernel.declaration import Act
from kernel.done import Done
from kernel.doors import Door
from kernel.identities import NAMELESS
from kernel.lookups import folded
from kernel.runner import Preview, Request
from readings.plan_tables import of_plan
from reminders import forecast

THINGS_SHOWN = 200  # that would be loaded, a line each: what one scrolls through


def command_of(act: Act, word: str | None = None) -> click.Command:
    """Return the command of an act, under its verb or another word."""
    return click.Command(
        word or act.verb,
        params=[*typed_parameters.parameters(act), *_shared(act)],
        callback=_callback(act),
        help=act.help,
    )


def _shared(act: Act) -> list[click.Parameter]:
    options = [
        click.Option(["--by"], metavar="NAME", help="Who acts; otherwise COUNCIL_OFFICER."),
        click.Option(["--as-of"], metavar="WHEN", help="Take WHEN as now: 2017-03-03, or 2017-03-03T08:00 in Geneva."),
        click.Option(["--json", "as_json"], is_flag=True, help="Print JSON for machines; names are read exactly."),
    ]
    if not act.no_preview:
        options.append(
            click.Option(
                ["--preview", "--dry-run", "is_preview"], is_flag=True, help="Show what it would do; do nothing."
            )
        )
        options.append(click.Option(["--seen"], metavar="SEEN", help="Do it only if it is still as this preview said."))
    if act.asks_first:
        options.append(click.Option(["--apply", "is_applied"], is_flag=True, help="Do it."))
    return [*options]


def _callback(act: Act) -> Callable[..., None]:
    def run(
        *,
        by: str | None,
        as_of: str | None,
        as_json: bool,
        is_preview: bool = False,
        seen: str | None = None,
        **arguments: Any,
    ) -> None:
        if not (arguments.pop("is_applied", True) or is_preview):
            raise click.UsageError("this changes much else: add --preview to see what it does, or --apply to do it")
        now = command_context.instant(as_of)
        is_nameless = is_preview and not (by or command_context.settings().officer)
        hand = NAMELESS if is_nameless else command_context.typed(by)
        request = Request(act, arguments, hand, Door.TERMINAL, now, is_kind=not as_json, seen=seen)
        show(request, as_json=as_json, is_preview=is_preview)

    return run


def show(request: Request, *, as_json: bool, is_preview: bool) -> None:
    """Do the act, or only look at what it would do, and print that."""
    doors.check_on(request.act.name, Door.TERMINAL)
    if is_preview:
        transaction = command_context.first_preview if request.act.makes_store else command_context.preview
        shown = runner.preview(request, transaction, forecast, command_context.look)
        if request.act.makes_store and not command_context.has_store():
            shown = replace(shown, seen="")  # what it saw of the record goes with it
        _print_preview(shown, request, as_json=as_json)
        _raise_failure(shown.done)
        return
    done = runner.perform(
        request, command_context.first_act if request.act.makes_store else command_context.act, command_context.look
    )
    if as_json:
        columns.as_text({**done.to_json(), **done.secret})
    else:
        _print(done, request)
        _print_letters(done)
        next_rounds.after(done, request.now)
    _raise_failure(done)


def _raise_failure(done: Done) -> None:
    if done.failure:
        raise done.failure


def _print_preview(shown: Preview, request: Request, *, as_json: bool) -> None:
    if as_json:
        facts = {"preview": True, "seen": shown.seen or None, "forecast": forecast.facts(shown.forecast)}
        columns.as_text(shown.done.to_json() | facts)
        return
    _print(shown.done, request, is_preview=True)
    columns.columns([part.fate, part.name, part.how] for part in shown.done.difference[:THINGS_SHOWN])
    if (more := len(shown.done.difference) - THINGS_SHOWN) > 0:
        click.echo(f"and {more} more")
    _print_letters(shown.done)
    next_rounds.because_of(shown.forecast)
    if shown.done.failure:
        return
    click.echo(f"this is a preview, and nothing was changed; {_how_to_do(shown, request)}")


def _how_to_do(shown: Preview, request: Request) -> str:
    """Return what to add to the command to do what was shown; as shown, where there is a record that may change."""
    apply = "--apply" if request.act.asks_first and not request.undoes else ""
    if shown.seen:
        return f"to do it as shown, add {apply} --seen {shown.seen}".replace("  ", " ")
    return f"there is no store yet, and doing it makes one: {f'add {apply}' if apply else 'leave out --preview'}"


def _print(done: Done, request: Request, *, is_preview: bool = False) -> None:
    """Print what was done, one fact a line."""
    arguments = request.arguments
    _print_outcome(done, request.by.name)
    for opened in done.opened:
        if is_preview:
            columns.notes(columns.worded(of_plan(opened.plan.deadlines, opened.plan.conflicts)))
        columns.differences(opened)
    for changes in done.changes:
        if changes.cycle != done.cycle:
            is_any = changes.moves or changes.kept or changes.conflicts
            click.echo(f"{changes.cycle}:" if is_any else f"{changes.cycle}: no date of it changes")
        columns.moves((move for move in changes.moves if move.step != arguments.get("step")), changes.kept)
        columns.conflicts(changes.conflicts)
        columns.notices(changes.notices)
    columns.columns([part.fate, part.name, part.how] for part in done.parts)
    columns.notes(done.notes)
    for call in done.next:
        click.echo(f"next: {remedy_words.call(call)}")


def _print_letters(done: Done) -> None:
    """Print whose letters the act let go, held or dropped."""
    for letter in done.letters[:NAMES_SHOWN]:
        click.echo(f"  {letter.person}: {letter.kind} ({', '.join(letter.about)})")
    if (more := len(done.letters) - NAMES_SHOWN) > 0:
        click.echo(f"  and {more} more")


def _print_outcome(done: Done, typed: str) -> None:
    """Print the secret, alone to where it can be piped on, and the outcome; and who acts by a name not typed whole."""
    for value in done.secret.values():
        click.echo(value)
    if done.sentence:
        click.echo(done.sentence, err=bool(done.secret))
    if "@" not in typed and folded(typed) != folded(done.by):
        click.echo(f"by {done.by}", err=bool(done.secret))

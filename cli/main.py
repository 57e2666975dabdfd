"""`council …`: the secretariat's terminal. Exit 0 done; 2 refused, in one sentence on stderr; 1 a fault of ours.

Each command's module is imported when it is asked for: a reading command never pays for Prefect or Apprise.
"""

import os
import re
import sys

import click

from cli import rooms
from planning.errors import CouncilError
from record import programs

TOO_LONG = re.compile(r"\S{300,}")  # no sentence is read that has such a word in it


class Rooms(click.Group):
    """A group whose commands stand in the modules beside this one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the work: those written by hand, then those derived."""
        from cli import groups

        return list(dict.fromkeys((*rooms.MODULES, *groups.shorts(), *groups.nouns())))

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Return the command, importing its module; who asks for a reading never pays for the acts."""
        if name not in rooms.MODULES:
            from cli import groups

            return groups.command(name)
        return rooms.command(name)


def _print_version(context: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    """Print which version runs, on which Python and with which Prefect, and leave."""
    if asked:
        from importlib.metadata import version  # reads folders: only who asks pays

        python = ".".join(map(str, sys.version_info[:3]))
        click.echo(f"council {version('council-cycle')} (Python {python}, Prefect {version('prefect')})")
        context.exit()


@click.group(cls=Rooms, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Say which one runs."
)
def council() -> None:
    """The Council cycle: procedures with their deadlines, reminders and calendars, for resolutions and meetings.

    `council help WORD` says what a word means; `council COMMAND --help` says what a command does.
    """


def main(arguments: list[str] | None = None) -> None:
    """Run one command and leave with its exit code; what it writes is for its owner alone."""
    programs.begin()
    try:
        council.main(args=arguments, prog_name="council", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as asked:
        click.echo(asked.ctx.get_help(), err=True)
        sys.exit(2)
    except click.ClickException as refusal:
        _refuse(_mistyped(refusal))
    except CouncilError as refusal:
        _refuse(_worded(refusal))
    except click.Abort:
        _refuse("stopped")
    except BrokenPipeError:
        sys.stderr.close()
    except Exception as why:
        _refuse(_fault(why))


def _mistyped(refusal: click.ClickException) -> str:
    """Return what is wrong with the words of a command, and where one reads which it takes."""
    context = refusal.ctx if isinstance(refusal, click.UsageError) else None
    sentence = refusal.format_message()
    return f"{sentence.rstrip('.')}; see: {context.command_path} --help" if context else sentence


def _fault(why: Exception) -> str:
    """Return what failed outside the program, in a sentence. Raises the exception again when the fault is ours."""
    if isinstance(why, UnicodeEncodeError) and why.reason == "surrogates not allowed":
        from kernel.shapes import NotText

        return _worded(NotText(why.object[why.start : why.end]))
    from record import settings, store_faults  # what a command that succeeds does not pay for

    sentence = store_faults.of(why, settings.database_url(os.environ))
    if sentence is None:
        raise why
    return _worded(sentence)


def _worded(refusal: CouncilError) -> str:
    from cli import remedy_words  # what a command that succeeds does not pay for

    return remedy_words.refusal(refusal)


def _refuse(sentence: str) -> None:
    click.echo(TOO_LONG.sub(lambda word: f"{word[0][:60]}…", " ".join(sentence.split())), err=True)
    sys.exit(2)


if __name__ == "__main__":
    main()

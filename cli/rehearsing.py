"""`council rehearse`: who would hear what in a period, from the real planner, on a copy of the store.

It is no declared reading, for it writes: a copy, in which the rounds of the period are run against a server of its own.
"""

import tempfile
from dataclasses import asdict
from pathlib import Path

import click

from actions.owed import rehearsing
from cli import asking, printing
from planning.words import count_of


@click.command("rehearse")
@click.option("--from", "first", required=True, metavar="DAY", help="The first day.")
@click.option("--to", "last", required=True, metavar="DAY", help="The last day.")
@asking.as_json
def rehearse_command(first: str, last: str, as_json: bool) -> None:
    """Show every letter of a period with its day and reader, from rounds on a copy of the database; send nothing."""
    from notifications.sink import Sink  # a mail server of our own

    start, end = asking.instant(first), asking.end_of(last)
    assert end is not None
    with tempfile.TemporaryDirectory() as folder, Sink() as sink:
        scratch = rehearsing.scratch_copy(asking.engine(), Path(folder))
        settings = rehearsing.with_sink(asking.settings(), sink.url, Path(folder))
        mails = list(rehearsing.rehearse(scratch, settings, start=start.replace(hour=0, minute=0), end=end))
        scratch.dispose()
    if as_json:
        printing.as_text([asdict(mail) for mail in mails])
        return
    printing.columns(
        [
            f"{mail.at.astimezone(start.tzinfo):%Y-%m-%d %a %H:%M}",
            mail.person,
            mail.channel,
            "once released" if mail.released else "",
            mail.subject,
        ]
        for mail in mails
    )
    click.echo(count_of(len(mails), "message"))

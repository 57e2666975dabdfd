"""`make run`: the two cycles of 2017 rehearsed as Prefect flow runs, on a scratch store and a mail server of our own.

It ends by leaving the desk open on what was played, where somebody sits at the terminal (cli/open_desk.py).

Nothing of the environment is used: neither a real store nor a real mail server can be filled by a demonstration.
"""

import asyncio
import importlib
import logging
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from cli import columns, empty_demonstration, open_desk, term_demonstration
from cli.demonstration_story import END, HLPF, OFFICER, REPORT, START, STORY, Act
from delivery import rehearsal
from desk import outbox
from feeds import feed_bytes
from models import engine as engines
from notifications.rehearsal_server import Received, Sink
from planning.chain import MEMBERSHIP, SECRETARIAT
from planning.errors import among
from planning.rule_words import count_of
from planning.zones import HOME_ZONE, zone_info
from readings import cycle_status
from record import programs, settings, store
from record.cycles import snapshots
from record.cycles.views import CycleView

OUT = Path("out")
GENEVA = zone_info(HOME_ZONE)


@dataclass(slots=True)
class Stage:
    """Where the year is played: a scratch store, a sink, and how much of its mail was shown."""

    engine: Engine
    sink: Sink
    shown: int = 0

    def arrived(self) -> list[Received]:
        """Return the mail that came since this was last asked."""
        new = self.sink.mails[self.shown :]
        self.shown += len(new)
        return new


def main(year: str) -> None:
    """Play the year, show what happened, and say what to try next."""
    programs.begin()
    logging.disable(logging.INFO)  # one line for each of a hundred rounds would hide the story
    if year not in PLAYED:
        sys.exit(f"no year is played but {among(filter(str.isdigit, PLAYED))}; try: make run YEAR=2027")
    PLAYED[year](OUT / year)


def _play_2017(home: Path) -> None:
    shutil.rmtree(home, ignore_errors=True)
    click.echo("The Council cycle: 2017, rehearsed. A Prefect server and a mail server of our own are starting …")
    with _stage(home) as stage:
        asyncio.run(_play(stage))
        asyncio.run(_walk())
        _show(stage, home)
        open_desk.leave_open(stage.engine, settings.read(os.environ), OFFICER, open_desk.clock_from(_instant(END)))


@contextmanager
def _stage(home: Path) -> Iterator[Stage]:
    """Yield a scratch store behind a real Prefect server; the environment's own settings are put aside."""
    from flows.server import PrefectServer

    with PrefectServer(home / "prefect", template=OUT / "prefect-template") as server, Sink(home / "mails") as sink:
        for name in [name for name in os.environ if name.startswith("COUNCIL_")]:
            del os.environ[name]
        os.environ.update(server.environment)
        os.environ.update({"COUNCIL_HOME": str(home), "COUNCIL_MAIL_URL": sink.url, "PREFECT_LOGGING_LEVEL": "ERROR"})
        os.environ["COUNCIL_WEEKLY_REPORT"] = "no"  # the year's story is the deadlines'; see: council report
        engine = store.for_starting(settings.read(os.environ), now=_instant(START))
        yield Stage(engine, sink)
        engine.dispose()


def _instant(words: str) -> datetime:
    return datetime.strptime(words, "%Y-%m-%d %H:%M").replace(tzinfo=GENEVA)


async def _play(stage: Stage) -> None:
    """Go from one thing that happens to the next: an act of the story, or an instant at which the round has work."""
    story = list(STORY)
    now: datetime | None = _instant(START)
    while now and now <= _instant(END):
        while story and _instant(story[0].at) <= now:
            await _happen(story.pop(0))
        await _round(stage, now)
        coming = [rehearsal.next_moment(stage.engine, now), _instant(story[0].at) if story else None]
        now = min((moment for moment in coming if moment), default=None)


async def _happen(part: Act) -> None:
    click.echo(f"{_instant(part.at):%Y-%m-%d %a %H:%M}  * {part.words}")
    module, _, name = part.flow.rpartition(".")
    trigger = getattr(importlib.import_module(f"flows.{module}"), name)
    await trigger(**part.told, by=OFFICER, as_of=_instant(part.at))


async def _round(stage: Stage, now: datetime) -> None:
    """Run one round; release what waits, as an officer would, and run another."""
    from flows.forms import FORMS
    from flows.rounds import remind

    await remind(as_of=now)
    with engines.reading(stage.engine) as session:
        held = outbox.held(session)
    if held:
        released: Any = FORMS["outbox/release"](by=OFFICER, all=True, as_of=now)  # Prefect's stubs see nothing to await
        await released
        click.echo(f"{now.astimezone(GENEVA):%Y-%m-%d %a %H:%M}  * {len(held)} letters to members are approved")
        await remind(as_of=now)
    for mail in stage.arrived():
        click.echo(f"{now.astimezone(GENEVA):%Y-%m-%d %a %H:%M}  {mail.recipient:<28}{mail.subject}")


async def _walk() -> None:
    from flows.chain_flows import FLOWS

    for cycle in (REPORT, HLPF):
        chain, _, edition = cycle.partition("/")
        walked: Any = FLOWS[chain](cycle=edition, as_of=_instant(END))  # Prefect's stubs see nothing to await
        await walked


def _show(stage: Stage, home: Path) -> None:
    """Print the deadlines as tables, write the pictures and the feeds, and say what to try next."""
    now = _instant(END)
    with engines.reading(stage.engine) as session:
        views = [snapshots.view(session, name, now) for name in (REPORT, HLPF)]
        files = _feeds(session, home, now)
    for view in views:
        click.echo("")
        columns.notes(columns.worded(cycle_status.of_cycle(view)))
    files += _pictures(views, home, now)
    mails = len(stage.sink.mails)
    click.echo(f"\n{count_of(mails, 'letter')} left, each kept as a file in {home / 'mails'}; also written:")
    columns.columns([f"  {file}", words] for file, words in files)
    click.echo(NEXT.format(home=home))


def _feeds(session: Session, home: Path, now: datetime) -> list[tuple[Path, str]]:
    files = []
    for role in (SECRETARIAT, MEMBERSHIP):
        built = feed_bytes.build(session, (REPORT, HLPF), settings.read(os.environ), role=role, now=now)
        file = home / f"{role}.ics"
        file.write_bytes(built.data)
        files.append((file, f"the calendar of both cycles as the {role} sees it"))
    return files


def _pictures(views: list[CycleView], home: Path, now: datetime) -> list[tuple[Path, str]]:
    from flows.timeline import draw

    files = []
    for view in views:
        file = home / f"{view.name.replace('/', '-')}.svg"
        file.write_text(draw(view, now), encoding="utf-8")
        files.append((file, f"the timeline of {view.name}; open it in a browser"))
    return files


NEXT = """
To try next, on the rehearsed store (put .venv/bin on your PATH first):
  export COUNCIL_HOME={home} COUNCIL_OFFICER="WSIS desk"
  council explain hlpf-contribution/2017 comments --as-of 2017-03-01
  council move hlpf-contribution/2017 un-deadline 2017-05-05 --as-of 2017-06-30 --preview
  council journal verify
To begin a real, empty store:
  export COUNCIL_HOME=data COUNCIL_OFFICER="Your Name" COUNCIL_MAIL_URL=smtp://host:25
  council db upgrade
  council chains
  council up"""


PLAYED = {"2017": _play_2017, "2027": term_demonstration.play, "empty": empty_demonstration.play}

if __name__ == "__main__":
    main(sys.argv[1])

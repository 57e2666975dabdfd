"""`make run YEAR=2027`: a new term, from its Council of 48 to Council-27 prepared, held and followed up.

It is played on a scratch store by the acts themselves, each at its own hour, with a mail server of our own.
"""

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy import Engine

from cli import columns, open_desk
from cli.term_story import END, HEAD, SESSION, Event, story
from delivery import rehearsal, rounds
from desk import outbox
from kernel.runner import do
from models import engine as engines
from models.sessions import Ruling
from notifications.rehearsal_server import Sink
from planning.rule_words import count_of
from planning.zones import HOME_ZONE, zone_info
from readings import follow_up_list, session_file
from record import journal, settings, store
from record.meetings.expected_documents import Stage
from record.meetings.session_file import SessionFile
from record.papers.documents import State

GENEVA = zone_info(HOME_ZONE)
NEXT = """
To try next, on this store (put .venv/bin on your PATH first):
  export COUNCIL_HOME={home} COUNCIL_OFFICER="Head of the secretariat"
  council session key-dates council-27 --as-of 2027-03-01
  council resolution follow-up --meeting council-27 --as-of 2027-06-28
  council outcome list
  council membership list --as-of 2026-11-01
  council journal verify"""


def play(out: Path) -> None:
    """Play the story on a scratch store in the folder `out`, and show what became of the session."""
    shutil.rmtree(out, ignore_errors=True)
    with stage(out) as (engine, sink, own):
        until(engine, own, END)
        _show(engine, moment(END))
        click.echo(f"\n{count_of(len(sink.mails), 'letter')} left, each kept as a file in {out / 'mails'}")
        click.echo(NEXT.format(home=out))
        open_desk.leave_open(engine, own, HEAD, open_desk.clock_from(moment(END)))


@contextmanager
def stage(home: Path) -> Iterator[tuple[Engine, Sink, settings.Settings]]:
    """Yield a scratch store, a mail server of our own, and its settings; the environment's own are put aside."""
    with Sink(home / "mails") as sink:
        for name in [name for name in os.environ if name.startswith("COUNCIL_")]:
            del os.environ[name]
        os.environ.update({"COUNCIL_HOME": str(home), "COUNCIL_MAIL_URL": sink.url, "COUNCIL_WEEKLY_REPORT": "no"})
        own = settings.read(os.environ)
        engine = store.for_starting(own, now=moment(story()[0].at))
        yield engine, sink, own
        engine.dispose()


def until(engine: Engine, own: settings.Settings, end: str) -> None:
    """Play what happens up to that instant, with the rounds between."""
    last = moment(story()[0].at)
    for event in story():
        if event.at > end:
            break
        _rounds(engine, own, last, until=moment(event.at))
        last = moment(event.at)
        for line in happen(engine, event):
            click.echo(f"{event.at}  {line}")
        _round(engine, own, last)
    _rounds(engine, own, last, until=moment(end))


def moment(words: str) -> datetime:
    """Return the instant of a day and hour in Geneva."""
    return datetime.strptime(words, "%Y-%m-%d %H:%M").replace(tzinfo=GENEVA)


def happen(engine: Engine, event: Event) -> list[str]:
    """Do an act of the story at its hour, and return its sentence, with what a load says beside it."""
    at = moment(event.at)
    with journal.by_clock(lambda: at), engines.writing(engine) as session:
        done = do(session, event.act, now=at, by=event.by, **event.arguments)
    return [done.sentence, *(f"  {note}" for note in done.notes if event.act == "file/load")]


def _rounds(engine: Engine, own: settings.Settings, after: datetime, until: datetime) -> None:
    """Run each round that has work in the hours between two acts."""
    now = rehearsal.next_moment(engine, after)
    while now and now <= until:
        _round(engine, own, now)
        now = rehearsal.next_moment(engine, now)


def _round(engine: Engine, own: settings.Settings, now: datetime) -> None:
    """Run a round; what waits for an approval is approved by the head of the secretariat, and leaves with the next."""
    rounds.turn(engine, own, now=now, clock=lambda: now)
    with engines.reading(engine) as session:
        held = outbox.held(session)
    if held:
        approval = Event(f"{now.astimezone(GENEVA):%Y-%m-%d %H:%M}", "outbox/release", HEAD, {"all": True})
        click.echo(f"{approval.at}  {happen(engine, approval)[0]}")
        rounds.turn(engine, own, now=now, clock=lambda: now)


def _show(engine: Engine, now: datetime) -> None:
    """Print the key dates of the session, its file with a line that sums it up, and the follow-up of resolutions."""
    with engines.reading(engine) as session:
        dates = session_file.dates(session, SESSION, now=now)
        file = session_file.show(session, SESSION, now=now)
        followed = follow_up_list.follow_up(session, meeting=SESSION, now=now)
    for heading, shown in (("key dates", dates), (summed_up(file.subject), file), ("follow-up", followed)):
        click.echo(f"\n{heading}")
        columns.notes(columns.worded(shown.parts))


def summed_up(file: SessionFile) -> str:
    """Return how far the documents of a session came, and what became of the late ones, in a line."""
    documents = file.documents
    posted = [each for each in documents if each.stage is Stage.POSTED]
    texts = sum(state == State.POSTED for each in posted for state in each.languages.values())
    ruled = Counter(each.ruling for each in documents if each.ruling)
    late = f"{ruled[Ruling.ACCEPTED]} accepted, {ruled[Ruling.NEXT_SESSION]} moved to the next session"
    return (
        f"{len(documents)} documents expected, {len(posted)} posted in every language wanted ({texts} texts); "
        f"{ruled.total()} late, {late}; {count_of(len(file.decisions), 'decision')} recorded"
    )

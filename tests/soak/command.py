"""`python -m tests.soak --rounds N --database sqlite|postgresql --seed S`: chaos, and the account of what was kept.

A round is a day of an office: its acts, its senders killed and stopped at random moments, also while they hold what
all others need, its mail server in a changing
mood, PostgreSQL restarted now and then; in the afternoon everything is well again and must settle. The same seed casts
the same dice; how processes interleave is the machine's.
"""

import argparse
import random
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from models.engine import make_engine
from tests import stores
from tests.faults.ledger import Ledger
from tests.faults.senders import MUTANTS
from tests.faults.servers import OwnPostgresql, own_postgresql
from tests.secretariat import Desk
from tests.sink import MisbehavingSink
from tests.soak.chaos import Chaos

LOCK, IDLE = 1.0, 3.0  # seconds, for ours of 10 or 15 and of 60: a day of chaos lasts seconds
LONGEST = 20.0  # seconds that an act of an office, which takes several locks, may have waited on a busy machine


@contextmanager
def chaos(database: str, seed: int, *, mutant: str = "") -> Iterator[Chaos]:
    """Yield an office on a fresh store of that database, with a sink of its own."""
    with (
        TemporaryDirectory(prefix="soak-", ignore_cleanup_errors=True) as name,
        MisbehavingSink() as sink,
        _store(database, Path(name)) as (url, server),
    ):
        engine, calm = make_engine(stores.hurried(url, lock=LOCK, idle=IDLE)), make_engine(url)
        home = Path(name) / "home"  # a round takes it for its owner alone; the server below is another's
        home.mkdir()
        desk, ledger = Desk(engine, sink, home), Ledger(calm, sink.mails, sink.begun)
        yield Chaos(desk, Path(name), random.Random(seed), ledger, server, mutant)
        engine.dispose()
        calm.dispose()


@contextmanager
def _store(database: str, folder: Path) -> Iterator[tuple[str, OwnPostgresql | None]]:
    if database == "sqlite":
        with stores.sqlite_store(stores.sqlite_template(folder), folder) as url:
            yield url, None
    else:
        with own_postgresql(folder) as server, stores.postgresql_store(server.url) as url:
            yield url, server


def main() -> int:
    """Run the rounds, print the account, and return 1 when a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], action="append")
    parser.add_argument("--seed", type=int, default=1332)
    parser.add_argument("--mutant", choices=MUTANTS, default="", help="a sender with a fault that must be found out")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the server of the soak ends with it
    kept = True
    for database in arguments.database or ["sqlite", "postgresql"]:
        begun = time.monotonic()
        with chaos(database, arguments.seed, mutant=arguments.mutant) as run:
            for number in range(1, arguments.rounds + 1):
                account = run.round()
                if number % 10 == 0:
                    print(f"{database}, day {number}: {account}", file=sys.stderr, flush=True)
                if not account.is_kept:
                    break
        kept = kept and account.is_kept and run.longest < LONGEST
        print(*account.missed, sep="\n", end="\n" if account.missed else "")
        print(
            f"{database}: {account}; {number} rounds, seed {arguments.seed}, "
            f"{run.killed} senders killed, {run.stopped} stopped, {run.inside} more inside a transaction, "
            f"{run.refused} acts refused meanwhile, the longest took {run.longest:.1f} s, "
            f"{run.restarted} restarts of the server, "
            f"{time.monotonic() - begun:.0f} s",
            flush=True,
        )
    return 0 if kept else 1

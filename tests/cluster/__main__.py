"""`python -m tests.cluster [RECIPIENTS] [CYCLES]`: many machines on this one, harmed while letters leave.

It prints what each fault did and how long it was felt, and fails where a letter is lost, copies differ, or a run is
left living. It takes some three quarters of an hour, most of it the leases of what was killed, and its letters leave in
Geneva's hours of mail: it begins only where these last so long.
"""

import os
import sys
import time
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from planning.calendar import HOME_PLACE, WorkCalendar
from planning.clock import utc_now
from planning.mail_hours import next_permitted
from planning.zones import HOME_ZONE
from tests.cluster.chaos import Chaos
from tests.cluster.cluster import cluster
from tests.cluster.members import announce, make_due
from tests.cluster.probe import Probe
from tests.faults import promises
from tests.faults.ledger import public_id_of
from tests.sink import MisbehavingSink, Mood

SECONDS, CONNECTIONS = 480, 6  # that many letters leave by that many connections in so many seconds without a fault
LASTS = 60  # minutes
SLOWEST = 3.0  # seconds for a letter: a batch of 200 must leave within its lease


def is_permitted(at: datetime) -> bool:
    """Return whether what goes to all may leave at that instant, closed days left aside."""
    return next_permitted(at, HOME_ZONE, WorkCalendar(HOME_PLACE)) <= at


def main(recipients: int = 5_000, cycles: int = 20) -> int:
    """Do all of it, and return 1 where a promise was broken; 2 where too little is left of the hours of mail."""
    if not all(is_permitted(utc_now() + timedelta(minutes=later)) for later in (0, LASTS)):
        print(
            f"letters leave from 9:00 to 18:00 in Geneva on working days: begin this {LASTS} minutes before their end"
        )
        return 2
    print(
        f"{recipients} recipients, {cycles} cycles; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors",
        flush=True,
    )
    with (
        TemporaryDirectory(prefix="council-") as folder,
        MisbehavingSink() as sink,
        cluster(Path(folder), sink.url) as made,
        made.client() as client,
        Probe(f"{made.web_url}/subscribe") as pages,
        Probe(f"{made.api_url}/health") as api,
    ):
        sink.mood = replace(Mood(), thinks=min(SLOWEST, SECONDS * CONNECTIONS / recipients))
        start, names = time.monotonic(), announce(made.engine, recipients, cycles, utc_now())
        chaos = Chaos(made, sink, client, names, count())
        make_due(made.engine, names, utc_now())
        chaos.acts()
        for fault in (chaos.kills_a_worker, chaos.kills_a_server, chaos.restarts_postgresql, chaos.stops_redis,
                      chaos.cuts_a_worker_off, chaos.upgrades_all):  # fmt: skip
            fault()
            print(f"          pages: {pages.since()}; API: {api.since()}", flush=True)
        states = chaos.settles()
        print(f"runs: {', '.join(f'{number} {name}' for name, number in states.most_common())}")
        came, copies = {public_id_of(mail) for mail in sink.mails}, promises.copies(sink.mails)
        lost = recipients - len(came)
        minutes = (time.monotonic() - start) / 60
        print(
            f"{len(came)} letters in {minutes:.0f} minutes: lost {lost}, copies {copies.more}, unequal {copies.unequal}"
        )
        return int(bool(lost or copies.unequal))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))

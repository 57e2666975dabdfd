"""The relay: what acts have told, by whatever door, is emitted to Prefect's server, in order and at least once.

What becomes public wakes a round at that instant, so that its letters leave with page and feed.

`council up` runs it beside the flows; with many machines it is a program of its own: `python -P -m flows.event_relay`,
which also tells when no round is finished, or when the mail server fails.
A server that is down delays events, and loses none: they wait in the store.
"""

import logging
import os
import signal
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import copy_context
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from httpx import HTTPError
from prefect.client.orchestration import SyncPrefectClient, get_client
from sqlalchemy import Engine

from flows import form_runs, remedy_words, store_sessions
from kernel import chains
from models import transactions
from models.engine import reading
from models.events import Event
from planning.clock import utc_now
from record import event_queue, logs, programs
from record.cycles import issues
from watch import alarm

LOG = logging.getLogger(f"{logs.NAME}.relay")
CHANGED = "council.record.changed"
"""Emitted after each batch of `council.record`, where it calls for a round, and of `council.record.<cycle>` for each
cycle to be drawn anew: once for all of it, not once for each event."""

RECORD = "council.record"
OF_CYCLE = ("council.cycle", "council.chain", "council.edition", "council.declared")
ERASED = "council.person.erased"  # after it no run of a form may go on naming somebody
REDRAWING = ("council.deadline.", "council.cycle.")
WAKING = (*REDRAWING, "council.outbox.")
PAUSE = 1.0  # seconds between two looks at the store
REST = 3.0  # seconds after a batch, so that a row of acts wakes a few rounds and not as many as there are acts
TRIED_AGAIN = 10.0  # seconds after which a server or a store that does not answer is asked again


def main() -> None:
    """Relay until SIGTERM or SIGINT, and tell when rounds are silent, as `council up` does on one machine."""
    programs.begin()
    logs.begin(os.environ)
    over = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda number, frame: over.set())
    with alarm.watched(store_sessions.settings(), word=remedy_words.remedy):
        relay(over)


@contextmanager
def relaying() -> Iterator[None]:
    """Relay in a thread of its own while the block runs, to the server that the caller speaks to."""
    over = threading.Event()
    thread = threading.Thread(target=copy_context().run, args=(relay, over), name="relay", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(1)


def relay(over: threading.Event) -> None:
    """Emit what waits, again and again, until it is over; what fails is logged once, and tried again."""
    fault, since = "", utc_now()
    while not over.is_set():
        try:
            with store_sessions.opened() as engine, get_client(sync_client=True) as client:
                while not over.is_set():
                    over.wait(REST if emit_waiting(engine, client) else PAUSE)
                    since = wake_published(engine, client, since)
                    fault = ""
        except Exception as why:  # whatever it is: events wait, doctor says so, and no thread ends without a word
            if (because := f"{type(why).__name__}: {why}") != fault:
                LOG.warning("events are not emitted; they wait in the store", extra={"facts": {"because": because}})
            fault = because
            over.wait(TRIED_AGAIN)


def emit_waiting(engine: Engine, client: SyncPrefectClient, *, clock: Callable[[], datetime] = utc_now) -> int:
    """Emit the oldest events that wait, and return how many they were. Raises HTTPError; then they wait on."""
    with reading(engine) as session:
        if not event_queue.is_waiting(session, clock=clock()):
            return 0
    events = transactions.run(engine, lambda session: event_queue.claim(session, clock=clock()))
    if not events:
        return 0
    try:
        client.request("POST", "/events", json=_as_prefect_events(events, clock()))
        if any(event.name == ERASED for event in events):
            form_runs.delete_ended(client)
    except HTTPError:
        transactions.run(engine, lambda session: event_queue.give_back(session, events))
        raise
    transactions.run(engine, lambda session: event_queue.finish(session, events, clock=clock()))
    LOG.info("events emitted", extra={"facts": {"events": len(events), "last": events[-1].name}})
    return len(events)


def wake_published(
    engine: Engine, client: SyncPrefectClient, since: datetime, *, clock: Callable[[], datetime] = utc_now
) -> datetime:
    """Wake a round if something that was approved has become public after `since`; return from when on to ask next.

    However many relays run, the server takes the event once. Raises HTTPError; then nothing was woken.
    """
    now = clock()
    with reading(engine) as session:
        at = issues.next_at(session, since)
    if at is None or at > now:
        return since
    event = _event(CHANGED, {"prefect.resource.id": RECORD}, f"public/{at.isoformat()}", {})
    client.request("POST", "/events", json=[event | {"occurred": utc_now().isoformat()}])
    return now


def _as_prefect_events(events: Sequence[Event], now: datetime) -> list[dict[str, Any]]:
    """Return the events as Prefect takes them, and what has changed by all of them.

    They occur now, one after the other: a trigger may ignore what occurred before it last fired.
    """
    declared = chains.declared()
    taken = [
        _event(event.name, _resource(event, declared), f"{event.act}/{event.id}", {"at": event.at.isoformat()})
        for event in events
    ]
    last = taken[-1]["id"]
    taken += [_event(CHANGED, thing, f"{last}/{thing['prefect.resource.id']}", {}) for thing in _changed(taken)]
    return [each | {"occurred": (now + timedelta(microseconds=n)).isoformat()} for n, each in enumerate(taken)]


def _changed(events: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return what has changed by these events: the record where a round is due, and each cycle with its labels."""
    resources = [each["resource"] for each in events if each["event"].startswith(REDRAWING)]
    cycles = {each["council.cycle"]: {label: each[label] for label in OF_CYCLE} for each in resources}
    changed = [{"prefect.resource.id": f"{RECORD}.{cycle}", **labels} for cycle, labels in cycles.items()]
    if any(each["event"].startswith(WAKING) for each in events):
        changed.append({"prefect.resource.id": RECORD})
    return changed


def _event(name: str, resource: Mapping[str, str], identity: str, payload: Mapping[str, str]) -> dict[str, Any]:
    """Return an event with an id of its own, under which the server takes it once, however often it is emitted."""
    return {"event": name, "resource": resource, "id": str(uuid5(NAMESPACE_OID, identity)), "payload": payload}


def _resource(event: Event, declared: Collection[str]) -> dict[str, str]:
    """Return what it happened to, with its labels."""
    resource = {"prefect.resource.id": event.subject, **event.labels, "council.act": event.act}
    if event.title:
        resource["prefect.resource.name"] = event.title
    if chain := event.labels.get("council.chain"):
        resource["council.declared"] = "yes" if chain in declared else "no"
    return resource


if __name__ == "__main__":
    main()

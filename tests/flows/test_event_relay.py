"""What acts have told reaches a real Prefect server: by any door, in order, once, and later where it was down."""

from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

import pytest
from httpx import HTTPError
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import State
from prefect.events import ReceivedEvent
from prefect.events.filters import EventFilter, EventNameFilter, EventResourceFilter
from prefect.exceptions import ObjectNotFound
from prefect.states import Completed, Failed, Running
from sqlalchemy import select, update

from cli.main import main
from flows import event_relay
from flows.forms import FORMS
from models.engine import reading, writing
from models.events import Event
from planning.clock import utc_now
from record import event_queue
from tests.flows.conftest import ANNA
from tests.secretariat import HLPF, Desk, moment
from tests.wait import until

pytestmark = pytest.mark.xdist_group("prefect")

WAIVE = ["waive", HLPF, "comments", "--because", "not needed", "--by", ANNA]


def rows(desk: Desk) -> list[Event]:
    with reading(desk.engine) as session:
        return list(session.scalars(select(Event).order_by(Event.id)))


def received(client: SyncPrefectClient, event: Event) -> list[ReceivedEvent]:
    """Return what the server has of an event of ours, which it writes down a few seconds later."""
    asked = EventFilter(event=EventNameFilter(name=[event.name]), resource=EventResourceFilter(id=[event.subject]))
    return client.read_events(asked, limit=50).events


def changed(client: SyncPrefectClient) -> set[UUID]:
    """Return the ids of the events by which the relay says what to draw and to round anew."""
    asked = EventFilter(event=EventNameFilter(name=[event_relay.CHANGED]))
    return {each.id for each in client.read_events(asked, limit=50).events}


def test_an_act_at_the_terminal_is_told_to_the_server_once_though_it_is_emitted_twice(office: Desk) -> None:
    office.opens_set()
    main(WAIVE)
    waived = rows(office)[-1]
    with get_client(sync_client=True) as client:
        assert event_relay.emit_waiting(office.engine, client) == 6
        assert event_relay.emit_waiting(office.engine, client) == 0
        with writing(office.engine) as session:  # as after a crash between the server's answer and our commit
            session.execute(update(Event).where(Event.id == waived.id).values(emitted_at=None))
        assert event_relay.emit_waiting(office.engine, client) == 1
        (first,) = until(lambda: received(client, waived))
        assert {label: first.resource[label] for label in waived.labels} == waived.labels
        assert first.resource["council.act"] == waived.act
        assert first.resource["council.declared"] == "yes"
        assert first.resource["prefect.resource.name"] == f"{HLPF} comments"
        assert first.payload == {"at": waived.at.isoformat()}

        assert first.id == uuid5(NAMESPACE_OID, f"{waived.act}/{waived.id}")
        changes = {
            uuid5(NAMESPACE_OID, f"{first.id}/{thing}") for thing in ("council.record", f"council.record.{HLPF}")
        }
        until(lambda: changed(client) >= changes)
        assert [each.id for each in received(client, waived)] == [first.id]


def test_what_becomes_public_wakes_a_round_at_that_instant_and_once(office: Desk) -> None:
    office.opens_set()
    office.issues(on="2017-02-13 10:00")
    public, before = moment("2017-02-13 10:10"), moment("2017-02-13 10:00")

    def wakes(since: datetime, at: datetime) -> datetime:
        with get_client(sync_client=True) as client:
            return event_relay.wake_published(office.engine, client, since, clock=lambda: at)

    event = uuid5(NAMESPACE_OID, f"public/{public.astimezone(UTC).isoformat()}")
    assert wakes(before, public - timedelta(seconds=1)) == before
    assert wakes(before, public + timedelta(seconds=1)) == public + timedelta(seconds=1)
    assert wakes(public + timedelta(seconds=1), public + timedelta(hours=1)) == public + timedelta(seconds=1)
    assert wakes(before, public + timedelta(seconds=2)) > public  # as another relay does
    with get_client(sync_client=True) as client:
        until(lambda: event in changed(client))


def test_what_a_server_that_is_down_does_not_take_waits_for_it(office: Desk) -> None:
    office.opens()
    nowhere = SyncPrefectClient("http://127.0.0.1:9/api")  # discard: nobody listens there
    with pytest.raises(HTTPError):
        event_relay.emit_waiting(office.engine, nowhere)
    with reading(office.engine) as session:
        assert event_queue.backlog(session, clock=utc_now()).count == 1
    with get_client(sync_client=True) as client:
        assert event_relay.emit_waiting(office.engine, client) == 1
        assert event_relay.emit_waiting(office.engine, client, clock=lambda: utc_now() + timedelta(hours=1)) == 0


def test_a_relay_tells_the_server_of_an_act_while_it_runs_and_of_nothing_once_it_is_over(office: Desk) -> None:
    with event_relay.relaying():
        office.opens()
        until(lambda: rows(office)[-1].emitted_at)
    office.waives("comments", on="2017-02-10")
    assert rows(office)[-1].emitted_at is None


def test_once_somebody_is_erased_no_run_of_a_form_keeps_what_was_typed_into_it(office: Desk) -> None:
    typed = {"cycle": HLPF, "step": "comments", "by": "Boris"}

    def run_of(client: SyncPrefectClient, tags: list[str], state: State[None]) -> UUID:
        return client.create_flow_run(FORMS["deadline/met"], parameters=typed, tags=tags, state=state).id

    with get_client(sync_client=True) as client:
        ended = [run_of(client, ["council", "desk"], state) for state in (Completed(), Failed())]
        left = [run_of(client, ["council", "desk"], Running()), run_of(client, ["theirs"], Completed())]
        office.performs("people/erase", person="boris@desk.example", because="asked for it", on="2017-02-10")
        event_relay.emit_waiting(office.engine, client)
        for gone in ended:
            with pytest.raises(ObjectNotFound):
                client.read_flow_run(gone)
        assert [client.read_flow_run(kept).parameters["by"] for kept in left] == ["Boris", "Boris"]
        for each in left:
            client.delete_flow_run(each)

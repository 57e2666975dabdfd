"""The deployments: the round and the walks on their schedules, acts as forms, and the triggers between them."""

from collections.abc import Iterator
from typing import Any

from prefect import Flow
from prefect.deployments.runner import RunnerDeployment
from prefect.events import DeploymentEventTrigger
from prefect.schedules import Cron, Schedule
from prefect.types.entrypoint import EntrypointType

from flows import bounces, chain_flows, event_relay, forms, rounds, shares, store_sessions, undo, weekly_page
from flows.registration import OURS
from kernel import doors, registry
from planning.zones import HOME_ZONE

# 09:00 is a whole quarter of an hour in UTC wherever a recipient is. UTC has no day on which the clock changes, so
# that no quarter between 02:00 and 03:00 is skipped or doubled, as it would be in Zurich.
EVERY_QUARTER = Cron("*/15 * * * *", timezone="UTC")
MONDAYS = Cron("0 9 * * 1", timezone=HOME_ZONE)
HOURLY = Cron("40 * * * *", timezone="UTC")

DESK = (*forms.FORMS.values(), undo.undo)


def deployments() -> list[RunnerDeployment]:
    """Return one deployment per chain, the generic one for loaded timelines, and two of the round.

    Where a mailbox for what came back is set, there is one that reads it; where the office wants acts on Prefect's
    pages, each has a form, in which any name can be typed: at the desk it is known who acts.
    """
    forms_of_acts = DESK if doors.has_forms() else ()
    return [*_rounds(), *_walks(), *(_served(form, form.name, "desk", *_jobs(form)) for form in forms_of_acts)]


def pooled() -> list[RunnerDeployment]:
    """Return these, and the one by which a round on a work pool is shared; one machine has no use for it."""
    return [*deployments(), _served(shares.deliver, shares.DEPLOYMENT, "clock", "mail")]


def _jobs(form: Flow[..., Any]) -> Iterator[str]:
    """Yield the tags of an act's deployment, from its declaration."""
    yield from (tag for name, act in forms.FORMS.items() if act is form for tag in registry.act(name).tags)


def _rounds() -> Iterator[RunnerDeployment]:
    woken = DeploymentEventTrigger(
        name="An act wakes the round",
        expect={event_relay.CHANGED},
        match={"prefect.resource.id": event_relay.RECORD},
    )
    yield _served(rounds.remind, "every-quarter-hour", "clock", "mail", schedule=EVERY_QUARTER, triggers=[woken])
    yield _served(rounds.remind, "remind-now", "desk", "mail")
    yield _served(weekly_page.weekly_report, "weekly-report", "clock", "report", schedule=MONDAYS)
    if store_sessions.settings().bounces_url:
        yield _served(bounces.fetch, "hourly", "clock", "mail", schedule=HOURLY)


def _walks() -> Iterator[RunnerDeployment]:
    """Yield each walk at some minutes past six, one after the other: each is a process that takes two seconds."""
    for number, (slug, walk) in enumerate(chain_flows.FLOWS.items()):
        woken = _on_act(slug, {"council.chain": slug}, "council.edition")
        yield _served(walk, slug, "chain", "dates", schedule=_daily(number), triggers=[woken])
    woken = _on_act("loaded timelines", {"council.declared": "no"}, "council.cycle")
    after = _daily(len(chain_flows.FLOWS))
    yield _served(chain_flows.timeline, "timeline", "chain", "dates", schedule=after, triggers=[woken])


def _daily(number: int) -> Schedule:
    return Cron(f"{5 + number % 50} 6 * * *", timezone=HOME_ZONE)


def _on_act(what: str, match: dict[str, str], label: str) -> DeploymentEventTrigger:
    """Return what walks a cycle as soon as acts have changed it; the daily walk is the safety net."""
    return DeploymentEventTrigger(
        name=f"An act redraws {what}",
        expect={event_relay.CHANGED},
        match={"prefect.resource.id": f"{event_relay.RECORD}.*", **match},
        parameters={"cycle": f"{{{{ event.resource['{label}'] }}}}"},
    )


def _served(flow: Flow[..., Any], name: str, *tags: str, **how: Any) -> RunnerDeployment:
    """Return the deployment of a flow that each run's own process finds by its module and name.

    Its description is what the flow's docstring says before its fields, which have their own help in the form.
    """
    words, _, _ = str(flow.description).partition("\n\nArgs:")
    by_name = EntrypointType.MODULE_PATH
    deployment = flow.to_deployment(name, entrypoint_type=by_name, description=words, tags=[OURS, *tags], **how)
    assert isinstance(deployment, RunnerDeployment)
    return deployment

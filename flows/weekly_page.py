"""The weekly report on Prefect's pages: the same words as the secretariat's Monday mail."""

import asyncio
from datetime import datetime
from typing import Any

from prefect import flow
from prefect.artifacts import acreate_markdown_artifact
from prefect.client.schemas.objects import State

from flows import final_states, store_sessions
from notifications.language import Tongue
from notifications.weekly_words import as_markdown, write_week
from planning.errors import CouncilError
from planning.zones import in_geneva
from reminders import weekly_mail


def run_name() -> str:
    """Return `week` with the day of which it tells (Zurich)."""
    from prefect.runtime import flow_run

    return f"week/{in_geneva(store_sessions.instant(flow_run.parameters.get('as_of')))[:10]}"


@flow(name="weekly-report", flow_run_name=run_name, persist_result=False)
async def weekly_report(language: Tongue = Tongue.ENGLISH, as_of: datetime | None = None) -> State[Any]:
    """Show what is overdue, what comes, what changed, what was not delivered, what waits, and what nobody is told of.

    Args:
        language: One of the six official languages.
        as_of: Take this as now; leave empty for now.
    """
    now = store_sessions.instant(as_of)
    try:
        subject, markdown = await asyncio.to_thread(_words, language, now)
    except CouncilError as refusal:
        return await final_states.refused(refusal)
    await acreate_markdown_artifact(key="weekly-report", markdown=markdown, description=subject)
    return await final_states.completed("Reported", subject)


def _words(language: str, now: datetime) -> tuple[str, str]:
    with store_sessions.look() as session:
        week = weekly_mail.shown(session, store_sessions.settings(), language, now=now)
    return write_week(week).subject, as_markdown(week)

"""Prefect's services on many machines, as a program that ends when one of them does: `python -P -m flows.services`.

`prefect server services start` begins each as a task that nobody looks at: one that failed at its start, because the
database was slow or away, is gone without a word, and what automations wake sleeps on. Here the program ends with it,
and its supervisor begins it anew.
"""

import asyncio
import logging
import os
from collections.abc import Coroutine, Mapping
from datetime import timedelta
from typing import Any

from docket import Docket
from prefect.server.api.background_workers import background_worker
from prefect.server.services.base import Service
from prefect.settings import get_current_settings

from record import logs, programs

LOG = logging.getLogger(f"{logs.NAME}.services")


def main() -> None:
    """Run the services until one of them ends, or SIGTERM comes."""
    programs.begin()
    logs.begin(os.environ)
    asyncio.run(_run())


async def _run() -> None:
    """Run the services; where one ends, say which and why, and end at once: whatever holds the others would hold us."""
    url = get_current_settings().server.docket.url
    async with (
        Docket(name="prefect", url=url, execution_ttl=timedelta(0)) as docket,
        background_worker(docket, ephemeral=False, webserver_only=False),
    ):
        fallen = await first_ended({each.__name__: each().start() for each in Service.enabled_services()})
        LOG.error("a service of Prefect's has ended, and so all of them do", extra={"facts": fallen})
        os._exit(1)


async def first_ended(programs_: Mapping[str, Coroutine[Any, Any, None]]) -> Mapping[str, str]:
    """Run all of them until one ends, and return those that have, by name, each with the reason."""
    tasks = {asyncio.create_task(each, name=name) for name, each in programs_.items()}
    ended, living = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in living:
        task.cancel()
    await asyncio.gather(*living, return_exceptions=True)
    return {task.get_name(): repr(task.exception() or "it returned") for task in ended}


if __name__ == "__main__":
    main()

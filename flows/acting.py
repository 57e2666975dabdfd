"""An act of the secretariat started from Prefect's pages: one transaction, and a run that says what came of it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from prefect.artifacts import acreate_table_artifact
from prefect.client.schemas.objects import State
from sqlalchemy.orm import Session

from flows import endings, record
from planning.errors import CouncilError


@dataclass(frozen=True, slots=True)
class Table:
    """What an act did, or would do, line by line: left beside the run under its key, unless it is empty."""

    key: str
    rows: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class Done:
    """An act done: the word that its run is named by, and a sentence for people."""

    word: str
    sentence: str
    table: Table | None = None


Act = Callable[[Session, datetime], Done]


async def acted(act: Act, as_of: datetime | None) -> State[Any]:
    """Do the act, and end Completed under its word; a refusal ends Failed, its sentence told, nothing changed."""
    done = await _through(record.act, act, as_of)
    if isinstance(done, CouncilError):
        return await endings.refused(done)
    await _leave(done.table, "What it did")
    return await endings.completed(done.word, done.sentence)


async def shown(look: Act, as_of: datetime | None) -> State[Any]:
    """Show what an act would do, from a session that cannot write; end as Preview, or refused as the act would be."""
    done = await _through(record.preview, look, as_of)
    if isinstance(done, CouncilError):
        return await endings.refused(done)
    await _leave(done.table, "What it would do; nothing was changed")
    return await endings.completed("Preview", f"{done.sentence}; nothing was changed")


async def _through(
    door: Callable[[Callable[[Session], Done]], Done], act: Act, as_of: datetime | None
) -> Done | CouncilError:
    now = record.instant(as_of)
    try:
        return await asyncio.to_thread(door, lambda session: act(session, now))
    except CouncilError as refusal:
        return refusal


async def _leave(table: Table | None, words: str) -> None:
    if table and table.rows:
        await acreate_table_artifact(key=table.key, table=list(table.rows), description=words)

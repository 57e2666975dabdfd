"""The application: feeds, pages, and the clock that they go by."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from functools import partial
from itertools import count

from fastapi import FastAPI
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from delivery import link_mail
from feeds.feed_cache import Shelf
from planning.clock import utc_now
from record import store_faults
from record.settings import Settings
from web.desk.routes import Desk
from web.feeds import Feeds
from web.health import Watching
from web.page_acts import Busy
from web.pages import Pages
from web.personal_links import Personal
from web.private_address import Asking
from web.statuses import plain

NOTE_USES_EVERY = 60  # seconds
LOG = logging.getLogger(__name__)


class Front:
    """Hands `/f/…` and `/feeds/…` to the feeds, everything else to the pages: pollers pay for no framework."""

    def __init__(self, pages: FastAPI, shelf: Shelf, clock: Callable[[], datetime]) -> None:
        self.pages, self.shelf = pages, shelf
        self._private, self._public = Feeds(shelf, clock, "private"), Feeds(shelf, clock, "public")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        path: str = scope.get("path", "")
        if scope["type"] == "http" and path.startswith("/f/"):
            await self._private(scope, receive, send)
        elif scope["type"] == "http" and path.startswith("/feeds/"):
            await self._public(scope, receive, send)
        else:
            await self.pages(scope, receive, send)


def create_app(engine: Engine, settings: Settings, *, clock: Callable[[], datetime] = utc_now) -> Front:
    """Return the application over that store. It sets no cookie and redirects nobody, but at the desk."""
    shelf = Shelf(engine, settings)

    @asynccontextmanager
    async def living(app: FastAPI) -> AsyncIterator[None]:
        task = asyncio.create_task(_noting(shelf, clock))
        yield
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await run_in_threadpool(shelf.write_down)
        await run_in_threadpool(shelf.write_uses)

    app = FastAPI(title="Council cycle", lifespan=living, openapi_url=None, redirect_slashes=False)
    app.include_router(Watching(engine, settings, clock).router())
    app.include_router(Personal(engine, settings, clock).router())
    app.include_router(Pages(shelf, clock).router())
    app.include_router(Asking(shelf, clock).router())
    app.include_router(Desk(engine, settings, clock).router())
    app.add_exception_handler(HTTPException, _no_page)
    app.add_exception_handler(SQLAlchemyError, partial(_answer_silent, settings.database_url))
    app.add_exception_handler(Busy, partial(_answer_silent, settings.database_url))
    app.add_exception_handler(Exception, _fault)
    return Front(app, shelf, clock)


async def _noting(shelf: Shelf, clock: Callable[[], datetime]) -> None:
    """Write down what was built about once a second; about once a minute the last uses, and try links again."""
    never = asyncio.Event()
    for seconds in count(1):
        with suppress(TimeoutError):
            await asyncio.wait_for(never.wait(), 1)
        await run_in_threadpool(shelf.write_down)
        if seconds % NOTE_USES_EVERY == 0:
            await run_in_threadpool(shelf.write_uses)
            with suppress(SQLAlchemyError):
                await run_in_threadpool(link_mail.send_waiting, shelf.engine, shelf.settings, clock=clock)


def _no_page(request: Request, why: Exception) -> PlainTextResponse:
    """Return what is wrong with a request that no route takes: in plain text, for a poller may have sent it."""
    assert isinstance(why, HTTPException)
    return plain(why.status_code, str(why.detail), **dict(why.headers or {}))


def _answer_silent(database_url: str, request: Request, why: Exception) -> PlainTextResponse:
    """Return what a reader can do about it, without a path or a server's words; the log has those."""
    fault = store_faults.of(why, database_url)
    LOG.warning("the store does not answer: %s", fault or type(why).__name__)
    if isinstance(fault, store_faults.Damaged):
        return plain(500, "the record is damaged and cannot be read; its secretariat must put a backup in its place")
    if isinstance(fault, store_faults.StoreFault) and not isinstance(fault, store_faults.Unreachable):
        return plain(500, "the record cannot be read or written; its secretariat must put that right: tell it")
    return plain(500, "the record does not answer now; try again in a few minutes")


def _fault(request: Request, why: Exception) -> PlainTextResponse:
    return plain(500, "this is a fault of ours; it was logged")

"""Wires between a machine and what it speaks to, which can be cut: nothing passes, and nobody is told."""

import asyncio
import threading
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import Self

PIECE = 65_536


class Wires:
    """For each port of this machine another one that leads there, until they are cut; mended, they lead there again.

    What was under way when they were cut arrives once they are mended, unless an end has given it up: as in a network.
    """

    def __init__(self, ports: Sequence[int]) -> None:
        self.ports: dict[int, int] = {}
        self._there = ports
        self._loop = asyncio.new_event_loop()
        self._passes = asyncio.Event()
        self._thread = threading.Thread(target=self._loop.run_forever)

    def __enter__(self) -> Self:
        self._thread.start()
        for port in self._there:
            self.ports[port] = asyncio.run_coroutine_threadsafe(self._lead_to(port), self._loop).result()
        self.mend()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def cut(self) -> None:
        """Let nothing pass from now on."""
        self._loop.call_soon_threadsafe(self._passes.clear)

    def mend(self) -> None:
        """Let everything pass again."""
        self._loop.call_soon_threadsafe(self._passes.set)

    async def _lead_to(self, port: int) -> int:
        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await self._passes.wait()
            with suppress(OSError):
                there_reader, there_writer = await asyncio.open_connection("127.0.0.1", port)
                await asyncio.gather(self._pass_on(reader, there_writer), self._pass_on(there_reader, writer))
            writer.close()

        server = await asyncio.start_server(connected, "127.0.0.1", 0)
        return int(server.sockets[0].getsockname()[1])

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while piece := await reader.read(PIECE):
                await self._passes.wait()
                writer.write(piece)
                await writer.drain()
        await self._passes.wait()
        writer.close()

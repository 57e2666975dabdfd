"""Somebody who asks an address twice a second, and remembers for how long nobody answered."""

import threading
from time import monotonic
from types import TracebackType
from typing import Self

import httpx

PATIENCE = 5.0  # seconds for an answer
EVERY = 0.5


class Probe:
    """Asks until the block ends; `outage` is the longest time from one answer to the next beyond its own pauses."""

    def __init__(self, url: str) -> None:
        self.outage = 0.0
        self.asked = self.failed = 0
        self._url, self._over = url, threading.Event()
        self._thread = threading.Thread(target=self._ask)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()

    def since(self) -> str:
        """Return what was found since this was asked last, and begin anew."""
        words = f"{self.failed} of {self.asked} requests failed, {self.outage:.1f} s without an answer at most"
        self.outage, self.asked, self.failed = 0.0, 0, 0
        return words

    def _ask(self) -> None:
        last = monotonic()
        with httpx.Client(timeout=PATIENCE) as client:
            while not self._over.wait(EVERY):
                is_well = self._is_well(client)
                self.asked += 1
                self.failed += not is_well
                if is_well:
                    self.outage = max(self.outage, monotonic() - last - EVERY)
                    last = monotonic()

    def _is_well(self, client: httpx.Client) -> bool:
        try:
            return client.get(self._url).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

"""A Chromium without a window, driven over its own protocol: enough to open a page, press on words, take a picture."""

import json
import os
import shutil
import subprocess
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from tempfile import TemporaryDirectory
from typing import Any, Protocol
from urllib.request import urlopen

from websockets.sync.client import connect

OPTIONS = "--headless=new --no-sandbox --disable-gpu --no-first-run --hide-scrollbars --remote-debugging-port=0"
LOOK = """new Promise((done, fail) => {{
  const look = tries => {{
    const found = {found};
    if (found) {{ {what}; setTimeout(done, 1500); }}
    else if (tries) setTimeout(look, 200, tries - 1);
    else fail("not on the page: " + {found!r});
  }};
  look(75);
}})"""


class NoChromium(Exception):
    """No browser was found."""

    def __init__(self) -> None:
        super().__init__("no Chromium was found; name one: CHROMIUM=/path/to/chromium")


class Wire(Protocol):
    """The web socket of a page."""

    def send(self, message: str) -> None: ...
    def recv(self) -> str | bytes: ...


@dataclass
class Page:
    """One page of the browser."""

    wire: Wire
    numbers: Iterator[int] = field(default_factory=count)

    def opens(self, address: str, width: int, height: int) -> None:
        """Go to the address, in a window of this size in pixels."""
        self._call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self._call("Page.navigate", url=address)

    def presses(self, found: str) -> None:
        """Press on what the JavaScript expression finds, once it is there, and give the page 1.5 s to answer."""
        self._look(found, "found.click()")

    def shows(self, found: str) -> None:
        """Wait until the JavaScript expression finds something, and 1.5 s more."""
        self._look(found, "")

    def keeps(self, name: str, value: str) -> None:
        """Put a value into what the browser keeps for this site, once its page is there."""
        self._look("document.querySelector('input')", f"localStorage.setItem({name!r}, {value!r})")

    def _look(self, found: str, what: str) -> None:
        told = self._call("Runtime.evaluate", expression=LOOK.format(found=found, what=what), awaitPromise=True)
        if "exceptionDetails" in told:
            raise AssertionError(told["exceptionDetails"])

    def picture(self) -> bytes:
        """Return the page as a PNG."""
        return b64decode(self._call("Page.captureScreenshot")["data"])

    def _call(self, method: str, **told: object) -> dict[str, Any]:
        number = next(self.numbers)
        self.wire.send(json.dumps({"id": number, "method": method, "params": told}))
        while (answer := json.loads(self.wire.recv())).get("id") != number:
            pass
        found: dict[str, Any] = answer["result"]
        return found


@contextmanager
def page() -> Iterator[Page]:
    """Yield an empty page of a browser of its own. Raises NoChromium."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        raise NoChromium
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [program, *OPTIONS.split(), f"--user-data-dir={profile}", "about:blank"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as browser:  # noqa: S603  no shell
            try:
                with connect(_address(browser), max_size=None, origin=None) as wire:
                    yield Page(wire)
            finally:
                browser.terminate()


def _address(browser: "subprocess.Popen[str]") -> str:
    """Return the web socket of the browser's first page; it prints its own address when it listens."""
    assert browser.stderr is not None
    said = next(line for line in browser.stderr if "DevTools listening on ws://" in line)
    host = said.partition("ws://")[2].partition("/")[0]
    with urlopen(f"http://{host}/json/list") as answer:
        return str(json.load(answer)[0]["webSocketDebuggerUrl"])

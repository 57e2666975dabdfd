"""The relay of logs: what child processes write into their files is copied to our standard error."""

import sys
from pathlib import Path
from types import TracebackType
from typing import Self


class Relay:
    """Passes on what is added to a file after it was opened, in whole lines."""

    def __init__(self, file: Path) -> None:
        self._file = file.open("rb")
        self._file.seek(0, 2)
        self._left = b""

    def pass_on(self) -> None:
        """Write what was added since the last time."""
        *lines, self._left = (self._left + self._file.read()).split(b"\n")
        for line in lines:
            print(line.decode("utf-8", "replace"), file=sys.stderr, flush=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.pass_on()
        self._file.close()

"""Readiness of programs: one that can be used writes a file into its folder, or answers over HTTP."""

import http.client
from pathlib import Path

from flows.server_environment import HOST

FILE = Path("ready")
"""In the folder in which flows.child_process runs a program, which is that of its log."""


def tell() -> None:
    """Write the file that says that this process can be used."""
    FILE.touch()


def forget(folder: Path) -> None:
    """Remove the file of an earlier process."""
    (folder / FILE).unlink(missing_ok=True)


def is_told(folder: Path) -> bool:
    """Return True if a process has said that it can be used."""
    return (folder / FILE).exists()


def answers(port: int, path: str) -> bool:
    """Return True if a program on this machine answers 200 within two seconds."""
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()

"""The password of Prefect's API and pages. It is always required, since whoever has it may act as any officer."""

import secrets
from collections.abc import Mapping
from pathlib import Path

from flows.refusals import BadPassword
from record import key_ring

FILE = "password"
GIVEN = "PREFECT_SERVER_API_AUTH_STRING"


def password_of(home: Path, environment: Mapping[str, str]) -> str:
    """Return `user:password` as the operator gave it; else that of the server's home, drawn once and kept.

    It goes to other processes in their environment or in the file, which their owner alone may read; never on a
    command line, which everybody on the machine may. Raises BadPassword.
    """
    words = environment.get(GIVEN) or key_ring.secret_in(home / FILE, _draw).decode("utf-8", "replace")
    if not words or not words.isascii() or not words.isprintable():
        raise BadPassword(source_of(home, environment))
    return words


def source_of(home: Path, environment: Mapping[str, str]) -> str:
    """Return where the password stands: the name of a variable, or a file."""
    return GIVEN if environment.get(GIVEN) else str(home / FILE)


def _draw() -> bytes:
    return f"council:{secrets.token_urlsafe(24)}".encode()

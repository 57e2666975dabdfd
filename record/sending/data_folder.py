"""Marks by which a data folder is told from a copy of it: of the machine that uses it, and of its files."""

import hmac
import os
import struct
from pathlib import Path

MACHINE_ID = Path("/etc/machine-id")  # machine-id(5)
_NOT_YET = ("", "uninitialized")  # what stands there in an image that has not been started

# statx(2): a path from here, or the open descriptor; the instant of birth; where the answer holds its mask and that
_HERE, _THIS, _BORN, _MASK_AT, _BORN_AT, _SIZE = -100, 0x1000, 0x800, 0, 80, 256


def machine(named: str | None) -> str:
    """Return a word for this machine: of COUNCIL_MACHINE, else of its id, neither of them readable in it.

    Empty where neither is known, as in most containers.
    """
    name = named or _machine_id()
    return hmac.digest(name.encode(), b"council sender", "sha256").hex()[:32] if name else ""


def _machine_id() -> str:
    try:
        machine_id = MACHINE_ID.read_text().strip()
    except (OSError, ValueError):
        return ""
    return "" if machine_id in _NOT_YET else machine_id


def mark(file: int | str) -> str:
    """Return which file is open as a descriptor, or stands at a path: its number and when it was born.

    Renaming keeps both, and no copy has them. The number alone would not do: on ext4 a folder that is removed and
    copied back gets the same ones again. A store is asked by its path: to open and close it would end SQLite's locks.
    """
    return f"{os.stat(file).st_ino}-{_born(file)}"


def _born(file: int | str) -> int:
    """Return when the file was made, in nanoseconds; 0 where the system does not say. Python asks from 3.15 on."""
    import ctypes  # only rounds ask

    statx = getattr(ctypes.CDLL(None), "statx", None)
    answer = ctypes.create_string_buffer(_SIZE)
    which = (file, b"", _THIS) if isinstance(file, int) else (_HERE, os.fsencode(file), 0)
    if statx is None or statx(*which, _BORN, answer) != 0:
        return 0
    (known,) = struct.unpack_from("=I", answer, _MASK_AT)
    seconds, nanoseconds = struct.unpack_from("=qI", answer, _BORN_AT)
    return int(seconds * 10**9 + nanoseconds) if known & _BORN else 0

"""Keep the bytes that each feed served last: in memory while they hold, and on disk for a restart during an outage."""

import gzip
import json
import os
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path

LEVEL = 6
PATHS = 50_000  # about 250 bytes each, 12 MB in all; for a path beyond it, the store is asked whose token it is


@dataclass(frozen=True)
class Served:
    """The bytes of a feed, when they last changed, and the tags of both forms in which they are sent."""

    data: bytes
    modified_at: datetime  # whole seconds, UTC

    @cached_property
    def digest(self) -> str:
        """Return the SHA-256 of the bytes, in hex."""
        return sha256(self.data).hexdigest()

    @cached_property
    def zipped(self) -> bytes:
        """Return the bytes compressed by gzip, without a time stamp."""
        return gzip.compress(self.data, LEVEL, mtime=0)

    @cached_property
    def zipped_digest(self) -> str:
        """Return the SHA-256 of the compressed bytes, in hex."""
        return sha256(self.zipped).hexdigest()


@dataclass(frozen=True, slots=True)
class Made:
    """A feed as it was after one line of the journal (`head`), on one day of the secretariat: `begins` to `ends`."""

    served: Served
    key: str
    head: int
    begins: datetime
    ends: datetime

    def holds(self, head: int, now: datetime) -> bool:
        """Return True if a store whose last line is `head` would still give the same bytes at `now`."""
        return self.head == head and self.begins <= now < self.ends


class Recent(dict[str, tuple[Made, int | None]]):
    """The feeds served lately, by the requested path; a private one with the number of its subscription.

    A path holds its token, and is kept in memory only. The time that a look-up takes reveals nothing about tokens: a
    dict compares two strings only if their whole hashes are equal, and each process draws its own random hash key.
    """

    def __init__(self, limit: int = PATHS) -> None:
        self._limit, self._lock = limit, threading.Lock()

    def put(self, path: str, kept: Made, subscription: int | None) -> None:
        """Keep what the path serves now; beyond the limit, forget the path that was kept first."""
        with self._lock:
            self.pop(path, None)
            if len(self) >= self._limit:
                del self[next(iter(self))]
            self[path] = (kept, subscription)


class Larder:
    """The bytes that were served last, by address; many addresses share the bytes of one feed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._by_key: dict[str, Served] = {}
        self._keys: dict[str, str] = {}
        self._unwritten: dict[tuple[str, str], str | Served] = {}  # by kind and name
        self._lock = threading.Lock()

    def put(self, address: str, key: str, served: Served) -> None:
        """Keep in memory what the address serves now; `write_down` writes it to the disk."""
        with self._lock:
            if self._keys.get(address) != key:
                self._keys[address] = key
                self._unwritten["addresses", address] = key
            if self._by_key.get(key) is not served:
                self._by_key[key] = served
                self._unwritten["feeds", key] = served

    def write_down(self) -> None:
        """Write what is new to the disk. Ignore a full or read-only disk: memory still serves the bytes."""
        with self._lock:
            unwritten, self._unwritten = self._unwritten, {}
        for name, what in unwritten.items():
            _quietly_write(self._path_of(*name), what.encode() if isinstance(what, str) else _packed(what))

    def get(self, address: str) -> Served | None:
        """Return what the address served last; None if it never served anything."""
        key = self._keys.get(address) or _read(self._path_of("addresses", address)).decode()
        if not key:
            return None
        if key not in self._by_key and (packed := _read(self._path_of("feeds", key))):
            self._by_key[key] = _unpacked(packed)
        return self._by_key.get(key)

    def drop(self, address: str) -> None:
        """Forget an address that was withdrawn."""
        with self._lock:
            self._keys.pop(address, None)
            self._unwritten.pop(("addresses", address), None)
            self._path_of("addresses", address).unlink(missing_ok=True)

    def _path_of(self, kind: str, name: str) -> Path:
        return self._folder / kind / sha256(name.encode()).hexdigest()


def _packed(served: Served) -> bytes:
    return json.dumps({"modified_at": served.modified_at.isoformat()}).encode() + b"\n" + served.data


def _unpacked(packed: bytes) -> Served:
    head, _, data = packed.partition(b"\n")
    return Served(data, datetime.fromisoformat(json.loads(head)["modified_at"]).astimezone(UTC))


def _quietly_write(file: Path, data: bytes) -> None:
    half = file.with_name(f"{file.name}.{os.getpid()}-{threading.get_ident()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(data)
        half.replace(file)
    except OSError:
        half.unlink(missing_ok=True)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""

"""Beginnings that many stories share: what the same acts made of the same SQLite store is kept, and put in its place.

A story begins with people, a cycle and its agreed dates, told by real acts; a thousand stories begin so. What a
beginning makes of a store is known once it was told twice of the very same bytes; from then on its bytes are copied.
"""

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

MOST = 64  # beginnings are kept, of two thirds of a megabyte each
KEYS = ("secret.key", "journal.head")  # what acts write beside the store
_TIMES: Counter[str] = Counter()
_KEPT: dict[str, "Written"] = {}


@dataclass(frozen=True)
class Written:
    """A store as it stands on the disk, with the files of its data folder."""

    store: bytes
    folder: dict[str, bytes]

    @property
    def digest(self) -> str:
        """Return the digest of all of it."""
        parts = [self.store, *(part for name, text in sorted(self.folder.items()) for part in (name.encode(), text))]
        return hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def once(engine: Engine, home: Path, name: str, tell: Callable[[], object]) -> None:
    """Tell a beginning of that name, without rounds; where its outcome is known, put that in the place of the store."""
    before = _read(engine, home)
    if before is None:
        tell()
        return
    key = f"{name} {before.digest}"
    if key in _KEPT:
        _write(engine, home, _KEPT[key])
        return
    tell()
    _TIMES[key] += 1
    after = _read(engine, home) if _TIMES[key] > 1 and len(_KEPT) < MOST else None
    if after:
        _KEPT[key] = after


def _read(engine: Engine, home: Path) -> Written | None:
    """Return what is written of a SQLite store that nobody else has open; of any other, nothing."""
    if engine.dialect.name != "sqlite":
        return None
    engine.dispose()
    file = Path(str(engine.url.database))
    beside = [file.with_name(f"{file.name}-{end}") for end in ("wal", "journal")]
    if any(path.exists() and path.stat().st_size for path in beside):
        return None
    return Written(file.read_bytes(), {name: (home / name).read_bytes() for name in KEYS if (home / name).exists()})


def _write(engine: Engine, home: Path, kept: Written) -> None:
    Path(str(engine.url.database)).write_bytes(kept.store)
    for name, text in kept.folder.items():
        file = home / name
        file.touch(mode=0o600)
        file.write_bytes(text)

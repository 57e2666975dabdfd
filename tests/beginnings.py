"""Beginnings that many stories share: what the same acts made of the same SQLite store is kept, and put in its place.

A story begins with people, a cycle and its agreed dates, told by real acts; a thousand stories begin so. What a
beginning makes of a SQLite store is known once it was told of the very same bytes; from then on its bytes are copied.
Of a PostgreSQL store it is known which beginnings were told in it, and that nobody wrote anything since: its server has
begun no other transaction. There a copy, made after they were told twice, is a database of its own.
"""

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from tests import stores

MOST = 128  # beginnings are kept, those asked for last, of two thirds of a megabyte each
MOST_DATABASES = 16  # of ten megabytes each
KEYS = ("secret.key", "journal.head")  # what acts write beside the store
_TIMES: Counter[str] = Counter()
_KEPT: dict[str, "Written"] = {}
_COPIES: dict[str, "Copy"] = {}
_PASTS: dict[str, "Past"] = {}


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


@dataclass(frozen=True)
class Copy:
    """The address of a PostgreSQL database that stays as it is, and the files of its data folder."""

    url: str
    folder: dict[str, bytes]


@dataclass(frozen=True)
class Past:
    """All that was told in a PostgreSQL store, and the number of its server's next transaction after that."""

    told: tuple[str, ...]
    ended: int


def begun(url: str) -> None:
    """Note that the PostgreSQL store of that address is fresh."""
    _PASTS[url] = Past((), stores.next_transaction(url))


def once(engine: Engine, home: Path, name: str, tell: Callable[[], object], *, is_short: bool = False) -> None:
    """Tell a beginning of that name, without rounds; where its outcome is known, put that in the place of the store.

    A short one is told on PostgreSQL each time, where a copy costs as much.
    """
    if engine.dialect.name == "postgresql":
        _once_on_postgresql(engine, home, name, tell, is_short=is_short)
        return
    before = _read(engine, home)
    if before is None:
        tell()
        return
    key = f"{name} {before.digest}"
    if key in _KEPT:
        _write(engine, home, _KEPT.setdefault(key, _KEPT.pop(key)))  # the last to be asked for stands last
        return
    tell()
    after = _read(engine, home)
    if after:
        _KEPT[key] = after
    if len(_KEPT) > MOST:
        del _KEPT[next(iter(_KEPT))]


def _once_on_postgresql(engine: Engine, home: Path, name: str, tell: Callable[[], object], *, is_short: bool) -> None:
    url = engine.url.render_as_string(hide_password=False)
    past = _PASTS.get(url)
    if past is None or past.ended != stores.next_transaction(url) or _folder(home):
        tell()
        return
    told = (*past.told, name)
    key = " ".join(told)
    if key in _COPIES:
        engine.dispose()
        stores.put_back(_COPIES[key].url, url)
        _write_folder(home, _COPIES[key].folder)
    else:
        tell()
        _TIMES[key] += 1
        if _TIMES[key] > 1 and len(_COPIES) < MOST_DATABASES and not is_short:
            engine.dispose()
            _COPIES[key] = Copy(stores.kept(url), _folder(home))
    _PASTS[url] = Past(told, stores.next_transaction(url))


def _read(engine: Engine, home: Path) -> Written | None:
    """Return what is written of a SQLite store, unless somebody else has it open."""
    engine.dispose()
    file = Path(str(engine.url.database))
    beside = [file.with_name(f"{file.name}-{end}") for end in ("wal", "journal")]
    if any(path.exists() and path.stat().st_size for path in beside):
        return None
    return Written(file.read_bytes(), _folder(home))


def _folder(home: Path) -> dict[str, bytes]:
    return {name: (home / name).read_bytes() for name in KEYS if (home / name).exists()}


def _write(engine: Engine, home: Path, kept: Written) -> None:
    Path(str(engine.url.database)).write_bytes(kept.store)
    _write_folder(home, kept.folder)


def _write_folder(home: Path, folder: dict[str, bytes]) -> None:
    for name, text in folder.items():
        file = home / name
        file.touch(mode=0o600)
        file.write_bytes(text)

"""Beginnings that many stories share: what the same acts made of the same SQLite store is kept, and put in its place.

A story begins with people, a cycle and its agreed dates, told by real acts; a thousand stories begin so. What a
beginning makes of a SQLite store is known once it was told of the very same bytes; from then on its bytes are copied.
Of a PostgreSQL store it is known which beginnings were told in it, and that nobody wrote anything since: its server has
begun no other transaction. There a copy, made after they were told twice, is a database of its own. The mails that its
rounds brought are kept with it, and the chains that it declared anew; the files that they leave are not.
"""

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Engine

from tests import stores

MOST = 128  # beginnings are kept, those asked for last, of two thirds of a megabyte each
MOST_DATABASES = 16  # of ten megabytes each
KEYS = ("secret.key", "journal.head")  # what acts write beside the store
_TIMES: Counter[str] = Counter()
_KEPT: dict[str, "Written"] = {}
_COPIES: dict[str, "Copy"] = {}
_PASTS: dict[str, "Past"] = {}
_CHAINS: dict[str, dict[str, Any]] = {}


class Begun(Protocol):
    """A desk over a store, with its server of mail."""

    engine: Engine
    home: Path
    sink: Any
    chains: dict[str, Any]


TheDesk = TypeVar("TheDesk", bound=Begun)
Rest = ParamSpec("Rest")


@dataclass(frozen=True)
class Written:
    """A store as it stands on the disk, with the files of its data folder."""

    store: bytes
    folder: dict[str, bytes]
    mails: tuple[Any, ...] = ()

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
    mails: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Past:
    """All that was told in a PostgreSQL store, and the number of its server's next transaction after that."""

    told: tuple[str, ...]
    ended: int


def begun(url: str) -> None:
    """Note that the PostgreSQL store of that address is fresh."""
    _PASTS[url] = Past((), stores.next_transaction(url))


def told_once(
    begin: Callable[Concatenate[TheDesk, Rest], object],
) -> Callable[Concatenate[TheDesk, Rest], TheDesk]:
    """Have what a function does with a desk, which it returns, kept from its first time on: a fixture, say.

    Whatever else it is given says the same in every story, such as a file that a fixture writes.
    """
    name = f"{begin.__name__} of {begin.__module__}"

    @wraps(begin)
    def beginning(desk: TheDesk, *args: Rest.args, **named: Rest.kwargs) -> TheDesk:
        def tell() -> None:
            begin(desk, *args, **named)
            _CHAINS[name] = dict(desk.chains)

        once(desk.engine, desk.home, name, tell, mails=desk.sink.mails)
        desk.chains = dict(_CHAINS[name])
        return desk

    return beginning


def once(
    engine: Engine,
    home: Path,
    name: str,
    tell: Callable[[], object],
    *,
    is_short: bool = False,
    mails: list[Any] | None = None,
) -> None:
    """Tell a beginning of that name; where its outcome is known, put that in the place of the store.

    What its turns sent is added to `mails`; one without them tells no rounds. A short one is told on PostgreSQL each
    time, where a copy costs as much.
    """
    arrived: list[Any] = [] if mails is None else mails
    if engine.dialect.name == "postgresql":
        _once_on_postgresql(engine, home, name, tell, is_short=is_short, mails=arrived)
        return
    before = _read(engine, home)
    if before is None:
        tell()
        return
    key, count = f"{name} {before.digest}", len(arrived)
    if key in _KEPT:
        _write(engine, home, _KEPT.setdefault(key, _KEPT.pop(key)))  # the last to be asked for stands last
        arrived.extend(_KEPT[key].mails)
        return
    tell()
    after = _read(engine, home)
    if after:
        _KEPT[key] = replace(after, mails=tuple(arrived[count:]))
    if len(_KEPT) > MOST:
        del _KEPT[next(iter(_KEPT))]


def _once_on_postgresql(
    engine: Engine, home: Path, name: str, tell: Callable[[], object], *, is_short: bool, mails: list[Any]
) -> None:
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
        mails.extend(_COPIES[key].mails)
    else:
        count = len(mails)
        tell()
        _TIMES[key] += 1
        if _TIMES[key] > 1 and len(_COPIES) < MOST_DATABASES and not is_short:
            engine.dispose()
            _COPIES[key] = Copy(stores.kept(url), _folder(home), tuple(mails[count:]))
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

"""Private files: only their owner may read the record, its copies and logs, for they hold people's addresses."""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from record.settings import Settings

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
# what stands in a data folder of ours; whatever else somebody keeps there is theirs
_OURS = ("sender.json", "vigil.json", "secret.key", "first-link.txt", "feeds", "prefect")


def sqlite_files(file: Path) -> list[Path]:
    """Return a file of SQLite, and those that SQLite makes beside it."""
    return [file.with_name(f"{file.name}{suffix}") for suffix in ("", "-journal", "-wal", "-shm")]


def mend(settings: "Settings") -> None:
    """Remove other users' rights to our files, which earlier versions gave; files of other users are left alone."""
    for path in readable(settings):
        with suppress(OSError):
            path.chmod(path.stat().st_mode & ~_OTHERS)


def mend_folder(settings: "Settings") -> None:
    """Remove other users' rights in the data folder, if the folder itself is open to them; else nobody can enter it."""
    if _is_open(settings.home):
        mend(settings)


def readable(settings: "Settings") -> Iterator[Path]:
    """Yield the folders and files of ours that others on this machine may read or change."""
    return (path for path in _paths(settings) if _is_open(path))


def _paths(settings: "Settings") -> Iterator[Path]:
    yield settings.home
    for name in _OURS:
        yield settings.home / name
        yield from _inside(settings.home / name)
    from sqlalchemy import make_url  # every command begins here, and not every one opens the store

    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        yield from sqlite_files(Path(url.database))


def _inside(folder: Path) -> Iterator[Path]:
    """Yield the paths in a folder, at any depth; unreadable folders are skipped, and links are not followed."""
    if not os.path.islink(folder):
        for where, folders, files in os.walk(folder):
            yield from (Path(where, name) for name in (*folders, *files))


def _is_open(path: Path) -> bool:
    """Return True if others may reach it; a link has no mode, and a folder such as /tmp is meant for all."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        return False
    return bool(mode & _OTHERS) and not stat.S_ISLNK(mode) and not mode & stat.S_ISVTX

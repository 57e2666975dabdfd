"""Ticks: each finished round is counted in the store and in the data folder, so that a restored store is noticed.

The store counts first and the folder follows: after a crash in between the folder knows fewer, which is no complaint.
A folder that knows more than the store is left over from a later time than the store is. Both also know which machine
and which files sent last, so that a copy is noticed, of the folder whole or of the store alone.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.sending_state import Sender
from models.store import the_store
from planning.errors import CouncilError
from record import store_faults
from record.sending import data_folder
from record.sending.clocks import Steady
from record.sending.retries import until_committed

FILE = "sender.json"


class DamagedTicks(CouncilError):
    """The file of ticks cannot be read; it is written whole or not at all, so that somebody else changed it."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"{file} is damaged; see what was sent last, then delete the file to be taken for a new sender"
        )


@dataclass(frozen=True, slots=True)
class Folder:
    """What a data folder knows of itself as a sender: its random name, and its ticks by the public id of the store.

    `stores` has the mark of each store that is a file, as it was when it sent last; `copied` says why the folder is
    taken for a copy, and is empty where nothing speaks for it.
    """

    home_id: str
    ticks: Mapping[str, int] = field(default_factory=dict)
    stores: Mapping[str, str] = field(default_factory=dict)
    copied: str = ""


def folder(home: Path, machine: str) -> Folder:
    """Return what the data folder knows, used on this machine; a new one gets its name here. Raises DamagedTicks."""
    file = home / FILE
    if not os.path.lexists(file):
        _write(home, Folder(token_hex(16)), machine, new=True)
    elif not (file.is_file() or file.is_dir()):  # a link to nothing, or a pipe, which would be waited for without end
        raise DamagedTicks(file)
    with file.open() as opened:
        try:
            facts = json.load(opened)
            ticks = {str(store): int(ticks) for store, ticks in facts["ticks"].items()}
            copied = _copied(facts, data_folder.mark(opened.fileno()), machine)
            return Folder(str(facts["home"]), ticks, dict(facts.get("stores", {})), copied)
        except (ValueError, KeyError, TypeError, AttributeError) as why:
            raise DamagedTicks(file) from why


def _copied(facts: Mapping[str, object], mark: str, machine: str) -> str:
    """Return why the folder is taken for a copy; what a folder from before does not know speaks for nothing."""
    if facts.get("machine") and machine and facts["machine"] != machine:
        return "it was used on another machine last"
    return "" if facts.get("file", mark) == mark else f"its {FILE} is not the file that was written last"


def copied(session: Session, own: Folder, machine: str) -> str:
    """Return why a store that is a file is taken for a copy of the one that sent; empty where nothing speaks for it."""
    file, store = _mark_of_file(session), the_store(session).public_id
    if not file:
        return ""  # PostgreSQL, which several machines and their folders may share
    if store not in own.ticks:
        return _moved(session, file, machine)  # a new folder, or one whose sender.json was taken away
    is_another = own.stores.get(store, file) != file
    return own.copied or ("the store is not the file that was sent from last" if is_another else "")


def last_sender(session: Session) -> Sender | None:
    """Return who sent last from a store that is a file; None where nobody did since places are kept."""
    return session.scalar(select(Sender).where(Sender.place.is_not(None)).order_by(Sender.ticked_at.desc()).limit(1))


def _moved(session: Session, file: str, machine: str) -> str:
    """Return why the store is taken for a copy by what it knows itself."""
    last = last_sender(session)
    before, _, sent_from = (last.place if last and last.place else f"{machine} {file}").partition(" ")
    if before and machine and before != machine:
        return "the store was sent from on another machine last"
    return "" if sent_from == file else "the store is not the file that was sent from last"


def _mark_of_file(session: Session) -> str:
    """Return the mark of the store's file; empty where it is none."""
    url = session.get_bind().engine.url
    is_file = url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")
    return data_folder.mark(str(url.database)) if is_file else ""


def knows_more(session: Session, own: Folder) -> bool:
    """Return True if the folder has finished more rounds on this store than the store remembers: it was restored.

    The folder must have been read before the session began, for a round that ends meanwhile counts in both.
    """
    known = own.ticks.get(the_store(session).public_id)
    row = session.get(Sender, own.home_id)
    return known is not None and (row is None or row.ticks < known)


def tick(engine: Engine, home: Path, machine: str, *, clock: datetime, steady: Steady) -> int:
    """Count a finished round, at the real clock `clock`, and return how many there have been. Raises DamagedTicks."""
    own = folder(home, machine)

    def write(session: Session) -> tuple[str, int, str]:
        store, file = the_store(session).public_id, _mark_of_file(session)
        least = own.ticks.get(store, 0) + 1
        place = f"{machine} {file}" if file else None
        return store, count(session, own.home_id, clock=clock, steady=steady, least=least, place=place), file

    store, ticks, file = until_committed(engine, write)
    files = {**own.stores, store: file} if file else own.stores
    _write(home, Folder(own.home_id, {**own.ticks, store: ticks}, files), machine)
    return ticks


def count(
    session: Session, home_id: str, *, clock: datetime, steady: Steady, least: int = 1, place: str | None = None
) -> int:
    """Return the sender's ticks with one more, `least` at least, and keep how its two clocks stand, and its place."""
    dialect: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    stand = {"boot_id": steady.boot_id, "ticked_at": clock, "steady": steady.seconds}
    stand |= {"place": place} if place else {}
    row = session.scalar(select(Sender.ticks).where(Sender.home_id == home_id).with_for_update())
    ticks = max((row or 0) + 1, least)
    insert = dialect.insert(Sender).values(home_id=home_id, ticks=ticks, **stand)
    # of two first rounds at once the second one waits here, and then finds the row
    kept = insert.on_conflict_do_update(index_elements=["home_id"], set_={"ticks": Sender.ticks + 1, **stand})
    fresh = insert.on_conflict_do_update(index_elements=["home_id"], set_={"ticks": ticks, **stand})
    statement = (kept if row is None else fresh).returning(Sender.ticks)
    counted: int = session.scalars(statement, execution_options={"populate_existing": True}).one()
    return counted


def _write(home: Path, own: Folder, machine: str, *, new: bool = False) -> None:
    """Write the file whole or not at all, with its own mark in it; of two that are `new` at once the first wins."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    file, draft = home / FILE, home / f".{FILE}.{token_hex(8)}"
    with (
        store_faults.writing(file, draft),
        os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as written,
    ):
        facts = {"home": own.home_id, "ticks": dict(own.ticks), "stores": dict(own.stores)}
        facts |= {"machine": machine, "file": data_folder.mark(written.fileno())}
        written.write(json.dumps(facts, indent=1))
        written.flush()
        os.fsync(written.fileno())
    if new:
        with suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
    else:
        draft.replace(file)
    _sync(home)


def _sync(home: Path) -> None:
    descriptor = os.open(home, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

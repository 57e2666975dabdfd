"""The keys that seal channels and sign links: a new one, the channels sealed with it, an older one dropped."""

import sqlite3
from dataclasses import replace
from datetime import datetime
from typing import Annotated

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from delivery import sealed_channels
from kernel import effects
from kernel.declaration import act
from kernel.done import Done
from kernel.grants import Grant, Identity
from kernel.outside import Outside
from kernel.parameters import WORDS
from models.transactions import run_act
from planning.errors import CouncilError
from planning.remedies import Call
from planning.rule_words import count_of
from record import journal, key_ring
from record.key_ring import Key

ON_THE_MACHINE = "the keys stand in a file of this machine, and whoever has its shell changes them"
KeyId = Annotated[str, WORDS.saying("The key's id, as their list shows it.", metavar="KEY")]


class StillInUse(CouncilError):
    """The database cannot be rebuilt while others read and write it."""

    def __init__(self) -> None:
        super().__init__(
            "the channels are sealed, but the database is in use and still keeps the bytes from before",
            Call("channels/seal", words="seal them once more when it is quiet"),
        )


class StillSealing(CouncilError):
    """A key that channels still need."""

    def __init__(self, count: int) -> None:
        seal = Call("channels/seal", words="seal them with the newest first")
        super().__init__(f"{count_of(count, 'channel')} may need that key", seal)


def act_and_forget(asked: Outside) -> Done:
    """Act, then rebuild the database, which keeps the bytes of rows that were changed.

    What cannot be rebuilt while it is in use is said, and done by the next time.
    """
    done = asked.act(None)
    try:
        scrub(asked.engine)
    except StillInUse as why:
        return replace(done, failure=why)
    return done


@act(
    "channels/seal",
    who=(Grant.ADMINISTRATOR,),
    no_undo="a secret is not laid open again",
    outside=act_and_forget,
    tags=("people",),
)
def seal(session: Session, *, now: datetime, by: Identity) -> Done:
    """Seal with the newest key the URLs that are not, and have the database forget what they were."""
    count = _seal_all(session)
    return Done("sealed", f"{count_of(count, 'channel')} sealed", facts={"channels": count}, is_nothing=not count)


def _put_new_key_first(asked: Outside) -> Done:
    """Put the key into its file before the act's line is sealed, so that it seals this one too. Raises NotOurFile.

    The store's row is held meanwhile: of two who do this at once neither loses the other's key.
    """
    return asked.act(run_act(asked.engine, lambda session: key_ring.rotate(asked.settings)))


@act(
    "secret/rotate",
    who=(Grant.OPERATOR,),
    no_undo="a key that has sealed and signed is needed to open it; an older one can be taken out",
    no_preview="the key is drawn when it is done",
    no_form=ON_THE_MACHINE,
    outside=_put_new_key_first,
)
def rotate(session: Session, *, found: Key, now: datetime, by: Identity) -> Done:
    """Put a new key before the others in the data folder, and seal the channels with it; old links go on working.

    Raises NotOurFile.
    """
    count = _seal_all(session)
    sentence = f"the key {found.id} seals and signs from now on; {count_of(count, 'channel')} sealed anew"
    return Done("rotated", sentence, facts={"key": found.id, "channels": count})


def _take_out(asked: Outside) -> Done:
    """Write that the key goes, then take it out of its file, the store's row being held as for a new one."""
    done = asked.act(None)
    run_act(asked.engine, lambda session: key_ring.drop(asked.settings, asked.values["key"]))
    return done


@act(
    "secret/drop",
    who=(Grant.OPERATOR,),
    no_undo="the key is no more",
    no_form=ON_THE_MACHINE,
    outside=_take_out,
)
def drop(session: Session, key: KeyId, *, now: datetime, by: Identity) -> Done:
    """Take an older key out of the data folder: the links that it signed end.

    Raises NotOurFile, NoSuchKey, StillSealing.
    """
    key_ring.check_older(journal.settings_of(session), key)
    counts = sealed_channels.by_key(session)
    if count := counts[key] + counts[""]:
        raise StillSealing(count)
    effects.note(session, "channels", sorted(counts.items()))
    return Done("dropped", f"the key {key} is no more; the links that it signed have ended", facts={"key": key})


def _seal_all(session: Session) -> int:
    """Seal with the newest key what is not, and return how many channels that were."""
    settings = key_ring.in_hand(journal.settings_of(session))
    rows = sealed_channels.unsealed(session, settings)
    effects.note(session, "channels", [row.address for row in rows])
    for row in rows:
        sealed_channels.seal(session, settings, row)
    return len(rows)


def scrub(engine: Engine) -> None:
    """Have the database forget the bytes of rows that were changed: it keeps them in its file until it is rebuilt.

    Raises StillInUse.
    """
    try:
        _rebuild(engine)
    except (sqlite3.OperationalError, OperationalError) as why:
        raise StillInUse from why


def _rebuild(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("SET lock_timeout = '15s'")
            connection.exec_driver_sql("VACUUM FULL channel")
            connection.exec_driver_sql("RESET lock_timeout")
        return
    raw = engine.raw_connection()
    try:
        for statement in ("PRAGMA query_only=OFF", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            raw.cursor().execute(statement)
    finally:
        raw.close()

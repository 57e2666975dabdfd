"""Channels at rest: an Apprise URL holds a secret, so its row keeps it sealed, and only the sender opens it."""

import sqlite3
from collections import Counter
from datetime import datetime

from sqlalchemy import Engine, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from actions import journal, key_ring, sealing
from actions.key_ring import Key
from actions.sealing import WrongSecret
from actions.settings import Settings
from actions.whom.people import EMAIL, address_of
from models.outbox import WAITING, Message, in_state
from models.people import Channel
from notifications.channels.apprise import AppriseChannel, RefusedUrl, carrier_of
from notifications.channels.leave import MayLeave, always
from notifications.channels.outcome import Outcome, Phase, Result
from planning.errors import CouncilError

REFUSED = "refused"  # the carrier of a URL from before that would not be taken today


class StillInUse(CouncilError):
    """The database cannot be rebuilt while others read and write it."""

    def __init__(self) -> None:
        super().__init__(
            "the channels are sealed, but the database is in use and still keeps the bytes from before; "
            "do it again when it is quiet: council channels seal"
        )


class StillSealing(CouncilError):
    """A key that channels still need."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} channels may need that key; seal them with the newest first: council channels seal")


def sealed(settings: Settings, address: str) -> dict[str, object]:
    """Return what a channel's row keeps of an address: itself sealed, its fingerprint, its carrier. Raises RefusedUrl.

    `email` stays as it is: the address behind it is the person's.
    """
    if address == EMAIL:
        return {"address": EMAIL, "fingerprint": EMAIL, "carrier": EMAIL}
    carrier = carrier_of(address, hosts=settings.webhook_hosts)
    mark = fingerprint(settings, address)
    return {"address": sealing.seal(settings, address), "fingerprint": mark, "carrier": carrier}


def fingerprint(settings: Settings, address: str) -> str:
    """Return what tells one address from another without giving it away."""
    return fingerprints(settings, address)[0]


def fingerprints(settings: Settings, address: str) -> tuple[str, ...]:
    """Return the fingerprints by which the row of an address may know it: one for each key, the newest first."""
    return (EMAIL,) if address == EMAIL else sealing.fingerprints(settings, address)


def mark_of(settings: Settings, row: Channel) -> str:
    """Return the fingerprint of a row's address, also of one that stands there unsealed from before."""
    return row.fingerprint if row.address == EMAIL or is_sealed(row) else fingerprint(settings, row.address)


def is_sealed(row: Channel) -> bool:
    """Return whether the row gives its secret only to who can open it."""
    return row.address.startswith(sealing.SEALED)


def post(
    apprise: AppriseChannel, settings: Settings, address: str, title: str, body: str, may_leave: MayLeave = always
) -> Outcome:
    """Return what became of one short message; what cannot be opened with our secret is tried again later.

    The channel is sound and the secret is not: an officer sets it right, and nothing was lost.
    """
    try:
        url = sealing.unseal(settings, address)
    except (WrongSecret, OSError) as why:
        said = str(why) if isinstance(why, WrongSecret) else "the file with the secret cannot be read; correct its mode"
        return Outcome(Result.RETRY, Phase.CONNECT, None, said)
    return apprise.send(url, title, body, may_leave)


def unsealed(session: Session, settings: Settings) -> list[Channel]:
    """Return the channels whose secret stands in the record for all to read, or sealed with an older key.

    What was sealed with a key that we do not have is left as it is: it opens once that key is back.
    """
    rows = session.scalars(select(Channel).where(Channel.address != EMAIL).order_by(Channel.id))
    return [row for row in rows if not sealing.is_newest(settings, row.address) and _opens(settings, row)]


def _opens(settings: Settings, row: Channel) -> bool:
    try:
        sealing.unseal(settings, row.address)
    except WrongSecret:
        return False
    return True


def by_key(session: Session) -> Counter[str]:
    """Return how many channels each key has sealed, by its id; "" for those of before keys had ids."""
    sealed_ones = select(Channel.address).where(Channel.address.like(f"{sealing.SEALED}%"))
    return Counter(sealing.sealed_by(address) for address in session.scalars(sealed_ones))


def seal(session: Session, settings: Settings, *, now: datetime, by: str) -> int:
    """Seal with the newest key what is not, and return how many channels that were; `scrub` the store afterwards."""
    settings = key_ring.in_hand(settings)
    rows = unsealed(session, settings)
    if rows or journal.is_behind(session):  # so that the older key may go
        journal.write(session, "seal-channels", {"channels": len(rows)}, now=now, by=by)
    for row in rows:
        _seal(session, settings, row)
    return len(rows)


def take_over(session: Session, settings: Settings, key: Key, *, now: datetime, by: str) -> int:
    """Write down that a new key is used from now on, and return how many channels it has sealed anew."""
    journal.write(session, "rotate-secret", {"key": key.id}, now=now, by=by)
    return seal(session, settings, now=now, by=by)


def give_up(session: Session, settings: Settings, name: str, *, now: datetime, by: str) -> None:
    """Write down that an older key may be dropped. Raises NotOurFile, NoSuchKey, StillSealing."""
    key_ring.check_older(settings, name)
    counts = by_key(session)
    if count := counts[name] + counts[""]:
        raise StillSealing(count)
    journal.write(session, "drop-secret", {"key": name}, now=now, by=by)


def _seal(session: Session, settings: Settings, row: Channel) -> None:
    url = sealing.unseal(settings, row.address)
    try:
        row.carrier = carrier_of(url, hosts=settings.webhook_hosts)
    except RefusedUrl:
        row.carrier = REFUSED  # it is sealed all the same: a secret is one whether or not it is used
    row.address, row.fingerprint = sealing.seal(settings, url), fingerprint(settings, url)
    waiting = update(Message).where(
        Message.person_id == row.person_id, Message.address == address_of(row), in_state(*WAITING)
    )
    session.execute(waiting.values(carrier=row.carrier))


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
    found = engine.raw_connection()
    try:
        for statement in ("PRAGMA query_only=OFF", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            found.cursor().execute(statement)
    finally:
        found.close()

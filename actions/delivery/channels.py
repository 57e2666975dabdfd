"""Channels at rest: an Apprise URL holds a secret, so its row keeps it sealed, and only the sender opens it."""

import sqlite3
from datetime import datetime

from sqlalchemy import Engine, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from actions import journal, sealing
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
    return EMAIL if address == EMAIL else sealing.fingerprint(settings, address)


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


def unsealed(session: Session) -> list[Channel]:
    """Return the channels whose secret stands in the record for all to read."""
    query = select(Channel).where(Channel.address != EMAIL, Channel.address.not_like(f"{sealing.SEALED}%"))
    return list(session.scalars(query.order_by(Channel.id)))


def seal(session: Session, settings: Settings, *, now: datetime, by: str) -> int:
    """Seal what stands unsealed from before, and return how many channels that were; `scrub` the store afterwards."""
    rows = unsealed(session)
    if rows:
        journal.write(session, "seal-channels", {"channels": len(rows)}, now=now, by=by)
    for row in rows:
        _seal(session, settings, row)
    return len(rows)


def _seal(session: Session, settings: Settings, row: Channel) -> None:
    url = row.address
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

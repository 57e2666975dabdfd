"""Seal and open channels: a URL holds a secret, so its row keeps it sealed, and only the sender opens it."""

from collections import Counter

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from letters import preview_notes
from models.outbox import WAITING, Message, in_state
from models.people import Channel
from notifications.channels.channel_url import RefusedUrl
from notifications.channels.outcome import Outcome, Phase, Result
from notifications.channels.send_permission import MayLeave, always
from notifications.channels.short_messages import ShortMessages
from record import seals
from record.people.people import EMAIL, address_of
from record.seals import WrongSecret
from record.settings import Settings

REFUSED = "refused"  # the carrier of an old URL that would be refused today


def sealed(settings: Settings, address: str) -> dict[str, object]:
    """Return what a channel's row keeps of an address: itself sealed, its fingerprint, its carrier. Raises RefusedUrl.

    `email` stays as it is: the address behind it is the person's.
    """
    if address == EMAIL:
        return {"address": EMAIL, "fingerprint": EMAIL, "carrier": EMAIL}
    carrier = ShortMessages(settings.webhook_hosts).carrier_of(address)
    mark = fingerprint(settings, address)
    return {"address": seals.seal(settings, address), "fingerprint": mark, "carrier": carrier}


def fingerprint(settings: Settings, address: str) -> str:
    """Return a fingerprint that identifies an address without revealing it."""
    return fingerprints(settings, address)[0]


def fingerprints(settings: Settings, address: str) -> tuple[str, ...]:
    """Return the fingerprints that the row of an address may hold: one for each key, the newest first."""
    return (EMAIL,) if address == EMAIL else seals.fingerprints(settings, address)


def mark_of(settings: Settings, row: Channel) -> str:
    """Return the fingerprint of a row's address, even of an old one that is not sealed."""
    return row.fingerprint if row.address == EMAIL or is_sealed(row) else fingerprint(settings, row.address)


def is_sealed(row: Channel) -> bool:
    """Return True if the row's secret is sealed."""
    return row.address.startswith(seals.SEALED)


def post(
    messages: ShortMessages, settings: Settings, address: str, title: str, body: str, may_leave: MayLeave = always
) -> Outcome:
    """Return what became of one short message; what cannot be opened with our secret is tried again later.

    The channel is sound and the secret is not: an officer sets it right, and nothing was lost.
    """
    try:
        url = seals.unseal(settings, address)
    except (WrongSecret, OSError) as why:
        detail = (
            str(why) if isinstance(why, WrongSecret) else "the file with the secret cannot be read; correct its mode"
        )
        return Outcome(Result.RETRY, Phase.CONNECT, None, detail)
    return messages.send(url, title, body, may_leave)


def unsealed(session: Session, settings: Settings) -> list[Channel]:
    """Return the channels whose secret stands in the record for all to read, or sealed with an older key.

    What was sealed with a key that we do not have is left as it is: it opens once that key is back.
    """
    rows = session.scalars(select(Channel).where(Channel.address != EMAIL).order_by(Channel.id))
    return [row for row in rows if not seals.is_newest(settings, row.address) and _opens(settings, row)]


def _opens(settings: Settings, row: Channel) -> bool:
    try:
        seals.unseal(settings, row.address)
    except WrongSecret:
        return False
    return True


def by_key(session: Session) -> Counter[str]:
    """Return how many channels each key has sealed, by its id; "" for those of before keys had ids."""
    sealed_ones = select(Channel.address).where(Channel.address.like(f"{seals.SEALED}%"))
    return Counter(seals.sealed_by(address) for address in session.scalars(sealed_ones))


def seal(session: Session, settings: Settings, row: Channel) -> None:
    """Seal a channel's URL with the newest key, and have its messages that wait know its carrier."""
    url = seals.unseal(settings, row.address)
    try:
        row.carrier = ShortMessages(settings.webhook_hosts).carrier_of(url)
    except RefusedUrl:
        row.carrier = REFUSED  # it is sealed all the same: a secret is one whether or not it is used
    row.address, row.fingerprint = seals.seal(settings, url), fingerprint(settings, url)
    if preview_notes.of(session) is not None:
        return  # no letter that waits is touched by who only looks
    waiting = update(Message).where(
        Message.person_id == row.person_id, Message.address == address_of(row), in_state(*WAITING)
    )
    session.execute(waiting.values(carrier=row.carrier))

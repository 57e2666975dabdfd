"""Examples of the acts on how people are reached: channels, their keys, links, addresses of feeds; and the journal."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from kernel.runner import Request, do
from letters import set_aside
from models.engine import changed, reading
from models.outbox import Message, State
from models.people import Channel
from models.subscriptions import Subscription
from record import key_ring
from record.people import people, sign_ins
from tests.kernel.example import DELEGATE, NOBODY, NOW, OPERATOR, WORKED, Example
from tests.secretariat import HLPF, Desk, moment

WRONG = {"because": "the mailbox was read by others"}
NEARBY = "json://127.0.0.1:9/t0ken"
FEED = DELEGATE | {"selection": "chain/hlpf-contribution"}


def _first_channel(desk: Desk) -> Mapping[str, Any]:
    """Return the number of a channel: somebody's mail."""
    with reading(desk.engine) as session:
        return {"channels": [session.scalars(select(Channel.id).where(Channel.address == "email")).first()]}


def _stands_unsealed(desk: Desk) -> None:
    """Give somebody a channel whose URL is stored unsealed."""
    desk.knows("An Officer", "officer@itu.example", "secretariat", channels=("email", NEARBY))


def _two_keys(desk: Desk) -> Mapping[str, Any]:
    """Put a new key before the first one, and return the name of the first."""
    first = key_ring.ring(desk.settings).newest.id
    key_ring.rotate(desk.settings)
    return {"key": first}


def _subscribed(desk: Desk) -> Mapping[str, Any]:
    with desk.acting() as session:
        do(session, "tokens/issue", **FEED, **WORKED)
        return {"subscription": session.scalars(select(Subscription.public_id)).one()[:8]}


def _one_more(session: Session, asked: Request) -> None:
    """Add a channel: unsealed, or sealed with a key that is missing."""
    person = session.scalars(select(Channel.person_id)).first()
    address = f"{NEARBY}/2" if asked.act.name == "channels/seal" else "sealed:00000000:x"
    session.add(Channel(person_id=person, address=address, fingerprint="2", carrier="json"))


def _do_it_first(session: Session, asked: Request) -> None:
    do(session, asked.act.name, **asked.arguments, now=moment(NOW), by="Boris")


def _fetch(session: Session, asked: Request) -> None:
    """Have the subscriber fetch the feed."""
    session.scalars(select(Subscription)).one().used_at = moment(NOW)


def _do_another(session: Session, asked: Request) -> None:
    do(session, "deadline/waive", cycle=HLPF, step="comments", because="not needed", now=moment(NOW), by="Boris")


def _mail_is_kept(desk: Desk) -> Mapping[str, Any]:
    """Set mail to a delegate aside, as for an address that fails."""
    with desk.acting() as session:
        row = people.named(session, DELEGATE["person"])
        waiting = update(Message).where(Message.person_id == row.id, Message.state != State.SENT)
        assert changed(session, waiting.values(state=State.HELD, detail=set_aside.SET_ASIDE))
    return {}


def _sign_in_of_long_ago(session: Session, browser: str = "Firefox on Windows") -> None:
    """Have somebody signed in three years before."""
    person = session.scalars(select(Channel.person_id)).first()
    assert person
    sign_ins.begin(session, person, browser, now=moment("2014-02-26"))


def _was_signed_in(desk: Desk) -> None:
    with desk.acting() as session:
        _sign_in_of_long_ago(session)


OF_CHANNELS: Mapping[str, Example] = {
    "channels/test": Example({}, {"channels": [999]}, last=_first_channel),
    "channels/seal": Example({}, NOBODY, before=_stands_unsealed, against=_one_more, by=OPERATOR),
    "db/prune": Example(
        {}, NOBODY, _was_signed_in, meddle=lambda session: _sign_in_of_long_ago(session, "Safari"), by=OPERATOR
    ),
    "secret/rotate": Example({}, NOBODY, by=OPERATOR),
    "secret/drop": Example({}, {"key": "00000000"}, last=_two_keys, against=_one_more, by=OPERATOR),
    "people/reachable": Example(
        DELEGATE | WRONG, {"person": "nobody@state.example"}, last=_mail_is_kept, against=_do_it_first
    ),
    "people/end-links": Example(DELEGATE | WRONG, {"because": " "}, against=_do_it_first),
    "tokens/issue": Example(FEED, {"selection": "nonsense"}),
    "tokens/offer": Example(FEED, {"selection": "nonsense"}),
    "tokens/revoke": Example({}, {"subscription": "00000000"}, last=_subscribed, against=_fetch),
    "journal/accept": Example(WRONG, {"because": " "}, against=_do_another, by=OPERATOR),
}

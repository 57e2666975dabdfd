"""Examples of the acts on letters, and on sending as a whole."""

from collections.abc import Mapping

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from kernel.runner import do
from models.engine import writing
from models.outbox import WAITING, Message, State
from models.sending_state import Hold
from tests.kernel.example import CHAIN, Example
from tests.secretariat import Desk, moment

MAIL = {"messages": [999]}  # of which there is none
WRONG = {"because": "a slip"}
RULE = {"chain": CHAIN, "kind": "reminder", "because": "routine"}


def _waiting(desk: Desk) -> dict[str, object]:
    """Return the messages that have not left: letters to members wait for release."""
    numbers = [message.id for message in desk.messages() if message.state in WAITING]
    assert numbers
    return {"messages": numbers}


def _leaving(desk: Desk) -> dict[str, object]:
    desk.releases(on="2017-02-27 09:30")
    return _waiting(desk)


def _dropped(desk: Desk) -> dict[str, object]:
    arguments = _leaving(desk)
    with desk.acting() as session:
        do(
            session,
            "outbox/drop",
            **arguments,
            because="said by telephone",
            now=moment("2017-02-27 09:40"),
            by="Another",
        )
    return arguments


def _failed(desk: Desk) -> dict[str, object]:
    arguments = _waiting(desk)
    with writing(desk.engine) as session:
        session.execute(update(Message).where(Message.state.in_(WAITING)).values(state=State.DEAD))
    return arguments


def _allowed(desk: Desk) -> dict[str, object]:
    desk.allows(CHAIN, "reminder", on="2017-02-27 09:30")
    return {}


def _held(desk: Desk) -> dict[str, object]:
    with desk.acting() as session:
        _hold(session)
    return {}


def _look_at_messages(session: Session) -> None:
    for message in session.scalars(select(Message).where(Message.state != State.SENT)):
        message.detail = "looked at"


def _change_rule(session: Session) -> None:
    for act in ("outbox/allow", "outbox/forbid", "outbox/allow"):
        do(session, act, chain=CHAIN, kind="reminder", because="x", now=moment("2017-02-27 09:45"), by="Another")


def _forbid(session: Session) -> None:
    _change_rule(session)
    do(
        session,
        "outbox/forbid",
        chain=CHAIN,
        kind="reminder",
        because="x",
        now=moment("2017-02-27 09:45"),
        by="Another",
    )


def _hold(session: Session) -> None:
    session.add(Hold(kind="officer", because="wrong list", at=moment("2017-02-27 09:30"), by="Another"))


def _clock(session: Session) -> None:
    session.add(Hold(kind="clock", because="wrong", at=moment("2017-02-27 09:30"), by=None, home_id="elsewhere"))


OF_LETTERS: Mapping[str, Example] = {
    "outbox/release": Example({}, MAIL, last=_waiting, meddle=_look_at_messages),
    "outbox/hold": Example(WRONG, MAIL, last=_leaving, meddle=_look_at_messages),
    "outbox/drop": Example(WRONG, MAIL, last=_leaving, meddle=_look_at_messages),
    "outbox/restore": Example(WRONG, MAIL, last=_dropped, meddle=_look_at_messages),
    "outbox/retry": Example({}, MAIL, last=_failed, meddle=_look_at_messages),
    "outbox/allow": Example(RULE, {"kind": "digest"}, meddle=_forbid),
    "outbox/forbid": Example(RULE, {"kind": "digest"}, last=_allowed, meddle=_change_rule),
    "sending/hold": Example(WRONG, {"because": " "}, meddle=_clock),
    "sending/resume": Example(WRONG, {"presume_sent": True}, last=_held, meddle=_clock),
}

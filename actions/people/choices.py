"""What people choose about our mail: none of a chain or none at all, how often, in which language, on whose clock.

They choose by themselves, from a link in any mail, or the desk does it for them. A mute is ended, never deleted.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from kernel import effects
from kernel.declaration import act
from kernel.done import Done
from kernel.effects import Slip
from kernel.grants import Grant, Identity
from kernel.kinds import one_of
from kernel.parameters import WORDS, PersonName
from letters import preview_notes
from models.cycles import Cycle
from models.deadlines import Deadline
from models.outbox import WAITING, Message, Owed, State, goes_to_all, in_state, word_of
from models.people import Mute, Person
from notifications.language import Tongue
from planning.errors import CouncilError, among, quoted
from planning.remedies import Call
from record import journal
from record.people import people
from record.people.choices import ALL, HOUSE, REPORT, mutes_of, topic_of
from record.people.zone_names import zone_named

MEANING = "The procedure, such as hlpf-contribution; `everything` is all of them, `report` the weekly report."
ChainWord = Annotated[str, WORDS.saying(MEANING, metavar="CHAIN")]
ZONE = replace(
    WORDS.saying("A time zone such as Asia/Tokyo, or a city; empty for the zone of each procedure.", metavar="ZONE"),
    is_said_empty=True,
)


class Digest(StrEnum):
    """How often somebody hears from us."""

    EACH = "each"
    DAILY = "daily"
    WEEKLY = "weekly"
    HOUSE = "house"  # by the house's own rule


class NothingChosen(CouncilError):
    """The act changes what somebody chose, and nothing is said to change."""

    def __init__(self) -> None:
        super().__init__("say what to change: how often, in which language, or in which time zone")


class NothingToMute(CouncilError):
    """No cycle was ever opened of that chain."""

    def __init__(self, chain: str, known: Collection[str]) -> None:
        names = among(sorted(known))
        super().__init__(f"there is no procedure {quoted(chain)} to be told of; the procedures are {names}")


@act("choices/mute", who=(Grant.SECRETARIAT, Grant.LINK), undo="choices/unmute", tags=("people",))
def mute(session: Session, person: PersonName, chain: ChainWord, *, now: datetime, by: Identity) -> Done:
    """Stop the letters to a person about a procedure, or all of them, from now on.

    What waits to leave is taken back; a duty stays a duty. Raises NoSuchPerson, NothingToMute.
    """
    row, topic = people.known(session, person), topic_of(chain)
    if topic in mutes_of(session, row.id):
        return Done("muted", f"{row.name} hears nothing of {chain} already", is_nothing=True)
    _check(session, topic)
    entry = journal.line(session)
    effects.note(session, f"mute:{person} {chain}", False)
    session.add(Mute(person_id=row.id, chain=topic, at=entry.at, entry_id=entry.id))
    session.flush()
    _take_back(session, row.id, topic)
    return Done(
        "muted",
        f"{row.name} hears nothing more of {chain}",
        facts={"person": person, "chain": topic or "all"},
        undo=Call("choices/unmute", {"person": person, "chain": chain}),
    )


@act("choices/unmute", who=(Grant.SECRETARIAT, Grant.LINK), undo="choices/mute", tags=("people",))
def unmute(session: Session, person: PersonName, chain: ChainWord, *, now: datetime, by: Identity) -> Done:
    """Let the letters to a person about a procedure, or all of them, leave again from the next reminder on.

    Raises NoSuchPerson.
    """
    row, topic = people.known(session, person), topic_of(chain)
    living = (Mute.person_id == row.id, Mute.chain == topic, Mute.ended_at.is_(None))
    mutes = session.scalars(select(Mute).where(*living)).all()
    if not mutes:
        return Done("unmuted", f"{row.name} never stopped hearing of {chain}", is_nothing=True)
    effects.note(session, f"mute:{person} {chain}", True)
    for each in mutes:
        each.ended_at = now
    return Done(
        "unmuted",
        f"{row.name} hears of {chain} again",
        facts={"person": person, "chain": topic or "all"},
        undo=Call("choices/mute", {"person": person, "chain": chain}),
    )


@act("choices/set", who=(Grant.SECRETARIAT, Grant.LINK), undo="choices/set", tags=("people",))
def choose(
    session: Session,
    person: PersonName,
    *,
    digest: Annotated[Digest | None, one_of(Digest, "How often; `house` for the office's own rule.")] = None,
    language: Annotated[Tongue | None, one_of(Tongue, "One of the six official languages.")] = None,
    zone: Annotated[str | None, ZONE] = None,
    now: datetime,
    by: Identity,
) -> Done:
    """Choose how often a person hears from us, in which language, and on whose clock; the rest stays as it is.

    Raises NoSuchPerson, NothingChosen, UnknownZone, SeveralZones.
    """
    row, new = people.known(session, person), _wishes(digest, language, zone)
    changed = {name: value for name, value in new.items() if value != getattr(row, name)}
    if not changed:
        return Done("chosen", f"{row.name} chose so already", is_nothing=True)
    before = {name: getattr(row, name) for name in changed}
    for name, value in changed.items():
        setattr(row, name, value)
    words = {name: value or HOUSE for name, value in changed.items()}
    return Done(
        "chosen",
        f"{row.name}: {', '.join(changed)} changed",
        facts={"person": person, **words},
        undo=Call(
            "choices/set", {"person": person} | {name: _say_choice(name, value) for name, value in before.items()}
        ),
    )


def _wishes(digest: str | None, language: str | None, zone: str | None) -> dict[str, str | None]:
    wishes = {"digest": digest, "language": language, "zone": zone_named(zone) if zone else zone}
    words = {name: str(value) for name, value in wishes.items() if value is not None}
    if not words:
        raise NothingChosen
    return {name: None if value in (HOUSE, "") else value for name, value in words.items()}


def _say_choice(name: str, value: str | None) -> str:
    """Return the argument that chooses this value; for no zone of one's own, an empty word."""
    return value or ("" if name == "zone" else HOUSE)


def _check(session: Session, chain: str) -> None:
    known = set(session.scalars(select(Cycle.chain).distinct()))
    if chain not in (ALL, REPORT) and chain not in known:
        raise NothingToMute(chain, known)


def _take_back(session: Session, person_id: int, chain: str) -> None:
    """Suppress what has not left to the person and tells of muted chains only.

    The weekly report is left waiting: it is looked at again when it is worded, and may be wanted again by then.
    """
    waiting = session.scalars(
        select(Message)
        .where(Message.person_id == person_id, in_state(*WAITING, State.SENDING), Message.cycle_id.is_not(None))
        .order_by(Message.id)
        .options(selectinload(Message.owed).selectinload(Owed.deadline).selectinload(Deadline.cycle))
    )
    is_official = session.get_one(Person, person_id).official
    for message in waiting:
        if is_official and goes_to_all(message.kind, [owed.rung for owed in message.owed]):
            continue  # what gives or changes a right is never muted for it
        if chain == ALL or all(owed.deadline.cycle.chain == chain for owed in message.owed):
            about = ", ".join(owed.deadline.step for owed in message.owed)
            if preview_notes.take_back(session, message, "its reader asked for no more of these"):
                effects.of(session).taken_back.append(Slip(person_id, word_of(message.kind), about))

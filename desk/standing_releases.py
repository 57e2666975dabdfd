"""Allow and forbid standing releases: mail of one kind, for one chain, leaves without being released each time."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from difflib import get_close_matches
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel import effects, lookups
from kernel.declaration import act
from kernel.done import Done
from kernel.grants import Grant, Identity
from kernel.kinds import Kind, Place
from kernel.lookups.choices import nearest
from kernel.parameters import WORDS, Reason
from models.outbox import MessageKind, StandingRelease, word_of
from planning.errors import CouncilError, among, quoted
from planning.remedies import Call


class NoSuchKind(CouncilError):
    """The word is no kind of message that a standing release can name."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"{quoted(kind)} is not a kind of letter; the kinds are {among(sorted(MailKind))}")


class NotAChain(CouncilError):
    """A standing release is for one chain that is declared, or whose timeline is loaded."""

    def __init__(self, chain: str, known: Collection[str]) -> None:
        near = next(iter(get_close_matches(chain.casefold(), known, 1)), None)
        hint = f"the nearest is {quoted(near)}" if near else f"the procedures are {among(sorted(known))}"
        super().__init__(f"{quoted(chain)} is not the name of a procedure; {hint}")


class MailKind(StrEnum):
    """The kinds that a standing release can name; a digest needs one for each kind that it contains."""

    REMINDER = "reminder"
    CHANGE = MessageKind.CHANGE
    OVERDUE = MessageKind.OVERDUE
    ANNOUNCEMENT = MessageKind.ANNOUNCEMENT

    @property
    def stored(self) -> MessageKind:
        """The kind as messages have it."""
        return MessageKind.RUNG if self is MailKind.REMINDER else MessageKind(self)


def as_kind(value: Any) -> MailKind:
    """Return the kind; lines of the journal up to 0.2 have the word of the store. Raises NoSuchKind."""
    try:
        return MailKind(word_of(str(value)))
    except ValueError:
        raise NoSuchKind(str(value)) from None


def resolve_chain(place: Place, words: str) -> str:
    """Return the name of a chain; that of a standing release counts, though its chain is gone.

    Raises NotAChain, Ambiguous.
    """
    chains = lookups.chains(place.session)
    known = {chain.name for chain in chains} | set(place.session.scalars(select(StandingRelease.chain)))
    if words in known:
        return words
    if place.is_kind and (name := nearest(words, chains)):
        return name
    raise NotAChain(words, known)


KIND = Kind(
    "mail-kind",
    "KIND",
    "`reminder`, for invitations too; else `change`, `overdue` or `announcement`.",
    type=MailKind,
    shape=as_kind,
)
CHAIN = replace(
    WORDS.saying("The procedure, such as hlpf-contribution.", metavar="CHAIN"),
    resolve=resolve_chain,
    choices=lambda place: lookups.chains(place.session),
)
Chain = Annotated[str, CHAIN]
OfKind = Annotated[MailKind, KIND]


@act("outbox/allow", who=(Grant.APPROVER,), undo="outbox/forbid", tags=("mail",))
def allow(session: Session, chain: Chain, kind: OfKind, *, because: Reason, now: datetime, by: Identity) -> Done:
    """Approve all letters of a kind for a procedure once and for all. Raises NotAChain, NoSuchKind."""
    row = _find_release(session, chain, kind.stored)
    is_so = row is not None and row.withdrawn_at is None
    _note(session, chain, kind.stored, row)
    if row is None:
        session.add(StandingRelease(chain=chain, kind=kind.stored, by=by.name, at=now))
    elif not is_so:
        row.by, row.at, row.withdrawn_at = by.name, now, None
    sentence = f"{kind} of {chain} leaves without being approved from now on"
    return _make_done(
        "allowed", sentence, Call("outbox/forbid", {"chain": chain, "kind": str(kind)}), because, is_nothing=is_so
    )


@act("outbox/forbid", who=(Grant.SECRETARIAT,), undo="outbox/allow", tags=("mail",))
def forbid(session: Session, chain: Chain, kind: OfKind, *, because: Reason, now: datetime, by: Identity) -> Done:
    """Have letters of a kind for a procedure wait for approval again; those approved still leave.

    Raises NotAChain, NoSuchKind.
    """
    row = _find_release(session, chain, kind.stored)
    is_so = row is None or row.withdrawn_at is not None
    _note(session, chain, kind.stored, row)
    if row is not None and not is_so:
        row.withdrawn_at = now
    sentence = f"{kind} of {chain} waits for approval again"
    return _make_done(
        "forbidden", sentence, Call("outbox/allow", {"chain": chain, "kind": str(kind)}), because, is_nothing=is_so
    )


def _find_release(session: Session, chain: str, kind: str) -> StandingRelease | None:
    return session.scalar(
        select(StandingRelease).where(StandingRelease.chain == chain, StandingRelease.kind == kind)
    )  # fmt: skip


def _note(session: Session, chain: str, kind: str, row: StandingRelease | None) -> None:
    effects.note(session, f"standing_release:{chain} {kind}", row and (row.by, row.at, row.withdrawn_at))


def _make_done(outcome: str, sentence: str, undo: Call, because: str, *, is_nothing: bool) -> Done:
    return Done(outcome, sentence, facts={**undo.arguments, "because": because}, undo=undo, is_nothing=is_nothing)

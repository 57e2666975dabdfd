"""New messages for what is owed: one for each person, step and channel; one for all news of dates of a cycle.

When a meeting moves, several cycles change: a person concerned by more than one of them gets one message about all.
What is approved does not wait for what is not: those are two letters.
A person who wants a digest gets one message about everything; a new digest replaces one that still waits
(`letters/superseded.py`).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from letters import superseded
from letters.superseded import Letter, Merged, Waiting
from models.outbox import DATES, ENDINGS, TO_ALL, MessageKind, OwedKey, State, goes_to_all
from models.store import Store, public_id
from planning.calendar import HOME_PLACE, Calendars, WorkCalendar
from planning.digests import Cadence, leaves_with
from planning.ladder import Rung
from planning.mail_hours import next_permitted
from planning.zones import HOME_ZONE
from record.cycles.views import CycleView, DeadlineView
from record.people.people import Recipient


@dataclass(frozen=True, slots=True)
class Due:
    """What one person is to be told of one deadline: the rung, as the ledger has it, and the earlier rungs covered."""

    deadline: DeadlineView
    recipient: Recipient
    kind: MessageKind
    rung: str
    covers: tuple[str, ...] = ()
    came_at: datetime | None = None  # when it became due; None means now
    was: date | None = None  # the date last told, which this one replaces

    @property
    def key(self) -> OwedKey:
        """Return the key of its row in the ledger."""
        reader = self.recipient
        return OwedKey(self.deadline.id, self.deadline.promise, self.rung, reader.person_id, reader.address)

    @property
    def is_caused(self) -> bool:
        """Return True if an act caused it, by setting the date; False if only time passed."""
        return self.kind in DATES | ENDINGS or self.rung == Rung.OPENING

    @property
    def caused_in(self) -> int:
        """Return the journal's line that caused it: the one that ended its step, else that which set its date."""
        if self.kind in ENDINGS:
            return line_of(self.rung)
        return self.deadline.promised_in

    @property
    def is_approved(self) -> bool:
        """Return True if it tells a date whose issue was approved: it leaves with it, and stands alone."""
        return self.kind in DATES and not self.recipient.inside and not self.deadline.held

    @property
    def is_approved_with_date(self) -> bool:
        """Return True if it is the invitation to a window, or a recall, that was approved with the date it tells."""
        of_window = self.kind is MessageKind.RUNG and self.deadline.is_window and not self.recipient.inside
        return of_window and self.deadline.invites

    @property
    def is_bundled(self) -> bool:
        """Return True if its reader wants a digest. What gives or changes a right of those outside stands alone."""
        if self.rung in TO_ALL or (goes_to_all(self.kind, ()) and not self.recipient.inside):
            return False
        return self.recipient.cadence(self.deadline) is not Cadence.EACH

    @property
    def goes_to_all(self) -> bool:
        """Return True if it leaves to all at one moment, whatever their zone."""
        return not self.is_bundled and goes_to_all(self.kind, [self.rung])


Pair = tuple[CycleView, Due]


def line_of(rung: str) -> int:
    """Return the number of the journal's line in a rung that tells how a step ended."""
    return int(rung.rpartition("-")[2])


def kind_of(rung: str, is_late: bool) -> MessageKind:
    """Return the kind of message for a row of the ledger, given its rung and whether the deadline is overdue."""
    if rung == Rung.CHANGE:
        return MessageKind.CHANGE
    if rung.startswith(Rung.ANNOUNCED.prefix):
        return MessageKind.ANNOUNCEMENT
    return MessageKind.OVERDUE if is_late else MessageKind.RUNG


class Letters(Protocol):
    """The part of a ledger that making messages needs; what each method does is said in `letters/ledger.py`."""

    def store(self) -> Store: ...
    def calendars(self) -> Calendars: ...
    def allowed(self) -> set[tuple[str, str]]: ...
    def waiting(self, people: Collection[int], clock: datetime) -> list[Waiting]: ...
    def merge(self, merged: Merged) -> None: ...
    def insert(self, messages: Sequence[Mapping[str, object]]) -> list[int]: ...
    def owe(self, rows: Sequence[Mapping[str, object]]) -> None: ...
    def move(self, taken: Sequence[Waiting], message_id: int) -> None: ...


def carry(letters: Letters, dues: Sequence[Pair], *, now: datetime, clock: datetime) -> int:
    """Write messages and owed rows for these dues, and return the number of messages.

    A row is written once, and never removed. `now` is the instant for which reminders are planned; `clock` is the
    real time, by which a sender's lease is over.
    """
    groups = _groups(dues)
    if not groups:
        return 0
    waiting = letters.waiting({due.recipient.person_id for _, due in dues}, clock)
    maker = _Maker(letters.store(), letters.calendars(), letters.allowed(), now)
    joining = {letter: maker.is_held(pairs, ()) for pairs in groups for letter in _letters(pairs)}
    merged = superseded.merge(waiting, [due.key for _, due in dues], joining)
    rows = [maker.row(pairs, _rows_taken_over(pairs, merged.taken)) for pairs in groups]
    letters.merge(merged)
    messages = list(zip(groups, letters.insert(rows), strict=True))
    letters.owe([line for pairs, number in messages for line in _owed_rows(pairs, number, now)])
    for pairs, number in messages:
        letters.move(_rows_taken_over(pairs, merged.taken), number)
    return len(rows)


def _groups(dues: Sequence[Pair]) -> list[list[Pair]]:
    joined = _join_cycles(dues)
    groups: dict[tuple[object, ...], list[Pair]] = {}
    for view, due in dues:
        reader = (due.recipient.person_id, due.recipient.address)
        key = (*reader, MessageKind.DIGEST) if due.is_bundled else (*reader, *_tells(view, due, joined))
        groups.setdefault(key, []).append((view, due))
    return list(groups.values())


def _tells(view: CycleView, due: Due, joined: Mapping[int, int]) -> tuple[object, ...]:
    """Return what one letter that is no digest is about."""
    if due.kind in DATES:
        return due.is_approved, joined[view.id]
    return (due.kind, view.id) if due.kind in ENDINGS else (due.kind, view.id, due.deadline.id)


def _join_cycles(dues: Sequence[Pair]) -> dict[int, int]:
    """Return for each cycle id the lowest id of its group: cycles that one act has changed belong together."""
    joined = {view.id: view.id for view, _ in dues}
    acts: dict[int, int] = {}
    for view, due in dues:
        if due.kind is MessageKind.CHANGE:
            mine, other = joined[view.id], joined[acts.setdefault(due.deadline.promised_in, view.id)]
            if mine != other:
                joined |= {cycle: min(mine, other) for cycle, root in joined.items() if root in (mine, other)}
    return joined


def _letters(pairs: list[Pair]) -> list[Letter]:
    """Return the letters whose waiting messages join the one that these dues make: the digest, or news of each cycle.

    News for the Secretariat are not issued, and are told act by act.
    """
    due = pairs[0][1]
    if due.is_bundled:
        kind: MessageKind = MessageKind.DIGEST
    elif due.kind in DATES and not due.recipient.inside:
        kind = due.kind
    else:
        return []
    reader = due.recipient
    return list(dict.fromkeys(Letter.of(reader.person_id, reader.address, kind, view.id) for view, _ in pairs))


def _is_bundled(pairs: list[Pair]) -> bool:
    return pairs[0][1].is_bundled


def _rows_taken_over(pairs: list[Pair], taken: Mapping[Letter, list[Waiting]]) -> Sequence[Waiting]:
    """Return the waiting rows that a message takes over: those of the same letter."""
    return [row for letter in _letters(pairs) for row in taken.get(letter, ())]


def _kind(pairs: list[Pair], taken: Sequence[Waiting]) -> MessageKind:
    """Return the kind of a message that is no digest; among news of dates, a change."""
    changes = any(due.kind is MessageKind.CHANGE for _, due in pairs) or any(row.rung == Rung.CHANGE for row in taken)
    return MessageKind.CHANGE if changes else pairs[0][1].kind


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the rows of the messages of one planning."""

    store: Store
    calendars: Calendars
    allowed: set[tuple[str, str]]
    now: datetime

    def row(self, pairs: list[Pair], taken: Sequence[Waiting]) -> dict[str, object]:
        """Return the row of a message for these dues, and for the rows taken over from a waiting digest."""
        view, first = pairs[0]
        reader, bundled = first.recipient, _is_bundled(pairs)
        chains = {of.chain.slug for of, _ in pairs} | {waiting.chain for waiting in taken}
        leaves = min([self._leaves(of, due) for of, due in pairs] + [waiting.due_at for waiting in taken])
        return {
            "public_id": self._identity(pairs, taken),
            "person_id": reader.person_id,
            "address": reader.address,
            "carrier": reader.carrier,
            "kind": MessageKind.DIGEST if bundled else _kind(pairs, taken),
            "chain": view.chain.slug if not bundled or len(chains) == 1 else "",
            "cycle_id": view.id,
            "state": State.HELD if self.is_held(pairs, taken) else State.QUEUED,
            "due_at": self._permitted(view, first, leaves),
            "planned_at": self.now,
            "first_try_at": min((waiting.first_try_at for waiting in taken if waiting.first_try_at), default=None),
            "issued": not reader.inside and first.deadline.approved is not None,
            "caused_by": max((due.caused_in for _, due in pairs if due.is_caused), default=None),
        }

    def is_held(self, pairs: list[Pair], taken: Sequence[Waiting]) -> bool:
        """Return True if it waits for a release: its reader is outside the house, and not all of it is allowed."""
        if all(due.is_approved for _, due in pairs):
            return False
        kinds = {(of.chain.slug, due.kind) for of, due in pairs if not due.is_approved_with_date}
        kinds |= {(waiting.chain, kind_of(waiting.rung, waiting.is_late)) for waiting in taken}
        return not (pairs[0][1].recipient.inside or kinds <= self.allowed)

    def _permitted(self, view: CycleView, due: Due, leaves: datetime) -> datetime:
        """Return the instant from which a message that begins with it may leave, within its hours of mail.

        An opening is due at the one moment at which it came, however late a round plans it.
        """
        since = leaves if due.rung in TO_ALL else max(self.now, leaves)
        if due.goes_to_all:
            return next_permitted(since, HOME_ZONE, self.calendars[HOME_PLACE])
        return next_permitted(since, due.recipient.zone or view.zone, self._calendar(view, due))

    def _calendar(self, view: CycleView, due: Due) -> WorkCalendar:
        """Return the calendar of the cycle's duty station, in the week of the place where the reader works."""
        return self.calendars.of_reader(view.place, due.recipient.zone or view.zone)

    def _leaves(self, view: CycleView, due: Due) -> datetime:
        """Return the earliest instant at which a message about it leaves; the day is reckoned in the reader's zone."""
        if due.goes_to_all:
            return due.came_at or self.now
        cadence, is_late = due.recipient.cadence(due.deadline), due.kind is MessageKind.OVERDUE
        return leaves_with(
            due.came_at or self.now,
            due.recipient.zone or view.zone,
            Cadence.DAILY if is_late and cadence is Cadence.WEEKLY else cadence,  # lateness waits for no Monday
            self._calendar(view, due),
            changed=due.kind in DATES,
            days=[day for day in (due.deadline.due, due.was) if day],
        )

    def _identity(self, pairs: list[Pair], taken: Sequence[Waiting]) -> str:
        """Return the message's public id, made from the rows that it carries: the same rows never get a second one."""
        reader = pairs[0][1].recipient
        owed = [f"{due.deadline.public_id}/{due.deadline.promise}/{due.rung}" for _, due in pairs]
        owed += [waiting.word for waiting in taken]
        return public_id(self.store, "message", str(reader.person_id), reader.address, *sorted(owed))


def _owed_rows(pairs: Iterable[Pair], message_id: int, now: datetime) -> list[dict[str, object]]:
    return [
        {
            "deadline_id": due.deadline.id,
            "promise": due.deadline.promise,
            "rung": rung,
            "person_id": due.recipient.person_id,
            "address": due.recipient.address,
            "message_id": message_id if rung == due.rung else None,
            "at": now,
        }
        for _, due in pairs
        for rung in (*due.covers, due.rung)
    ]

"""The proof that the journal was not changed: its lines, their order, the last one, and the rows that name them.

A seal can be made only with the secret, and the head beside the store changed only in the data folder. Whoever has
both can forge the journal; a head that is kept elsewhere shows that too (SECURITY.md).
"""

from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.journal import Entry
from models.sending_state import RESTORED, Hold
from models.store import Store
from planning.remedies import Call
from planning.rule_words import count_of
from record import key_ring
from record.journal import fact_digests, heads, row_digests
from record.journal.heads import Head, Kept
from record.journal.keys import settings_of
from record.journal.line_texts import FIRST, GOES_ON
from record.journal.row_digests import Known
from record.journal.walk import RESTORE_IT, Chain
from record.refusals import BadSeal, NotAnAncestor

ADD_KEY = "add that key to COUNCIL_SECRET, behind a comma, or bring back the file that held it"
TRIES = 3  # others may write while this reads


@dataclass(frozen=True, slots=True)
class Proof:
    """What was proved: the number of lines, the head for people to keep elsewhere, and remarks."""

    lines: int  # proved now
    head: Head  # of all of them
    unkeyed: bool = False  # all lines are of version 1, whose seals anybody can make
    notes: tuple[str, ...] = ()


def verify(session: Session, *, last: int | None = None, since: Head | None = None) -> Proof:
    """Prove the journal, or its `last` lines, and return what was proved. Raises BadSeal, naming the first fault.

    `since` is a head that was kept elsewhere: NotAnAncestor is raised if it is none of the journal's lines.
    """
    settings = settings_of(session)
    for attempt in range(1, TRIES + 1):
        store, head = _stored_head(session)
        kept = heads.kept(settings.home, store)
        try:
            proof = _prove(session, head, last)
            note = _check_kept(session, kept, proof.head)
            _check_since(session, since)
        except BadSeal:
            if attempt == TRIES or _stored_head(session) == (store, head):
                raise
        else:
            if attempt == TRIES or _stored_head(session) == (store, head):
                return replace(proof, notes=(*proof.notes, *note))
    raise AssertionError("the last try returns or raises")


def _stored_head(session: Session) -> tuple[str, Head | None]:
    row = session.execute(select(Store.public_id, Store.journal_lines, Store.journal_hash)).one_or_none()
    if row is None:
        raise BadSeal(f"the row that holds the end of the journal is gone; {RESTORE_IT}")
    store, lines, seal = row
    return store, None if seal is None and not lines else Head(lines, seal or "")


def _prove(session: Session, head: Head | None, last: int | None) -> Proof:
    """Prove the lines, the head in the store, and the rows that name the lines; return what was proved."""
    count = session.scalar(select(func.count()).select_from(Entry)) or 0
    skipped = 0 if last is None else max(0, count - last)
    chain = Chain(key_ring.ring(settings_of(session)), number=skipped, previous=None if skipped else FIRST)
    chain.whole = not skipped
    for line in session.execute(_LINES.offset(skipped).execution_options(yield_per=500)):
        chain.add(line)
    if chain.unproved:
        raise BadSeal(f"line {chain.unproved} of the journal was sealed with a key that is not here; {ADD_KEY}")
    end = Head(chain.number, chain.previous or FIRST)
    if head != (end if chain.keyed else None):
        raise BadSeal(f"the journal ends with line {end.lines}, and the store knows another end; {RESTORE_IT}")
    _check_rows(session, chain)
    unkeyed = chain.number > 0 and not chain.keyed
    return Proof(chain.number - skipped, end, unkeyed, tuple(chain.notes))


def _check_rows(session: Session, chain: Chain) -> None:
    """Check that the rows of each line are those that it speaks of. Raises BadSeal."""
    if not chain.keyed:
        return
    stored = fact_digests.stored(session, old=chain.last_old, first=None if chain.whole else chain.first)
    for entry_id in sorted(stored.keys() | chain.digests.keys()):
        if entry_id == fact_digests.OLD and not chain.whole:
            continue
        here, expected = stored.get(entry_id, {}), chain.digests.get(entry_id, {})
        for table in sorted(here.keys() | expected.keys()):
            if here.get(table) != expected.get(table):
                raise BadSeal(f"{_describe_fault(chain, entry_id, table)}; {RESTORE_IT}")
    if chain.proves == row_digests.GENERATION:
        for table in row_digests.BY_ACTS:
            _check_changed(session, chain, table)


def _check_changed(session: Session, chain: Chain, table: str) -> None:
    """Check that a table stands as acts left it, or the rows that the walked lines changed. Raises BadSeal."""
    here, known = row_digests.standing(session, table, None if chain.whole else chain.first)
    for number in sorted(here.keys() | known.keys()):
        if not row_digests.stands(here.get(number), known.get(number)):
            raise BadSeal(f"{_describe_change(chain, known.get(number), table)}; {RESTORE_IT}")


def _describe_change(chain: Chain, last: Known | None, table: str) -> str:
    """Return what is wrong with a row that acts may change, in words."""
    if last is None:
        return f"there are rows in {table!r} that no line of the journal wrote"
    return f"a row in {table!r} is not what line {chain.numbers.get(last.entry_id, '?')} of the journal left"


def _describe_fault(chain: Chain, entry_id: int, table: str) -> str:
    """Return what is wrong with the rows of a line, in words."""
    if entry_id == fact_digests.OLD:
        return f"the lines of before there was a key wrote other rows into {table!r} than are there"
    if number := chain.numbers.get(entry_id):
        return f"line {number} of the journal wrote other rows into {table!r} than are there"
    return f"there are rows in {table!r} that no line of the journal wrote"


def _check_kept(session: Session, kept: Kept | None, end: Head) -> tuple[str, ...]:
    """Return remarks on the head in the data folder, none if it is a line of the journal. Raises BadSeal."""
    if kept is None or _is_line(session, kept.head):
        return ()
    had = (
        f"the data folder knows a journal of {count_of(kept.head.lines, 'line')}, of which the last is not in this one"
    )
    later = select(Entry.written_at).where(Entry.act.in_(GOES_ON), Entry.written_at >= kept.written_at)
    if restored_at := session.scalar(later.limit(1)):
        return (f"{had}: the store was put back from a copy, as an officer wrote at {restored_at:%Y-%m-%d %H:%M} UTC",)
    if session.scalar(select(Hold.id).where(Hold.kind == RESTORED, Hold.lifted_at.is_(None)).limit(1)):
        return (f"{had}: the store was put back from a copy, and sending is held until an officer has looked at it",)
    raise BadSeal(
        f"{had}, which has {end.lines}",
        RESTORE_IT,
        Call("journal/accept", words="where you put it back from a copy yourself, say so"),
    )


def _check_since(session: Session, since: Head | None) -> None:
    if since and not _is_line(session, since):
        raise NotAnAncestor(since.lines)


_LINES = select(
    Entry.id, Entry.at, Entry.written_at, Entry.by, Entry.act, Entry.cycle, Entry.text, Entry.previous, Entry.hash,
    Entry.key,
).order_by(Entry.id)  # fmt: skip


def _is_line(session: Session, head: Head) -> bool:
    """Return True if the line of that number has that seal."""
    if head.lines == 0:
        return head.hash == FIRST
    line = select(Entry.hash).order_by(Entry.id).offset(head.lines - 1).limit(1)
    return session.scalar(line) == head.hash

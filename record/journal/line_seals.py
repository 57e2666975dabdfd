"""Seals of lines: each covers the line and the seal before it, and is made with the newest key.

The first line under a new key is of the act `seal`, and contains a digest of every line before it. So no line of
version 1, which had no key, can follow it; and lines whose key is dropped later are still proved by that digest.
"""

from collections.abc import Mapping

from sqlalchemy import BindParameter, Select, and_, bindparam, func, or_, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from models.journal import Entry
from models.store import NoStoreRow, Store
from record import key_ring
from record.journal import fact_digests, heads, row_digests
from record.journal.heads import Head, Kept
from record.journal.keys import settings_of
from record.journal.line_texts import FIRST, GOES_ON, VERSION, Everything, canonical, seal
from record.journal.reserved_lines import Ground, Reserved, ReservedLine
from record.origin import Origin
from record.refusals import WrongJournalKey

PROVES = f'"proves":{row_digests.GENERATION},'  # in the text of a line: rows stood as their digests say


def last_line() -> Select[str, int, str | None, str | None, bool]:
    """Return the query for the store, the end of its journal, and what its last line says; it locks the store's row."""
    return (
        select(Store.public_id, Store.journal_lines, Store.journal_hash, Entry.key, Entry.text.contains(PROVES))
        .outerjoin(Entry, Entry.hash == Store.journal_hash)
        .with_for_update(of=Store)
    )


# Made once: what an act costs counts.
_HEAD = last_line()
_NEW: dict[str, BindParameter[str]] = {name: bindparam(name) for name in ("key", "text", "previous", "hash")}
_SEAL = update(Entry).where(Entry.id == bindparam("row")).values(_NEW)
_KEEP = update(Store).values(journal_lines=bindparam("lines"), journal_hash=bindparam("head"))


def ground(session: Session, accepted: str | None) -> Ground:
    """Lock the store's row until the transaction ends; return the head and key on which its lines are sealed.

    `accepted` is the reason for which a head under a key that we do not have is accepted. Raises WrongJournalKey if
    there is no reason.
    """
    settings = settings_of(session)
    store, head, key, proves = _read_last(session)
    ring = key_ring.ring(settings) if head.lines else None
    is_lost = bool(key and ring and not ring.named(key))
    if key and is_lost and accepted is None:
        raise WrongJournalKey(key)
    is_new = bool(ring and key != ring.newest.id)
    return Ground(
        store=store,
        head=head,
        newest=ring.newest if ring else None,
        settings=settings,
        follows=_follows(session, heads.kept(settings.home, store), head),
        sealing=_sealing(session, key) | ({"because": accepted} if is_lost else {}) if is_new else None,
        proves=proves,
    )


def _read_last(session: Session) -> tuple[str, Head, str | None, bool]:
    """Return the store's id, its journal's head, its key's id, and whether it proves rows. Raises NoStoreRow."""
    row = session.execute(_HEAD).one_or_none()
    if row is None:
        raise NoStoreRow
    store, lines, seal_, key, proves = row
    if seal_ is not None:
        return store, Head(lines, seal_), key, bool(proves)
    last = session.execute(_lines().order_by(Entry.id.desc()).limit(1)).one_or_none()
    if last is None:
        return store, Head(0, FIRST), None, False
    lines = session.scalar(select(func.count()).select_from(Entry)) or 0
    return store, Head(lines, last.hash), last.key, PROVES in last.text


def _lines() -> Select[int, str | None, str, str]:
    return select(Entry.id, Entry.key, Entry.hash, Entry.text)


def _follows(session: Session, kept: Kept | None, head: Head) -> bool:
    """Return True if a new head may replace the folder's: that is a line of this journal, or an act explains it.

    Any other head shows that the journal was forged, and must stay.
    """
    if kept is None or kept.head.hash == head.hash:
        return True
    is_line = Entry.hash == kept.head.hash
    is_explained = and_(Entry.act.in_(GOES_ON), Entry.written_at >= kept.written_at)
    return session.scalar(select(Entry.id).where(or_(is_line, is_explained)).limit(1)) is not None


def _sealing(session: Session, key: str | None) -> dict[str, object]:
    """Return what a first line under a new key says: a digest of every line before it, and of what the old ones wrote.

    Rows of lines with a key are answered for by these lines themselves.
    """
    everything, last = Everything(), 0
    for line in session.execute(_lines().order_by(Entry.id).execution_options(yield_per=500)):
        everything.add(line.hash, line.text)
        last = line.id
    words: dict[str, object] = {"lines": everything.lines, "digest": everything.digest, "key_before": key}
    return words if key else words | {"rows": fact_digests.stored(session, old=last).get(fact_digests.OLD, {})}


def seal_all(session: Session, reserved: Reserved) -> None:
    """Write the text and the seal of every reserved line, in order, and the new head into the store."""
    living, ground_ = reserved.living(), reserved.ground
    if not living or ground_ is None:
        return
    whole = reserved.whole if ground_.proves else row_digests.filled(session)
    reserved.rows["row_digest"] = row_digests.write(session, living[-1].entry.id, reserved.changed, whole)
    digests, head = fact_digests.written(session, reserved.rows), ground_.head
    written: list[dict[str, object]] = []
    for line in living:
        text = _write_text(line.origin, ground_, line, digests.get(line.entry.id, {}))
        above = seal(ground_.key, head.hash, text)
        sealed = {"key": ground_.key.id, "text": text, "previous": head.hash, "hash": above}
        head = Head(head.lines + 1, above)
        written.append({"row": line.entry.id, **sealed})
        for name, value in sealed.items():
            set_committed_value(line.entry, name, value)
    connection = session.connection()
    connection.execute(_SEAL, written)
    connection.execute(_KEEP, {"lines": head.lines, "head": head.hash})
    if ground_.follows or any(line.entry.act in GOES_ON for line in living):
        reserved.sealed = Kept(head, living[-1].entry.written_at)
    reserved.lines.clear()


def keep_head(reserved: Reserved) -> None:
    """Write the head of the committed lines into the data folder."""
    if reserved.ground and reserved.sealed:
        heads.keep(reserved.ground.settings.home, reserved.ground.store, reserved.sealed)


def _write_text(origin_: Origin, ground_: Ground, line: ReservedLine, digests: Mapping[str, str]) -> str:
    entry = line.entry
    return canonical(
        {
            "v": VERSION,
            "id": origin_.id,
            "store": ground_.store,
            "act": entry.act,
            "arguments": dict(origin_.arguments),
            "facts": line.facts,
            "digests": dict(digests),
            "door": origin_.door,
            "by": entry.by,
            "proves": row_digests.GENERATION,
            "undoes": origin_.undoes,
            "cycle": entry.cycle,
            "at": entry.at,
            "written_at": entry.written_at,
            "key": ground_.key.id,
        }
    )

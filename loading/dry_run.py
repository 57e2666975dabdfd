"""A load tried without being kept: what it would add and change, and every entry that would be refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from loading import batch as batches
from loading.batch import Batch
from loading.file_entries import Entry
from loading.result import Loaded
from models.journal import Entry as Line
from planning.chain import Chain
from planning.errors import CouncilError
from planning.remedies import told
from record.refusals import LoadRefused
from record.settings import Settings

MOST = 25  # entries that the record refuses: each costs another try, while others wait


class Several(CouncilError):
    """Some entries would be refused, so that nothing of any file would be stored."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"{number} entries are refused, so that nothing would be stored; mend them, then load the files"
        )


@dataclass(frozen=True, slots=True)
class Tried:
    """What a load would store, and why it would not."""

    loaded: Loaded
    refusals: tuple[LoadRefused, ...]


def run(session: Session, batch: Batch, chains: Mapping[str, Chain], *, settings: Settings, entry: Line) -> Tried:
    """Return what the batch would add and change, and what is refused of it; the caller takes all of it back.

    Raises LoadRefused for what no entry can be blamed for, and for the first entry beyond 25.
    """
    refusals = list(batch.entries.refusals)
    left = _without_refusals(batch)
    for _ in range(MOST):
        point = session.begin_nested()
        try:
            loaded = batches.store(session, left, chains, settings=settings, entry=entry)
        except LoadRefused as why:
            point.rollback()
            left = _without(left, why)
            refusals.append(why)
        else:
            point.commit()
            return Tried(loaded, tuple(refusals))
    return Tried(batches.store(session, left, chains, settings=settings, entry=entry), tuple(refusals))


def failure(refusals: Sequence[LoadRefused]) -> CouncilError | None:
    """Return what a load would be refused for: the one refusal, or how many there are."""
    return next(iter(refusals), None) if len(refusals) < 2 else Several(len(refusals))


def place_and_reason(why: LoadRefused) -> tuple[str, str]:
    """Return the place of a refused entry, and why it is refused, in plain words."""
    place, _, reason = told(why.sentence, why.remedies).partition(": ")
    return place, reason


def _without_refusals(batch: Batch) -> Batch:
    return replace(batch, entries=replace(batch.entries, refusals=[]))


def _without(batch: Batch, why: LoadRefused) -> Batch:
    """Return the batch without the entry that a refusal names. Raises the refusal if it names none."""
    entry = max(_named(batch, why), key=lambda entry: len(entry.where), default=None)
    if entry is None:
        raise why
    every = batch.entries.by_kind().items()
    left: dict[str, Any] = {kind: [each for each in entries if each is not entry] for kind, entries in every}
    return replace(batch, entries=replace(batch.entries, **left))


def _named(batch: Batch, why: LoadRefused) -> list[Entry[Any]]:
    every = (entry for entries in batch.entries.by_kind().values() for entry in entries)
    return [entry for entry in every if why.sentence.startswith(entry.where)]

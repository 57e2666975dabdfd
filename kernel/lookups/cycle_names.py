"""Cycles and their steps, as people type them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.chains import declared as declared_chains
from kernel.lookups.choices import Choice, nearest
from models.cycles import Anchor, Cycle
from models.deadlines import Deadline
from record.cycles import snapshots
from record.refusals import NoSuchAnchor, NoSuchStep


def cycle(session: Session, words: str, *, is_kind: bool) -> str:
    """Return a cycle's name. Raises NoSuchCycle, BadCycleName, Ambiguous."""
    if is_kind and not _is_named(session, words) and (name := nearest(words, cycles(session))):
        return name
    return snapshots.cycle_row(session, words).name


def _is_named(session: Session, words: str) -> bool:
    """Return True if a cycle is called just so; then no other name is read, however many there are."""
    chain, _, edition = words.partition("/")
    return session.scalar(select(Cycle.id).where(Cycle.chain == chain, Cycle.edition == edition)) is not None


def new_cycle(session: Session, words: str, *, is_kind: bool) -> str:
    """Return the name of a cycle to open: its chain as people name it, and its edition. Raises Ambiguous."""
    chain, _, edition = words.rpartition("/" if "/" in words else " ")
    if is_kind and edition and (name := nearest(chain, chains(session))):
        return f"{name}/{edition}"
    return words


def chain(session: Session | None, words: str, *, is_kind: bool) -> str:
    """Return the name of a chain, or of an edition of it, open or not; a record is not needed. Raises Ambiguous."""
    known = chains(session)
    if not is_kind or words in [choice.name for choice in known]:
        return words
    slug, _, edition = words.rpartition("/" if "/" in words else " ")
    if "/" not in words and (name := nearest(words, known)):
        return name
    return f"{name}/{edition}" if edition and (name := nearest(slug, known)) else words


def step(session: Session, cycle_name: str, words: str, *, is_kind: bool) -> str:
    """Return the slug of a step of the cycle. Raises NoSuchStep, Ambiguous."""
    choices = steps(session, cycle_name)
    if name := nearest(words, choices) if is_kind else next((c.name for c in choices if c.name == words), None):
        return name
    raise NoSuchStep(cycle_name, words, [choice.name for choice in choices])


def anchor(session: Session, cycle_name: str, words: str, *, is_kind: bool) -> str:
    """Return the name of a date that the cycle hangs from. Raises NoSuchAnchor, Ambiguous."""
    choices = anchors(session, cycle_name)
    if name := nearest(words, choices) if is_kind else next((c.name for c in choices if c.name == words), None):
        return name
    raise NoSuchAnchor(cycle_name, words, [choice.name for choice in choices])


def cycles(session: Session) -> list[Choice]:
    """Return the cycles, those that have not ended first."""
    rows = session.execute(
        select(Cycle.chain, Cycle.edition, Cycle.title).order_by(Cycle.ending.is_not(None), Cycle.id)
    )
    return [Choice(f"{row.chain}/{row.edition}", f"{row.title} {row.edition}") for row in rows]


def chains(session: Session | None) -> list[Choice]:
    """Return the chains by name: those declared, and those of loaded timelines where there is a record."""
    declared = {chain.slug: chain.title for chain in declared_chains().values()}
    if session is None:
        return [Choice(name, title) for name, title in declared.items()]
    loaded = session.execute(select(Cycle.chain, Cycle.title).where(Cycle.chain.not_in(declared)).order_by(Cycle.id))
    return [Choice(name, title) for name, title in (declared | {row.chain: row.title for row in loaded}).items()]


def editions(session: Session) -> list[Choice]:
    """Return how the name of a cycle to open begins, its edition to be added: each chain, and a slash."""
    return [Choice(f"{chain.name}/", chain.title) for chain in chains(session)]


def anchors(session: Session, cycle_name: str) -> list[Choice]:
    """Return the dates that a cycle hangs from, in their order. Raises NoSuchCycle."""
    number = snapshots.cycle_row(session, cycle_name).id
    query = select(Anchor.name, Anchor.title).where(Anchor.cycle_id == number).order_by(Anchor.position)
    return [Choice(row.name, row.title) for row in session.execute(query)]


def steps(session: Session, cycle_name: str) -> list[Choice]:
    """Return the steps of a cycle in their order. Raises NoSuchCycle."""
    number = snapshots.cycle_row(session, cycle_name).id
    query = select(Deadline.step, Deadline.title).where(Deadline.cycle_id == number).order_by(Deadline.position)
    return [Choice(row.step, row.title) for row in session.execute(query)]

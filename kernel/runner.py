"""The runner does every act, at every door, in the same order.

First the arguments get their shape, which needs no record; then the act prepares, while nobody waits for it. Then one
transaction, which locks the store's row before it reads anything: it looks typed words up, checks the right to act,
reserves the line of the journal, does the act, and writes into the line what was done. A preview does all of that and
rolls it back.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import Any, Protocol, TypeVar
from uuid import uuid4

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from kernel import act_lines, effects, identities, registry, second_person, undo
from kernel.declaration import FOUND, Act, Look
from kernel.done import Done
from kernel.doors import TYPED, Door
from kernel.effects import Effects
from kernel.grants import Identity, objects_of
from kernel.identities import Stranger, System
from kernel.matters import ALONE
from kernel.outside import Outside
from kernel.shapes import LONGEST_WORDS, as_words, check_length
from planning.errors import CouncilError
from planning.zones import local_day
from record import journal, origin
from record.journal import canonical
from record.origin import Origin
from record.refusals import NobodyNamed
from record.settings import Settings

Result = TypeVar("Result")
NOTHING: tuple[object, ...] = (None, False, "", (), [], {})


class Transaction(Protocol):
    """One transaction that locks the store's row when it begins; it may be begun again (models/transactions.py)."""

    def __call__(self, act: Callable[[Session], Result], /) -> Result: ...


class Changed(CouncilError):
    """What the act touches has changed since the preview on which somebody decided."""

    def __init__(self, preview: "Preview") -> None:
        self.preview = preview
        super().__init__("somebody changed this meanwhile, and nothing was done; look at a new preview, then decide")


class NoPreview(CouncilError):
    """Some acts cannot be shown before they are done."""

    def __init__(self, act: Act) -> None:
        super().__init__(f"{act.name} cannot be shown before it is done: {act.no_preview}", "do it without a preview")


@dataclass(frozen=True, slots=True)
class Request:
    """An act as a door asks for it: with what, by whom, as of when."""

    act: Act
    arguments: Mapping[str, Any]  # as typed; their shape is read by `shaped`
    by: Identity
    door: Door
    now: datetime
    is_kind: bool = False  # a person sees the answer: words are read kindly
    undoes: str | None = None  # the id of the act that this one takes back
    seen: str | None = None  # of the preview that was decided on
    id: str = field(default_factory=lambda: str(uuid4()))

    def shaped(self) -> dict[str, Any]:
        """Return the arguments in their shape. Raises a refusal of the act's, NobodyNamed, TooLong, NotText."""
        check_length(self.by.name, LONGEST_WORDS)
        if not as_words(self.by.name):
            raise NobodyNamed
        return self.act.shaped(self.arguments, local_day(self.now) if self.is_kind else None)


@dataclass(frozen=True, slots=True)
class Preview:
    """What an act would do, whom the next rounds would tell of it, and a digest of what it was reckoned from."""

    done: Done
    seen: str
    forecast: Any = None


class Forecaster(Protocol):
    """It reckons whom the rounds after an act tell because of it (reminders/forecast.py), and keeps nothing."""

    def beforehand(self, session: Session, *, now: datetime) -> Any:
        """Return what the rounds tell without the act; this holds no lock."""

    def of(self, session: Session, act: Callable[[], Done], *, now: datetime, known: Any) -> tuple[Done, Any]:
        """Return what the act did, and what the rounds tell because of it."""


class Looking(Protocol):
    """A look at the record, then one transaction that locks the store's row and gets what the look returned."""

    def __call__(self, look: Callable[[Session], Any], act: Callable[[Session, Any], Result], /) -> Result: ...


def undoing(
    session: Session, line: str, *, because: str | None = None, by: Identity, door: Door, now: datetime
) -> Request:
    """Return the request that takes back the act of a journal line.

    Raises NoSuchLine, NothingToUndo, AlreadyUndone, ChangedSince.
    """
    call = undo.call_of(session, line)
    act, arguments = registry.act(call.name), dict(call.arguments)
    if any(parameter.name == "because" for parameter in act.parameters) and not arguments.get("because"):
        arguments["because"] = because or undo.reason(session, line)
    return Request(act, arguments, by, door, now, undoes=line)


def perform(request: Request, transaction: Transaction, look: Look | None = None) -> Done:
    """Do an act and commit it; return what was done.

    Raises the act's refusals, Stranger, Former, Ambiguous, NotGranted, Changed.
    """
    shape = request.shaped()
    if request.act.outside is None:
        prepared = _prepared(request, shape, look)
        return transaction(lambda session: _do_within(session, request, shape, prepared))
    values, engine, settings = transaction(lambda session: _allowed(session, request, shape))
    try:
        act = partial(_after_outside, transaction, request, shape)
        return request.act.outside(Outside(values, request.now, engine, settings, request.id, act))
    finally:
        engine.dispose()


def within(session: Session, request: Request) -> Done:
    """Do an act in the transaction of the caller, who holds the store's row. Raises as `perform` does.

    An act with a part outside the record needs `perform`, for no transaction may be open then.
    """
    assert request.act.outside is None, request.act.name
    shape = request.shaped()
    return _do_within(session, request, shape, _prepared(request, shape, None))


def _allowed(
    session: Session, request: Request, shape: Mapping[str, Any]
) -> tuple[Mapping[str, Any], Engine, Settings]:
    """Return the values of an act that may be done, and its store. Raises NotGranted, OutOfTime, and as resolving does.

    It checks now all that could refuse the act's line later: what is done outside the record cannot be taken back.
    """
    journal.check_past(request.now)
    by, values = _identify(session, request), request.act.resolved(session, shape, is_kind=request.is_kind)
    request.act.check_granted(by, objects_of(values))
    return values, session.get_bind().engine, journal.settings_of(session)


def _after_outside(transaction: Transaction, request: Request, shape: Mapping[str, Any], prepared: Any) -> Done:
    return transaction(lambda session: _do_within(session, request, shape, prepared))


def _do_within(session: Session, request: Request, shape: Mapping[str, Any], prepared: Any = None) -> Done:
    with effects.watched(session) as touched:
        done = _do(session, request, shape, touched, prepared)
    seen = _seen(done, touched)
    if request.seen is not None and request.seen != seen:
        raise Changed(Preview(done, seen))
    return done


def do(session: Session, name: str, /, *, now: datetime, by: str, **arguments: Any) -> Done:
    """Do an act that code asks for, in the transaction of the caller. Raises as `perform` does."""
    return within(session, Request(registry.act(name), arguments, Identity(by), Door.CODE, now))


class _TakenBack(Exception):
    """Ends the transaction of a preview, with what it showed."""

    def __init__(self, preview: Preview) -> None:
        self.preview = preview


def preview(request: Request, transaction: Looking, forecaster: Forecaster, look: Look | None = None) -> Preview:
    """Return what the act would do; nothing is kept. Raises as `perform` does, and NoPreview."""
    if request.act.no_preview:
        raise NoPreview(request.act)
    shape = request.shaped()
    prepared = _prepared(request, shape, look)

    def act(session: Session, known: Any) -> None:
        with effects.watched(session) as touched:
            did = partial(_do, session, request, shape, touched, prepared)
            done, forecast = forecaster.of(session, did, now=request.now, known=known)
        raise _TakenBack(Preview(_unwritten(done), _seen(done, touched), forecast))

    try:
        transaction(partial(forecaster.beforehand, now=request.now), act)
    except _TakenBack as end:
        return end.preview
    raise AssertionError("the transaction of a preview is taken back")


def _unwritten(done: Done) -> Done:
    """Return the result as a preview shows it, without the id of its line, which is not written."""
    if done.undo is None:
        return done
    arguments = {name: value for name, value in done.undo.arguments.items() if value != done.id}
    return replace(done, undo=replace(done.undo, arguments=arguments))


def _prepared(request: Request, shape: Mapping[str, Any], look: Look | None) -> Any:
    """Return what the act finds out before its transaction. Raises its refusals.

    A caller who holds the record already gives no `look`: then nothing is compared beforehand.
    """
    return request.act.prepare(shape, look, now=request.now) if request.act.prepare else None


def _do(
    session: Session, request: Request, shape: Mapping[str, Any], touched: Effects, prepared: Any = None
) -> Done:  # fmt: skip
    by, act = _identify(session, request), request.act
    values = act.resolved(session, shape, is_kind=request.is_kind)
    act.check_granted(by, objects_of(values))
    if act.second:
        second_person.check(session, act.second, values, by, request.now)
    extras = {FOUND: prepared} if act.is_told else {}
    undone = undo.unchanged(session, request.undoes) if request.undoes else None
    session.info[origin.KEY] = Origin(request.id, request.door, act.name, _for_journal(act, values), request.undoes)
    try:
        entry = journal.write(session, act.name, {}, now=request.now, by=by.hand)
        given = {name: value for name, value in values.items() if name != ALONE.name or not act.second}
        done = act.function(session, **given, **extras, now=request.now, by=by)
        session.flush()
        if by.person == System.NEWCOMER:
            by = identities.of(session, request.by, now=request.now, is_kind=request.is_kind)
            journal.sign(session, System.NEWCOMER, by.hand)
        back = {"undo": done.undo.facts()} if done.undo else {}
        act_lines.conclude(session, entry, done, **back, touched=touched.touched)
    finally:
        del session.info[origin.KEY]
    new, taken_back = effects.letters(session, touched.made), effects.letters(session, touched.taken_back)
    notes = (*done.notes, *(undo.told_since(session, undone) if undone else ()))
    done = replace(done, made=new, taken_back=taken_back, notes=notes, touched=tuple(touched.touched))
    return replace(done, id=request.id, by=by.name)


def _identify(session: Session, request: Request) -> Identity:
    """Return who acts; somebody not on record may do an act that adds people.

    Raises Stranger, Former, Ambiguous.
    """
    if request.door not in TYPED:
        return request.by
    try:
        return identities.of(session, request.by, now=request.now, is_kind=request.is_kind)
    except Stranger:
        if not request.act.adds_people:
            raise
        return identities.newcomer(request.by)


def _for_journal(act: Act, values: Mapping[str, Any]) -> dict[str, object]:
    """Return the arguments for the journal, in words: those that were stated and are not private."""
    typed = {each: values[each.name] for each in act.parameters if not each.kind.is_private}
    return {each.name: each.kind.kept(value) for each, value in typed.items() if value not in NOTHING}


def _seen(done: Done, touched: Effects) -> str:
    """Return a digest of what the act changes as it was before, and of what it does.

    It covers the letters, which a preview does not write, but not the id of the act, who does it, or words that pass
    with the clock: whoever reads for five minutes finds nothing changed.
    """
    before = {name: values for name, values in touched.before.items() if not name.startswith("message:")}
    text = canonical({"before": before, "done": replace(done, by="").to_json()}).replace(done.id, "")
    for words in done.passing:
        text = text.replace(words, "")
    return sha256(text.encode()).hexdigest()[:32]

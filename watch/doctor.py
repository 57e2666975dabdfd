"""Examine whether reminders will leave: one finding for each thing that they need."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from desk.bad_declarations import declarations
from desk.doubtful_names import doubtful
from desk.task import TaskKind
from desk.unreadable_rows import unreadable
from models.engine import reading
from models.outbox import MOVING, Message, State, in_state
from models.people import Channel
from models.schema import OldStore
from models.transactions import TryAgain
from planning.errors import CouncilError
from planning.remedies import Call
from planning.rule_words import count_of
from record import event_queue, integrity, journal, key_ring, seals, store, store_faults
from record.cycles import snapshots as reading_
from record.logs import masked
from record.people.people import EMAIL
from record.refusals import BadSeal, NoStore
from record.sending.holds import open_holds
from record.settings import Settings
from watch import silence
from watch.finding import Check, fail, ok, warn
from watch.machine import machine
from watch.sessions import sessions

DRIFT = timedelta(minutes=1)  # by which two clocks may differ; mail is held from ten minutes on
LATE = timedelta(hours=1)  # that a due message may wait on an ordinary day
UNHEARD = timedelta(minutes=30)  # that an event may wait: a relay looks each second
TAIL = 1000  # lines of the journal that are proved here; the reading `journal/verify` proves all
START = Call("up", words="start it")
TASKS = Call("task/list", words="see each with its remedy")


def examine(settings: Settings, environment: Mapping[str, str], *, now: datetime) -> list[Check]:
    """Return the findings at `now`, the real clock; change, send and create nothing."""
    return [*_store(settings, now), *machine(settings, environment)]


def _store(settings: Settings, now: datetime) -> Iterator[Check]:
    try:
        with store_faults.as_refusals(settings.database_url):
            engine = store.for_reading(settings)
    except NoStore as why:
        yield fail("store", why.sentence, Call("db/upgrade", words="make one"))
        return
    except OldStore as why:
        yield fail("schema", why.sentence, Call("db/upgrade", words="back it up, then bring it up to date"))
        return
    except TryAgain:
        yield _held()
        return
    except store_faults.StoreFault as why:
        yield _failed(why)
        return
    except CouncilError as why:
        yield fail("store", why.sentence, *why.remedies, "correct COUNCIL_DATABASE_URL")
        return
    try:
        with store_faults.as_refusals(settings.database_url):
            yield from _open_store(engine, settings, now)
    except TryAgain:
        yield _held()
    except store_faults.StoreFault as why:
        yield _failed(why)
    finally:
        engine.dispose()


def _held() -> Check:
    return fail("store", "another process or session holds the record", "end it, or wait until it is done")


def _failed(why: store_faults.StoreFault, what: str = "store") -> Check:
    return fail(what, masked(why.sentence), *why.remedies)


def _open_store(engine: Engine, settings: Settings, now: datetime) -> Iterator[Check]:
    where = engine.url.render_as_string(hide_password=True)
    yield ok("store", f"{masked(where)} answers, its schema is that of this version")
    with reading(engine) as session:
        yield from sessions(session)
    yield _pages(engine)
    with reading(engine) as session:
        yield _journal(session)
    with reading(engine) as session:
        yield _clock(session, now)
        yield _schedule(session, now)
        yield from _holds(session)
        yield from _queue(session, now)
        yield _events(session, now)
        yield _record(session, now)
        yield _names(session, now)
        yield _channels(session, settings)


def _pages(engine: Engine) -> Check:
    try:
        return ok("pages", f"every page of {count_of(integrity.check_pages(engine), 'table')} can be read")
    except store_faults.Damaged as why:
        return _failed(why, "pages")


def _journal(session: Session) -> Check:
    try:
        proof = journal.verify(session, last=TAIL)
    except (BadSeal, key_ring.NoKey) as why:
        verify = Call("journal/verify", words="restore a backup that this finds whole")
        return fail("journal", why.sentence, *why.remedies, verify)
    if proof.unkeyed:
        return warn("journal", "anybody could make its seals anew: it has no line with a key", "any act writes one")
    if proof.notes:
        return warn("journal", proof.notes[-1], Call("journal/verify", words="look closer"))
    return ok(
        "journal",
        f"its last {count_of(proof.lines, 'line is', 'lines are')} whole" if proof.lines else "it holds no line yet",
    )


def _clock(session: Session, now: datetime) -> Check:
    """Return how this clock agrees with the database server's, and with the last round's."""
    if session.get_bind().dialect.name == "postgresql":
        theirs = session.scalar(text("SELECT clock_timestamp()"))
        assert theirs is not None
        if abs(theirs - now) > DRIFT:
            return fail("clock", f"the database server's differs by {_span(abs(theirs - now))}", "set both by NTP")
    ticked_at = silence.pulse(session).ticked_at
    if ticked_at and ticked_at - now > DRIFT:
        ahead = f"the last round was finished {_span(ticked_at - now)} from now"
        return fail("clock", ahead, "set the clock of this machine, and of every one that runs rounds, by NTP")
    return ok("clock", f"{now:%Y-%m-%d %H:%M:%S} UTC")


def _schedule(session: Session, now: datetime) -> Check:
    ticked_at = silence.pulse(session).ticked_at
    if ticked_at is None:
        return warn("schedule", "no round has been finished yet; one comes each quarter of an hour", START)
    since = f"the last round was finished at {ticked_at:%Y-%m-%d %H:%M} UTC"
    if now - ticked_at >= silence.INTERVAL * silence.INTERVALS:
        return fail("schedule", f"{since}, {_span(now - ticked_at)} ago", START, Call("remind", words="run one round"))
    return ok("schedule", since)


def _holds(session: Session) -> Iterator[Check]:
    for hold in open_holds(session):
        yield fail("hold", hold.sentence, Call("sending/resume", words="let it go on"))


def _queue(session: Session, now: datetime) -> Iterator[Check]:
    oldest, waiting = session.execute(
        select(func.min(Message.due_at), func.count()).where(MOVING, Message.due_at <= now)
    ).one()
    late = bool(oldest) and now - oldest > LATE
    sentence = f"{waiting} due, the oldest for {_span(now - oldest)}" if oldest else "nothing is due"
    list_ = Call("outbox/list", words="see what holds each back")
    yield warn("queue", sentence, list_) if late else ok("queue", sentence)
    query = select(Message.state, func.count()).where(in_state(State.HELD, State.DEAD))
    counts = dict(session.execute(query.group_by(Message.state)).all())
    for state, what in (
        (State.HELD, ("letter waits for approval", "letters wait for approval")),
        (State.DEAD, ("letter was given up", "letters were given up")),
    ):
        count = counts.get(state, 0)
        sentence = count_of(count, *what)
        yield warn(str(state), sentence, TASKS) if count else ok(str(state), sentence)


def _events(session: Session, now: datetime) -> Check:
    """Return whether what acts have told reaches Prefect, whose schedule makes up for what does not."""
    waiting = event_queue.backlog(session, clock=now)
    if waiting.since and now - waiting.since > UNHEARD:
        sentence = (
            f"{count_of(waiting.count, 'waits', 'wait')} for Prefect, the oldest for {_span(now - waiting.since)}"
        )
        return warn("events", sentence, START, "start the relay by itself")
    return ok(
        "events",
        f"{count_of(waiting.count, 'waits', 'wait')} for Prefect" if waiting.count else "none waits for Prefect",
    )


def _record(session: Session, now: datetime) -> Check:
    """Return whether every row can be reckoned; of those that cannot, the first."""
    tasks = list(unreadable(session, reading_.living_views(session, now), now=now))
    if tasks:
        more = f", and {len(tasks) - 1} more" if len(tasks) > 1 else ""
        return fail("record", f"{tasks[0].sentence}{more}", TASKS)
    return ok("record", "every open deadline can be reckoned")


def _names(session: Session, now: datetime) -> Check:
    """Return whether each role, organization and duty station is known; of those that are not, the first."""
    strangers = declarations(session, reading_.living_views(session, now), now=now)
    tasks = [*(task for task in strangers if task.kind is TaskKind.STRANGER), *doubtful(session, now=now)]
    if tasks:
        more = f", and {len(tasks) - 1} more" if len(tasks) > 1 else ""
        return warn("names", f"{tasks[0].sentence}{more}", TASKS)
    return ok("names", "every role, organization and duty station is known")


def _channels(session: Session, settings: Settings) -> Check:
    urls = session.scalars(select(Channel.address).where(Channel.address != EMAIL)).all()
    bare = sum(not url.startswith(seals.SEALED) for url in urls)
    if bare:
        sentence = f"{bare} of {len(urls)} hold their secret unsealed"
        return fail("channels", sentence, Call("db/upgrade", words="have them sealed"))
    if urls and (settings.secret or (settings.home / key_ring.FILE).exists()):
        try:
            for url in urls:
                seals.unseal(settings, url)
        except seals.WrongSecret as why:
            return fail("channels", why.sentence, *why.remedies)
    elif urls:
        return fail("channels", f"{len(urls)} are sealed, and there is no secret here", f"bring back {key_ring.FILE}")
    return ok("channels", f"{len(urls)} besides mail, all sealed")


def _span(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{span.days} days"

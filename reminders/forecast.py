"""The forecast of an act: which letters the next rounds send, or hold for release, because of it. Nothing is written.

It assumes that nobody acts meanwhile, that every server takes every letter, and that sending is not stopped. The
weekly report is left out, since no act changes whether it leaves.
"""

from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import event
from sqlalchemy.orm import Session

from letters import preview_notes
from letters.lines import Line
from models.deadlines import Deadline
from notifications.letter import Kind
from reminders import mail_ahead as mails
from reminders import people_concerned, rounds_ahead
from reminders.ledger_ahead import Ahead
from reminders.mail_ahead import Mail, Reader

HORIZON = timedelta(days=7)  # includes the ten quiet minutes, a weekend and the next weekly digest
NAMED = 2_000  # the most readers that a forecast names; beyond them it gives counts


@dataclass(frozen=True, slots=True)
class Told:
    """One date in a letter: the kind of news, and the date that it replaces."""

    cycle: str
    step: str
    kind: str  # the letter's word for it: change, extension, opening, reminder …
    due: date | None
    was: date | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that leaves at an instant (UTC), or once it is released, if that is later."""

    person: str
    organization: str | None
    channel: str  # `email`, or the word of the reader's other channel
    kind: str  # announcement, change, overdue, rung or digest
    told: tuple[Told, ...]
    leaves_at: datetime
    waits: bool  # True if it waits for its release
    outside: bool  # True if it goes outside the Secretariat: it waits for its release, or tells what is issued


def outlook(
    session: Session,
    deadlines: Collection[int] | None = None,
    *,
    now: datetime,
    until: datetime | None = None,
    among: set[int] | None = None,
) -> tuple[Letter, ...]:
    """Return the letters about these deadlines in the rounds after `now` up to `until`: a week, unless given.

    That is, the letters that leave, and those that wait for release at the end. None for deadlines means all. It is
    reckoned as if there were none but those `among`.
    """
    session.flush()
    end = until or now + HORIZON
    ahead = Ahead(session, now=now, until=end, only=among)
    gone = list(rounds_ahead.run(ahead, now=now, until=end))
    mails = [mail for mail in (*gone, *rounds_ahead.held(ahead, end)) if _tells(mail, deadlines)]
    readers = ahead.people(mails)
    return tuple(_letter(mail, readers[mail.person_id]) for mail in mails)


def _tells(mail: Mail, deadlines: Collection[int] | None) -> bool:
    return deadlines is None or any(line.deadline.id in deadlines for line in mail.lines)


def _letter(mail: Mail, reader: Reader) -> Letter:
    contents = tuple(sorted((_describe_line(line) for line in mail.lines), key=lambda item: (item.cycle, item.step)))
    at = (mail.sent_at or mail.due_at).astimezone(UTC)
    waits = mail.sent_at is None
    return Letter(
        reader.name, reader.organization, mail.address, mail.kind, contents, at, waits, waits or mail.issued
    )  # fmt: skip


def _describe_line(line: Line) -> Told:
    was = line.was.due_on if line.was else None
    due = None if line.kind is Kind.WITHDRAWN else line.deadline.due
    return Told(line.view.name, line.deadline.step, str(line.kind), due, was)


# -- because of an act ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class News:
    """One date that one reader is told; a letter about several dates counts as several."""

    person: str
    organization: str | None
    channel: str
    told: Told
    leaves_at: datetime
    waits: bool
    outside: bool

    @property
    def about(self) -> tuple[object, ...]:
        """Return the reader, the step and the kind of news: equal for two that differ only in date or hour."""
        return self.person, self.organization, self.channel, self.told.cycle, self.told.step, self.told.kind


@dataclass(frozen=True, slots=True)
class Change:
    """News that leaves differently because of the act: another date, another hour, or only once it is released."""

    was: News
    now: News


@dataclass(frozen=True, slots=True)
class Count:
    """How many news of one kind about one step are told, taken back or changed."""

    cycle: str
    step: str
    kind: str
    told: int = 0
    taken_back: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the next rounds tell because of an act. Without names (`named` is False) there are only counts."""

    told: tuple[News, ...]
    taken_back: tuple[News, ...]
    changed: tuple[Change, ...]
    counts: tuple[Count, ...]
    readers: int
    named: bool


def because_of(before: Sequence[Letter], after: Sequence[Letter], *, names: int = NAMED) -> Forecast:
    """Return the difference between two outlooks: new letters, letters that no longer leave, and changed ones.

    With more readers than `names` it has only counts.
    """
    was, now = Counter(_news(before)), Counter(_news(after))
    changed, gone, new = _paired((was - now).elements(), (now - was).elements())
    readers = len({news.about[:3] for news in (*gone, *new, *(change.now for change in changed))})
    counts = _counts(gone, new, changed)
    if readers > names:
        return Forecast((), (), (), counts, readers, named=False)
    return Forecast(tuple(new), tuple(gone), changed, counts, readers, named=True)


def _news(letters: Sequence[Letter]) -> Iterator[News]:
    for letter in letters:
        for item in letter.told:
            yield News(
                letter.person, letter.organization, letter.channel, item, letter.leaves_at, letter.waits, letter.outside
            )  # fmt: skip


def _paired(gone: Iterable[News], new: Iterable[News]) -> tuple[tuple[Change, ...], list[News], list[News]]:
    """Return the pairs of old and new news about the same, then the old and the new ones without a partner.

    Where several are about the same, the first old one is paired with the first new one, and so on.
    """
    left: dict[object, deque[News]] = {}
    for news in sorted(gone, key=_leaves_at):
        left.setdefault(news.about, deque()).append(news)
    changed, added = [], []
    for news in sorted(new, key=_leaves_at):
        if left.get(news.about):
            changed.append(Change(left[news.about].popleft(), news))
        else:
            added.append(news)
    return tuple(changed), [news for some in left.values() for news in some], added


def _leaves_at(news: News) -> datetime:
    return news.leaves_at


def _counts(gone: Sequence[News], new: Sequence[News], changed: Sequence[Change]) -> tuple[Count, ...]:
    """Return the counts by cycle, step and kind, in the order of these names."""
    kinds = [Counter((news.told.cycle, news.told.step, news.told.kind) for news in some) for some in (
        new, gone, [change.now for change in changed]
    )]  # fmt: skip
    return tuple(Count(*key, *(kind[key] for kind in kinds)) for key in sorted(set().union(*kinds)))


def facts(forecast: Forecast) -> dict[str, object]:
    """Return the forecast as plain data for JSON: dates and UTC instants are ISO 8601 strings."""
    plain: dict[str, object] = _plain(asdict(forecast))
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, (date, datetime)) else value


Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Beforehand:
    """The outlook without the act (None if there are too many readers to name), and the state of the record then."""

    letters: tuple[Letter, ...] | None
    stood: tuple[object, ...]


def beforehand(session: Session, *, now: datetime, until: datetime | None = None, names: int = NAMED) -> Beforehand:
    """Return the outlook without the act. It is half of a forecast, reckoned for `of` before the store is locked."""
    stood = mails.stand(session)
    is_crowded = people_concerned.readers(session, until or now + HORIZON) > names
    return Beforehand(None if is_crowded else outlook(session, now=now, until=until), stood)


def of(
    session: Session,
    act: Callable[[], Result],
    *,
    now: datetime,
    until: datetime | None = None,
    names: int = NAMED,
    known: Beforehand | None = None,
) -> tuple[Result, Forecast]:
    """Do the act, and return its result and the forecast: what the next rounds tell because of it.

    The session holds the lock on the store's row, and the caller rolls it back: what the act does to waiting letters
    is only noted. If more than `names` people are about to be told of anything, the forecast only counts the people
    whom the act concerns, because others wait for the lock meanwhile. `known` is the outlook without the act; it is
    reckoned again if somebody has acted or sent since.
    """
    changed = touched(session)
    if known is None or known.stood != mails.stand(session):
        known = beforehand(session, now=now, until=until, names=names)
    preview_notes.begin(session)
    result = act()
    session.flush()
    if known.letters is None:
        return result, _count_people(session, changed, now)
    return result, because_of(known.letters, outlook(session, now=now, until=until), names=names)


def _count_people(session: Session, changed: Collection[int], now: datetime) -> Forecast:
    steps = people_concerned.by_step(session, changed, now)
    counts = tuple(Count(cycle, step, "concerned", told=people) for cycle, step, people in steps)
    return Forecast((), (), (), counts, sum(count.told for count in counts), named=False)


def touched(session: Session) -> set[int]:
    """Return a set, still empty, into which each later flush of the session puts the ids of the changed deadlines."""
    numbers: set[int] = set()

    def note(session: Session, _: object) -> None:
        for row in (*session.new, *session.dirty):
            number = row.id if isinstance(row, Deadline) else getattr(row, "deadline_id", None)
            numbers.update([number] if number is not None else [])

    event.listen(session, "after_flush", note)
    return numbers

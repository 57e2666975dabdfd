"""What an act does, or did, in words: dates that move, letters, whom the next rounds tell; a list of each."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from kernel.done import Changes, Done, Letter, Notice, Opened
from kernel.runner import Preview
from models.cycles import Cycle
from models.deadlines import Deadline
from planning.sentences import sentences
from planning.zones import local_day
from record.cycles.issues import STOP
from reminders.forecast import Forecast
from web.desk import words
from web.desk.names import SLUG, Names
from web.desk.words import instant, say

OF_STEP = re.compile(rf"^{SLUG}(?=: | opens on )")
STOPS = ("outbox/hold", "cycle/stop-issue", "meeting/stop-issue")  # what takes back an act that members hear of
NAMED = 30  # readers, letters and things in one list; beyond that so many


@dataclass(frozen=True, slots=True)
class Part:
    """A list under a heading."""

    heading: str
    lines: tuple[str, ...]
    more: int = 0  # lines that are left out


def needs_check(preview: Preview) -> bool:
    """Return whether somebody looks at it first: people outside hear of it, or nothing takes it back.

    What is issued or approved they hear, though it can be stopped for a while. What is so already is told at once.
    """
    done, forecast = preview.done, preview.forecast
    if done.is_nothing:
        return False
    is_told = any(changes.notices or changes.conflicts for changes in done.changes)
    hears = forecast.changed or not forecast.named or any(news.outside for news in forecast.told)
    is_final = done.undo is None or done.undo.name in STOPS
    return bool(is_final or done.opened or done.letters or done.failure or is_told or hears)


def is_read(session: Session, done: Done) -> bool:
    """Return whether members read one of the dates that an act moves, whether a letter told them or not."""
    moved = [
        and_(Cycle.chain == chain, Cycle.edition == edition, Deadline.step.in_([move.step for move in changes.moves]))
        for changes in done.changes
        for chain, _, edition in [changes.cycle.partition("/")]
        if changes.moves
    ]
    issued = select(Deadline.id).join(Cycle, Cycle.id == Deadline.cycle_id).where(Deadline.issued.is_not(None))
    return bool(moved) and session.scalar(issued.where(or_(*moved)).limit(1)) is not None


def parts(names: Names, done: Done, forecast: Forecast | None = None) -> list[Part]:
    """Return what there is to say of an act beside its sentence."""
    moves = [line for changes in done.changes for line in _moves(names, changes, done.cycle)]
    lists = {
        "part_moves": moves,
        "part_conflicts": [conflict.sentence for changes in done.changes for conflict in changes.conflicts],
        "part_told": [_notice(names, each, changes.cycle) for changes in done.changes for each in changes.notices],
        "part_parts": [f"{part.fate}: {part.name} {part.how}".strip() for part in (*done.parts, *done.difference)],
        "part_letters": [_letter(names, each, done.cycle) for each in done.letters],
        "part_made": [_letter(names, each, done.cycle) for each in done.made],
        "part_taken_back": [_letter(names, each, done.cycle) for each in done.taken_back],
        "part_rounds": _rounds(forecast) if forecast else [],
        "part_readers": list(_readers(names, forecast)) if forecast else [],
    }
    opened = [_part(say("part_dates", cycle=names.cycle(each.cycle)), _dates(each)) for each in done.opened]
    return [*opened, *(_part(say(key), lines) for key, lines in lists.items() if lines)]


def notes(names: Names, done: Done) -> list[str]:
    """Return the notes of an act; one that begins with a step of its cycle has the step's title there."""
    return [OF_STEP.sub(lambda match: _titled(names, done.cycle or "", match[0]), note) for note in done.notes]


def _titled(names: Names, cycle: str, slug: str) -> str:
    title = names.step(cycle, slug)
    return slug if title == slug else f"“{title}”"


def stoppable_until(done: Done, now: datetime) -> str:
    """Return until when an approval can be stopped: the hour, with its day where that is another one."""
    effective = done.facts.get("effective")
    until = datetime.fromisoformat(str(effective)) if effective else now + STOP
    return words.hour(until) if local_day(until) == local_day(now) else instant(until)


def _letter(names: Names, letter: Letter, cycle: str | None) -> str:
    about = ", ".join(_titled(names, cycle or "", each) for each in letter.about)
    kind = words.named("letter", letter.kind)
    return f"{letter.person}: {kind} ({about})" if about else f"{letter.person}: {kind}"


def _part(heading: str, lines: Iterable[str]) -> Part:
    every = tuple(lines)
    return Part(heading, every[:NAMED], max(0, len(every) - NAMED))


def _moves(names: Names, changes: Changes, cycle: str | None) -> Iterator[str]:
    of = "" if changes.cycle == cycle else f"{changes.cycle}: "
    for move in changes.moves:
        step = names.step(changes.cycle, move.step)
        yield f"{of}{say('moves', step=step, was=_day(move.was), now=_day(move.now))}"
    for kept in changes.kept:
        step = names.step(changes.cycle, kept.step)
        yield f"{of}{say('keeps', step=step, due=_day(kept.due), proposed=_day(kept.proposed))}"


def _dates(opened: Opened) -> Iterator[str]:
    for each in opened.plan.deadlines:
        odd = "; ".join(sentences(each.flags))
        line = say("dated", step=each.title, due=_day(each.due))
        yield f"{line}: {odd}" if odd else line


def _notice(names: Names, notice: Notice, cycle: str) -> str:
    step = names.step(cycle, notice.step)
    return say(f"notice_{notice.kind}", person=notice.person, was=_day(notice.was), step=step)


def _rounds(forecast: Forecast) -> list[str]:
    """Return what the rounds of the next week tell because of it, and to how many."""
    alike = defaultdict[tuple[str, str, str], list[str]](list)
    for count in forecast.counts:
        numbers = (("told", count.told), ("changed", count.changed), ("less", count.taken_back))
        said = ", ".join(say(f"count_{word}", number=number) for word, number in numbers if number)
        alike[count.cycle, _kind(count.kind), said].append(count.step)
    return [f"{cycle} {', '.join(steps)} ({kind}): {said}" for (cycle, kind, said), steps in alike.items()]


def _kind(kind: str) -> str:
    """Return what the next rounds tell, as pages call it: `invitation` of `opening`."""
    key = kind.replace("_", "-")
    return words.named("letter" if key in words.catalog()["letter"] else "rung", key).lower()


def _readers(names: Names, forecast: Forecast) -> Iterator[str]:
    """Yield who hears of it, and when: who hears the same at the same moment in one line, of all its steps."""
    together = defaultdict[tuple[str, str, str], dict[str, None]](dict)
    of_steps = defaultdict[tuple[str, str, tuple[str, ...]], list[str]](list)
    for each in (*forecast.told, *(change.now for change in forecast.changed)):
        key = "hears_held" if each.waits else "hears"
        together[key, names.step(each.told.cycle, each.told.step), instant(each.leaves_at)][each.person] = None
    for (key, step, at), people in together.items():
        of_steps[key, at, tuple(people)].append(step)
    for (key, at, readers), steps in of_steps.items():
        yield say(key, person=_people(list(readers)), step=", ".join(steps), at=at)


def _people(every: list[str]) -> str:
    """Return one name; of several how many they are, and their names."""
    if len(every) == 1:
        return every[0]
    more = [say("more", number=len(every) - NAMED)] if every[NAMED:] else []
    return say("several_people", number=len(every), people=", ".join((*every[:NAMED], *more)))


def _day(day: date | None) -> str:
    return words.day(day) if day else say("no_date")

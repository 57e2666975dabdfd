"""The names by which people know things, in place of the keys in sentences of the record: titles, and days in words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernel import chains
from models.cycles import Cycle
from models.deadlines import Deadline
from models.meetings import Meeting
from planning.rule_words import WEEKDAYS
from web.desk import words

SLUG = "[a-z0-9]+(?:-[a-z0-9]+)*"
CYCLE = re.compile(rf"(?<![\w/.])({SLUG})/([\w.-]*\w)((?::? (?:{SLUG})(?:, {SLUG})*)?)")
BEFORE_DAY = r"(?= (?:[A-Z][a-z]+day )?[12]\d{3}-\d\d-\d\d)"
KEY = re.compile(rf"(?<![\w/.-])(?:[a-z0-9]+(?:-[a-z0-9]+)+(?![\w/-])|{SLUG}{BEFORE_DAY})")
DAY = re.compile(rf"(?<![\d-])(?:(?:{'|'.join(WEEKDAYS)}) )?([12]\d{{3}}-\d\d-\d\d)(?![\d-])")
LISTED = re.compile(SLUG)


@dataclass(frozen=True, slots=True)
class Names:
    """The titles of procedures, of their steps and of meetings, by their keys."""

    chains: Mapping[str, str] = field(default_factory=dict)
    steps: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # by procedure
    meetings: Mapping[str, str] = field(default_factory=dict)

    def cycle(self, name: str) -> str:
        """Return what people call a cycle: the title of its procedure, and its edition."""
        chain, _, edition = name.partition("/")
        return f"{self.chains[chain]} {edition}" if chain in self.chains else name

    def step(self, cycles: str, slug: str) -> str:
        """Return what people call a step of a cycle, or of one of several behind commas."""
        titles = (self.steps.get(name.partition("/")[0], {}).get(slug) for name in cycles.split(", "))
        return next(filter(None, titles), slug)

    def plain(self, sentence: str) -> str:
        """Return a sentence of the record as people read it: with titles for keys, and days in words."""
        named = [match[1] for match in CYCLE.finditer(sentence) if match[1] in self.chains]
        said = CYCLE.sub(self._cycle, sentence)
        said = KEY.sub(lambda match: self._key(match[0], named), said)
        return DAY.sub(_day, said)

    def _cycle(self, match: re.Match[str]) -> str:
        chain, edition, more = match.groups()
        if chain not in self.chains:
            return match[0]
        steps = self.steps.get(chain, {})
        slugs = LISTED.findall(more)
        if more and slugs[0] in steps:
            quoted = [f"“{steps[slug]}”" if slug in steps else slug for slug in slugs]
            return f"{self.chains[chain]} {edition}, {', '.join(quoted)}"
        return f"{self.chains[chain]} {edition}{more}"

    def _key(self, key: str, named: list[str]) -> str:
        """Return the title of a step of the procedures that are named, or of a meeting."""
        for chain in named:
            if title := self.steps.get(chain, {}).get(key):
                return f"“{title}”"
        return self.meetings.get(key, key)


def _day(match: re.Match[str]) -> str:
    try:
        return words.day(date.fromisoformat(match[1]))
    except ValueError:
        return match[0]


@dataclass(slots=True)
class Shelf:
    """The names of one store, read anew once there are others."""

    mark: tuple[int | None, datetime | None] | None = None
    names: Names = field(default_factory=Names)

    def of(self, session: Session) -> Names:
        """Return the names; in one query as long as they are the same."""
        marks = select(func.max(Deadline.id), select(func.max(Meeting.updated_at)).scalar_subquery())
        steps, meetings = session.execute(marks).one()
        if self.mark != (steps, meetings):
            self.names, self.mark = _read(session), (steps, meetings)
        return self.names


def _read(session: Session) -> Names:
    declared = chains.declared().values()
    titles = {chain.slug: chain.title for chain in declared}
    titles |= dict(session.execute(select(Cycle.chain, Cycle.title).order_by(Cycle.id)).all())
    steps = {chain.slug: {step.slug: step.title for step in chain.steps} for chain in declared}
    own = select(Cycle.chain, Deadline.step, Deadline.title).join(Cycle, Cycle.id == Deadline.cycle_id).distinct()
    for chain, slug, title in session.execute(own):
        steps.setdefault(chain, {})[slug] = title
    return Names(titles, steps, dict(session.execute(select(Meeting.key, Meeting.title)).all()))

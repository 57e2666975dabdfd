"""The names by which people know things, in place of the keys in sentences of the record: titles, and days in words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernel import chains
from models.bodies import Body
from models.cycles import Cycle
from models.deadlines import Deadline
from models.items import Item
from models.meetings import Meeting
from models.resolutions import Resolution
from models.sessions import ExpectedDocument
from notifications.language import FALLBACK, speak
from planning.rule_words import WEEKDAYS
from web.desk import words

SLUG = "[a-z0-9]+(?:-[a-z0-9]+)*"
CYCLE = re.compile(rf"(?<![\w/.])({SLUG})/([\w.-]*\w)((?::? (?:{SLUG})(?:, {SLUG})*)?)")
BEFORE_DAY = r"(?=,? (?:[A-Z][a-z]+day )?[12]\d{3}-\d\d-\d\d)"
KEY = re.compile(rf"(?<![\w/.-])(?:[a-z0-9]+(?:-[a-z0-9]+)+(?![\w/-])|{SLUG}{BEFORE_DAY})")
DAY = re.compile(rf"(?<![\d-])(?:(?:{'|'.join(WEEKDAYS)}) )?([12]\d{{3}}-\d\d-\d\d)(?![\d-])")
SPAN = re.compile(r"(?<=\d{4}-\d\d-\d\d)/(?=[12]\d{3}-\d\d-\d\d(?![\d-]))")  # from the first day to the last
LISTED = re.compile(SLUG)
NAMED, END = "\x02", "\x03"  # around a title that stands for its key
TWICE = re.compile(f"{NAMED}([^{END}]*){END} +\\1(?!\\w)")  # the title stood beside its key
INSIDE = re.compile(f"^([^{NAMED}]+) \\({NAMED}(\\1[^{END}]*){END}\\)$")  # the key stood in brackets behind it
WORD = re.compile(r"[^\W\d_]+(?:: |(?![\w:/@.-]*(?:[:/@]|\.\w)))")  # no address, no key, no name of a file
MARKS = re.compile(f"[{NAMED}{END}]")


@dataclass(frozen=True, slots=True)
class Names:
    """The titles of procedures, of their steps, of meetings and their documents, of bodies …, by their keys."""

    chains: Mapping[str, str] = field(default_factory=dict)
    steps: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # by procedure
    meetings: Mapping[str, str] = field(default_factory=dict)
    bodies: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)  # that a meeting expects: `council-27/forum`
    resolutions: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, str] = field(default_factory=dict)  # that a meeting asked for: `c27-120/2.1`

    def actor(self, slug: str) -> str:
        """Return what people call a role or a body."""
        known: Mapping[str, str] = speak(FALLBACK).says["role"]
        if slug in words.catalog()["actor"]:
            return words.named("actor", slug)
        return self.bodies.get(slug) or known.get(slug) or words.named("actor", slug)

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
        sentence = MARKS.sub("", sentence)
        named = [match[1] for match in CYCLE.finditer(sentence) if match[1] in self.chains]
        said = CYCLE.sub(self._cycle, sentence)
        said = KEY.sub(lambda match: self._key(match[0], named), said)
        once = INSIDE.sub(r"\2", TWICE.sub(r"\1", said))
        return DAY.sub(_day, SPAN.sub(" – ", MARKS.sub("", once)))

    def said(self, sentence: str) -> str:
        """Return a sentence that stands by itself as people read it: it begins with a capital."""
        plain = self.plain(sentence)
        return plain[:1].upper() + plain[1:] if WORD.match(plain) else plain

    def _cycle(self, match: re.Match[str]) -> str:
        chain, edition, more = match.groups()
        if chain not in self.chains:
            title = self.documents.get(f"{chain}/{edition}") or self.items.get(f"{chain}/{edition}")
            act = next(filter(None, (words.catalog()[of].get(f"{chain}/{edition}") for of in ("act", "reading"))), None)
            return f"{NAMED}{title}{END}{more}" if title else f"“{act}”{more}" if act else match[0]
        steps = self.steps.get(chain, {})
        slugs = LISTED.findall(more)
        if more and slugs[0] in steps:
            quoted = [f"“{steps[slug]}”" if slug in steps else slug for slug in slugs]
            return f"{NAMED}{self.chains[chain]} {edition}{END}, {', '.join(quoted)}"
        return f"{NAMED}{self.chains[chain]} {edition}{END}{more}"

    def _key(self, key: str, named: list[str]) -> str:
        """Return the title of a step of the procedures that are named, of a meeting, or of a procedure …"""
        for chain in named:
            if title := self.steps.get(chain, {}).get(key):
                return f"“{title}”"
        known: Mapping[str, str] = speak(FALLBACK).says["role"]
        if title := self.meetings.get(key) or self.bodies.get(key) or self.resolutions.get(key) or self.chains.get(key):
            return f"{NAMED}{title}{END}"
        return words.catalog()["actor"].get(key) or words.catalog()["rung"].get(key) or known.get(key, key)


def _day(match: re.Match[str]) -> str:
    try:
        return words.day(date.fromisoformat(match[1]))
    except ValueError:
        return match[0]


@dataclass(slots=True)
class Shelf:
    """The names of one store, read anew once there are others."""

    mark: tuple[object, ...] | None = None
    names: Names = field(default_factory=Names)

    def of(self, session: Session) -> Names:
        """Return the names; in one query as long as they are the same."""
        marks = (Meeting.updated_at, Body.id, ExpectedDocument.id, Resolution.id, Item.id)
        latest = (select(func.max(each)).scalar_subquery() for each in marks)
        mark = tuple(session.execute(select(func.max(Deadline.id), *latest)).one())
        if self.mark != mark:
            self.names, self.mark = _read(session), mark
        return self.names


def _read(session: Session) -> Names:
    declared = chains.declared().values()
    titles = {chain.slug: chain.title for chain in declared}
    titles |= dict(session.execute(select(Cycle.chain, Cycle.title).order_by(Cycle.id)).all())
    steps = {chain.slug: {step.slug: step.title for step in chain.steps} for chain in declared}
    own = select(Cycle.chain, Deadline.step, Deadline.title).join(Cycle, Cycle.id == Deadline.cycle_id).distinct()
    for chain, slug, title in session.execute(own):
        steps.setdefault(chain, {})[slug] = title
    meetings, bodies, resolutions = (
        dict(session.execute(select(of.key, title)).all())
        for of, title in ((Meeting, Meeting.title), (Body, Body.name), (Resolution, Resolution.name))
    )
    expected = select(Meeting.key, ExpectedDocument.key, ExpectedDocument.title).order_by(ExpectedDocument.id)
    rows = session.execute(expected.join(Meeting, Meeting.id == ExpectedDocument.meeting_id))
    documents = {f"{meeting}/{key}": f"{title}, {meetings[meeting]}" for meeting, key, title in rows}
    items = {key: f"“{text}”" for key, text in session.execute(select(Item.key, Item.text).order_by(Item.id))}
    return Names(titles, steps, meetings, bodies, documents, resolutions, items)

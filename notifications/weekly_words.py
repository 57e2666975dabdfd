"""The weekly report in words: what the secretariat should see on a Monday, a line a fact, in the reader's language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from notifications.date_words import Dating, When
from notifications.item_words import web_address
from notifications.language import English, Language, is_english, speak
from notifications.letter import Addressed
from notifications.letter_text import LONGEST, Words, footer, lay_out
from notifications.plain_text import isolated, plain
from notifications.span_words import day_words
from planning.window import Precision

_MARKS = re.compile(r"[\\`*_\[\]<>|#]")
SHOWN = 15  # facts of one part that a mail shows; the report shows them all


class Part(StrEnum):
    """What a fact belongs to, in the order of the report."""

    OVERDUE = "overdue"
    PROPOSED = "proposed"
    UNANNOUNCED = "unannounced"
    UNISSUED = "unissued"
    DRAFTS = "drafts"
    UNOPENED = "unopened"
    COMING = "coming"
    CHANGED = "changed"
    UNDELIVERED = "undelivered"
    HELD = "held"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line: what, where, when, who.

    `state` is a word of the catalog's `[report]`, and says what where no title does; `was` the date before.
    `awaits` is the title of the step that has to come first. `by` is the slug of a role, shown where no `person` is
    known; `count` is so many messages; `note` was said by people or by a server, and is shown as it is.
    """

    what: str
    where: str = ""
    due: date | None = None
    earliest: date | None = None
    precision: Precision = Precision.DAY
    was: date | None = None
    by: str = ""
    person: str = ""
    state: str = ""
    awaits: str = ""
    count: int = 0
    note: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Week(Addressed):
    """All that one report tells."""

    facts: Mapping[Part, tuple[Fact, ...]]
    until: date | None = None  # the last day of what is to come; None for two weeks


@dataclass(frozen=True, slots=True)
class Row:
    """One fact in words: when, what, and the rest as one line."""

    when: str
    what: str
    rest: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Block:
    """One part in words; `more` facts are not shown."""

    title: str
    rows: tuple[Row, ...]
    more: int
    urgent: bool


def write_week(week: Week, *, shown: int | None = SHOWN) -> Words:
    """Return the words of a report, so many facts of each part (None: all); a week with nothing to tell says so."""
    language = speak(week.language)
    scribe = Scribe(language, Dating(language, week.zone, week.now), shown)
    blocks = scribe.blocks(week)
    person = scribe.quote(week.person)
    return lay_out(
        "week",
        language,
        scribe.subject(week),
        greeting=language.say("letter", "greeting", person=person) if person else "",
        blocks=blocks,
        quiet="" if blocks else language.say("report", "quiet"),
        preview=blocks[0].title if blocks else language.say("report", "quiet"),
        office=scribe.quote(week.office),
        contact=scribe.quote(week.contact),
        footer=footer(language, web_address(week.choices_url), web_address(week.unsubscribe_url)),
    )


def as_markdown(week: Week) -> str:
    """Return the whole report as Markdown: headings and lists, with nothing in it that people's words could break."""
    language = speak(week.language)
    blocks = Scribe(language, Dating(language, week.zone, week.now), None).blocks(week)
    lines: list[str] = []
    for block in blocks:
        rows = [(row, " · ".join(filter(None, (row.when, row.rest)))) for row in block.rows]
        lines += [f"## {block.title}", "", *(f"- **{_tame(row.what)}**  \n  {_tame(rest)}" for row, rest in rows), ""]
    return "\n".join(lines) or language.say("report", "quiet")


def _tame(words: str) -> str:
    return _MARKS.sub(r"\\\g<0>", words)


@dataclass(frozen=True, slots=True)
class Scribe:
    """Says facts in a reader's language, dates in their zone; of each part so many, or all."""

    language: Language
    dating: Dating
    shown: int | None = None

    def quote(self, text: str) -> str:
        """Return words that people gave, harmless, and fenced off where the sentence runs from right to left."""
        return isolated(plain(text)) if self.language.is_right_to_left else plain(text)

    def title(self, english: str) -> str:
        """Return a title in the reader's language, or English, marked as such."""
        said = self.language.title(english)
        return English(self.quote(said)) if is_english(said) else self.quote(said)

    def subject(self, week: Week) -> str:
        """Return the day, and how much of what wants a hand, what is late first, in so far as there is room."""
        day = day_words(self.language, self.dating.today, year=False)
        counts = [
            self.language.say("counted", part, n=len(facts))
            for part in Part
            if (facts := week.facts.get(part)) and part in self.language.says["counted"]
        ]
        shown = [
            self.language.say("report", "subject", date=day, counts=str(self.language.says["list"]).join(counts[:n]))
            for n in range(1, len(counts) + 1)
        ]
        return max(
            (subject for subject in shown if len(subject) <= LONGEST),
            key=len,
            default=self.language.say("report", "quiet_subject", date=day),
        )

    def blocks(self, week: Week) -> tuple[Block, ...]:
        """Return the parts that hold anything."""
        return tuple(self._block(part, week.facts[part], week.until) for part in Part if week.facts.get(part))

    def _block(self, part: Part, facts: tuple[Fact, ...], until: date | None) -> Block:
        heading = self.language.say("report", part.value)
        if part is Part.COMING and until is not None:
            heading = self.language.say("report", "coming_until", date=self.dating.full(until, year=True))
        rows = tuple(self.make_row(fact) for fact in facts[: self.shown])
        return Block(heading, rows, len(facts) - len(rows), part is Part.OVERDUE)

    def make_row(self, fact: Fact) -> Row:
        """Return a fact in words."""
        what, state = self.title(fact.what), self._say_state(fact)
        actor = fact.person or (self.language.word("role", fact.by) if fact.by else "")
        rest = [
            self._was(fact),
            state if what else "",
            self._say_awaited(fact),
            self.quote(fact.where),
            self.quote(actor),
            self.quote(fact.note),
        ]
        return Row(self._say_when(fact), what or state, " · ".join(filter(None, rest)), web_address(fact.url))

    def _say_when(self, fact: Fact) -> str:
        """Return the date and how long until then, or how many messages."""
        if fact.count:
            return self.language.count("digest", "other", fact.count)
        if fact.due is None:
            return ""
        when = When(fact.due, fact.earliest or fact.due, fact.precision)
        return f"{self.dating.short(when)} ({self.dating.distance(when)})"

    def _was(self, fact: Fact) -> str:
        if fact.was is None:
            return ""
        return self.language.say("report", "was", was=self.dating.full(fact.was, year=False))

    def _say_awaited(self, fact: Fact) -> str:
        return self.language.say("report", "awaits", what=self.title(fact.awaits)) if fact.awaits else ""

    def _say_state(self, fact: Fact) -> str:
        return self.language.say("report", fact.state) if fact.state else ""

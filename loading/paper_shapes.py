"""The shapes of resolutions, documents, submissions, circulars, roles per action line and reporting windows."""

import re
from typing import Annotated

from pydantic import Field, model_validator

from loading.base_shape import Many, Shape
from loading.dates import Day, RuleText, YearNumber
from loading.scalars import Email, RoleWord, Slug, Text, Truth, line, reads
from notifications.plain_text import plain
from planning.clauses import Kind, Period
from planning.errors import among
from planning.grammar import parse
from planning.symbols import Language, written
from record.papers.documents import State

LINE_ROLES = ("facilitator", "co-facilitator", "partner")
LONGEST_CLAUSE = 2_000  # characters of one clause in our own words


def paragraph(text: str) -> str:
    """Return a clause's words, on one line."""
    words = plain(" ".join(text.split()), LONGEST_CLAUSE + 1)
    if not words:
        raise ValueError("is empty; write something or leave it out")
    if len(words) > LONGEST_CLAUSE:
        raise ValueError(f"is longer than {LONGEST_CLAUSE} letters; say it in fewer words")
    return words


def paper(text: str) -> str:
    """Return a document's symbol as it is written everywhere, or its address."""
    return written(line(text))


def stated(text: str) -> str:
    """Return the words of a stated date: a day, `December 2016`, `2016`."""
    rule = parse(text)
    if not rule.is_literal or rule.clock or rule.roll:
        raise ValueError(f"{plain(text, 40)!r} is not a stated date; write one such as 2017-03-14, May 2019 or 2016")
    return str(rule)


def action_line(text: str) -> str:
    """Return a WSIS action line, C1 to C11."""
    line = text.strip().upper()
    if not re.fullmatch(r"C(?:[1-9]|1[01])", line):
        raise ValueError(f"{plain(text, 20)!r} is not an action line; write one of C1 to C11")
    return line


def _one_of(*words: str) -> object:
    def read(text: str) -> str:
        word = text.strip().casefold()
        if word not in words:
            raise ValueError(f"{plain(text, 40)!r} is not known here; write one of {among(words)}")
        return word

    return reads(read)


Paragraph = Annotated[str, reads(paragraph)]
Paper = Annotated[str, reads(paper)]
Stated = Annotated[RuleText, reads(stated)]
Line = Annotated[str, reads(action_line)]


class ObligationShape(Shape):
    """What a clause obliges to. Bodies by any of their names; a role such as membership will do too."""

    part: Slug | None = Field(None, description="Tells two obligations of one clause apart")
    what: Paragraph
    period: Annotated[str, _one_of(*Period)] = Field(description=among(Period))
    to: Many[Text] = ()
    via: Text | None = Field(None, description="The body through which it goes")
    copies: Many[Text] = ()
    considered_by: Many[Text] = Field((), description="Bodies that consider the draft before it goes")
    purpose: Text | None = None
    by_event: Text | None = Field(None, description="The meeting that it is due by, as the text names it: Council 2022")
    year: YearNumber | None = Field(None, description="Of once: its year; of every-four-years: the first")
    since: Day | None = None
    until: Day | None = None
    meeting: Slug | None = Field(None, description="The key of that meeting, where a body has several in the year")

    @model_validator(mode="after")
    def _once_has_a_year(self) -> "ObligationShape":
        if self.period in (Period.ONCE, Period.FOUR_YEARS) and self.year is None:
            raise ValueError(f"what is due {self.period} needs `year`, that of its (first) meeting; add it")
        return self


class ClauseShape(Shape):
    """One numbered clause, in our own words."""

    key: Slug = Field(description="Its name in every version, whatever its number there: sg-5")
    group: Text = Field(description="What stands before its number: instructs the Secretary-General")
    number: Text
    kind: Annotated[str, _one_of(*Kind)] = Field(description=among(Kind))
    addressee: Text
    text: Paragraph
    quote: Paragraph | None = Field(None, description="Its operative words, as printed")
    obligations: Many[ObligationShape] = ()


class ResolutionShape(Shape):
    """One version of a resolution."""

    key: Slug = Field(description="For instance council-1332")
    name: Text = Field(description="As mandates cite it: Council Resolution 1332")
    title: Text
    version: Text = Field(description="For instance Modified 2016")
    kind: Annotated[str, _one_of("adopted", "modified", "abrogated", "expected")]
    in_force: Stated | None = Field(None, description="From when, as its source says: a day, a month or a year")
    not_before: Day | None = Field(None, description="The earliest day, where no source gives the day itself")
    held: Truth = Field(True, description="false where its text is not at hand")
    source: Text
    note: Paragraph | None = None
    recited_in: Text | None = Field(None, description="The text that recites its clauses, where its own is not at hand")
    clauses: tuple[ClauseShape, ...] = ()

    @model_validator(mode="after")
    def _has_a_beginning(self) -> "ResolutionShape":
        if self.kind == "expected" and (self.held or self.in_force or not self.not_before):
            raise ValueError("what is only expected has `held: false` and `not_before`, and no `in_force` yet")
        if not self.in_force and not self.not_before:
            raise ValueError("it begins nowhere; give `in_force`, or `not_before` where no source says the day")
        if bool(self.clauses) != (self.held and self.kind != "abrogated"):
            raise ValueError("a text that is on file has `clauses`; for one that is not at hand write `held: false`")
        keys = [clause.key for clause in self.clauses]
        if twice := next((key for key in keys if keys.count(key) > 1), None):
            raise ValueError(f"the clause {twice!r} is given twice; keep one of the two")
        return self


class LanguageShape(Shape):
    """How a document stands in one language."""

    language: Annotated[str, _one_of(*Language)]
    state: Annotated[str, _one_of(*(state for state in State if state is not State.UNKNOWN))] = "posted"
    url: Text | None = None


class BeforeShape(Shape):
    """A meeting that has a document before it, whether or not a source says when it was handed over."""

    meeting: Slug
    purpose: Text | None = None
    clauses: Many[Text] = Field((), description="The clauses that it serves: council-1332/tor-c")


class DocumentShape(Shape):
    """A document, by its symbol (`C17/47-E` = `C17/47E`) or its address."""

    symbol: Paper
    title: Text | None = None
    dated: Day | None = None
    url: Text | None = None
    also: Many[Paper] = Field((), description="Symbols under which the same text was issued to other bodies")
    languages: Many[LanguageShape] = ()
    before: Many[BeforeShape] = Field((), description="The meetings that have it before them")


class SubmissionShape(Shape):
    """A document submitted to a body for a purpose."""

    document: Paper
    to: Text
    on: Day
    purpose: Text | None = None
    via: Text | None = None
    cycle: Text | None = None
    clauses: Many[Text] = Field((), description="The clauses that it serves: council-1332/sg-6")
    receipt: Text | None = Field(None, description="The word of the body that it has come in")
    received: Day | None = None


class ActionLineShape(Shape):
    """ITU's role for a WSIS action line, or in something else, as a source states it for a year."""

    line: Line | None = None
    of: Text | None = Field(None, description="In what else the role is held: United Nations Group on the …")
    year: YearNumber
    role: Text = Field(description=f"For an action line {among(LINE_ROLES)}; in anything else the source's own words")
    title: Text | None = None
    source: Text
    focal_point: Email | None = None

    @property
    def place(self) -> str:
        """Return what the role is for: the action line, or what else it is held in."""
        return self.line or self.of or ""

    @model_validator(mode="after")
    def _is_for_one_thing(self) -> "ActionLineShape":
        if bool(self.line) == bool(self.of):
            raise ValueError("a role is for one thing; give its `line`, or `of` what else it is; not both")
        if self.line and self.role not in LINE_ROLES:
            raise ValueError(
                f"{plain(self.role, 40)!r} is no role for an action line; write one of {among(LINE_ROLES)}"
            )
        return self


class AnswerShape(Shape):
    """An organization's answer to a circular."""

    organization: Text
    on: Day
    document: Text | None = None


class CircularShape(Shape):
    """A circular letter or questionnaire."""

    symbol: Paper
    title: Text
    kind: Annotated[str, _one_of("circular", "questionnaire")] = "circular"
    to: RoleWord = Field("membership", description="The role of those asked")
    sent: Day | None = None
    answers_by: Day | None = None
    source: Text | None = None
    answers: Many[AnswerShape] = ()


class WindowShape(Shape):
    """The span that an edition of a report covers, as its source words it."""

    cycle: Text = Field(description="The edition: annual-report/2017")
    opens: Stated
    closes: Stated | None = None
    source: Text

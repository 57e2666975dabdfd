"""The telling of a letter: its items turned into the words of a page."""

import re
from dataclasses import dataclass, replace
from datetime import date

from notifications import opening_words
from notifications.date_words import Dating, When
from notifications.language import English, Language, PartlyEnglish, is_english, speak
from notifications.letter import Item, Kind, Letter, Milestone
from notifications.letter_page import Link, Page, Section, Stop
from notifications.plain_text import isolated, plain
from planning.basis import Basis
from planning.standing import Standing
from planning.window import Precision

IN_FULL = ("by", "to", "purpose", "mandate", "note")  # told in a letter about one thing, left out in a digest
LONGEST = 2_000  # characters of what people gave; a title is whole in a letter, and shortened in lists only
SHOWN = 7  # milestones of a line of dates that a screen holds
_WEB = re.compile(r"https?://[!-~]+")


@dataclass(frozen=True, slots=True)
class Teller:
    """Turns the items of one letter into words."""

    letter: Letter
    language: Language
    dating: Dating

    def quote(self, text: str) -> str:
        """Return words that people gave, harmless, and fenced off where the sentence runs from right to left."""
        shown = plain(text, LONGEST)
        return isolated(shown) if self.language.is_right_to_left else shown

    def title(self, english: str) -> str:
        """Return the title of a chain, a step or a mandate in the reader's language, or English, marked as such."""
        return self._said(self.language.title(english))

    def _said(self, words: str) -> str:
        """Return words that were translated where that could be, harmless; marked where they are English."""
        return English(self.quote(words)) if is_english(words) else self.quote(words)

    def cycle(self, item: Item) -> str:
        """Return the title of an item's cycle, with its name where it has one."""
        said = self.language.title(item.cycle)
        shown = f"{self.quote(said)} ({self.quote(item.cycle_name)})" if item.cycle_name else self.quote(said)
        return English(shown) if is_english(said) else shown

    def key(self, item: Item) -> str:
        """Return the catalog key of an item; a vote transmits its letter, comments are invited."""
        if item.kind in (Kind.DRAFT_ASKED, Kind.DRAFT_UNANSWERED):
            return opening_words.question(item.kind, item.draft_title)
        if item.kind is not Kind.OPENING:
            return item.kind.value
        if item.letter:
            return "transmittal"
        return "invite_to_comment" if "comment" in f"{item.step} {item.purpose}".lower() else "opening"

    def blanks(self, item: Item) -> dict[str, str]:
        """Return what fills the blanks of a sentence about an item."""
        due, was = self.dating.due(item), self.dating.was(item)
        forms = self.dating.forms(due, year=True) | {"distance": self.dating.distance(due)}
        forms["was"] = self.dating.forms(was, year=True)["on"] if was else ""
        return forms | {"letter": self.quote(item.letter), "awaited": self.title(item.draft_title)}

    def section(self, item: Item) -> Section:
        """Return one item in words."""
        is_proposed = item.basis is Basis.PROPOSED
        return Section(
            self.title(item.title),
            self.language.say("sentence", self.key(item), **self.blanks(item)),
            self.language.say("sentence", "proposed") if is_proposed else "",
            tuple((self.language.say("label", label), text) for label, text in self._facts(item) if text),
            self._act(item),
            self._make_link(self._read_label(item), item.draft_url) or self._make_link("page", item.url),
            item.kind in (Kind.OVERDUE, Kind.CHASE_ENDED),
        )

    def _act(self, item: Item) -> Link | None:
        """Return the button for what is asked: to report it done, or to answer; there is none for mere news."""
        if item.kind.is_for_those_who_owe:
            return self._make_link("report", item.act_url)
        return self._make_link("answer", item.act_url) if item.kind.invites else None

    def _make_link(self, label: str, url: str | None) -> Link | None:
        safe = web_address(url)
        return Link(self.language.say("label", label), safe) if safe else None

    def _read_label(self, item: Item) -> str:
        if item.kind is Kind.RESULT:
            return "document"
        return opening_words.read_label(item.draft_title, is_letter=bool(item.letter))

    def _languages_label(self, item: Item) -> str:
        return "draft_in" if self._read_label(item) == "draft" else "document_in"

    def _facts(self, item: Item) -> tuple[tuple[str, str], ...]:
        word = self.language.word
        return (
            ("opens", self._opens(item)),
            (self._languages_label(item), self.language.listed("language", item.draft_languages)),
            ("closes", self._closes(item)),
            ("cycle", self.cycle(item)),
            ("by", self.quote(word("role", item.by))),
            ("instead_of", self.quote(item.instead_of)),
            ("to", self.quote(word("role", item.to))),
            ("purpose", self.quote(word("purpose", item.purpose))),
            ("basis", self._basis(item)),
            ("mandate", self.title(item.mandate)),
            ("note", self.title(item.note)),
        )

    def _opens(self, item: Item) -> str:
        if item.awaits_draft:
            return opening_words.waits(self.language, item.draft_title, self.title(item.draft_title))
        return self.dating.full(item.opens) if item.opens else ""

    def _basis(self, item: Item) -> str:
        """Return what the date rests on and who said so: `agreed: 30th meeting of CWG-WSIS, C17/8`."""
        if item.kind in (Kind.CANCELLED, Kind.RESULT):
            return ""
        office = self.letter.office
        source = self.quote(office) if item.source == office else self._said(self.language.authority(item.source))
        if item.as_in and not source:
            source = self.language.say("label", "as_in", cycle=self.quote(item.as_in))
        return basis_line(self.language, item.basis, source)

    def _closes(self, item: Item) -> str:
        """Return the instant of closing, unless a window of days has none or a digest has said it all with the day."""
        if item.kind.is_gone or item.precision is not Precision.DAY:
            return ""
        if len(self.letter.items) > 1 and self.dating.due(item).clocks is None:
            return ""
        return self.dating.closing(item.closes)

    def stop(self, milestone: Milestone, gentle: bool) -> Stop:
        """Return a milestone in words; `gentle` never says that anything is late."""
        return Stop(
            self._date_of(milestone),
            self.title(milestone.title),
            self._gently(milestone) if gentle else self.language.say("standing", milestone.standing),
            milestone.here,
            milestone.standing in (Standing.MET, Standing.MET_LATE, Standing.WAIVED, Standing.CLOSED),
        )

    def _gently(self, milestone: Milestone) -> str:
        """Return the standing for those who owe nothing: of what is past and not done only whether it can be read."""
        if milestone.here and milestone.standing in (Standing.OPEN, Standing.DUE_SOON):
            return ""  # a window that its letter calls open is not "to come"
        if milestone.standing is Standing.OVERDUE:
            return self.language.say("path", "not_yet") if milestone.is_document else ""
        return self.language.say(
            "standing", Standing.MET if milestone.standing is Standing.MET_LATE else milestone.standing
        )

    def _date_of(self, milestone: Milestone) -> str:
        if milestone.due is None:
            return ""
        return self.dating.short(When(milestone.due, milestone.earliest or milestone.due, milestone.precision))


def basis_words(language: Language, basis: Basis, source: str, office: str) -> str:
    """Return what a date rests on, and who said so where that is known: the `office`, or a text, in the language.

    What nobody translated, such as the meeting that an officer typed, stays English and is marked as such.
    """
    return basis_line(language, basis, source if source == office else language.authority(source))


def basis_line(language: Language, basis: Basis, source: str) -> str:
    """Return what a date rests on, with its source in words."""
    word = language.word("basis", basis)
    if not source:
        return word
    line = language.say("label", "line", label=word, value=source)
    return PartlyEnglish(line, source) if is_english(source) else line


def teller(letter: Letter) -> Teller:
    """Return the teller of a letter, in its language."""
    language = speak(letter.language)
    return Teller(letter, language, Dating(language, letter.zone, letter.now))


def page(tells: Teller) -> Page:
    """Return a letter in words; a digest tells what its items share once, and shows no line of dates."""
    letter = tells.letter
    items = _in_order(letter.items)
    gentle = not any(item.kind.is_for_those_who_owe for item in items)
    sections = tuple(tells.section(item) for item in items)
    shared, more = _shared(sections), _shared_more(sections)
    return Page(
        tells.language,
        tells.language.say("letter", "greeting", person=tells.quote(letter.person)),
        tuple(
            replace(s, facts=_leave_out(s.facts, shared, tells, len(sections)), more=None if more else s.more)
            for s in sections
        ),
        shared,
        more,
        tuple(tells.stop(milestone, gentle) for milestone in _around(items[0].path if len(items) == 1 else ())),
        tells.quote(letter.office),
        web_address(letter.unsubscribe_url),
        web_address(letter.choices_url),
        web_address(letter.subscribe_url),
        tells.quote(letter.contact),
    )


def _shared(sections: tuple[Section, ...]) -> tuple[tuple[str, str], ...]:
    if len(sections) == 1:
        return ()
    return tuple(fact for fact in sections[0].facts if all(fact in section.facts for section in sections))


def _shared_more(sections: tuple[Section, ...]) -> Link | None:
    links = {section.more for section in sections}
    return links.pop() if len(links) == 1 and len(sections) > 1 else None


def _leave_out(
    facts: tuple[tuple[str, str], ...], shared: tuple[tuple[str, str], ...], tells: Teller, count: int
) -> tuple[tuple[str, str], ...]:
    """Return the facts that one of so many sections shows: neither what all share, nor in a digest what is detail."""
    details = {tells.language.say("label", label) for label in IN_FULL} if count > 1 else set()
    return tuple(fact for fact in facts if fact not in shared and fact[0] not in details)


def _in_order(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Return the news first, then what is late, then what comes next; each by date."""
    return tuple(sorted(items, key=_rank))


def _rank(item: Item) -> tuple[int, date]:
    if item.kind.replaces or item.kind.is_gone:
        return 0, item.due
    return (1 if item.kind in (Kind.OVERDUE, Kind.CHASE_ENDED) else 2), item.due


def web_address(url: str | None) -> str | None:
    """Return a link that a mail may carry: a web address in one piece; None for anything else."""
    return url if is_web(url) else None


def is_web(url: str | None) -> bool:
    """Return True if it is a web address in one piece."""
    return bool(url and _WEB.fullmatch(url))


def _around(line: tuple[Milestone, ...]) -> tuple[Milestone, ...]:
    middle = next((place for place, milestone in enumerate(line) if milestone.here), 0)
    start = max(0, min(middle - SHOWN // 2, len(line) - SHOWN))
    return line[start : start + SHOWN]

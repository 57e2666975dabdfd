"""A letter in words: subject, text and HTML, in the recipient's language and zone."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from notifications.item_words import Teller, page, teller
from notifications.language import Language, is_english
from notifications.letter import Item, Kind, Letter
from notifications.letter_page import Link
from notifications.plain_text import isolated, plain, shortened
from planning.basis import Basis

LONGEST = 78  # characters of a subject, the line that RFC 5322 asks for; lists of mails and phones show less
LEAST = 20  # characters of a title in it, whatever the date before it takes
BEGINS_BY = 40  # characters before a title: where what is asked, and by when, takes more, a phone shows no title
COUNTED = (Kind.ANNOUNCEMENT, Kind.WITHDRAWN, Kind.CANCELLED, Kind.REMINDER, Kind.OVERDUE)  # told alone, by number
_BLANK = "\0"
_HELD_OUT = re.compile(r"\s*[:：]\s*\0")
_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(("html.j2",)),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_TEMPLATES.filters["shortened"] = shortened
_TEMPLATES.tests["english"] = is_english


@dataclass(frozen=True, slots=True)
class Words:
    """What a message says: a subject on one line, a plain text of about one screen, and the same as HTML."""

    subject: str
    text: str
    html: str


def write(letter: Letter) -> Words:
    """Return the words of a letter; the same letter gives the same words."""
    tells = teller(letter)
    shown = page(tells)
    return lay_out(
        "letter",
        tells.language,
        subject_of(tells),
        page=shown,
        preview=shown.sections[0].sentence,
        office=shown.office,
        contact=shown.contact,
        footer=footer(tells.language, shown.choices_url, shown.unsubscribe_url, shown.subscribe_url),
    )


def lay_out(template: str, language: Language, subject: str, **shown: object) -> Words:
    """Return what a pair of templates makes of the values shown."""
    start, end = language.sides
    values = {"language": language, "says": language.say, "subject": subject, "start": start, "end": end, **shown}
    text, html = (_TEMPLATES.get_template(f"{template}.{form}.j2").render(values) for form in ("txt", "html"))
    return Words(subject, text, html)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarLink:
    """The link to a private address of the calendar `name`; `is_offered` says that its reader did not ask for it."""

    person: str
    name: str
    url: str
    is_offered: bool = False
    office: str
    contact: str = ""


def write_asked(language: Language, link: CalendarLink) -> Words:
    """Return the mail that brings the link to a private address."""
    quote, why = isolated if language.is_right_to_left else str, "offered" if link.is_offered else "asked"
    return lay_out(
        "asked",
        language,
        language.say("feed", "asked_subject"),
        greeting=language.say("letter", "greeting", person=quote(plain(link.person))),
        preview=language.say("feed", f"{why}_text", name=quote(plain(link.name))),
        link=Link(language.say("feed", "asked_link"), link.url),
        why=language.say("feed", f"{why}_not_you"),
        office=quote(plain(link.office)),
        contact=quote(plain(link.contact)),
        footer=(),
    )


def footer(
    language: Language, choices: str | None, unsubscribe: str | None, subscribe: str | None = None
) -> tuple[tuple[str, str], ...]:
    """Return the links under a letter, each with what it says; none where we have no pages."""
    links = (("attached", subscribe), ("choices", choices), ("unsubscribe", unsubscribe))
    return tuple((language.say("letter", key), url) for key, url in links if url)


def subject_of(tells: Teller) -> str:
    """Return what is asked and by when, then of what; for a digest, how many."""
    items = tells.letter.items
    return _single(tells, items[0]) if len(items) == 1 else _digest(tells, items)


def _single(tells: Teller, item: Item) -> str:
    def say(title: str) -> str:
        subject = tells.language.say(
            "subject", tells.key(item), **tells.dating.brief(tells.dating.due(item)), title=title
        )
        return tells.language.say("subject", "proposed", subject=subject) if item.basis is Basis.PROPOSED else subject

    return fitted(say, tells.language.title(item.title), tells.quote)


def _digest(tells: Teller, items: tuple[Item, ...]) -> str:
    language = tells.language
    first = min((tells.dating.due(item) for item in items), key=lambda when: when.last)
    sort = _sort(items)
    digest = language.count("digest", sort, len(items), distance=tells.dating.distance(first))
    coming = _next(tells, items)
    if sort == "other" and coming:
        blanks = tells.dating.brief(tells.dating.due(coming)) | {"digest": digest}
        return fitted(
            lambda title: language.say("digest", "next", **blanks, title=title),
            language.title(coming.title),
            tells.quote,
        )
    cycles = {(item.cycle, item.cycle_name) for item in items}
    if len(cycles) > 1:
        return digest
    title, name = cycles.pop()
    cycle = f"{language.title(title)} ({name})" if name else language.title(title)
    return fitted(lambda shown: language.say("digest", "of", digest=digest, cycle=shown), cycle, tells.quote)


def fitted(say: Callable[[str], str], title: str, quote: Callable[[str], str]) -> str:
    """Return a subject with so much of the title as it has room for, cut after a word; whole it stands in the letter.

    Where the date takes nearly all of it, such as one told with its hour, the title keeps its first words, and comes
    first.
    """
    says = _title_first(say) if say(_BLANK).index(_BLANK) > BEGINS_BY else say
    room = LONGEST - len(says(quote("."))) + 1
    return says(quote(shortened(plain(title), max(room, LEAST))))


def _title_first(say: Callable[[str], str]) -> Callable[[str], str]:
    """Return what says the title, then all else."""
    rest = _HELD_OUT.sub("", say(_BLANK))
    return lambda title: f"{title} · {rest}"


def _next(tells: Teller, items: tuple[Item, ...]) -> Item | None:
    """Return the item that is due next, today included; one without a date any more is due no more."""
    left = [item for item in items if not item.kind.is_gone and item.due >= tells.dating.today]
    return min(left, key=lambda item: item.due, default=None)


def _sort(items: tuple[Item, ...]) -> str:
    kinds = {item.kind for item in items}
    if all(kind.replaces for kind in kinds):
        return Kind.CHANGE.value
    if len(kinds) > 1 and all(kind.replaces or kind in (Kind.ANNOUNCEMENT, Kind.WITHDRAWN) for kind in kinds):
        return "news"
    alike = kinds.pop() if len(kinds) == 1 else None
    return alike.value if alike in COUNTED else "other"

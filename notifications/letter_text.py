"""A letter in words: subject, text and HTML, in the recipient's language and zone."""

from dataclasses import dataclass, replace
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from notifications.item_words import Teller, page, teller
from notifications.language import Language, is_english
from notifications.letter import Item, Kind, Letter
from notifications.letter_page import Link
from notifications.plain_text import isolated, plain, shortened
from planning.basis import Basis

_SUBJECT = 200  # characters; a longer one is cut by mail clients anyway
_TITLE = 70  # characters of a title in a subject, so that a list of mails shows what follows it
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


def write_asked(language: Language, *, person: str, name: str, url: str, office: str, contact: str = "") -> Words:
    """Return the mail that brings the link to a private address of the calendar `name`."""
    quote = isolated if language.is_right_to_left else str
    return lay_out(
        "asked",
        language,
        language.say("feed", "asked_subject"),
        greeting=language.say("letter", "greeting", person=quote(plain(person))),
        preview=language.say("feed", "asked_text", name=quote(plain(name))),
        link=Link(language.say("feed", "asked_link"), url),
        why=language.say("feed", "asked_not_you"),
        office=quote(plain(office)),
        contact=quote(plain(contact)),
        footer=(),
    )


def footer(
    language: Language, choices: str | None, unsubscribe: str | None, subscribe: str | None = None
) -> tuple[tuple[str, str], ...]:
    """Return the links under a letter, each with what it says; none where we have no pages."""
    links = (("attached", subscribe), ("choices", choices), ("unsubscribe", unsubscribe))
    return tuple((language.say("letter", key), url) for key, url in links if url)


def subject_of(tells: Teller) -> str:
    """Return what, by when and how long; for a digest, how many."""
    items = tells.letter.items
    return _short(_single(tells, items[0]) if len(items) == 1 else _digest(tells, items))


def _single(tells: Teller, item: Item) -> str:
    subject = tells.language.say("subject", tells.key(item), **_blanks(tells, item))
    return tells.language.say("subject", "proposed", subject=subject) if item.basis is Basis.PROPOSED else subject


def _digest(tells: Teller, items: tuple[Item, ...]) -> str:
    first = min((tells.dating.due(item) for item in items), key=lambda when: when.last)
    sort = _sort(items)
    digest = tells.language.count("digest", sort, len(items), distance=tells.dating.distance(first))
    coming = _next(tells, items)
    if sort == "other" and coming:
        return tells.language.say("digest", "next", digest=digest, **_blanks(tells, coming))
    cycles = {tells.cycle(item) for item in items}
    if len(cycles) > 1:
        return digest
    return tells.language.say("digest", "of", digest=digest, cycle=cycles.pop())


def _blanks(tells: Teller, item: Item) -> dict[str, str]:
    """Return what fills the blanks of a subject: a long title is shortened there, and whole in the letter."""
    return tells.blanks(replace(item, title=shortened(str(tells.language.title(item.title)), _TITLE)), year=False)


def _next(tells: Teller, items: tuple[Item, ...]) -> Item | None:
    """Return the item that is due next, today included; one whose date was withdrawn is due no more."""
    left = [item for item in items if item.kind is not Kind.WITHDRAWN and item.due >= tells.dating.today]
    return min(left, key=lambda item: item.due, default=None)


def _sort(items: tuple[Item, ...]) -> str:
    kinds = {item.kind for item in items}
    if all(kind.replaces for kind in kinds):
        return Kind.CHANGE.value
    if len(kinds) > 1 and all(kind.replaces or kind in (Kind.ANNOUNCEMENT, Kind.WITHDRAWN) for kind in kinds):
        return "news"
    alike = kinds.pop() if len(kinds) == 1 else None
    return alike.value if alike in (Kind.ANNOUNCEMENT, Kind.REMINDER, Kind.OVERDUE) else "other"


def _short(subject: str) -> str:
    return subject if len(subject) <= _SUBJECT else plain(subject, _SUBJECT)

"""What is a reader's own in a letter, taken out before the words are made and put back after: words are made once.

Ten thousand readers of one announcement differ in their name and their links only. `split` puts marks in their place,
which survive every template; `fill` replaces the marks, escaped where they stand in HTML.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from notifications.item_words import is_web
from notifications.letter import Item, Letter
from notifications.letter_text import Words
from notifications.plain_text import plain

LETTER_LINKS = ("unsubscribe_url", "choices_url")  # the fields of a Letter that hold a link of its reader's own
ITEM_LINKS: tuple[str, ...] = ("act_url",)  # those of each of its items
_NAME = "Q7fK2z9NameOfTheReader"  # plain letters: nothing cleans them away, no title holds them by chance
_LINK = "https://q7fk2z9.invalid/{}/link"


@dataclass(frozen=True, slots=True)
class Personal:
    """A reader's own values: the name, and the links in the order of their marks."""

    name: str
    links: tuple[str, ...] = ()


def split(letter: Letter) -> tuple[Letter, Personal]:
    """Return the letter with marks for what is its reader's own, equal for all who are told the same; and the values.

    A link that a mail may not carry is left out of both.
    """
    links: list[str] = []

    def marked(part: Letter | Item, fields: tuple[str, ...]) -> dict[str, Any]:  # links all, for whichever fields
        marks: dict[str, Any] = {}
        for name in fields:
            url = getattr(part, name)
            marks[name] = _LINK.format(len(links)) if is_web(url) else None
            links.extend([url] if marks[name] else [])
        return marks

    of_letter = marked(letter, LETTER_LINKS)
    items = tuple(replace(item, **marked(item, ITEM_LINKS)) for item in letter.items)
    shared = replace(letter, person=_NAME, items=items, **of_letter)
    return shared, Personal(letter.person, tuple(links))


def fill(words: Words, own: Personal) -> Words:
    """Return the words of a marked letter with a reader's own values in the place of the marks."""
    return Words(words.subject, _filled(words.text, own, str), _filled(words.html, own, escape))


def _filled(text: str, own: Personal, safe: Callable[[str], str]) -> str:
    text = text.replace(_NAME, safe(plain(own.name)))
    for number, url in enumerate(own.links):
        text = text.replace(_LINK.format(number), safe(url))
    return text

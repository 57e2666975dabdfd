"""What a letter shows, ready to be laid out: frozen words, already in the recipient's language, zone and precision."""

from dataclasses import dataclass

from notifications.language import Language


@dataclass(frozen=True, slots=True)
class Stop:
    """One milestone in words; `passed` says that its work is done or its window closed."""

    date: str
    title: str
    standing: str
    here: bool
    passed: bool


@dataclass(frozen=True, slots=True)
class Link:
    """An address, and what is found there."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Section:
    """One item in words: what, by when, how long, and the facts as label and text; `act` is the button."""

    title: str
    sentence: str
    proposed: str
    facts: tuple[tuple[str, str], ...]
    act: Link | None
    more: Link | None
    urgent: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A letter in words."""

    language: Language
    greeting: str
    sections: tuple[Section, ...]
    shared: tuple[tuple[str, str], ...]  # the facts that all the sections of a digest have in common, told once
    shared_more: Link | None
    path: tuple[Stop, ...]
    office: str
    unsubscribe_url: str | None
    choices_url: str | None
    subscribe_url: str | None
    contact: str = ""

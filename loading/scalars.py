"""The values of a loaded file: each is read from a string and cleaned, or refused with a sentence."""

import re
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from models.meetings import MeetingStatus
from notifications.address import wire_address
from notifications.plain_text import plain
from planning.basis import force
from planning.calendar import HOME_PLACE
from planning.chain import SLUG
from planning.digests import Cadence
from planning.errors import CouncilError, among
from planning.evidence import evidence
from planning.names import unaccented, without_accents
from planning.roles import is_known, word_of
from planning.rule_words import WEEKDAYS
from planning.zones import SEAT
from record.people.language_names import official
from record.people.zone_names import zone_named

LONGEST_ADDRESS = 254  # letters, RFC 5321 (4.5.3.1.3)
LONGEST = 500  # letters in a title or a name

Read = TypeVar("Read")


def reads(reader: Callable[[str], Read]) -> BeforeValidator:
    """Return the validator that reads a string; a refusal keeps its sentence, what is no string stays for pydantic."""

    def read(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return reader(value)
        except CouncilError as why:
            raise ValueError(str(why)) from None

    return BeforeValidator(read)


def line(text: str) -> str:
    """Return the text on one line, without what breaks lines or turns the reading order."""
    words = plain(text, len(text) + 1)
    if not words:
        raise ValueError("is empty; write something or leave it out")
    if len(words) > LONGEST:
        raise ValueError(f"is longer than {LONGEST} letters; shorten it")
    return words


def slug(text: str) -> str:
    """Return a name of small letters, digits and hyphens."""
    word = text.strip().casefold()
    if not SLUG.fullmatch(word):
        raise ValueError(f"{plain(text, 60)!r} is not a name; write small letters, digits and hyphens")
    return word


def role(text: str) -> str:
    """Return the word of a role: `Member States` is `member-states`."""
    word = word_of(text)
    return slug(word if SLUG.fullmatch(word) else text)


def recipient(text: str) -> str:
    """Return the word of a role that is known, else the words as they are."""
    word = word_of(text)
    return word if is_known(word) else line(text)


def address(text: str) -> str:
    """Return an e-mail address in small letters."""
    word = text.strip().casefold()
    if len(word) > LONGEST_ADDRESS or re.search(r"[()<>\[\]\\\",;:]", word):
        raise ValueError(f"{plain(text, 60)!r} is no plain mail address; write one such as name@example.org")
    wire_address(word)
    return word


def status(text: str) -> MeetingStatus:
    """Return how a meeting stands."""
    try:
        return MeetingStatus(text.strip().casefold())
    except ValueError:
        raise ValueError(f"{plain(text, 40)!r} is not a status; write {among(MeetingStatus)}") from None


def place(text: str) -> str:
    """Return a duty station as rules write it, whatever its case and accents here; the seat in any language."""
    words = line(text)
    if unaccented(words) in map(unaccented, SEAT):
        return HOME_PLACE
    words = without_accents(words)
    words = words.title() if words.islower() or words.isupper() else words
    if not re.fullmatch(r"[A-Z][A-Za-z]*(?:[ -][A-Z][A-Za-z]*)*", words):
        raise ValueError(f"{words!r} is not a duty station; write it as in rules, such as Geneva or New York")
    return words


def weekday(text: str) -> str:
    """Return a day of the week."""
    word = text.strip().capitalize()
    if word not in WEEKDAYS:
        raise ValueError(f"{plain(text, 40)!r} is no day of the week; write {among(WEEKDAYS)}")
    return word


def number(text: str) -> int:
    """Return a number from 1 to 9999."""
    if not re.fullmatch(r"[1-9][0-9]{0,3}", text.strip()):
        raise ValueError(f"{plain(text, 40)!r} is not a number; write one from 1 to 9999")
    return int(text)


def truth(text: str) -> bool:
    """Return what `true` and `false` say; nothing else says it."""
    word = text.strip().casefold()
    if word not in ("true", "false"):
        raise ValueError(f"{plain(text, 40)!r} is neither true nor false; write one of these")
    return word == "true"


def evidence_word(text: str) -> str:
    """Return what a step is met with."""
    return str(evidence(text))


def force_word(text: str) -> str:
    """Return on what force a date stands."""
    return str(force(text))


def digest(text: str) -> str:
    """Return how often somebody wants to hear."""
    word = text.strip().casefold()
    if word not in tuple(Cadence):
        raise ValueError(f"{plain(text, 40)!r} does not say how often letters are wanted; write each, daily or weekly")
    return word


def only_office(text: str) -> bool:
    """Return whether a step is the office's own, or for members too."""
    word = text.strip().casefold()
    if word not in ("office", "members"):
        raise ValueError(f"{plain(text, 40)!r} does not say for whom the step is; write office, or members")
    return word == "office"


Text = Annotated[str, AfterValidator(line)]
Digest = Annotated[str, reads(digest)]
ForceWord = Annotated[str, reads(force_word)]
ForOffice = Annotated[bool, reads(only_office), WithJsonSchema({"type": "string"})]
EvidenceWord = Annotated[str, reads(evidence_word)]
Slug = Annotated[str, reads(slug)]
RoleWord = Annotated[str, reads(role)]
Recipient = Annotated[str, reads(recipient)]
Email = Annotated[str, reads(address)]
Language = Annotated[str, reads(official)]
Zone = Annotated[str, reads(zone_named)]
Status = Annotated[MeetingStatus, reads(status)]
Place = Annotated[str, reads(place)]
Weekday = Annotated[str, reads(weekday)]
Number = Annotated[int, reads(number)]
Truth = Annotated[bool, reads(truth)]

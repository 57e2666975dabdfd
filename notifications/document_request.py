"""A request for documents in words: which of a meeting's documents have not come, and by when they were to."""

from dataclasses import dataclass

from notifications.date_words import Dating
from notifications.language import speak
from notifications.letter import Addressed
from notifications.letter_text import Words, fitted, lay_out
from notifications.weekly_words import Block, Fact, Scribe


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Addressed):
    """All that one request says."""

    facts: tuple[Fact, ...]
    meeting: str  # its title; of another letter what that is about
    words: str = "request"  # the section of the catalogs that has its subject and its text


def write_request(request: Request) -> Words:
    """Return the words of a request."""
    language = speak(request.language)
    scribe = Scribe(language, Dating(language, request.zone, request.now))
    meeting, person = scribe.quote(request.meeting), scribe.quote(request.person)
    rows = tuple(scribe.make_row(fact) for fact in request.facts)
    block = Block(language.say(request.words, "text", meeting=meeting), rows, more=0, urgent=True)
    return lay_out(
        "week",
        language,
        fitted(
            lambda meeting: language.say(request.words, "subject", meeting=meeting, count=len(rows)),
            request.meeting,
            scribe.quote,
        ),
        greeting=language.say("letter", "greeting", person=person) if person else "",
        blocks=(block,),
        quiet="",
        preview=block.title,
        office=scribe.quote(request.office),
        contact=scribe.quote(request.contact),
        footer=(),
    )

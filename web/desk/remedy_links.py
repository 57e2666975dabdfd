"""Remedies at the desk: what ends a thing, or comes next, as a link to the form or the page that does it."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

from markupsafe import Markup, escape

from kernel import doors
from kernel.doors import Door
from kernel.index import INDEX, READINGS
from kernel.usage import USAGE
from planning.errors import CouncilError
from planning.remedies import Argument, Call, Remedy, told
from web.desk import words


def sentence(why: CouncilError) -> str:
    """Return a refusal in plain words, with the fields of the form that end it by their labels."""
    return told(why.sentence, why.remedies, _say)


def _say(way: Call | Argument) -> str:
    if isinstance(way, Argument):
        return words.say("field_named", words=way.words, field=words.named("field", way.name))
    return way.words


def links(ways: Iterable[Remedy], *, is_here: bool = False) -> list[Markup]:
    """Return each way as a link where a page of the desk does it, else as words; what says nothing is left out.

    `is_here` has the form of an act open in the place that follows the link.
    """
    return [link for way in ways if (link := _link(way, is_here))]


def _link(way: Remedy, is_here: bool) -> Markup:
    if isinstance(way, str):
        return escape(way)
    if isinstance(way, Argument):
        return escape(_say(way))
    text = way.words or words.named("act" if way.name in INDEX else "reading", way.name)
    path = path_of(way)
    if not path:
        return escape(way.words)
    here = Markup(' hx-get="{}" hx-target="next .place" hx-swap="innerHTML"').format(path) if is_here else ""
    return Markup('<a href="{}"{}>{}</a>').format(path, here if way.name in INDEX else "", _capital(text))


def to_form(path: str) -> Markup:
    """Return the link to a form of which what was sent could not be read."""
    return Markup('<a href="{}">{}</a>').format(path, words.say("back_to_form"))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def path_of(call: Call) -> str:
    """Return the address of the page on which a call is done or read; empty where the desk has none."""
    if call.name == "undo":
        return f"/desk/undo/{call.arguments['line']}"
    if call.name == "outbox/show":
        return f"/desk/letters/{call.arguments['number']}"
    if call.name in INDEX and not doors.switch_of(call.name, Door.DESK):
        return _address(f"/desk/acts/{call.name}", call)
    return _address(f"/desk/readings/{call.name}", call) if call.name in READINGS else ""


def _address(path: str, call: Call) -> str:
    known = {name for name, *_ in USAGE.get(call.name, ())}
    query = urlencode([pair for name, value in call.arguments.items() if name in known for pair in _pairs(name, value)])
    return f"{path}?{query}" if query else path


def _pairs(name: str, value: object) -> Iterator[tuple[str, str]]:
    values = value if isinstance(value, list | tuple | set | frozenset) else [value]
    yield from ((name, "yes" if each is True else str(each)) for each in values if each not in (None, False, ""))

"""Days as people type them at the desk: how the words are read, or what is wrong with them, beside their field."""

from datetime import date

from actions.deadlines.agreements import literal
from kernel.kinds import Kind
from kernel.parameters import DATE, DAY, SPAN
from planning.errors import CouncilError, NotADate, NotARule
from planning.grammar import KNOWN_WORDS
from planning.rule_context import Known
from planning.window import Precision
from web.desk import remedy_links
from web.desk.words import day, say

KINDS = {kind.name: kind for kind in (DATE, DAY, SPAN)}
OF_DAYS = tuple(KINDS)


def read(typed: str, today: date, kind: Kind = DATE) -> str:
    """Return the day that the words mean, or the first and the last one, as pages write them. Raises CouncilError."""
    plain = kind.plainly(typed, today) if kind.plainly else typed
    if kind.name == SPAN.name:
        span = SPAN.shape(plain)
        return day(span.first) if span.first == span.last else f"{day(span.first)} – {day(span.last)}"
    if kind.name == DAY.name:
        return day(kind.shape(plain))
    rule = literal(kind.shape(plain))
    window = rule.window(Known({}))
    last = day(window.last)
    said = last if window.precision is Precision.DAY else say("about", day=last, precision=window.precision)
    return f"{said}, {rule.clock}" if rule.clock else said


def fault(typed: str, why: CouncilError) -> str:
    """Return what is wrong with the words for a day, without the grammar of rules, of which nobody asked here."""
    why = (_nearer(typed) or why) if isinstance(why, NotADate) else why
    if isinstance(why, NotARule):
        return say("no_day", typed=typed) if why.why == KNOWN_WORDS else say("no_day_for", typed=typed, why=why.why)
    return say("no_day", typed=typed) if isinstance(why, NotADate) else remedy_links.sentence(why)


def _nearer(typed: str) -> NotARule | None:
    """Return what a rule says of words that are no day: that June has 30 days."""
    try:
        DATE.shape(typed)
    except NotARule as why:
        return why
    except CouncilError:
        return None
    return None

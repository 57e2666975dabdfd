"""The fields over a list that say of which cycle, or to whom: words are read as people say them, and stay if wrong."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy.orm import Session

from kernel.lookups import Ambiguous, Choice, cycle_names, folded, person_names
from record.refusals import BadCycleName, NoSuchCycle, NoSuchPerson
from web.desk import act_fields, remedy_links
from web.desk.act_fields import Field, Shape
from web.desk.words import say


def cycle(session: Session, typed: str) -> tuple[str, Field]:
    """Return the name of the cycle that is meant, nothing where none is, and the field, which says its title."""
    choices = _titled(cycle_names.cycles(session))
    try:
        name = cycle_names.cycle(session, typed, is_kind=True) if typed else ""
    except (NoSuchCycle, BadCycleName):
        return "", _field("cycle", say("of_cycle"), typed, choices, say("no_such_cycle", words=typed))
    except Ambiguous as why:
        return "", _field("cycle", say("of_cycle"), typed, choices, remedy_links.sentence(why))
    title = next((choice.title for choice in choices if choice.name == name), name)
    return name, _field("cycle", say("of_cycle"), title, choices)


def person(session: Session, typed: str) -> tuple[str, Field]:
    """Return the public id of the contact who is meant, nothing where nobody is, and the field."""
    try:
        known = person_names.person(session, typed, is_kind=True) if typed else ""
    except NoSuchPerson:
        return "", _field("person", say("to_person"), typed, (), say("no_such_person", words=typed))
    except Ambiguous as why:
        return "", _field("person", say("to_person"), typed, (), remedy_links.sentence(why))
    return known, _field("person", say("to_person"), typed)


def _titled(choices: Sequence[Choice]) -> list[Choice]:
    """Return choices by titles; where a title would not say which, as another is called so too, by their names."""
    number = Counter(called for choice in choices for called in {folded(choice.name), folded(choice.title)})
    return [choice if number[folded(choice.title)] == 1 else Choice(choice.name, choice.name) for choice in choices]


def _field(name: str, label: str, typed: str, choices: Sequence[Choice] = (), wrong: str = "") -> Field:
    offered = choices if len(choices) <= act_fields.MOST_CHOICES else ()
    return Field(name, label, "", Shape.WORDS, (typed,), offered, is_required=False, wrong=wrong)

"""The fields of a form, derived from the parameters that an act or a reading declares, and what was typed into them."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, StrEnum
from typing import Any

from sqlalchemy.orm import Session

from kernel.declaration import Declared
from kernel.kinds import Parameter, Place
from kernel.lookups import Choice
from planning.errors import CouncilError
from web.desk import remedy_links, typed_days, words
from web.desk.act_needs import Needs
from web.desk.names import Names
from web.desk.present_values import SHOWN
from web.form_fields import Form

MOST_CHOICES = 400  # offered beneath a field; of more only what is typed counts
MOST_TICKS = 40  # choices that are each ticked; of more, those that are wanted are typed
TICKED = ("items", "steps")  # of which nothing but the choices can be wanted
LONG = ("reason", "text")
FILE = "file"
SUBJECTS = (
    "cycle",
    "step",
    "meeting",
    "expected",
    "messages",
    "item",
    "clause",
    "number",
)  # what a link, or a button, leads to the form for
CALLED = ("item", "clause", "number")  # those whose titles are among their choices
OF_STEP = {"cycle", "step"}  # said together, or not at all
RARE = ("accept_conflicts", "accept_provisional", "alone", "anyway", "keep_short", "sure")
OF_SOME_FILES = ("calendar", "body", "replace", "kind", "since")  # beside a file: what those do not say themselves
UPLOAD, FILENAME = "upload", "filename"  # parts of the names of fields


class Shape(StrEnum):
    """What a field looks like."""

    WORDS = "words"
    EMAIL = "email"
    TEXT = "text"  # several lines
    LINES = "lines"  # one value a line
    NUMBER = "number"
    CHOICE = "choice"
    CHOICES = "choices"
    TICKS = "ticks"  # several of what the record holds, by title
    TICK = "tick"
    FILE = "file"  # a name, and what the file holds


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its label and help, what stands in it, what there is to choose from, and what is wrong with it."""

    name: str
    label: str
    help: str
    shape: Shape
    typed: tuple[str, ...]
    choices: Sequence[Choice]
    is_required: bool
    wrong: str = ""
    read: str = ""  # how the words of a day are read
    subject: str = ""  # what it names, once that is known: then it is said, and not asked for
    is_one_of: bool = False  # it or another field has to be filled
    day: str = ""  # date, day or span, where the words of one are typed into it
    is_of_some: bool = False  # only some files need it

    @property
    def is_rare(self) -> bool:
        """Return whether it is wanted only where something speaks against the act; then its form says so."""
        return self.name in RARE and not (self.wrong or self.value)

    @property
    def value(self) -> str:
        """What stands in it."""
        return "\n".join(self.typed)

    @property
    def called(self) -> str:
        """What people call what stands in it: its title, where that is among the choices."""
        return next((choice.title for choice in self.choices if choice.name == self.value), ", ".join(self.typed))


def shape_of(parameter: Parameter) -> Shape:
    """Return what the field of a parameter looks like."""
    kind = parameter.kind
    if kind.name == FILE:
        return Shape.FILE
    if kind.type is bool:
        return Shape.TICK
    if isinstance(kind.type, type) and issubclass(kind.type, Enum):
        return Shape.CHOICES if kind.is_many else Shape.CHOICE
    if kind.is_many:
        return Shape.LINES
    if kind.name in LONG:
        return Shape.TEXT
    return Shape.NUMBER if kind.type is int else Shape.EMAIL if kind.name == "e-mail address" else Shape.WORDS


def has_file(declared: Declared) -> bool:
    """Return whether a file is among what an act is given."""
    return any(each.kind.name == FILE for each in declared.parameters)


def was_shown(declared: Declared, form: Form) -> bool:
    """Return whether somebody saw the form: what a button of a row sends lacks fields that nobody was asked for."""
    shapes = (Shape.WORDS, Shape.EMAIL, Shape.TEXT, Shape.NUMBER, Shape.CHOICE)
    return all(each.name in form.fields for each in declared.parameters if shape_of(each) in shapes)


def taken(declared: Declared, form: Form) -> Form:
    """Return a form in which a file that was chosen stands as if it had been typed."""
    fields = dict(form.fields)
    for each in declared.parameters:
        name = f"{each.name}.{UPLOAD}"
        text, called = "".join(fields.pop(name, ())), fields.pop(f"{name}.{FILENAME}", ())
        if text.strip():
            fields |= {each.name: called, f"{each.name}.text": (text,)}
    return Form(fields)


def values_of(declared: Declared, form: Form) -> dict[str, Any]:
    """Return what a form holds for each parameter, as doors hand it on; an empty field is left out."""
    values = {each.name: _value(each, form) for each in declared.parameters}
    stood = form.all(SHOWN)
    emptied = {each.name: "" for each in declared.parameters if each.kind.is_said_empty and each.name in stood}
    return emptied | {name: value for name, value in values.items() if value not in (None, "", [], False)}


def _value(parameter: Parameter, form: Form) -> Any:
    typed = [word.replace("\r\n", "\n") for word in form.fields.get(parameter.name, ())]
    match shape_of(parameter):
        case Shape.TICK:
            return bool(typed and typed[-1])
        case Shape.LINES:
            return [line.strip() for word in typed for line in word.split("\n") if line.strip()]
        case Shape.CHOICES:
            return list(filter(None, typed))
        case Shape.FILE:  # a name and a text: words alone would be a place on this machine
            text = "".join(form.fields.get(f"{parameter.name}.text", ())).replace("\r\n", "\n")
            return [{"name": "".join(typed).strip(), "text": text}] if text.strip() else []
        case Shape.TEXT:
            return "\n".join(typed).strip()
    return " ".join(typed).strip()


def fields(declared: Declared, form: Form, place: Place, wrong: Mapping[str, str], today: date) -> list[Field]:
    """Return the fields of a form, filled with what was typed, and with how days are read; `place` is what is known."""
    every = [
        _with_day(_field(each, form, place, wrong.get(each.name, "")), each, today) for each in declared.parameters
    ]
    if not any(each.shape is Shape.FILE for each in every):
        return every
    return [replace(each, is_of_some=each.name in OF_SOME_FILES and not (each.value or each.wrong)) for each in every]


def _with_ticks(field: Field) -> Field:
    """Return the field, its choices to be ticked where they are few and what stands in it is among them."""
    stands = tuple(field.value.split())
    is_ticked = field.name in TICKED and field.shape is Shape.LINES and 0 < len(field.choices) <= MOST_TICKS
    if not is_ticked or {*stands} - {choice.name for choice in field.choices}:
        return field
    return replace(field, shape=Shape.TICKS, typed=stands)


def needed(fields: Sequence[Field], needs: Needs) -> list[Field]:
    """Return the fields, of which those that cannot be left empty here say so."""
    return [
        replace(each, is_required=each.is_required or each.name in needs.all, is_one_of=each.name in needs.any)
        for each in fields
    ]


def about(fields: Sequence[Field], names: Names) -> list[Field]:
    """Return the fields, of which those that say what the act is about are said by title where that is known."""
    typed = {each.name: each.value for each in fields if each.name in SUBJECTS and each.value and not each.wrong}
    titles = {each.name: each.called for each in fields if each.name in CALLED}
    titles |= {"meeting": names.meetings.get(typed.get("meeting", ""), "")}
    titles |= {"expected": names.documents.get(typed.get("expected", ""), "")}
    titles |= {"cycle": names.cycle(typed.get("cycle", ""))}
    titles |= {"messages": words.say("letters_of", number=len(typed.get("messages", "").split()))}
    titles |= {"step": names.step(typed.get("cycle", ""), typed.get("step", ""))}
    known = {name for name in typed if titles[name] and titles[name] != typed[name]}
    if any(each.name == "step" for each in fields) and not known.issuperset(OF_STEP):
        known -= OF_STEP
    return [replace(each, subject=titles[each.name]) if each.name in known else each for each in fields]


def _with_day(field: Field, parameter: Parameter, today: date) -> Field:
    if parameter.kind.name not in typed_days.OF_DAYS:
        return field
    field = replace(field, day=parameter.kind.name)
    if field.wrong or not field.value:
        return field
    with suppress(CouncilError):
        return replace(field, read=typed_days.read(field.value, today, parameter.kind))
    return field


def _field(parameter: Parameter, form: Form, place: Place, wrong: str) -> Field:
    kind, shape, typed = parameter.kind, shape_of(parameter), form.fields.get(parameter.name, ())
    if parameter.name not in form.fields and shape is Shape.CHOICE and parameter.default is not None:
        typed = (str(parameter.default),)
    if shape is Shape.FILE:
        typed = (*typed[:1], *form.fields.get(f"{parameter.name}.text", ())) or ("", "")
    label = words.named("field", parameter.name)
    return _with_ticks(Field(
        parameter.name, label, kind.meaning, shape, tuple(typed), _choices(parameter, place), parameter.is_required,
        wrong,
    ))  # fmt: skip


def _choices(parameter: Parameter, place: Place) -> Sequence[Choice]:
    """Return what there is to choose from, if it is not too much, and known: a step is of the cycle beside it."""
    if parameter.kind.choices is None or parameter.kind.name == FILE:
        return ()
    try:
        choices = parameter.kind.choices(place)
    except (KeyError, CouncilError):
        return ()
    return choices if len(choices) <= MOST_CHOICES else ()


def read(
    declared: Declared, typed: Mapping[str, Any], session: Session, today: date
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the values that were read in the record, and what is wrong with the fields that could not be."""
    shaped: dict[str, Any] = {}
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for parameter in declared.parameters:
        try:
            shaped[parameter.name] = parameter.read(typed.get(parameter.name), today)
        except CouncilError as why:
            wrong[parameter.name] = _say(parameter, typed, why)
    for parameter in declared.parameters:
        if parameter.name in shaped:
            try:
                values[parameter.name] = parameter.resolved(Place(session, values, True), shaped[parameter.name])
            except KeyError:
                continue  # it hangs on a field that is wrong itself
            except CouncilError as why:
                wrong[parameter.name] = _say(parameter, typed, why)
    return values, wrong


def _say(parameter: Parameter, typed: Mapping[str, Any], why: CouncilError) -> str:
    """Return what is wrong with a field: that it is empty, or what the record says of what stands in it."""
    if parameter.is_required and parameter.name not in typed:
        return words.say("field_empty", field=words.named("field", parameter.name))
    if parameter.kind.name in typed_days.OF_DAYS:
        return typed_days.fault(str(typed.get(parameter.name)), why)
    return remedy_links.sentence(why)

"""Errors of pydantic as one sentence, without the values themselves, since a channel's URL is secret."""

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from loading.base_shape import Shape
from loading.entry_refusals import SHOWN, unknown_word
from loading.item_shape import DoneShape
from loading.meeting_shapes import AgendaShape
from loading.membership_shapes import MemberShape
from loading.paper_shapes import AnswerShape, ClauseShape, LanguageShape, ObligationShape, SubmissionShape
from loading.shapes import DeadlineShape, DeputyShape, RoleShape
from notifications.plain_text import plain

WANTED = {
    "string_type": "one line of text",
    "tuple_type": "a list",
    "model_type": "a mapping, such as {key: value}",
    "model_attributes_type": "a mapping, such as {key: value}",
    "dict_type": "a mapping, such as {key: value}",
    "date_type": "one day, such as 2017-02-24",
    "int_type": "a number",
    "bool_type": "true or false",
}
NESTED: dict[str, type[Shape]] = {
    "deadlines": DeadlineShape,
    "agenda": AgendaShape,
    "roles": RoleShape,
    "deputies": DeputyShape,
    "clauses": ClauseShape,
    "obligations": ObligationShape,
    "languages": LanguageShape,
    "answers": AnswerShape,
    "done": DoneShape,
    "members": MemberShape,
}


def complaint(why: ValidationError, shape: type[Shape], data: Any) -> tuple[str, str]:
    """Return where inside the entry (`, deadlines[2] 'comments'`, or nothing) and what is wrong, with the remedy."""
    errors = why.errors(include_url=False, include_input=False)
    worst = next((error for error in errors if error["type"] == "extra_forbidden"), errors[0])
    loc, inside = worst["loc"], ""
    while len(loc) > 1 and (nested := _nested(shape, loc)):
        inside += _inside(loc, data)
        items = data[loc[0]] if isinstance(data, dict) else None
        data = items[loc[1]] if isinstance(items, list) and isinstance(loc[1], int) else items
        loc, shape = loc[2:], nested
    return inside, _sentence(worst, loc, shape)


def _nested(shape: type[Shape], loc: Sequence[int | str]) -> type[Shape] | None:
    """Return the shape of the items of a list, if the field of this shape holds such items."""
    if shape is SubmissionShape or not isinstance(loc[1], int):
        return None  # its `clauses` are words
    return NESTED.get(str(loc[0]))


def _inside(loc: Sequence[int | str], data: Any) -> str:
    """Return the item of a list, counted from 1 and named where it has a name."""
    items = data[loc[0]] if isinstance(data, dict) else None
    item = items[loc[1]] if isinstance(items, list) and isinstance(loc[1], int) else {}
    name = (
        item.get("step") or item.get("role") or item.get("key") or item.get("organization")
        if isinstance(item, dict)
        else item
    )
    return f", {loc[0]}[{int(loc[1]) + 1}]{f' {plain(name, SHOWN)!r}' if isinstance(name, str) else ''}"


def _sentence(error: ErrorDetails, loc: Sequence[int | str], shape: type[Shape]) -> str:
    field = plain(str(loc[0]), SHOWN) if loc else ""
    if error["type"] == "extra_forbidden":
        return unknown_word(str(loc[0]), shape.words())
    if error["type"] == "missing":
        return f"`{field}` is missing; add it"
    subject = f"`{field}` {_place_of(loc)}" if field else ""
    if error["type"] == "value_error":
        return f"{subject}{error['ctx']['error']}"
    return f"{subject}wants {WANTED.get(error['type'], error['msg'])}"


def _place_of(loc: Sequence[int | str]) -> str:
    """Return which item or key of the field is meant."""
    if len(loc) > 1 and isinstance(loc[1], int):
        return f"({loc[1] + 1}) "
    return f"({plain(str(loc[1]), SHOWN)!r}) " if len(loc) > 1 and loc[1:] != ("[key]",) else ""

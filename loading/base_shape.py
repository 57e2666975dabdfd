"""The base of all shapes of a loaded file: unknown words are refused, and a list of one needs no brackets."""

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema

from loading.entry_refusals import unknown_word

Item = TypeVar("Item")


def _listed(value: Any) -> Any:
    """One may be written without the brackets of a list."""
    return [value] if isinstance(value, str | dict) else value


def with_blanks(value: Any) -> Any:
    """Return a mapping of free names with those that have no value, which a Node keeps beside it."""
    return {**value, **dict.fromkeys(getattr(value, "blank", ()))} if isinstance(value, dict) else value


class _OneOrMany:
    """Tells editors that the brackets may be left out."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        listed = handler(core)
        return {"anyOf": [listed["items"], listed]}


Many = Annotated[tuple[Item, ...], BeforeValidator(_listed), _OneOrMany()]


class Shape(BaseModel):
    """One entry: frozen, and closed to words that it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _knows_what_is_left_blank(cls, data: Any) -> Any:
        """A word that is not known is refused without a value too."""
        for word in getattr(data, "blank", ()):
            if word not in cls.words():
                raise ValueError(unknown_word(word, cls.words()))
        return data

    @classmethod
    def words(cls) -> list[str]:
        """Return the words that an entry may have."""
        return [info.alias or name for name, info in cls.model_fields.items()]

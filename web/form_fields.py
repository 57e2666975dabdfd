"""The fields of a form: read completely before anything is done, of limited size, one line each."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from notifications.plain_text import one_line

LARGEST = 64 * 1024  # bytes; a form of ours is a few hundred
MANY = 200  # fields


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form, each a list of what was typed or ticked."""

    fields: Mapping[str, tuple[str, ...]]

    def one(self, name: str) -> str:
        """Return what stands in a field, without line breaks and controls; empty where nothing does."""
        return one_line(" ".join(self.fields.get(name, ())))

    def all(self, name: str) -> tuple[str, ...]:
        """Return all that was ticked."""
        return tuple(one_line(word) for word in self.fields.get(name, ()))


async def read_form(request: Request) -> Form:
    """Return the fields that were sent; of a coding that our pages do not use, none. Raises HTTPException."""
    data = await read_data(
        request, LARGEST, "this form is too large; say it shorter, or give the address of a document"
    )
    return fields_of(request.headers.get("content-type", ""), data)


def fields_of(kind: str, data: bytes) -> Form:
    """Return the fields of a form; of a coding that our pages do not use, none. Raises HTTPException."""
    if not kind.startswith("application/x-www-form-urlencoded"):
        return Form({})
    try:
        fields = parse_qs(data.decode(), keep_blank_values=True, max_num_fields=MANY)
    except ValueError as why:
        raise HTTPException(400, "this form cannot be read; go back, and send it again") from why
    return Form({name: tuple(words) for name, words in fields.items()})


async def read_data(request: Request, largest: int, too_large: str) -> bytes:
    """Return what was sent, as far as it is no larger than that. Raises HTTPException."""
    data = bytearray()
    try:
        async for piece in request.stream():
            data += piece
            if len(data) > largest:
                raise HTTPException(413, too_large)
    except ClientDisconnect as why:
        raise HTTPException(400, "the rest of this form never came") from why
    return bytes(data)

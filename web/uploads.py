"""Forms with a file: read completely before anything is done, of limited size, and written to no disk."""

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import PurePath

from starlette.exceptions import HTTPException
from starlette.requests import Request

from notifications.plain_text import one_line
from web.form_fields import Form, fields_of, read_data, read_form

LARGEST = 1_000_000  # bytes; somewhat more, and the connection is cut off (web/connections.py)
MULTIPART = "multipart/form-data"
UNREADABLE = "this form cannot be read; go back, and send it again"


async def read_upload(request: Request) -> Form:
    """Return the fields that were sent, a file as the text that it holds. Raises HTTPException."""
    too_large = (
        f"this is larger than {LARGEST // 1_000_000} MB; divide the table, and bring in one part after the other"
    )
    data = await read_data(request, LARGEST, too_large)
    kind = request.headers.get("content-type", "")
    return _parts(kind, data) if kind.startswith(MULTIPART) else fields_of(kind, data)


async def read_either(request: Request) -> Form:
    """Return the fields that were sent, with a file among them or without. Raises HTTPException."""
    is_upload = request.headers.get("content-type", "").startswith(MULTIPART)
    return await (read_upload(request) if is_upload else read_form(request))


def _parts(kind: str, data: bytes) -> Form:
    """Return the fields of a form that has a file among them."""
    head = f"Content-Type: {kind}\r\n\r\n".encode("latin-1", "replace")
    message = BytesParser(EmailMessage, policy=policy.HTTP).parsebytes(head + data)
    if not message.is_multipart() or message.defects:
        raise HTTPException(400, UNREADABLE)
    fields: dict[str, tuple[str, ...]] = {}
    for part in message.iter_parts():
        name, value = part.get_param("name", header="content-disposition"), part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(value, bytes):
            raise HTTPException(400, UNREADABLE)
        fields[name] = (*fields.get(name, ()), decoded(value))
        if called := part.get_filename():
            fields[f"{name}.filename"] = (one_line(PurePath(called.replace("\\", "/")).name),)
    return Form(fields)


def decoded(data: bytes) -> str:
    """Return what a file holds as text: in UTF-8, UTF-16 with its mark, or the cp1252 of old spreadsheets."""
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:  # a workbook or a picture that happens to be cp1252 has some
            return text
    raise HTTPException(400, "this file is no text, but a workbook or the like; save the sheet as CSV (UTF-8)")

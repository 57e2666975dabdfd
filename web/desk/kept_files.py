"""The style and the script of the desk: one file each, under an address that changes with what they hold.

So a page costs three requests when it is new to a browser, and one after that.
"""

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from web.stylesheets import packed

_ROOM = Path(__file__).parent
STYLE = (_ROOM.parent / "style.css", _ROOM / "style.css")
SCRIPT = (_ROOM / "scripts" / "htmx.min.js", _ROOM / "scripts" / "desk.js")
FOR_EVER = "public, max-age=31536000, immutable"
BRIEFLY = "public, max-age=300"  # an address of before, or of after: whatever it holds now


def style(request: Request) -> Response:
    """Return the style of the desk, that of our other pages first."""
    return _file(request, STYLE, "text/css")


def script(request: Request) -> Response:
    """Return the script of the desk: htmx, and ours."""
    return _file(request, SCRIPT, "text/javascript")


def style_path() -> str:
    """Return the address of the style as it is now."""
    return f"/desk/style.css?v={mark(STYLE)}"


def script_path() -> str:
    """Return the address of the script as it is now."""
    return f"/desk/script.js?v={mark(SCRIPT)}"


@cache
def whole(files: Sequence[Path]) -> bytes:
    """Return what the files hold, one after the other."""
    return b"\n".join(file.read_bytes() for file in files)


@cache
def mark(files: Sequence[Path]) -> str:
    """Return by what a browser tells what they hold from what they held before."""
    return sha256(whole(files)).hexdigest()[:12]


def _file(request: Request, files: Sequence[Path], kind: str) -> Response:
    is_now = request.query_params.get("v") == mark(files)
    return packed(request, whole(files), kind, {"cache-control": FOR_EVER if is_now else BRIEFLY})

"""libical, the parser inside Evolution and KDE's calendars, through its C interface."""

import ctypes
import ctypes.util
from collections.abc import Iterator
from functools import cache


class LibicalMissing(Exception):
    """The shared library is not on this machine; the four-parser check must not pass without it."""


@cache
def library() -> ctypes.CDLL:
    """Return libical with its signatures declared. Raises LibicalMissing when the machine has none."""
    path = ctypes.util.find_library("ical")
    if path is None:
        raise LibicalMissing("libical is not installed: run `apt-get install libical3` (or your system's libical)")
    loaded = ctypes.CDLL(path)
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    for name, returns, takes in (
        ("icalparser_parse_string", pointer, [text]),
        ("icalcomponent_free", None, [pointer]),
        ("icalcomponent_isa", number, [pointer]),
        ("icalcomponent_string_to_kind", number, [text]),
        ("icalcomponent_count_errors", number, [pointer]),
        ("icalcomponent_get_first_component", pointer, [pointer, number]),
        ("icalcomponent_get_next_component", pointer, [pointer, number]),
        ("icalcomponent_get_uid", text, [pointer]),
        ("icalcomponent_get_summary", text, [pointer]),
        ("icalcomponent_as_ical_string", text, [pointer]),
        ("icalrestriction_check", number, [pointer]),
    ):
        function = getattr(loaded, name)
        function.restype, function.argtypes = returns, takes
    loaded.icalerror_set_errors_are_fatal(0)
    return loaded


def read(data: bytes) -> tuple[list[tuple[str, str]], list[str]]:
    """Return (UID, title) of each event as libical reads them, and its complaints."""
    libical = library()
    root = libical.icalparser_parse_string(data)
    if root is None:
        return [], ["libical finds no component"]
    try:
        return list(_events(libical, root)), list(_complaints(libical, root))
    finally:
        libical.icalcomponent_free(root)


def _events(libical: ctypes.CDLL, root: int) -> Iterator[tuple[str, str]]:
    kind = libical.icalcomponent_string_to_kind(b"VEVENT")
    event = libical.icalcomponent_get_first_component(root, kind)
    while event is not None:
        uid, title = libical.icalcomponent_get_uid(event), libical.icalcomponent_get_summary(event)
        yield (uid or b"").decode(errors="replace"), (title or b"").decode(errors="replace")
        event = libical.icalcomponent_get_next_component(root, kind)


def _complaints(libical: ctypes.CDLL, root: int) -> Iterator[str]:
    if libical.icalcomponent_isa(root) != libical.icalcomponent_string_to_kind(b"VCALENDAR"):
        yield "the root is not one VCALENDAR"
    if not libical.icalrestriction_check(root):
        yield "icalrestriction_check refuses it"
    if libical.icalcomponent_count_errors(root):
        text = libical.icalcomponent_as_ical_string(root).decode(errors="replace").replace("\r\n ", "")
        yield from (line for line in text.splitlines() if line.startswith("X-LIC-ERROR"))

"""The way back: the page of the desk on which somebody began an act, kept through its form, and what it is called."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from kernel.index import READINGS
from web.desk.render import MORE_PLACES, PLACES
from web.desk.visits import Visit
from web.desk.words import named, say
from web.form_fields import Form

FIELD = "back"
LONGEST = 500  # characters
PASSED = ("/desk/acts/", "/desk/undo/", "/desk/sign-in", "/desk/begin/", "/desk/provider")  # on the way, not its end
FORMS = ("/dates", "/import")  # forms with pages of their own
TODAY = "/desk"


def began_on(visit: Visit, form: Form, typed: Mapping[str, Any]) -> str:
    """Return the address of the page on which an act was begun: the form says it, else the browser.

    Where neither does, it is the page of what the act is about, else Today.
    """
    said = form.one(FIELD) or _of_page(visit.came_from)
    return said if _is_page(said) else _page_about(typed)


def _of_page(address: str) -> str:
    """Return the page to which a form with a page of its own belongs; any other page as it is."""
    path = urlsplit(address).path
    return next((path.removesuffix(form) for form in FORMS if path.endswith(form)), address)


def _is_page(said: str) -> bool:
    """Return whether that is a page of ours, and none that lies between it and an act."""
    where = urlsplit(said)
    is_ours = not where.scheme and not where.netloc and (where.path == TODAY or where.path.startswith(f"{TODAY}/"))
    is_passed = where.path.startswith(PASSED)
    return is_ours and len(said) <= LONGEST and not is_passed


def _page_about(typed: Mapping[str, Any]) -> str:
    meeting = str(typed.get("expected") or typed.get("meeting") or "").partition("/")[0]
    if meeting:
        return f"/desk/sessions/{quote(meeting)}"
    cycle = typed.get("cycle")
    if isinstance(cycle, str) and cycle.count("/") == 1:
        return f"/desk/cycles/{quote(cycle)}"
    if typed.get("item") or typed.get("clause"):
        return "/desk/decisions" if typed.get("item") else "/desk/follow-up"
    return "/desk/contacts" if {"files", "email"}.issubset(typed) or "person" in typed else TODAY


def leading(visit: Visit, address: str, typed: Mapping[str, Any]) -> tuple[str, str]:
    """Return where the way back leads, to the row of the step or the document, and what that page is called."""
    path = unquote(urlsplit(address).path)
    row = ""
    if path.startswith("/desk/cycles/") and path.count("/") == 4:
        row = str(typed.get("step") or "")
    elif path.startswith("/desk/sessions/"):
        row = str(typed.get("expected") or "").partition("/")[2]
    return f"{address}#{quote(row)}" if row else address, say("back_to", page=_called(visit, path))


def _called(visit: Visit, path: str) -> str:
    kind, _, name = path.removeprefix("/desk/").partition("/")
    if kind == "cycles" and name.count("/") == 1:
        return visit.names.cycle(name)
    if kind == "cycles" and "/replies/" in name:
        return say("replies")
    if kind == "readings" and name in READINGS:
        return named("reading", name)
    if kind == "sessions" and name in visit.names.meetings:
        return visit.names.meetings[name]
    places = [(href, key) for key, href, _ in (*PLACES, *MORE_PLACES) if path == href or path.startswith(f"{href}/")]
    return say(f"place_{max(places)[1]}")

"""Readings as pages: what is asked for on top, then its table, which is a file for spreadsheets too."""

import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.responses import Response

from kernel import hand_out, registry
from kernel.grants import may
from kernel.index import READINGS
from kernel.kinds import Place
from kernel.readings import Reading
from kernel.shown import Cell, Row, Shown
from models.engine import reading as reading_session
from planning.clock import utc_now
from planning.errors import CouncilError
from planning.remedies import Call
from planning.zones import local_day
from web.desk import act_fields, cells, hand_outs, remedy_links, step_up, tables, words
from web.desk.render import page, status_of
from web.desk.step_up import StepUp
from web.desk.visits import Visit
from web.form_fields import Form

OF_A_CONTACT = (
    "outbox/list", "choices/show", "tokens/list", "people/edit", "choices/set", "people/give-role", "people/end-role",
    "deputy/set", "people/reachable", "people/end-links",
)  # fmt: skip
OF_A_LIST = {
    "account/list": ("account/invite", "account/change", "account/end"),
    "body/list": ("body/end", "body/go-on"),
    "channels/list": ("channels/test", "channels/seal"),
    "deputy/list": ("deputy/set", "deputy/end"),
    "membership/list": ("membership/begin", "membership/end"),
    "organization/list": ("organization/rename", "organization/merge"),
    "outbox/rules": ("outbox/allow", "outbox/forbid"),
    "sending/status": ("sending/hold", "sending/resume"),
    "sign-in/list": ("sign-in/end",),
    "submission/list": ("document/submit",),
    "circular/list": ("circular/sent", "circular/answer"),
}
"""The acts that change what a list says."""
OF_FACTS = ("people/show", "choices/show")  # whose tables say one fact a row
MOST = 2_000  # rows on a page; the file has all


def is_offered(visit: Visit, reading: Reading) -> bool:
    """Return whether who is signed in may read it, of some object at least."""
    return may(visit.identity, reading.who, visit.identity.of)


@dataclass(frozen=True, slots=True)
class Readings:
    """The handlers over one store."""

    engine: Engine
    step_up: StepUp

    def listed(self, visit: Visit) -> Response:
        """Return the page of all readings that are offered, by what they are about."""
        nouns: dict[str, list[Reading]] = {}
        for reading in registry.readings():
            if is_offered(visit, reading):
                nouns.setdefault(reading.noun, []).append(reading)
        return page(visit, "readings", nouns=nouns)

    def take(self, visit: Visit, form: Form) -> Response:
        """Return the file of a reading of people to whoever gives their password again."""
        fault = self.step_up.fault(visit, form)
        return self.show(visit, fault=fault) if fault else self.show(visit, may_take=True)

    def show(self, visit: Visit, *, may_take: bool = False, fault: str = "") -> Response:
        """Return what is read, as a page or as a file; where it is not said of what, the fields to say so."""
        reading, asked = self._reading(visit), visit.request.query_params
        kind = asked.get("as", "")
        is_file = may_take or (kind in ("csv", hand_outs.PDF) and reading.name not in step_up.FILES)
        form = Form({name: tuple(asked.getlist(name)) for name in asked})
        typed = act_fields.values_of(reading, form)
        is_whole = all(each.name in typed for each in reading.parameters if each.is_required)
        with ExitStack() as opened:
            session = opened.enter_context(reading_session(self.engine))
            today = local_day(visit.now)
            values, wrong = act_fields.read(reading, typed, session, today)
            fields = act_fields.fields(reading, form, Place(session, values, True), wrong if asked else {}, today)
            if wrong or not is_whole:
                return page(visit, "reading", status=422 if asked else 200, **_empty(reading, fields))
            try:
                shown = self._shown(visit, reading, session, typed)
                return _file(visit, reading, shown, kind) if is_file else _read(visit, reading, fields, shown, fault)
            except CouncilError as why:
                refusal = {"refusal": remedy_links.sentence(why), "ways": remedy_links.links(why.remedies)}
                return page(visit, "reading", status=status_of(why), **_empty(reading, fields) | refusal)

    def _reading(self, visit: Visit) -> Reading:
        """Return the reading of the address. Raises HTTPException if there is none, or not for this person."""
        path = visit.request.path_params
        name = f"{path['noun']}/{path['verb']}"
        if name not in READINGS and not registry.is_reading(name):
            raise HTTPException(404, f"there is nothing to read called {name!r}")
        reading = registry.reading(name)
        reading.check_granted(visit.identity, visit.identity.of)
        return reading

    def _shown(self, visit: Visit, reading: Reading, session: Session, typed: dict[str, Any]) -> Shown[Any]:
        """Return what is read. Raises as the reading does."""
        ways: dict[str, Callable[[], Any]] = {
            "now": lambda: visit.now,
            "known": lambda: None,
            "clock": utc_now,
            "settings": lambda: visit.settings,
            "environment": lambda: os.environ,
            "engine": lambda: self.engine,
        }
        given = {name: way() for name, way in ways.items() if name in reading.given}
        shape = reading.shaped(typed, local_day(visit.now))
        return reading.show(session, shape, by=visit.identity, is_kind=True, **given)


def _empty(reading: Reading, fields: list[act_fields.Field]) -> dict[str, Any]:
    """Return what the page of a reading is made of while nothing is read."""
    return {
        "reading": reading, "fields": fields, "refusal": "", "ways": [], "heads": [], "rows": [], "said": None,
        "more": 0, "file": "", "hand_out": "", "data": "", "asks_again": reading.name in step_up.FILES, "beside": [],
    }  # fmt: skip


def _beside(visit: Visit, reading: Reading, fields: list[act_fields.Field]) -> list[Markup]:
    """Return the links from a contact to what is known of them, and from each list to what changes it."""
    person = next((each.value for each in fields if each.name == "person"), "")
    names = OF_A_CONTACT if reading.name == "people/show" and person else ()
    acts = (name for name in OF_A_LIST.get(reading.name, ()) if may(visit.identity, registry.act(name).who))
    return remedy_links.links((*(Call(name, {"person": person}) for name in names), *map(Call, acts)))


def _read(
    visit: Visit, reading: Reading, fields: list[act_fields.Field], shown: Shown[Any], fault: str = ""
) -> Response:
    columns, rows = shown.columns or reading.columns, shown.rows
    made = _empty(reading, fields) | {"refusal": fault, "beside": _beside(visit, reading, fields)}
    if shown.data is not None:
        made["data"] = shown.data.decode("utf-8", "replace")
    elif columns and rows:
        heads = [column.heading for column in columns]
        made |= {
            "heads": heads,
            "more": max(0, len(rows) - MOST),
            "file": _as_file(visit, "csv"),
            "hand_out": _as_file(visit, hand_outs.PDF),
        }
        made |= {"rows": list(cells.table(heads, rows[:MOST], visit.names))}
    else:
        made["said"] = [
            [[cells.markup(cell) for cell in _worded(reading, row, visit)] for row in part.rows]
            if not isinstance(part, str)
            else part
            for part in cells.lines(shown.parts, visit.names)
        ]
    return page(visit, "reading", status=422 if fault else 200, **made)


def _worded(reading: Reading, row: Row, visit: Visit) -> Sequence[Cell]:
    """Return a row of a table in words: of a contact, each fact has a label."""
    return cells.labelled(row, visit.names) if reading.name in OF_FACTS else row


def _as_file(visit: Visit, kind: str) -> str:
    """Return the address of the same as a file of that kind."""
    asked = visit.request.query_params
    return f"?{QueryParams([*asked.multi_items(), ('as', kind)])}"


def _file(visit: Visit, reading: Reading, shown: Shown[Any], kind: str) -> Response:
    """Return the table as a file for spreadsheets, in which nothing is a formula; or to print, with titles for keys."""
    columns = shown.columns or reading.columns
    if not columns:
        raise HTTPException(404, "this is no table, and has no file")
    if kind == hand_outs.PDF:
        rows = cells.titled([column.heading for column in columns], shown.rows, visit.names)
        title = words.named("reading", reading.name)
        return hand_outs.file(visit, reading.slug, hand_out.of_table(title, columns, rows, cells.text))
    return tables.file(reading.slug, columns, shown.rows)

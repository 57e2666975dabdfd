"""A table of contacts brought in from a spreadsheet: paste or choose it, say once what its columns are, check, load.

Nothing of it is stored before the last step, and then all of it or nothing: the table travels in the page meanwhile.
"""

import csv
import io
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from typing import Any

from sqlalchemy import Engine
from starlette.responses import Response

from kernel import registry
from kernel.grants import Grant
from loading import spreadsheets, table_columns
from loading.contact_columns import FIRST, HEADERS, LAST, places_of
from models.contact_layouts import ContactLayout
from models.engine import reading
from models.transactions import TryAgain, run
from planning.errors import CouncilError
from planning.roles import ROLES, is_known
from record import contact_layouts
from record.refusals import LoadRefused
from web.desk import remedy_links
from web.desk.act_pages import DO, Acts
from web.desk.render import page, status_of
from web.desk.visits import Visit
from web.desk.words import say
from web.form_fields import Form

ACT, PATH = "file/load", "/desk/contacts/import"
TABLE, UPLOAD, ROLE = "table", "upload", "role"
LONGEST = 900_000  # bytes: some five thousand contacts
MOST_COLUMNS, SHOWN = 60, 3  # columns of a table, and rows of it on the page
NAME = "contacts.csv"
FIELDS = ("name", FIRST, LAST, *(name for name in HEADERS if name not in ("name", "channels")))
"""What a column can be; the addresses of channels are secrets, and are given by an act of their own."""


class Unreadable(CouncilError):
    """A table that cannot be brought in as it is."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table: its header, some of what stands in it, and what it is taken for."""

    number: int
    header: str
    samples: tuple[str, ...]
    field: str

    @property
    def name(self) -> str:
        """The name of its field on the page."""
        return f"column.{self.number}"


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it was pasted: its headers and its rows."""

    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    layout: ContactLayout | None = None  # what the office last said of one with these headings

    def columns(self, form: Form) -> list[Column]:
        """Return its columns, each with what the form or else its header says that it is."""
        guessed = dict(enumerate(self.layout.fields)) if self.layout else _guessed(self.headers)
        return [
            Column(
                number, header, tuple(_cell(row, number)[:60] for row in self.rows[:SHOWN]),
                form.one(f"column.{number}") if f"column.{number}" in form.fields else guessed.get(number, ""),
            )
            for number, header in enumerate(self.headers)
        ]  # fmt: skip

    def mapped(self, columns: Sequence[Column], role: str) -> str:
        """Return the table with our headers, of the columns that mean something; each row has the role, if one is."""
        wanted = [each for each in columns if each.field in FIELDS]
        heads = [each.field for each in wanted]
        is_added = bool(role) and "roles" not in heads
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow([*heads, "roles"] if is_added else heads)
        for row in self.rows:
            cells = [_cell(row, each.number) or (role if each.field == "roles" else "") for each in wanted]
            writer.writerow([*cells, role] if is_added else cells)
        return text.getvalue()


def _guessed(headers: Sequence[str]) -> dict[int, str]:
    """Return what each column is by its header; of delegations the country or state is the organization."""
    guessed = {place: field for field, place in places_of(headers).items()}
    if "organization" not in guessed.values():
        state = table_columns.places(headers, table_columns.CHAIRS).get("organization")
        if state is not None:
            guessed.setdefault(state, "organization")
    return guessed


def _cell(row: Sequence[str], number: int) -> str:
    return " ".join(row[number].split()) if number < len(row) else ""


@dataclass(frozen=True, slots=True)
class ContactImport:
    """The handlers over one store."""

    engine: Engine
    acts: Acts

    def show(self, visit: Visit) -> Response:
        """Return the page on which a table is pasted or chosen."""
        visit.check(Grant.SECRETARIAT, ACT)
        return page(visit, "import", refusal="", text="")

    def act(self, visit: Visit, form: Form) -> Response:
        """Return what comes next: what the columns are, what would change, or what was changed."""
        visit.check(Grant.SECRETARIAT, ACT)
        self.acts.uploads.check(visit)
        try:
            table = self._known(_read(form))
        except (Unreadable, LoadRefused) as why:
            return page(visit, "import", status=422, refusal=remedy_links.sentence(why), text=_text(form))
        if form.one(DO) not in ("check", "do"):
            return self._columns(visit, table, form)
        if fault := _fault(table.columns(form), form.one(ROLE)):
            return self._columns(visit, table, form, why=fault, status=422)
        typed: dict[str, Any] = {"files": [{"name": NAME, "text": table.mapped(table.columns(form), form.one(ROLE))}]}
        kept = Form({**form.fields, TABLE: (_text(form),)})
        ask = partial(self._columns, visit, table, form)
        answer = self.acts.carry_out(visit, registry.act(ACT), kept, typed, ask)
        if form.one(DO) == "do" and answer.status_code == HTTPStatus.OK:
            self._remember(visit, table, form)
        return answer

    def _known(self, table: Table) -> Table:
        """Return the table with what was said of the last one with its headings."""
        with reading(self.engine) as session:
            return replace(table, layout=contact_layouts.known(session, table.headers))

    def _remember(self, visit: Visit, table: Table, form: Form) -> None:
        """Keep what the columns are for the next such table; where others write just now, they are said once more."""
        fields = [each.field if each.field in FIELDS else "" for each in table.columns(form)]
        kept = partial(
            contact_layouts.remember, headings=table.headers, fields=fields, role=form.one(ROLE), now=visit.now
        )
        with suppress(TryAgain):
            run(self.engine, kept)

    def _columns(
        self, visit: Visit, table: Table, form: Form, wrong: object = None, *,
        why: CouncilError | None = None, status: int = 200,
    ) -> Response:  # fmt: skip
        return page(
            visit, "columns", status=status or status_of(why) if why else status, columns=table.columns(form),
            fields=FIELDS, roles=ROLES, role=_role(table, form), known=table.layout, text=_text(form),
            number=len(table.rows), refusal=remedy_links.sentence(why) if why else "",
        )  # fmt: skip


def _role(table: Table, form: Form) -> str:
    """Return the role of all whose row says none: as the form says, else as it was said of the last such table."""
    return form.one(ROLE) if ROLE in form.fields or not table.layout else table.layout.role


def _text(form: Form) -> str:
    """Return the table as it was chosen, or else as it was pasted."""
    chosen = "".join(form.fields.get(UPLOAD, ()))
    return (chosen if chosen.strip() else "".join(form.fields.get(TABLE, ()))).replace("\r\n", "\n").replace("\0", "")


def _read(form: Form) -> Table:
    """Return the table that was sent. Raises Unreadable, LoadRefused."""
    text = _text(form)
    if not text.strip():
        raise Unreadable(say("import_empty"))
    if len(text.encode()) > LONGEST:
        raise Unreadable(say("import_too_long"))
    (_, headers), *rows = spreadsheets.rows(text.encode(), NAME, table_columns.known)
    headers = [" ".join(header.split()) for header in headers]
    while headers and not headers[-1]:
        headers.pop()
    if not rows or not any(headers) or len(headers) > MOST_COLUMNS:
        raise Unreadable(say("import_no_rows", most=MOST_COLUMNS))
    return Table(headers, [cells for _, cells in rows])


def _fault(columns: Sequence[Column], role: str) -> Unreadable | None:
    """Return what is wrong with what the columns are said to be."""
    fields = [each.field for each in columns if each.field]
    twice = next((each for each in fields if fields.count(each) > 1), None)
    if twice:
        return Unreadable(say("import_twice", field=say(f"import_{twice.replace(' ', '_')}")))
    if "email" not in fields or not {"name", FIRST, LAST} & set(fields):
        return Unreadable(say("import_needed"))
    return Unreadable(say("import_role", role=role)) if role and not is_known(role) else None

"""The dates of a cycle in one form: what the meeting agreed, what the office sets, or until when a period is extended.

Each is read as people type it. All do one act, `deadline/agree-several`: the form asks by whom unless the office sets.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Engine
from starlette.responses import Response

from actions.deadlines.several_agreements import as_it_is
from kernel import doors, registry
from kernel.declaration import Act
from kernel.doors import Door
from models.engine import reading
from planning.basis import Basis
from planning.errors import CouncilError
from planning.remedies import Call
from planning.window import Precision
from planning.zones import local_day
from record.cycles.views import DeadlineView
from web.desk import remedy_links, typed_days, words
from web.desk.act_pages import DO, Acts
from web.desk.cycle_pages import known, name_of
from web.desk.render import page
from web.desk.visits import Visit
from web.form_fields import Form

ACT = "deadline/agree-several"
MEETING, OFFICE, EXTENSION = "meeting", "office", "extension"  # who decides: what the two buttons say, and Extend
OF = "due."  # a field is `due.comments`
WORDS = ("because", "document", "agreed_by", "accept_conflicts", "sure")


@dataclass(frozen=True, slots=True)
class DateField:
    """The field of one step: what was typed, how it is read, and what is wrong with it."""

    deadline: DeadlineView
    typed: str
    read: str = ""
    wrong: str = ""

    @property
    def name(self) -> str:
        """Its name in the form."""
        return f"{OF}{self.deadline.step}"

    @property
    def label(self) -> str:
        """What the summary of errors calls it."""
        return self.deadline.title


@dataclass(frozen=True, slots=True)
class Dates:
    """The handlers over one store, which do what they ask for as the forms of acts do."""

    engine: Engine
    acts: Acts

    def show(self, visit: Visit) -> Response:
        """Return the form; the address says which steps, and who decides."""
        asked = visit.request.query_params
        form = Form({name: tuple(asked.getlist(name)) for name in asked})
        return self._form(visit, self._act(visit), form)

    def act(self, visit: Visit, form: Form) -> Response:
        """Show the form for the steps that were ticked, show what the dates would do, or set them."""
        act, button = self._act(visit), form.one(DO)
        if button in (MEETING, OFFICE):
            return self._form(visit, act, Form({**form.fields, "as": (button,)}))
        if button == "edit":
            return self._form(visit, act, form)
        fields = self._fields(visit, form)
        typed = self._arguments(visit, form, fields)
        wrong = _missing(form, typed)
        if wrong or any(field.wrong for field in fields):
            return self._form(visit, act, form, wrong, status=422)
        ask = partial(self._form, visit, act, form)
        return self.acts.carry_out(visit, act, form, typed, ask)

    def _act(self, visit: Visit) -> Act:
        """Return the act. Raises ActOff, NotGranted."""
        act = registry.act(ACT)
        doors.check_on(ACT, Door.DESK)
        act.check_granted(visit.identity, ())
        return act

    def _arguments(self, visit: Visit, form: Form, fields: Sequence[DateField]) -> dict[str, Any]:
        dates = [f"{each.deadline.step}={each.typed}" for each in fields if each.typed]
        said = {name: form.one(name) for name in WORDS if form.one(name)}
        return {"cycle": name_of(visit), "dates": dates, **said}

    def _fields(self, visit: Visit, form: Form) -> list[DateField]:
        """Return the field of each step that is ticked, else of each that is open."""
        with reading(self.engine) as session:
            view, _ = known(session, name_of(visit), visit.now)
        ticked = set(form.all("steps"))
        chosen = [each for each in view.deadlines if each.is_open and (not ticked or each.step in ticked)]
        is_sent = any(name.startswith(OF) for name in form.fields)
        fields = [
            DateField(each, form.one(f"{OF}{each.step}") if is_sent else _offered(each, visit.now)) for each in chosen
        ]
        fields.sort(key=lambda field: (field.deadline.due is None, field.deadline.due))
        return [_read(field, visit) for field in fields]

    def _form(
        self, visit: Visit, act: Act, form: Form, wrong: Mapping[str, str] | None = None, *,
        why: CouncilError | None = None, status: int = 200,
    ) -> Response:  # fmt: skip
        """Return the form with what was typed, and what is wrong with it."""
        name = name_of(visit)
        fields = self._fields(visit, form)
        decided = form.one("as") if form.one("as") in (OFFICE, EXTENSION) else MEETING
        held = {key: form.one(key) for key in WORDS}
        if decided == MEETING and not form.fields.get("because"):
            held["because"] = words.say("as_agreed")
        refusal = remedy_links.sentence(why) if why else ""
        ways = remedy_links.links(way for way in why.remedies if isinstance(way, Call)) if why else []
        asks_more = bool(why) or bool(held["accept_conflicts"] or held["sure"])
        return page(
            visit, "dates", status=status, act=act, cycle=name, fields=fields, held=held, wrong=wrong or {},
            refusal=refusal, ways=ways, decided=decided, asks_more=asks_more, ticked=form.all("steps"),
        )  # fmt: skip


def _missing(form: Form, typed: Mapping[str, Any]) -> dict[str, str]:
    """Return what is missing beside the dates."""
    wrong = {} if typed["dates"] else {"dates": words.say("no_dates")}
    return (
        wrong
        if form.one("because")
        else wrong | {"because": words.say("field_empty", field=words.named("field", "because"))}
    )


def _offered(deadline: DeadlineView, now: datetime) -> str:
    """Return the date that a step is offered: the one that its rule proposes, unless it has passed."""
    if deadline.basis is not Basis.PROPOSED or deadline.closes is None or deadline.closes < now:
        return ""
    rule = as_it_is(deadline)
    if deadline.precision is Precision.DAY and deadline.due and str(rule) == str(deadline.due):
        return words.long_day(deadline.due)
    return str(rule)


def _read(field: DateField, visit: Visit) -> DateField:
    """Return the field with the day that its words mean, or with what is wrong with them."""
    if not field.typed:
        return field
    try:
        return replace(field, read=typed_days.read(field.typed, local_day(visit.now)))
    except CouncilError as why:
        return replace(field, wrong=typed_days.fault(field.typed, why))

"""Acts as forms: fill in, check where others are concerned, do; each form is derived from what the act declares."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sqlalchemy import Engine
from starlette.exceptions import HTTPException
from starlette.responses import Response

from kernel import doors, registry, runner
from kernel.declaration import Act
from kernel.done import Done
from kernel.doors import Door
from kernel.grants import Grant, may
from kernel.index import INDEX
from kernel.kinds import Place
from kernel.matters import ALONE
from kernel.runner import Changed, Preview, Request
from kernel.second_person import NeedsSecond
from kernel.undo import NoSuchLine
from models.engine import reading
from planning.errors import CouncilError
from planning.remedies import Call
from planning.zones import local_day
from web.desk import act_fields, act_needs, outcomes, present_values, remedy_links, step_up, way_back, words
from web.desk.act_door import ActDoor
from web.desk.render import page, status_of
from web.desk.step_up import StepUp
from web.desk.upload_limit import Uploads
from web.desk.visits import Visit
from web.form_fields import Form

SEEN, DO = "seen", "do"
LARGE = (".text", "table")  # fields that hold a file: they are sent back as one
UNDO = "/desk/undo/"
OF_THE_DESK = (Grant.ADMINISTRATOR, Grant.APPROVER, Grant.SECRETARIAT, Grant.VIEWER, Grant.LINK)


def is_offered(visit: Visit, act: Act) -> bool:
    """Return whether who is signed in may do an act, for some object at least, and the office has it switched on."""
    grants = [grant for grant in act.who if grant in OF_THE_DESK]
    return may(visit.identity, grants, visit.identity.of) and not doors.switch_of(act.name, Door.DESK)


@dataclass(frozen=True, slots=True)
class Acts:
    """The handlers over one store."""

    engine: Engine
    step_up: StepUp
    uploads: Uploads

    def listed(self, visit: Visit) -> Response:
        """Return the page of all acts that are offered, by what they are about."""
        nouns: dict[str, list[Act]] = {}
        for act in registry.acts():
            if is_offered(visit, act):
                nouns.setdefault(act.noun, []).append(act)
        return page(visit, "acts", nouns=nouns)

    def show(self, visit: Visit) -> Response:
        """Return the form of an act, filled with what the address says and what is to be corrected; changes nothing."""
        asked, act = visit.request.query_params, self._act(visit)
        with reading(self.engine) as session:
            form = present_values.filled(session, act.name, Form({name: tuple(asked.getlist(name)) for name in asked}))
        return self._form(visit, act, form)

    def act(self, visit: Visit, form: Form) -> Response:
        """Show what the act would do, or do it: at once, where nobody else is concerned and it can be undone."""
        act = self._act(visit)
        if act_fields.has_file(act):
            self.uploads.check(visit)
        form = act_fields.taken(act, form)
        typed = act_fields.values_of(act, form)
        if form.one(DO) == "edit":
            return self._form(visit, act, form)
        with reading(self.engine) as session:
            values, wrong = act_fields.read(act, typed, session, local_day(visit.now))
            wrong = act_needs.of(session, act.name, values).missing(values) | wrong
        if wrong:
            faults = wrong if act_fields.was_shown(act, form) else {k: v for k, v in wrong.items() if k in form.fields}
            return self._form(visit, act, form, faults, status=422 if faults else 200)
        return self.carry_out(visit, act, form, typed, partial(self._form, visit, act, form))

    def carry_out(
        self, visit: Visit, act: Act, form: Form, typed: dict[str, Any], ask: Callable[..., Response]
    ) -> Response:
        """Show what the act would do, or do it; `ask` returns the form again, with why it cannot be done so."""
        door, button = ActDoor(self.engine), form.one(DO)
        request = door.request(visit, act.name, typed, form.one(SEEN) or None)
        is_doing = act.no_preview or (button == "do" and request.seen)
        fault = self.step_up.fault(visit, form) if is_doing and act.name in step_up.ACTS else ""
        try:
            if fault and act.no_preview:
                return ask({step_up.FIELD: fault}, status=422)
            if is_doing and not fault:
                return _done(visit, act, form, door.do(request), typed)
            preview = door.show(request)
            if fault or act.asks_first or act.name in step_up.ACTS or self._needs_check(act, preview):
                return _check(visit, request, form, preview, Asked(fault))
            done = door.do(door.request(visit, act.name, typed, preview.seen))
            return _done(visit, act, form, done, typed)
        except Changed:
            return self._again(visit, form, door.request(visit, act.name, typed), ask)
        except NeedsSecond as why:
            reason = {ALONE.name: words.named("field", ALONE.name)}  # a preview keeps no word of it
            return self._alone(visit, form, door.request(visit, act.name, typed | reason), why.sentence, ask)
        except CouncilError as why:
            return ask(why=why, status=status_of(why))

    def _needs_check(self, act: Act, preview: Preview) -> bool:
        """Return whether somebody looks at it before it is done; what stops letters is done at once."""
        if act.name in outcomes.STOPS and not preview.done.failure:
            return False
        with reading(self.engine) as session:
            return outcomes.needs_check(preview) or outcomes.is_read(session, preview.done)

    def _alone(self, visit: Visit, form: Form, request: Request, needs: str, ask: Callable[..., Response]) -> Response:
        """Return the check of an act that a second person approves, and ask there why it is done alone."""
        try:
            return _check(visit, request, form, ActDoor(self.engine).show(request), Asked(alone=needs))
        except CouncilError as why:
            return ask(why=why, status=status_of(why))

    def _again(self, visit: Visit, form: Form, request: Request, ask: Callable[..., Response]) -> Response:
        """Return the check anew, since somebody changed meanwhile what it showed."""
        try:
            return _check(visit, request, form, ActDoor(self.engine).show(request), Asked(is_changed=True))
        except CouncilError as why:
            return ask(why=why, status=409)

    def _act(self, visit: Visit) -> Act:
        """Return the act of the address. Raises HTTPException if there is none, or not for this person."""
        path = visit.request.path_params
        name = f"{path['noun']}/{path['verb']}"
        if name not in INDEX and name not in registry.names():
            raise HTTPException(404, f"there is no form {name!r}")
        act = registry.act(name)
        doors.check_on(name, Door.DESK)
        if not is_offered(visit, act):
            act.check_granted(visit.identity, visit.identity.of)
        return act

    def _form(
        self, visit: Visit, act: Act, form: Form, wrong: dict[str, str] | None = None, *,
        why: CouncilError | None = None, status: int = 200,
    ) -> Response:  # fmt: skip
        """Return the form with what was typed, and what is wrong with it."""
        typed: dict[str, Any] = act_fields.values_of(act, form)
        with reading(self.engine) as session:
            today = local_day(visit.now)
            values, _ = act_fields.read(act, typed, session, today)
            fields = act_fields.fields(act, form, Place(session, values, True), wrong or {}, today)
            fields = act_fields.needed(fields, act_needs.of(session, act.name, values))
        fields = act_fields.about(fields, visit.names)
        refusal = remedy_links.sentence(why) if why else ""
        ways = remedy_links.links(way for way in why.remedies if isinstance(way, Call)) if why else []  # words are said
        again = (wrong or {}).get(step_up.FIELD, "")
        began = way_back.began_on(visit, form, typed)
        return page(
            visit, "act", status=status, act=act, fields=fields, refusal=refusal or again, ways=ways, again=again,
            asks_again=bool(act.no_preview) and act.name in step_up.ACTS, back=way_back.leading(visit, began, typed),
            began=began, shown=form.all(present_values.SHOWN),
        )  # fmt: skip

    # -- undo ------------------------------------------------------------------------------------------------------

    def show_undo(self, visit: Visit) -> Response:
        """Return what undoing an act would do; changes nothing."""
        request = self._undoing(visit)
        doors.check_on(request.act.name, Door.DESK)
        return _check(visit, request, Form({}), ActDoor(self.engine).show(request))

    def undo(self, visit: Visit, form: Form) -> Response:
        """Undo an act, unless what it changed was changed since."""
        door, request = ActDoor(self.engine), self._undoing(visit)
        fault = self.step_up.fault(visit, form) if request.act.name in step_up.ACTS else ""
        if fault:
            return _check(visit, request, _only_back(form), door.show(request), Asked(fault))
        try:
            done = door.do(replace(request, seen=form.one(SEEN) or None))
            return _done(visit, request.act, form, done, request.arguments, is_undo=True)
        except Changed:
            return _check(visit, request, _only_back(form), door.show(request), Asked(is_changed=True))

    def _undoing(self, visit: Visit) -> Request:
        line = visit.request.path_params["line"]
        with reading(self.engine) as session:
            try:
                return runner.undoing(session, line, by=visit.identity, door=Door.DESK, now=visit.now)
            except NoSuchLine as why:
                raise HTTPException(404, str(why)) from why


def _only_back(form: Form) -> Form:
    """Return of a form only where it began: an undo asks for nothing."""
    return Form({way_back.FIELD: form.fields.get(way_back.FIELD, ())})


@dataclass(frozen=True, slots=True)
class Asked:
    """What a check asks for besides its button, and why: the password, or why one does alone what two people do."""

    fault: str = ""  # of the password
    alone: str = ""  # what a second person approves
    is_changed: bool = False  # somebody changed it meanwhile


NOTHING_MORE = Asked()


def _check(visit: Visit, request: Request, form: Form, preview: Preview, asked: Asked = NOTHING_MORE) -> Response:
    """Return what an act would do, with the button that does it."""
    act, hidden = request.act, (*_OURS, *((ALONE.name,) if asked.alone else ()))
    was_asked = bool(form.one(SEEN)) and ALONE.name in form.fields  # by the check, not by the form before it
    has_empty = bool(asked.alone) and was_asked and not form.one(ALONE.name)
    return page(
        visit,
        "check",
        status=409 if asked.is_changed else 422 if preview.done.failure or asked.fault or has_empty else 200,
        asks_again=act.name in step_up.ACTS,
        again=asked.fault,
        act=act,
        done=preview.done,
        failure=remedy_links.sentence(preview.done.failure) if preview.done.failure else "",
        notes=outcomes.notes(visit.names, preview.done),
        parts=outcomes.parts(visit.names, preview.done, preview.forecast),
        kept=[(name, word) for name, every in form.fields.items() if name not in hidden for word in every],
        said=[(words.named("field", name), form.one(name)) for name in SOURCES if form.one(name)],
        alone=asked.alone,
        alone_wrong=words.say("field_empty", field=words.named("field", ALONE.name)) if has_empty else "",
        has_file=any(name.endswith(LARGE) for name in form.fields),
        seen=preview.seen,
        is_changed=asked.is_changed,
        is_undo=visit.request.url.path.startswith(UNDO),
        called=_called(visit, act, form),
        began=way_back.began_on(visit, form, request.arguments),
    )


def _called(visit: Visit, act: Act, form: Form) -> str:
    """Return what the act is called: dates by who decided them, a step that is completed by its own verb."""
    by, step = form.one("as"), form.one("step")
    if act.name == "deadline/met" and (title := visit.names.step(form.one("cycle"), step)) != step:
        return words.verb(title)
    return words.say(f"dates_{by}") if by in DECIDED else words.named("act", act.name)


SOURCES = ("agreed_by", "accepted_by", "document", "because")  # on what an act rests
DECIDED = ("meeting", "office", "extension")  # by whom dates are
_OURS = ("form", SEEN, DO, step_up.FIELD, way_back.FIELD)


def _done(
    visit: Visit, act: Act, form: Form, done: Done, typed: Mapping[str, Any], *, is_undo: bool = False
) -> Response:
    began = way_back.began_on(visit, form, typed)
    return page(
        visit,
        "done",
        act=act,
        done=done,
        failure=remedy_links.sentence(done.failure) if done.failure else "",
        notes=outcomes.notes(visit.names, done),
        parts=outcomes.parts(visit.names, done),
        ways=remedy_links.links(done.next),
        is_undo=is_undo,
        called=_called(visit, act, form),
        stops_of=outcomes.STOPS,
        until=outcomes.stoppable_until(done, visit.now),
        began=began,
        back=way_back.leading(visit, began, typed),
    )

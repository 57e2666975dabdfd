"""The story over all acts, as their doors tell it: each is refused, shown and done at every door that it declares.

In every run one act of each shape is told (representatives.py), in `make proofs` all.
"""

import json
import re
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Any

import pytest
from sqlalchemy.orm import Session

from flows.forms import FORMS
from kernel import registry, runner
from kernel.done import Done
from kernel.doors import Door
from kernel.grants import Grant, Identity, NotGranted
from models import transactions
from models.engine import reading
from planning.errors import CouncilError
from record import journal
from reminders import forecast
from reminders.forecast import Beforehand, Forecast, Letter
from tests.cli.test_remedy_words import COMMAND, OPTION
from tests.kernel import doors
from tests.kernel.doors import Doors
from tests.kernel.example import NOW, Example
from tests.kernel.representatives import each
from tests.kernel.stories import contents, house, request
from tests.reminders.forecasts import in_order, plain, sent
from tests.secretariat import Desk, moment

UNTIL = moment("2017-03-01 10:00")  # two mornings after the act
VISITORS = (frozenset({Grant.VIEWER}), frozenset({Grant.LINK}), frozenset[Grant]())
UNREADABLE = re.compile(r"\bNone\b|<[A-Z]\w+[ .:]|object at 0x|\b[A-Z]\w+\.[A-Z_]{2,}\b")  # what only a program says
BY_ITS_FORM = pytest.mark.proof(
    "a form is derived from its act as a command is, which those of each shape tell in every run"
)
SOME_FORMS = ("cycle/open", "deadline/agree", "outbox/release", "people/add")
every_act = pytest.mark.parametrize("name", each(registry.names()))
every_form = pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=() if name in SOME_FORMS else BY_ITS_FORM) for name in registry.names() if name in FORMS],
)


@every_act
def test_a_refusal_changes_nothing_and_reads_well_at_each_door(desk: Desk, name: str) -> None:
    example = house(desk, name)
    before, asked = contents(desk.engine), request(name, example, **example.refused)
    transaction = partial(transactions.run_act, desk.engine)
    with pytest.raises(CouncilError) as refusal:
        runner.perform(asked, transaction)
    assert "\n" not in str(refusal.value)
    for grants in VISITORS:
        with pytest.raises(NotGranted, match="may not do this"):
            runner.perform(request(name, example, Identity("A visitor", grants)), transaction)
    with doors.opened(desk) as at:
        answer = at.ask(name, given(example, **example.refused), *applied(name))
        assert (answer.code, answer.out) == (2, ""), answer
        reads_well_at_a_terminal(name, answer.err)
        if name in FORMS and not closed(name).intersection(example.refused):
            state = at.fill(name, given(example, **example.refused) | ticked(name))
            assert state.is_failed()
            reads_well_on_a_page(name, str(state.message))
    assert contents(desk.engine) == before


@pytest.mark.few(
    10, "its parameters are read at a terminal in the story of refusals, and each way is told in test_every_act.py"
)
@every_act
def test_an_act_is_shown_and_done_at_a_terminal_and_the_rounds_tell_what_was_forecast(desk: Desk, name: str) -> None:
    act, example = registry.act(name), house(desk, name)
    before, noting = contents(desk.engine), Noting()
    if not act.no_preview:
        runner.preview(request(name, example), partial(transactions.run_preview, desk.engine), noting)
    with doors.opened(desk) as at:
        shown = shown_at_terminal(at, name, example)
        assert contents(desk.engine) == before
        done = at.ask(name, given(example), *applied(name), *shown)
        assert done.code == 0, done
        line = line_of(desk, name)
        assert line["door"] == Door.TERMINAL
        can_be_taken_back_at_a_terminal(at, name, line["id"])
    if not act.no_preview:
        expected = [plain(letter) for letter in noting.expected]
        assert in_order(expected) == in_order(sent(desk, moment(NOW), UNTIL))


@pytest.mark.few(2, "a form is derived from its act as a command is")
@every_form
def test_an_act_is_shown_and_done_by_its_form(desk: Desk, name: str) -> None:
    example = house(desk, name)
    before = contents(desk.engine)
    with doors.opened(desk) as at:
        shown_by_form(at, name, example)
        assert contents(desk.engine) == before
        state = at.fill(name, given(example) | ticked(name))
    assert state.is_completed(), state
    assert line_of(desk, name)["door"] == Door.PREFECT


def test_what_has_no_form_says_why() -> None:
    without = {act.name: str(act.no_form) for act in registry.acts() if act.name not in FORMS}
    assert set(without) == {act.name for act in registry.acts() if act.no_form}
    assert [name for name, why in without.items() if len(why.split()) < 4] == []


# -- what is asked for at a door -----------------------------------------------------------------------------------


def given(example: Example, **changed: Any) -> dict[str, Any]:
    """Return the arguments of an example; the door says who acts, unless the example is about that."""
    arguments = {**example.arguments, **changed}
    return arguments | ({"by": arguments["by"].name} if "by" in arguments else {})


def applied(name: str) -> list[str]:
    """Return the option that a terminal needs to do an act that asks first."""
    return ["--apply"] if registry.act(name).asks_first else []


def closed(name: str) -> set[str]:
    """Return the fields for which a form offers choices only."""
    kinds = {parameter.name: parameter.kind.type for parameter in registry.act(name).parameters}
    return {field for field, kind in kinds.items() if isinstance(kind, type) and issubclass(kind, StrEnum)}


def ticked(name: str) -> dict[str, bool]:
    """Return the field that a form needs to do an act that asks first."""
    return {"apply": True} if registry.act(name).asks_first else {}


def shown_at_terminal(at: Doors, name: str, example: Example) -> list[str]:
    """Check the help and the preview of a command; return what does the act only as it was shown."""
    act = registry.act(name)
    helped = at.ask(name, {}, "--help")
    assert act.help in " ".join(helped.out.split())
    assert ("--preview" in helped.out) is (act.no_preview is None)
    shown = at.ask(name, given(example), "--preview")
    if act.no_preview:
        assert (shown.code, "No such option '--preview'" in shown.err) == (2, True), shown
        return []
    assert (shown.code, shown.err) == (0, ""), shown
    assert not UNREADABLE.search(shown.out), shown
    seen = re.search(r"--seen \w+$", shown.out.strip())
    assert seen
    return seen[0].split()


def shown_by_form(at: Doors, name: str, example: Example) -> None:
    act = registry.act(name)
    if not act.no_preview:
        shown = at.fill(name, given(example) | ({} if act.asks_first else {"preview": True}))
        assert shown.is_completed(), shown
        assert str(shown.message).startswith("Preview: ")
        assert str(shown.message).endswith("nothing was changed")
        assert not UNREADABLE.search(str(shown.message)), shown


def can_be_taken_back_at_a_terminal(at: Doors, name: str, line: str) -> None:
    """Check that an act offers what takes it back, or says why nothing does."""
    back = at.type("undo", line, "--preview", "--as-of", doors.ON)
    if registry.act(name).undo:
        assert (back.code, back.err) == (0, ""), back
    else:
        assert (back.code, back.out) == (2, ""), back
        reads_well_at_a_terminal(name, back.err)


def line_of(desk: Desk, name: str) -> dict[str, Any]:
    """Return what the last line of an act says; its parts have lines of their own behind it."""
    with reading(desk.engine) as session:
        lines = journal.entries(session, None, now=moment("2999-01-01"))
        return next(dict(json.loads(line.text)) for line in reversed(lines) if line.act == name)


class Noting:
    """The forecaster of the doors, which also notes all letters that it expects after the act."""

    expected: tuple[Letter, ...] = ()

    def beforehand(self, session: Session, *, now: datetime) -> Beforehand:
        return forecast.beforehand(session, now=now, until=UNTIL)

    def of(self, session: Session, act: Callable[[], Done], *, now: datetime, known: Any) -> tuple[Done, Forecast]:
        done, expected = forecast.of(session, act, now=now, until=UNTIL, known=known)
        self.expected = forecast.outlook(session, now=now, until=UNTIL)
        return done, expected


# -- how it reads --------------------------------------------------------------------------------------------------


def reads_well_at_a_terminal(name: str, words: str) -> None:
    """Check that a refusal is one sentence with its remedy, and that what it tells one to type can be typed."""
    assert words.count("\n") == 1
    assert has_a_way_out(words), words
    for command in doors.COMMAND.findall(words.strip()):
        doors.parsed(command)
    own = {parameter.word for parameter in registry.act(name).parameters} | {"by", "as-of", "seen", "apply"}
    asked_for = set(re.findall(r"(?<!\S)--([a-z-]+)", doors.COMMAND.sub("", words)))
    assert asked_for <= own, words


def reads_well_on_a_page(name: str, words: str) -> None:
    """Check that a refusal is one sentence whose remedy is a form or a field that is there, and no shell command."""
    assert "\n" not in words
    assert has_a_way_out(words), words
    assert not COMMAND.search(words), words
    assert not OPTION.search(words), words
    assert set(re.findall(r"\(the field (\w+)\)", words)) <= {*FORMS[name].parameters.properties}
    forms = {form.name: {*form.parameters.properties} for form in FORMS.values()}
    for form, fields in re.findall(r"the form ([a-z-]+)((?:, \w+: [^,)]+)*)", words):
        assert set(re.findall(r", (\w+): ", fields)) <= forms[form], words


def has_a_way_out(words: str) -> bool:
    """Return whether a sentence says what ends the thing: behind it, or as what it wants in place of what it got."""
    return not UNREADABLE.search(words) and ("; " in words or " such as " in words)

"""Every act at the desk: its form is derived, refuses in words beside the field, shows what it does, and does it."""

import re
from datetime import timedelta
from html import unescape

import pytest

from kernel import registry
from kernel.declaration import Act
from kernel.file_arguments import Pasted
from kernel.grants import Grant
from models.engine import writing
from record.people import people, sign_ins
from tests.cli.test_remedy_words import COMMAND, OPTION
from tests.kernel.example import NOW
from tests.kernel.stories import contents, house
from tests.kernel.test_every_door import UNREADABLE, closed, line_of
from tests.secretariat import Desk, moment
from tests.web.desk.browser import PASSWORD, Browser, Fields, give_account
from tests.web.live_server import served
from web.desk import act_fields, step_up
from web.desk.act_fields import Shape
from web.desk.act_pages import OF_THE_DESK

OFFICER, OTHER = "focal@itu.example", "b@state.example"  # an example may be about the first one's own account
OFFERED = [act.name for act in registry.acts() if set(act.who) & set(OF_THE_DESK)]
OF_BOTH = ("deadline/agree",)
IN_EVERY_RUN = (
    *OF_BOTH,
    "people/add",
    "outbox/release",
    "account/invite",
    "choices/set",
    "file/load",
    "meeting/move",
    "sending/hold",
)
PROOF = pytest.mark.proof("a store and a server for each act; some acts of each kind are told in every run")
ON_BOTH = pytest.mark.both_databases("a door opens the store")
forms = [
    pytest.param(name, marks=[*([ON_BOTH] if name in OF_BOTH else []), *([] if name in IN_EVERY_RUN else [PROOF])])
    for name in OFFERED
]


def typed(act: Act, arguments) -> dict[str, str | list[str]]:
    """Return the arguments of an example as people type them into the form."""
    fields: dict[str, str | list[str]] = {}
    for parameter in act.parameters:
        if parameter.name not in arguments:
            continue
        value, shape = arguments[parameter.name], act_fields.shape_of(parameter)
        several = value if isinstance(value, list | tuple) else [value]
        if shape is Shape.TICK:
            fields |= {parameter.name: "yes"} if value else {}
        elif shape is Shape.FILE:
            (file,) = several if isinstance(several[0], Pasted) else [pasted(several[0])]
            fields |= {parameter.name: file.name, f"{parameter.name}.text": file.text}
        elif shape is Shape.LINES:
            lines = [" ".join(map(str, each)) if isinstance(each, tuple) else str(each) for each in several]
            fields[parameter.name] = "\n".join(lines)
        else:
            fields[parameter.name] = [str(each) for each in several]
    return fields


def pasted(path) -> Pasted:
    return Pasted(path.name, path.read_text(encoding="utf-8"))


def entered(desk: Desk, web, officer: str = OFFICER) -> Browser:
    """Return the browser of an administrator."""
    give_account(desk.engine, officer, "administrator", now=web.now)
    with writing(desk.engine) as session:
        token = sign_ins.begin(session, people.named(session, officer).id, "Firefox", now=web.now)
    return Browser(web, {"council": token})


@pytest.mark.few(4, "an act of another kind by the same form")
@pytest.mark.parametrize("name", forms)
def test_an_act_is_refused_shown_and_done_by_its_form(desk: Desk, name: str) -> None:
    act, example = registry.act(name), house(desk, name)
    with served(desk.engine, desk.settings, moment(NOW)) as web:
        browser = entered(desk, web, OTHER if act.noun in ("account", "sign-in") else OFFICER)
        before = contents(desk.engine)
        form = browser.get(f"/desk/acts/{name}")
        assert (form.status, act.help in unescape(form.text)) == (200, True)
        if not {"by", *closed(name)}.intersection(example.refused):
            is_refused(form, {**typed(act, example.arguments), **typed(act, example.refused)})
            assert contents(desk.engine) == before
        again = {"again": PASSWORD} if name in step_up.ACTS else {}
        shown = browser.get(f"/desk/acts/{name}").send({**typed(act, example.arguments), **again, "do": "check"})
        assert shown.status == 200, unescape(shown.text)
        if "Check before you act" in shown.text:
            assert contents(desk.engine) == before
            reads_well(shown.text)
            web.now += timedelta(minutes=2)  # people read before they act
            shown.send({**again, "do": "do"})
        assert shown.status == 200, unescape(shown.text)
        reads_well(shown.text)
        line = line_of(desk, name)
        assert line["door"] == "desk"
        assert (f'action="/desk/undo/{line["id"]}"' in shown.text) is bool(line["facts"].get("undo"))


def is_refused(form: Browser, fields) -> None:
    """Check that what is wrong is said on the form, on top and beside the field, and that what was typed stays."""
    refused = form.send({**fields, "do": "check"})
    assert refused.status == 422, unescape(refused.text)
    text = unescape(refused.text)
    reads_well(refused.text)
    if "Check before you act" in text:  # of several files some can be loaded
        assert '<p class="refused">' in text
        return
    assert 'id="summary"' in text
    assert "Nothing was done yet" in text
    page = Fields(refused.text)
    for link in re.findall(r'<a href="#([^"]+)">', text):
        assert link == "main" or link in page.ids
    _, held = page.forms[-1]
    for name, value in fields.items():
        kept = value if isinstance(value, str) else " ".join(value)
        assert " ".join(" ".join(held.get(name, [])).split()) == " ".join(kept.split()), name


def reads_well(page: str) -> None:
    """Check that a page says what people can read, and nothing that only a shell or a program does."""
    text = unescape(re.sub(r"<[^>]+>", " ", page.partition("<main")[2]))
    assert not COMMAND.search(text), text
    assert not OPTION.search(text), text
    assert not UNREADABLE.search(text), text


def test_what_only_the_shell_does_is_not_at_the_desk(desk: Desk) -> None:
    without = {act.name for act in registry.acts()} - set(OFFERED)
    assert without == {act.name for act in registry.acts() if set(act.who) == {Grant.OPERATOR}}
    desk.opens_agreed()
    with served(desk.engine, desk.settings, moment(NOW)) as web:
        browser = entered(desk, web)
        for name in without:
            assert browser.get(f"/desk/acts/{name}").status == 403
        listed = browser.get("/desk/acts").text
        links = re.findall(r'href="/desk/acts/([a-z-]+/[a-z-]+)"', listed)
        assert sorted(links) == sorted(OFFERED)
        assert browser.get("/desk/acts/no/such").status == 404

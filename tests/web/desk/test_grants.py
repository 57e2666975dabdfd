"""Who may: each right at each address of the desk, about one's own things and others'; no success that is not meant."""

from collections.abc import Mapping

import pytest

from kernel import registry
from kernel.grants import Grant, Identity, may
from kernel.runner import do
from models.accounts import Right
from models.engine import reading
from record.people import people
from tests.kernel.stories import contents
from tests.secretariat import Desk, moment
from tests.web.desk.browser import Browser
from web.desk.routes import Desk as DeskOfPages

OWN, OTHER = "focal@itu.example", "a@state.example"
OPEN = {
    "/desk/sign-in",
    "/desk/provider",
    "/desk/provider/back",
    "/desk/begin/{token}",
    "/desk/style.css",
    "/desk/script.js",
    "/desk/sign-out",
}
PAGES: Mapping[str, tuple[str, Grant]] = {
    "/desk": ("/desk", Grant.VIEWER),
    "/desk/account": ("/desk/account", Grant.VIEWER),
    "/desk/acts": ("/desk/acts", Grant.VIEWER),
    "/desk/readings": ("/desk/readings", Grant.VIEWER),
    "/desk/day": ("/desk/day?due=10+March+2017", Grant.VIEWER),
    "/desk/find": ("/desk/find?q=a@state.example", Grant.VIEWER),
    "/desk/cycles": ("/desk/cycles", Grant.VIEWER),
    "/desk/cycles/{chain}/{edition}": ("/desk/cycles/hlpf-contribution/2017", Grant.VIEWER),
    "/desk/cycles/{chain}/{edition}/dates": ("/desk/cycles/hlpf-contribution/2017/dates", Grant.SECRETARIAT),
    "/desk/cycles/{chain}/{edition}/replies/{step}": (
        "/desk/cycles/hlpf-contribution/2017/replies/comments",
        Grant.VIEWER,
    ),
    "/desk/contacts": ("/desk/contacts", Grant.SECRETARIAT),
    "/desk/contacts/import": ("/desk/contacts/import", Grant.SECRETARIAT),
    "/desk/year": ("/desk/year?year=2017", Grant.VIEWER),
    "/desk/term": ("/desk/term", Grant.VIEWER),
    "/desk/follow-up": ("/desk/follow-up", Grant.SECRETARIAT),
    "/desk/decisions": ("/desk/decisions", Grant.VIEWER),
    "/desk/settings": ("/desk/settings", Grant.ADMINISTRATOR),
    "/desk/sessions": ("/desk/sessions", Grant.VIEWER),
    "/desk/sessions/{meeting}": ("/desk/sessions/council-17", Grant.VIEWER),
    "/desk/sessions/{meeting}/decisions": ("/desk/sessions/council-17/decisions", Grant.SECRETARIAT),
    "/desk/letters": ("/desk/letters", Grant.SECRETARIAT),
    "/desk/letters/past": ("/desk/letters/past", Grant.SECRETARIAT),
    "/desk/letters/{number}": ("/desk/letters/1", Grant.SECRETARIAT),
    "/desk/record": ("/desk/record", Grant.SECRETARIAT),
}
"""The pages that no declaration makes: an address of each, and who sees it."""
DERIVED = {"/desk/acts/{noun}/{verb}", "/desk/readings/{noun}/{verb}", "/desk/undo/{line}", "/desk/{rest:path}"}


def identity(right: Right, person: str) -> Identity:
    """Return who somebody of that right is, as the kernel knows them."""
    return Identity("Somebody", frozenset({Grant(right.value), Grant.LINK}), frozenset({person}))


def test_every_address_of_the_desk_is_asked_for_here(desk: Desk) -> None:
    router = DeskOfPages(desk.engine, desk.settings, lambda: moment("2017-02-20")).router()
    routes = {route.path for route in router.routes}
    known = OPEN | set(PAGES) | DERIVED
    assert not routes - known, f"say in PAGES who sees {', '.join(sorted(routes - known))}"
    assert not known - routes, f"no page has these addresses any more: {', '.join(sorted(known - routes))}"


def test_who_is_not_signed_in_sees_no_page_and_does_nothing(web) -> None:
    everything = [address for address, _ in PAGES.values()]
    everything += [f"/desk/acts/{name}" for name in registry.names()]
    everything += [f"/desk/readings/{each.name}" for each in registry.listed_readings()]
    for path in (*everything, "/desk/undo/00000000-0000-0000-0000-000000000000"):
        assert Browser(web.web).get(path).path.startswith("/desk/sign-in"), path
        assert Browser(web.web, {"council": "x" * 43}).get(path).path.startswith("/desk/sign-in"), path
        assert web.web.post(path, form="x", do="do").status in (401, 405), path


ALIKE = pytest.mark.proof("two CPU seconds for each right; one that may act, and one that may not, in every run")


@pytest.mark.parametrize(
    "right",
    [pytest.param(right, marks=() if right in (Right.SECRETARIAT, Right.VIEWER) else ALIKE) for right in Right],
)
def test_each_right_sees_and_does_what_its_grant_says_and_nothing_else(web, enter, right: Right) -> None:
    browser = enter(right)
    with reading(web.desk.engine) as session:
        of = {email: people.named(session, email).public_id for email in (OWN, OTHER)}
    who = identity(right, of[OWN])
    for address, grant in PAGES.values():
        expected = 200 if may(who, (grant,)) else 403
        status = browser.get(address).status
        assert status == expected or (status, address) == (404, "/desk/letters/1"), (address, right)
    for act in registry.acts():
        is_offered = may(who, [grant for grant in act.who if grant is not Grant.OPERATOR], who.of)
        status = browser.get(f"/desk/acts/{act.name}").status
        assert (status == 200) is is_offered, (act.name, status)
        assert status in (200, 403)
    for each in registry.readings():
        status = browser.get(f"/desk/readings/{each.name}").status
        is_everybodys = may(who, each.who)
        needs = any(parameter.is_required for parameter in each.parameters)
        if is_everybodys or (needs and may(who, each.who, who.of)):
            assert status in (200, 422), (each.name, status)
        else:
            assert status == 403, (each.name, status)


def test_a_viewer_does_what_is_their_own_and_not_what_is_others(web, enter) -> None:
    browser = enter("viewer")
    for name, more in (("choices/set", {"language": "fr"}), ("choices/mute", {"chain": "hlpf-contribution"})):
        for person, status in ((OTHER, 403), (OWN, 200)):
            sent = browser.get(f"/desk/acts/{name}").send({"person": person, "do": "check", **more})
            assert sent.status == status, (name, person, sent.text)
    for name in ("choices/show", "sign-in/list", "tokens/list"):
        for person, status in ((OTHER, 403), (OWN, 200)):
            assert browser.get(f"/desk/readings/{name}?person={person}").status == status, (name, person)


def test_nobody_ends_where_somebody_else_is_signed_in_but_an_administrator(web, enter) -> None:
    theirs = enter("approver", OTHER)
    for right, email, status in (("approver", "b@state.example", 403), ("administrator", OWN, 200)):
        browser = enter(right, email)
        sent = browser.get("/desk/acts/sign-in/end").send({"person": OTHER, "do": "check"})
        if sent.status == 200 and "Check before you act" in sent.text:
            sent.send({"do": "do"})
        assert sent.status == status, right
        is_signed_in = theirs.get("/desk/account").path == "/desk/account"
        assert is_signed_in is (status == 403), right


def test_a_deputy_covers_approvals_on_the_days_of_the_absence_alone(desk: Desk, web, enter) -> None:
    enter("approver", "b@state.example")
    browser = enter("secretariat")
    assert browser.get("/desk/acts/outbox/release").status == 403
    with desk.acting() as session:
        away = {"person": "b@state.example", "deputy": OWN, "from_on": "2017-02-21", "to_on": "2017-02-21"}
        do(session, "deputy/set", **away, now=web.web.now, by="Whoever runs the machine")
    for now, status in (("2017-02-20 12:10", 403), ("2017-02-21 00:01", 200), ("2017-02-22 00:01", 403)):
        web.on(now)
        assert enter("secretariat").get("/desk/acts/outbox/release").status == status, now
    web.on("2017-02-21 12:00")
    covering = enter("secretariat")
    assert "stand in for somebody who approves" in covering.get("/desk/account").text
    assert covering.get("/desk/acts/account/invite").status == 403


def test_a_right_that_is_taken_away_holds_at_the_next_click(desk: Desk, web, enter) -> None:
    browser = enter("administrator")
    form = browser.get("/desk/acts/account/invite")
    with desk.acting() as session:
        do(session, "account/change", person=OWN, holds="viewer", now=web.web.now, by="Whoever runs the machine")
    sent = form.send({"person": OTHER, "holds": "administrator", "do": "check"})
    assert sent.status == 403
    assert browser.get("/desk/letters").status == 403


def test_an_act_that_the_office_has_switched_off_is_off_at_the_desk(web, enter, monkeypatch) -> None:
    browser = enter("administrator")
    form = browser.get("/desk/acts/people/add")
    monkeypatch.setenv("COUNCIL_ACTS_OFF", "people/add@desk")
    sent = form.send({"name": "Zoe", "email": "zoe@itu.example", "do": "check"})
    assert (sent.status, "switched off" in sent.text) == (403, True)
    assert "/desk/acts/people/add" not in browser.get("/desk/acts").text
    assert browser.get("/desk/acts/people/edit").status == 200


FOREIGN = {
    "choices/mute": {"person": OTHER, "chain": "hlpf-contribution"},
    "choices/unmute": {"person": OTHER, "chain": "hlpf-contribution"},
    "choices/set": {"person": OTHER, "language": "fr"},
    "sign-in/end": {"person": OTHER},
    "tokens/issue": {"person": OTHER},
    "tokens/offer": {"person": OTHER},
    "deadline/met": {"cycle": "hlpf-contribution/2017", "step": "final-draft", "url": "https://www.itu.int/draft"},
    "deadline/confirm": {"cycle": "hlpf-contribution/2017", "step": "final-draft"},
    "answer/give": {"cycle": "hlpf-contribution/2017", "step": "comments", "organization": "An organization"},
}
"""Acts that a link gives somebody for what is theirs, each about what is somebody else's."""


def test_what_is_not_granted_is_not_done_by_whoever_sends_its_form_all_the_same(web, enter) -> None:
    browser, before = enter("viewer"), contents(web.desk.engine)
    with reading(web.desk.engine) as session:
        own = people.named(session, OWN).public_id
    form = browser.get("/desk/account")
    for act in registry.acts():
        asked = {parameter.name: "x" for parameter in act.parameters} | FOREIGN.get(act.name, {})
        is_open = may(identity(Right.VIEWER, own), act.who, {own})
        status = form.send({**asked, "do": "check"}, to=f"/desk/acts/{act.name}").status
        form.get("/desk/account")
        if act.name in FOREIGN or not is_open:
            assert status != 200, act.name
    mine = {name for name in registry.names() if Grant.LINK in registry.act(name).who}
    assert mine - {"tokens/revoke"} == set(FOREIGN)
    assert contents(web.desk.engine) == before


def test_what_others_did_is_undone_by_nobody_who_could_not_have_done_it(desk: Desk, web, enter) -> None:
    with desk.acting() as session:
        waived = {"cycle": "hlpf-contribution/2017", "step": "final-comments", "because": "no time is left"}
        line = do(session, "deadline/waive", **waived, now=web.web.now, by="Focal Point").id
    for right, status in (("viewer", 403), ("secretariat", 200)):
        browser = enter(right, "b@state.example" if right == "viewer" else OWN)
        assert browser.get(f"/desk/undo/{line}").status == status, right
        if status == 403:
            sent = browser.get("/desk/account").send({"do": "do"}, to=f"/desk/undo/{line}")
            assert sent.status == 403
            assert desk.view("2017-02-21")["final-comments"].settlement.kind == "waived"

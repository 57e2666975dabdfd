"""Signing in: a one-time link, a password, a cookie of one browser; and what ends each of them."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from kernel.runner import do
from models.accounts import Credential, RefusedSignIn, SignIn
from models.engine import reading
from models.people import Role
from record import journal
from record.people import people
from tests.secretariat import moment
from tests.web.desk.browser import DEAR, PASSWORD, Browser, give_account, invite
from web.desk import browsers, passwords
from web.desk.passwords import BadPassword
from web.desk.sign_in_pages import onward_of

FOCAL = "focal@itu.example"
BY = {"now": moment("2017-02-20"), "by": "Whoever runs the machine"}


def test_a_link_lets_somebody_choose_a_password_once(web, browser):
    path = invite(web.desk.engine, FOCAL, "approver", now=web.web.now)
    assert "Choose a password" in browser.get(path).text
    assert browser.status == 200
    entered = browser.send({"password": PASSWORD})
    assert (entered.status, entered.path) == (200, "/desk")
    assert "let letters to members leave" in entered.get("/desk/account").text
    assert Browser(web.web).get(path).status == 410
    assert Browser(web.web).signs_in(FOCAL).path == "/desk"


def test_a_link_is_followed_by_a_program_without_harm(web, browser):
    path = invite(web.desk.engine, FOCAL, "viewer", now=web.web.now)
    for _ in range(3):
        assert Browser(web.web).get(path).status == 200
    assert web.web.ask(path, "HEAD").status == 200
    assert browser.get(path).send({"password": PASSWORD}).path == "/desk"


@pytest.mark.parametrize(
    ("after", "status"), [(timedelta(days=3) - timedelta(seconds=1), 200), (timedelta(days=3), 410)]
)
def test_a_link_lives_for_three_days(web, browser, after, status):
    path = invite(web.desk.engine, FOCAL, "viewer", now=web.web.now)
    web.web.now += after
    assert browser.get(path).status == status


def test_only_the_newest_link_works_and_a_chosen_password_signs_out_elsewhere(web, enter):
    elsewhere = enter("viewer")
    first, second = (invite(web.desk.engine, FOCAL, "viewer", now=web.web.now) for _ in range(2))
    assert Browser(web.web).get(first).status == 410
    assert elsewhere.get("/desk/account").path == "/desk/account"
    assert Browser(web.web).get(second).send({"password": f"{PASSWORD}, anew"}).path == "/desk"
    assert elsewhere.get("/desk/account").path.startswith("/desk/sign-in")
    assert Browser(web.web).signs_in(FOCAL).status == 403
    assert Browser(web.web).signs_in(FOCAL, f"{PASSWORD}, anew").path == "/desk"


def test_a_link_that_others_may_have_read_ends_with_the_others(web, browser):
    path = invite(web.desk.engine, FOCAL, "viewer", now=web.web.now)
    with web.desk.acting() as session:
        do(session, "people/end-links", person=FOCAL, because="the mailbox was read", **BY)
    assert browser.get(path).status == 410


def test_the_browser_gets_another_cookie_when_somebody_signs_in_and_none_tells_who_it_is(web, browser):
    give_account(web.desk.engine, FOCAL, "viewer", now=web.web.now)
    before = dict(browser.get("/desk/sign-in").cookies)
    browser.send({"email": FOCAL.upper(), "password": PASSWORD})
    assert browser.cookies.keys() == before.keys() == {"council"}
    assert browser.cookies != before
    with reading(web.desk.engine) as session:
        row = session.scalars(select(SignIn)).one()
    assert browser.cookies["council"] not in str(vars(row))
    assert row.browser == "Firefox on Windows"


def test_the_cookie_is_bound_to_this_host_where_the_way_is_encrypted(web, browser):
    browser.headers = {"Host": "council.example", "X-Forwarded-Proto": "https"}
    page = browser.get("/desk/sign-in").page
    kept = page.headers["Set-Cookie"]
    assert kept.startswith("__Host-council=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(kept.split("; "))
    assert "Domain" not in kept
    assert "Max-Age" not in kept


def test_nothing_secret_is_said_over_a_way_that_others_can_read(web, browser):
    for headers in (
        {"Host": "council.internal:8000"},
        {"Host": "127.0.0.1:8000", "X-Forwarded-For": "203.0.113.9"},
        {"Host": "localhost.council.example"},
    ):
        browser.headers = headers
        assert browser.get("/desk/sign-in").status == 403
        assert "https" in browser.text
        assert not browser.cookies


def test_a_refusal_does_not_say_who_has_an_account(web, browser):
    give_account(web.desk.engine, FOCAL, "viewer", now=web.web.now)
    for email in (FOCAL, "nobody@itu.example", "a@state.example"):
        refused = browser.signs_in(email, "not the password")
        assert refused.status == 403
        assert "do not go together" in refused.text
        assert re.search(r'name="email"[^>]* value="([^"]+)"', refused.text)[1] == email


def test_refusals_are_counted_in_one_row_a_day_and_are_no_lines_of_the_journal(web, browser):
    give_account(web.desk.engine, FOCAL, "viewer", now=web.web.now)
    with reading(web.desk.engine) as session:
        lines = len(journal.entries(session, None, now=moment("2999-01-01")))
    for password in ("first guess", "second guess"):
        browser.signs_in(FOCAL, password)
    browser.signs_in("nobody@itu.example", "a guess")
    with reading(web.desk.engine) as session:
        assert [row.tries for row in session.scalars(select(RefusedSignIn))] == [2]
        assert len(journal.entries(session, None, now=moment("2999-01-01"))) == lines


def test_the_eleventh_try_for_an_address_within_an_hour_is_refused_right_or_wrong(web):
    give_account(web.desk.engine, FOCAL, "viewer", now=web.web.now)
    browser = Browser(web.web).signs_in(FOCAL, "a guess")
    for _ in range(9):
        assert browser.send({"email": FOCAL, "password": "a guess"}).status == 403
    refused = Browser(web.web).signs_in(FOCAL)
    assert (refused.status, "too often" in refused.text) == (429, True)
    web.web.now += timedelta(hours=1, seconds=1)
    assert Browser(web.web).signs_in(FOCAL).path == "/desk"


@pytest.mark.parametrize(("idle", "stays"), [(timedelta(minutes=59), True), (timedelta(minutes=60), False)])
def test_who_does_nothing_for_an_hour_signs_in_anew(web, enter, idle, stays):
    browser = enter("viewer")
    web.web.now += idle
    assert (browser.get("/desk/account").path == "/desk/account") is stays


def test_who_goes_on_working_signs_in_anew_after_twelve_hours(web, enter):
    browser = enter("viewer")
    for _ in range(23):
        web.web.now += timedelta(minutes=30)
        assert browser.get("/desk/account").path == "/desk/account"
    web.web.now += timedelta(minutes=30)
    assert browser.get("/desk/account").path == "/desk/sign-in?next=%2Fdesk%2Faccount"


def _end_account(desk, session):
    do(session, "account/end", person=FOCAL, because="left", **BY)


def _end_sign_ins(desk, session):
    do(session, "sign-in/end", person=FOCAL, **BY)


def _end_roles(desk, session):
    person = people.named(session, FOCAL)
    for role in session.scalars(select(Role).where(Role.person_id == person.id)):
        role.to_on = moment("2017-02-18").date()


@pytest.mark.parametrize("ends", [_end_account, _end_sign_ins, _end_roles])
def test_what_ends_an_account_a_sign_in_or_a_person_holds_at_the_next_click(web, enter, ends):
    browser = enter("administrator")
    link = invite(web.desk.engine, FOCAL, "administrator", now=web.web.now)
    with web.desk.acting() as session:
        ends(web.desk, session)
    assert browser.get("/desk/account").path.startswith("/desk/sign-in")
    is_gone = ends is not _end_sign_ins
    assert Browser(web.web).get(link).status == (410 if is_gone else 200)
    assert (Browser(web.web).signs_in(FOCAL).status == 403) is is_gone


def test_an_ended_account_keeps_no_password(web, enter):
    enter("viewer")
    with web.desk.acting() as session:
        do(session, "account/end", person=FOCAL, because="left", **BY)
    with reading(web.desk.engine) as session:
        row = session.scalars(select(Credential)).one()
    assert (row.password, row.link_hash) == (None, None)


def test_signing_out_ends_this_browser_alone(web, enter):
    browser, other = enter("viewer"), Browser(web.web).signs_in(FOCAL)
    token = dict(browser.cookies)
    browser.get("/desk/account").send({}, form=1)
    assert browser.path == "/desk/sign-in"
    browser.cookies = token  # kept by somebody
    assert browser.get("/desk/account").path.startswith("/desk/sign-in")
    assert other.get("/desk/account").path == "/desk/account"


def test_one_ends_where_one_is_signed_in_oneself(web, enter):
    browser, other = enter("viewer"), Browser(web.web).signs_in(FOCAL)
    with reading(web.desk.engine) as session:
        first = session.scalars(select(SignIn).order_by(SignIn.id)).first()
    browser.headers = {}
    assert browser.get("/desk/account").text.count("Sign out there") == 2
    other.get("/desk/account").send({"number": first.public_id[:8]})
    assert other.path == "/desk/account"
    assert browser.get("/desk/account").path.startswith("/desk/sign-in")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("fourteen signs", "14 characters"),
        ("aaaaaaaaaabbbbbbbbbb", "same few"),
        ("w" * 150 + "0123456789" * 6, "more than 200"),
        ("Boris Ivanovich Petrov", "your own name"),
        ("b.petrov@office.itu.example", "your own name"),
    ],
)
def test_a_password_that_others_guess_is_refused(password, why):
    with pytest.raises(BadPassword, match=why):
        passwords.check(password, "Boris Ivanovich Petrov", "b.petrov@office.itu.example")


def test_a_password_may_be_of_any_signs_and_spaces(monkeypatch):
    for password in (
        "fifteen signs..",
        "четыре слова на листе",
        "正确的马电池订书钉以及更多的词语",
        "w" + "0123456789" * 19,
    ):
        passwords.check(password, "Boris Ivanovich Petrov")
    monkeypatch.setattr(passwords, "_HASHER", DEAR)
    kept = passwords.hash_of("Ångström und fünf Wörter")
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert passwords.is_right("A\u030angstro\u0308m und fu\u0308nf Wo\u0308rter", kept)
    assert not passwords.is_right("Angstrom und funf Worter", kept)
    assert not passwords.is_right("anything", None)
    assert not passwords.is_right("anything", "no hash at all")


@pytest.mark.parametrize(
    ("words", "onward"),
    [
        ("/desk/letters?state=held", "/desk/letters?state=held"),
        ("/desk", "/desk"),
        ("", "/desk"),
        ("https://elsewhere.example/desk", "/desk"),
        ("//elsewhere.example/desk", "/desk"),
        ("/deskelsewhere", "/desk"),
        ("/desk\\\\elsewhere.example", "/desk"),
        ("/desk/sign-in?next=/desk", "/desk"),
    ],
)
def test_signing_in_leads_on_to_pages_of_the_desk_alone(words, onward):
    assert onward_of(words) == onward


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605.1 Version/17.0 Safari/605.1",
            "Safari on macOS",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537 Chrome/140.0 Safari/537 Edg/140.0", "Edge on Linux"),
        ("", "another program"),
        ("<script>alert(1)</script>" * 1000, "another program"),
    ],
)
def test_a_browser_is_known_by_a_few_words(agent, name):
    assert browsers.known_as(agent) == name

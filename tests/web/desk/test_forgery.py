"""Forms that no page of the desk made, or that another site sent: none does anything."""

import re
from itertools import product

import pytest
from sqlalchemy import func, select

from models.accounts import SignIn
from models.engine import reading
from tests.web.desk.browser import PASSWORD, Browser, Fields, give_account, invite
from web.desk import kept_files

FOCAL = "focal@itu.example"
OURS = {"Sec_Fetch_Site": "same-origin"}
FORGED = (
    {"Sec_Fetch_Site": "cross-site", "Origin": "https://elsewhere.example"},
    {"Sec_Fetch_Site": "same-site", "Origin": "https://other.council.example"},
    {"Sec_Fetch_Site": "none"},
    {"Sec_Fetch_Site": "", "Origin": "https://elsewhere.example"},
    {"Sec_Fetch_Site": "", "Origin": "null"},
    {"Sec_Fetch_Site": "", "Origin": "https://council.example.elsewhere.example"},
    {"Sec_Fetch_Site": ""},  # and no Origin
    {"Sec_Fetch_Site": "same-origin", "Origin": "https://elsewhere.example"},
)


def living(web) -> int:
    with reading(web.desk.engine) as session:
        return session.scalar(select(func.count()).where(SignIn.ended_at.is_(None)))


def test_a_form_that_another_site_sends_does_nothing(web, enter):
    browser = enter("viewer")
    for headers in FORGED:
        browser.get("/desk/account").send({}, form=1, **headers)
        assert browser.status == 403, headers
        assert "was not sent by a page of the desk" in browser.text
        assert living(web) == 1


@pytest.mark.parametrize(
    "headers", [{"Sec_Fetch_Site": "", "Origin": "https://council.example"}, {"Sec_Fetch_Site": "same-origin"}]
)
def test_an_older_browser_says_where_a_form_comes_from_by_its_origin_alone(web, enter, headers):
    browser = enter("viewer").get("/desk/account")
    browser.send({}, form=1, **headers)
    assert browser.path == "/desk/sign-in"
    assert living(web) == 0


def token_of(browser: Browser) -> str:
    return next(held["form"][0] for _, held in Fields(browser.text).forms if "form" in held)


def test_a_form_without_the_token_of_this_browser_does_nothing(web, enter):
    browser = enter("viewer").get("/desk/account")
    other = token_of(enter("viewer").get("/desk/account"))
    before = token_of(Browser(web.web).get("/desk/sign-in"))
    for path, sent in product(("/desk/sign-out", "/desk/account"), ("", "0" * 64, "é", other, before)):
        assert browser.post(path, {"form": sent}, **OURS).status == 403, (path, sent)
        assert living(web) == 2


def test_nobody_is_signed_in_to_the_account_of_somebody_else_by_a_form_of_theirs(web, browser):
    give_account(web.desk.engine, FOCAL, "viewer", now=web.web.now)
    theirs = Browser(web.web).get("/desk/sign-in")
    sent = {"form": token_of(theirs), "email": FOCAL, "password": PASSWORD}
    assert browser.post("/desk/sign-in", sent, **OURS).status == 403  # a browser without that cookie
    path = invite(web.desk.engine, FOCAL, "viewer", now=web.web.now)
    assert browser.post(path, sent, **OURS).status == 403
    assert browser.get(path).status == 200
    assert living(web) == 0


def test_a_form_in_another_coding_or_too_large_is_refused(web, enter):
    browser = enter("viewer").get("/desk/account")
    sent = {"form": token_of(browser)}
    assert browser.post("/desk/sign-out", sent, Content_Type="application/json", **OURS).status == 403
    assert browser.post("/desk/sign-out", sent | {"more": "x" * 70_000}, **OURS).status == 413
    assert living(web) == 1


def test_every_answer_of_the_desk_forbids_scripts_frames_and_caches(web, enter):
    paths = ("/desk", "/desk/account", "/desk/sign-in", "/desk/begin/x")
    for browser, path in product((enter("viewer"), Browser(web.web)), paths):
        headers = browser.get(path).page.headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        is_in = browser.cookies and "/desk/sign-out" in browser.text
        assert ("; script-src 'self';" in headers["Content-Security-Policy"]) is bool(is_in)
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "private, no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers.get_all("Referrer-Policy")[-1] == "same-origin"
        assert re.findall("<script[^>]*>", browser.text.replace(kept_files.script_path(), "OURS")) == (
            ['<script src="OURS" defer>'] if is_in else []
        )
        assert " style=" not in browser.text


def test_public_pages_set_no_cookie_and_take_none(web, enter):
    browser = enter("viewer").get("/subscribe")
    assert "Set-Cookie" not in browser.page.headers
    assert "Focal" not in browser.text


def test_no_token_of_a_link_or_a_cookie_is_in_the_log(web, browser):
    path = invite(web.desk.engine, FOCAL, "viewer", now=web.web.now)
    browser.get(path).send({"password": PASSWORD})
    log = web.web.log.getvalue()
    assert "/desk/begin/***" in log
    assert path.rpartition("/")[2] not in log
    assert browser.cookies["council"] not in log
    assert PASSWORD not in log

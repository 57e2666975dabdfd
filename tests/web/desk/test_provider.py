"""Signing in by an identity provider: what it proves lets people in who are known; what it does not prove, nobody."""

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc import jwt
from joserfc.jwk import OctKey
from sqlalchemy import func, select

from models.accounts import SignIn
from models.engine import reading, writing
from record import settings as settings_
from record.people import accounts, people
from record.refusals import BadSetting
from tests.secretariat import Desk, moment
from tests.web.conftest import WebDesk
from tests.web.desk.browser import Browser, give_account, invite
from tests.web.desk.provider import CLIENT, FOREIGN, OURS, Provider, provided, signed
from tests.web.desk.test_desk_pages import words_of
from tests.web.live_server import served

FOCAL = "focal@itu.example"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with provided() as running:
        yield running


@pytest.fixture
def web(desk: Desk, provider: Provider) -> Iterator[WebDesk]:
    """The desk, where the focal point has an account and no password."""
    desk.opens_agreed()
    provider.now = int(moment("2017-02-20").timestamp())
    own = replace(desk.settings, oidc_issuer=provider.issuer, oidc_client=CLIENT)
    with served(desk.engine, own, moment("2017-02-20")) as server:
        invite(desk.engine, FOCAL, "administrator", now=server.now)
        yield WebDesk(desk, server)


@pytest.fixture
def browser(web: WebDesk) -> Browser:
    return Browser(web.web)


def leaves(browser: Browser, path: str = "/desk/provider?next=/desk/cycles") -> str:
    """Return where the browser is sent, without following it there."""
    answer = browser.web.ask(path, Cookie="; ".join(f"{name}={value}" for name, value in browser.cookies.items()))
    for line in answer.headers.get_all("Set-Cookie") or ():
        browser.cookies["council"] = line.partition("=")[2].partition(";")[0]
    assert answer.status == 303, answer.body
    return answer.headers["Location"]


def comes_back(browser: Browser, query: str) -> Browser:
    return browser.get(f"/desk/provider/back?{query}")


def signs_in(browser: Browser, provider: Provider) -> Browser:
    return comes_back(browser, provider.authorizes(leaves(browser)))


def signed_in(web: WebDesk) -> int:
    with reading(web.desk.engine) as session:
        return session.scalar(select(func.count()).where(SignIn.ended_at.is_(None)))


def test_whom_the_provider_proves_is_the_person_of_the_record(web, browser, provider) -> None:
    assert "/desk/provider?next=" in browser.get("/desk/sign-in").text
    before = dict(browser.cookies)
    provider.claims = {"email": FOCAL.upper(), "aud": [CLIENT], "name": "<script>"}
    assert signs_in(browser, provider).path == "/desk/cycles"
    assert browser.cookies != before
    assert "Focal Point" in browser.text
    assert "hlpf-contribution" in browser.text
    log = web.web.log.getvalue()
    assert "code-1" not in log
    assert browser.cookies["council"] not in log


def b64(said: dict[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")


def unsigned(_provider, claims):
    return f"{b64({'alg': 'none'})}.{b64(claims)}."


def by_the_public_key(_provider, claims):
    public = OURS.as_pem(private=False)
    return jwt.encode({"alg": "HS256", "kid": "ours"}, claims, OctKey.import_key(public))


def by_a_foreign_key(_provider, claims):
    return jwt.encode({"alg": "RS256", "kid": "ours"}, claims, FOREIGN)


def by_an_unknown_key(_provider, claims):
    return jwt.encode({"alg": "RS256", "kid": "theirs"}, claims, FOREIGN)


def with_its_own_key(_provider, claims):
    header = {"alg": "RS256", "jwk": FOREIGN.as_dict(private=False)}
    return jwt.encode(header, claims, FOREIGN)


def changed(_provider, claims):
    head, _, mark = jwt.encode({"alg": "RS256", "kid": "ours"}, claims, OURS).split(".")
    return f"{head}.{b64(claims | {'email': 'a@state.example'})}.{mark}"


def with_a_list(claim):
    return lambda provider, claims: signed(provider, claims | {claim: ["of others", claims[claim]]})


def with_a_condition(_provider, claims):
    head = f"{b64({'alg': 'RS256', 'kid': 'ours', 'crit': ['only-for'], 'only-for': 'others'})}.{b64(claims)}"
    mark = OURS.private_key.sign(head.encode(), PKCS1v15(), SHA256())
    return f"{head}.{base64.urlsafe_b64encode(mark).decode().rstrip('=')}"


ATTACKS = {
    "one nonce of several": with_a_list("nonce"), "one issuer of several": with_a_list("iss"),
    "a condition that nobody knows": with_a_condition,
    "alg none": unsigned, "HS256 with the public key": by_the_public_key, "a foreign key": by_a_foreign_key,
    "an unknown key": by_an_unknown_key, "a key of its own": with_its_own_key, "changed afterwards": changed,
    "another issuer": {"iss": "https://elsewhere.example"}, "no issuer": {"iss": None},
    "another audience": {"aud": "others"}, "no audience": {"aud": None},
    "several audiences": {"aud": [CLIENT, "others"]}, "for others": {"aud": [CLIENT, "others"], "azp": "others"},
    "another nonce": {"nonce": "of another attempt"}, "no nonce": {"nonce": None},
    "expired": {"exp": int(moment("2017-02-20").timestamp()) - 61}, "never expires": {"exp": None},
    "not yet valid": {"nbf": int(moment("2017-02-20").timestamp()) + 61},
    "of the future": {"iat": int(moment("2017-02-20").timestamp()) + 3600}, "of nobody": {"sub": None},
}  # fmt: skip


def test_no_token_that_is_forged_for_others_or_out_of_time_lets_anybody_in(web, provider) -> None:
    for name, attack in ATTACKS.items():
        provider.forge = attack if callable(attack) else Provider.forge
        provider.claims = attack if isinstance(attack, dict) else {}
        refused = signs_in(Browser(web.web), provider)
        assert (refused.status, "Nobody was signed in" in refused.text) == (422, True), name
        assert signed_in(web) == 0, name
    provider.forge, provider.claims = Provider.forge, {}
    assert signs_in(Browser(web.web), provider).path == "/desk/cycles"


def test_an_answer_counts_once_in_one_browser_and_for_ten_minutes(web, browser, provider) -> None:
    address = leaves(browser)
    query, cookie = provider.authorizes(address), dict(browser.cookies)
    for stolen in (Browser(web.web), Browser(web.web, {"council": "x" * 43})):
        assert comes_back(stolen, query).status == 422
    assert comes_back(browser, query.replace("code=code-1&", "")).status == 422
    assert comes_back(browser, f"{query}&iss=https://elsewhere.example").status == 422
    for state in ("", "x", "x.y", query.partition("state=")[2][:-1], "é" * 3000):
        assert browser.web.ask("/desk/provider/back?code=code-1&state=" + state.encode().hex()).status == 422
    provider.forgets = False  # even of a provider that takes a code twice
    assert comes_back(browser, query).path == "/desk/cycles"
    assert comes_back(browser, query).status == 422  # it has another cookie now
    assert comes_back(Browser(web.web, cookie), query).status == 422
    assert signed_in(web) == 1
    late = Browser(web.web)
    query = provider.authorizes(leaves(late))
    web.web.now += timedelta(minutes=10)
    assert comes_back(late, query).status == 422


def test_a_code_of_somebody_elses_attempt_is_worth_nothing_without_its_verifier(web, browser, provider) -> None:
    provider.authorizes(leaves(Browser(web.web)), code="stolen")
    query = provider.authorizes(leaves(browser), code="own")
    assert comes_back(browser, query.replace("code=own", "code=stolen")).status == 422  # PKCE
    provider.wants_pkce = False
    provider.authorizes(leaves(Browser(web.web)), code="stolen")
    query = provider.authorizes(leaves(browser), code="own")
    assert comes_back(browser, query.replace("code=own", "code=stolen")).status == 422  # the nonce
    assert signed_in(web) == 0


@pytest.mark.few(2, "another refusal of the same provider's words")
@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({"email": "nobody@itu.example"}, "ask an administrator to add it to the contacts and invite you"),
        ({"email": "a@state.example"}, "no account of the desk has this address"),
        ({"email_verified": False}, "verify your e-mail address"),
        ({"email": None}, "proves no address"),
        ({"email": ["focal@itu.example"]}, "proves no address"),
        ({"email": "<script>@itu.example"}, "&lt;script&gt;"),
    ],
)
def test_whom_nobody_knows_is_told_how_to_be_added(web, browser, provider, claims, said) -> None:
    provider.claims = claims
    refused = signs_in(browser, provider)
    assert refused.status == 403
    assert said in refused.text
    assert signed_in(web) == 0


def test_whose_account_has_ended_is_not_let_in(web, browser, provider) -> None:
    with writing(web.desk.engine) as session:
        person = people.named(session, FOCAL)
        accounts.living(session, person.id).ended_at = web.web.now
    assert signs_in(browser, provider).status == 403


def test_who_has_no_password_proves_anew_who_they_are(web, browser, provider) -> None:
    give_account(web.desk.engine, "a@state.example", "viewer", now=web.web.now)
    signs_in(browser, provider)
    asked = {"person": "a@state.example", "holds": "approver", "do": "check"}
    checked = browser.get("/desk/acts/account/change").send(asked)
    assert (checked.send({"do": "do"}).status, "sign in anew" in checked.text) == (422, True)
    assert 'type="password"' not in checked.text
    address = leaves(browser, "/desk/provider?anew=yes&next=/desk/acts/account/change")
    assert "prompt=login" in address
    assert "max_age=0" in address
    assert comes_back(browser, provider.authorizes(address)).status == 422  # it does not say when it asked
    address = leaves(browser, "/desk/provider?anew=yes&next=/desk/acts/account/change")
    provider.claims = {"auth_time": provider.now - 3600}
    assert comes_back(browser, provider.authorizes(address)).status == 422  # it did not ask
    address = leaves(browser, "/desk/provider?anew=yes&next=/desk/acts/account/change")
    provider.claims = {"auth_time": provider.now}
    back = comes_back(browser, provider.authorizes(address))
    assert back.path == "/desk/acts/account/change"
    assert signed_in(web) == 1
    assert "approver" in words_of(back.send(asked).send({"do": "do"}))
    web.web.now += timedelta(minutes=11)
    checked = browser.get("/desk/acts/account/change").send(asked | {"holds": "viewer"})
    assert checked.send({"do": "do"}).status == 422


def test_a_provider_that_is_not_what_it_says_is_not_asked(web, browser, provider) -> None:
    where = "/.well-known/openid-configuration"
    for said in ({"issuer": "https://elsewhere.example"}, {"token_endpoint": "ftp://127.0.0.1/token"}):
        web.web.now += timedelta(hours=2)
        provider.documents = {where: said}
        answer = browser.get("/desk/provider") if "issuer" in said else signs_in(browser, provider)
        assert answer.status == 422
    assert signed_in(web) == 0


def test_new_keys_of_the_provider_are_fetched_once_a_minute(web, browser, provider) -> None:
    provider.documents = {"/keys": {"keys": []}}
    assert signs_in(browser, provider).status == 422
    provider.documents = {}
    assert signs_in(browser, provider).status == 422
    web.web.now += timedelta(minutes=1)
    assert signs_in(browser, provider).path == "/desk/cycles"


def test_without_a_provider_nothing_of_it_is_there(desk: Desk) -> None:
    with served(desk.engine, desk.settings, moment("2017-02-20")) as server:
        browser = Browser(server)
        assert browser.get("/desk/provider").status == 404
        assert browser.get("/desk/provider/back?code=x&state=y").status == 404
        assert "/desk/provider" not in browser.get("/desk/sign-in").text


@pytest.mark.parametrize(
    "issuer", ["login.example.org", "http://login.example.org", "https://", "https://a.example/?x=1"]
)
def test_a_provider_is_encrypted_and_knows_the_desk_by_a_name(issuer) -> None:
    with pytest.raises(BadSetting, match="OIDC_ISSUER"):
        settings_.read({"COUNCIL_OIDC_ISSUER": issuer, "COUNCIL_OIDC_CLIENT": "desk"})
    with pytest.raises(BadSetting, match="OIDC_CLIENT"):
        settings_.read({"COUNCIL_OIDC_ISSUER": "https://login.example.org"})

"""What strangers type, at every address: shown as it was typed, or refused; never a tag, header, formula or code."""

import csv
import io
from html import unescape
from html.parser import HTMLParser
from urllib.parse import quote, urlencode

import pytest

from kernel import registry
from kernel.grants import Grant
from tests.kernel.stories import contents
from tests.secretariat import Desk, moment
from tests.web.desk.browser import Browser, Fields
from tests.web.desk.test_grants import PAGES
from web.desk import kept_files
from web.desk.routes import Desk as DeskOfPages

CORPUS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "javascript:alert(1)",
    "{{ 7919*104729 }}{% raw %}${7919*104729}#{7919*104729}<%= 7919*104729 %>",
    "x\r\nSet-Cookie: evil=1\r\n\r\n<script>",
    "%0d%0aSet-Cookie:%20evil=1",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "@SUM(1+1)",
    "-1+1",
    "\t=1+1",
    "'; DROP TABLE person; --",
    "../../../../etc/passwd",
    "\x00\ud7ff\u202e",
)
ALL = "".join(CORPUS)
PRODUCT = "829348951"  # what a template would make of the two factors, and no token holds by chance
PUBLIC = (
    "/subscribe?what={}", "/subscribe?option={}", "/subscribe?language={}", "/cycles/{}/2017",
    "/cycles/hlpf-contribution/{}",
    "/bodies/{}", "/bodies/council/{}", "/subscription/{}", "/unsubscribe/{}", "/choices/{}", "/act/{}", "/waiting/{}",
    "/deadlines/{}.ics", "/meetings/{}.ics", "/feeds/en/{}.ics", "/f/{}.ics", "/{}",
)  # fmt: skip


OF_OURS = ("hx-target", "hx-swap", "hx-trigger", "hx-select-oob", "hx-headers")  # no address stands in them


class Made(HTMLParser):
    """What a browser makes of a page that no template of ours has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.foreign: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if (tag, dict(attrs).get("src")) == ("script", kept_files.script_path()):
            return  # ours
        if tag in ("script", "iframe", "object", "base") or (tag == "img" and dict(attrs).get("src") == "x"):
            self.foreign.append(tag)
        for name, value in attrs:
            if name.startswith("hx-") and name not in OF_OURS and not (value or "").startswith("/desk/"):
                self.foreign.append(f"{tag} {name}={value}")
            leads = name in ("href", "src", "action", "formaction") and (value or "").strip().lower()
            if name.startswith("on") or (leads and leads.startswith("javascript:")):
                self.foreign.append(f"{tag} {name}={value}")


def is_safe(browser: Browser, what: str) -> None:
    """Check that nothing of the corpus came through."""
    assert browser.page
    assert browser.status < 500, what
    assert "evil" not in {name.lower() for name in browser.cookies}, what
    assert not [value for value in browser.page.headers.get_all("Set-Cookie") or () if "evil" in value], what
    if browser.page.kind == "application/pdf":
        return
    if browser.page.kind == "text/html":
        assert Made(browser.text).foreign == [], what
    else:
        assert browser.page.kind in ("text/plain", "text/calendar", "text/csv"), what
        assert browser.page.headers["X-Content-Type-Options"] == "nosniff", what
    assert PRODUCT not in browser.text, what


def test_no_page_of_the_public_takes_it_for_more_than_words(web) -> None:
    browser = Browser(web.web)
    for path in PUBLIC:
        for sign in (*CORPUS, ALL):
            is_safe(browser.get(path.format(quote(sign.encode("utf-8", "replace"), safe=""))), f"{path} {sign!r}")


@pytest.mark.proof("every form and page of the desk, asked for and sent: some five CPU seconds")
def test_no_page_of_the_desk_takes_it_for_more_than_words(web, enter) -> None:
    browser, before = enter("administrator"), contents(web.desk.engine)
    pages = [address for address, _ in PAGES.values()]
    for path in pages:
        is_safe(
            browser.get(f"{path}{'&' if '?' in path else '?'}{urlencode({'q': ALL, 'page': ALL, 'cycle': ALL})}"), path
        )
    for declared, room in ((registry.acts(), "acts"), (registry.readings(), "readings")):
        for each in declared:
            if room == "acts" and set(each.who) == {Grant.OPERATOR}:
                continue
            fields = {parameter.name: ALL for parameter in each.parameters}
            path = f"/desk/{room}/{each.name}"
            is_safe(browser.get(f"{path}?{urlencode(fields)}"), path)
            if room == "acts":
                sent = browser.get(path).send({**fields, "do": "check"})
                is_safe(sent, path)
                assert sent.status in (403, 422) or not fields, (path, sent.status)
    assert contents(web.desk.engine) == before


def test_what_was_taken_is_a_word_in_every_file_and_page(web, enter) -> None:
    browser = enter("secretariat")
    for number, sign in enumerate(CORPUS):
        name = sign.replace("\r\n", " ").replace("\x00", "").replace("\ud7ff", "").strip()
        form = browser.get("/desk/acts/people/add")
        form.send({"name": f"{name}", "email": f"n{number}@itu.example", "organization": name, "do": "check"})
        if "Check before you act" in form.text:
            form.send({"do": "do"})
    for path in (
        "/desk",
        "/desk/readings/people/list",
        "/desk/readings/organization/list",
        "/desk/record",
        "/desk/find?q=alert",
    ):
        is_safe(browser.get(path), path)
    for reading in ("organization/list", "journal/list"):
        text = browser.get(f"/desk/readings/{reading}?as=csv").page.body.decode("utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
        assert any("alert" in cell for cell in cells)
        assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "-", "\t", "\r"))], reading


def test_no_form_of_any_address_of_the_desk_is_taken_from_another_site(web, enter, desk: Desk) -> None:
    router = DeskOfPages(desk.engine, desk.settings, lambda: moment("2017-02-20")).router()
    posts = sorted({route.path for route in router.routes if "POST" in route.methods})
    assert len(posts) >= 6
    browser, before = enter("administrator"), contents(web.desk.engine)
    token = Fields(browser.get("/desk/account").text).forms[-1][1]["form"][0]
    for path in posts:
        address = path.format(noun="people", verb="add", line="x", chain="hlpf-contribution", edition="2017", token="x")
        address = address.replace("{rest:path}", "x")
        for fields, headers in (
            ({}, {"Sec_Fetch_Site": "same-origin"}),
            ({"form": "0" * 64}, {"Sec_Fetch_Site": "same-origin"}),
            ({"form": token}, {"Sec_Fetch_Site": "cross-site"}),
            ({"form": token}, {"Origin": "https://elsewhere.example"}),
            ({"form": token}, {}),
        ):
            assert browser.post(address, fields, **headers).status in (403, 404, 405), (address, headers)
            assert browser.status == 403 or path in ("/desk/begin/{token}",), (address, browser.status)
    assert contents(web.desk.engine) == before
    assert unescape(browser.get("/desk/account").text)

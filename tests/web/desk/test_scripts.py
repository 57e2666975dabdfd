"""The script and the style of the desk: as its makers built it, small, kept by browsers, and of no danger."""

import gzip
import json
import re
from hashlib import sha256
from html import unescape
from pathlib import Path

import web.desk
from tests.web.desk.browser import Browser
from web.desk import kept_files

ROOM = Path(web.desk.__file__).parent / "scripts"
CYCLE = "/desk/cycles/hlpf-contribution/2017"


def test_htmx_is_the_file_that_its_note_names() -> None:
    data, note = (ROOM / "htmx.min.js").read_bytes(), (ROOM / "htmx.md").read_text(encoding="utf-8")
    assert sha256(data).hexdigest() in note
    version = re.search(r'version:"([^"]+)"', data.decode())[1]
    assert f"htmx {version}," in note
    assert "0BSD" in note


def test_what_a_page_brings_along_is_small() -> None:
    assert len((ROOM / "desk.js").read_bytes()) < 2560
    assert len(gzip.compress(kept_files.whole(kept_files.STYLE), mtime=0)) < 8 * 1024


def test_files_are_kept_for_as_long_as_they_are_the_same(web) -> None:
    for path, kind in ((kept_files.style_path(), "text/css"), (kept_files.script_path(), "text/javascript")):
        for sent, coding in (("gzip", "gzip"), ("identity", None)):
            reply = web.web.ask(path, Accept_Encoding=sent)
            assert (reply.status, reply.kind, reply.headers["Content-Encoding"]) == (200, kind, coding)
            assert "immutable" in reply.headers["Cache-Control"]
        old = web.web.ask(path.partition("?")[0] + "?v=before")
        assert "immutable" not in old.headers["Cache-Control"]


def test_no_script_stands_in_a_page_and_none_but_ours_runs(web, enter) -> None:
    page = enter("secretariat").get(CYCLE)
    policy = page.page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert re.findall(r"<script[^>]*>", page.text) == [f'<script src="{kept_files.script_path()}" defer>']
    assert not re.search(r"\son\w+=|hx-on|javascript:", page.text)
    config = json.loads(unescape(re.search(r"name=\"htmx-config\" content='([^']+)'", page.text)[1]))
    assert [config[name] for name in ("allowEval", "includeIndicatorStyles", "allowScriptTags")] == [False] * 3
    assert (config["selfRequestsOnly"], config["historyEnabled"]) == (True, False)
    outside = Browser(web.web).get("/desk/sign-in")
    assert "<script" not in outside.text
    assert "script-src" not in web.web.ask("/subscribe").headers["Content-Security-Policy"]


def test_a_request_of_htmx_needs_the_token_in_its_header_and_gets_a_part(web, enter) -> None:
    browser = enter("secretariat").get(CYCLE)
    token = json.loads(unescape(re.search(r"hx-headers='([^']+)'", browser.text)[1]))["X-Desk-Form"]
    to, asked = (
        "/desk/acts/deadline/assign",
        {"cycle": "hlpf-contribution/2017", "step": "comments", "person": "", "do": "check"},
    )
    for header, status in (("", 403), ("0" * 128, 403), (token[:-1], 403), ("é", 403), (token, 422)):
        given = {"HX-Request": "true", "X-Desk-Form": header, "Sec-Fetch-Site": "same-origin"}
        browser.post(to, asked | {"form": token}, **given)  # the field alone does not do
        assert (browser.status, "<html" in browser.text) == (status, False), header
    assert browser.get(CYCLE).status == 200
    assert "<html" in browser.text


def test_each_page_has_a_token_of_its_own_and_each_of_them_counts(web, enter) -> None:
    browser = enter("viewer")
    tokens = [re.search(r'name="form" value="([^"]+)"', browser.get("/desk/account").text)[1] for _ in range(2)]
    assert tokens[0] != tokens[1]
    assert [
        browser.post("/desk/nothing", {"form": token}, Sec_Fetch_Site="same-origin").status for token in tokens
    ] == [
        405,
        405,
    ]


def test_a_day_is_read_as_it_is_typed(enter) -> None:
    browser = enter("viewer")
    for typed, said in (
        ("10 March 2017", "Fri 10 Mar 2017"),
        ("end of October 2027", "Sun 31 Oct 2027 (month)"),
        ("tomorow", "no day that can be read"),
        ("", ""),
        ("<script>", "&lt;script&gt;"),
    ):
        browser.get("/desk/day?" + f"due.comments={typed}".replace(" ", "+"))
        assert browser.status == 200
        assert said in browser.text, (typed, browser.text)
        assert "<script" not in browser.text

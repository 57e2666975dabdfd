"""What a new officer needs of a form: which fields it cannot do without, a file as it is, and the way back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from kernel.runner import do
from models.bodies import Body
from models.engine import reading, writing
from tests.secretariat import OFFICER
from tests.web.desk.browser import Fields
from tests.web.desk.test_desk_pages import words_of
from web.desk import upload_limit
from web.desk.names import Names

HLPF = "hlpf-contribution/2017"
MET = f"/desk/acts/deadline/met?cycle={HLPF}&step=final-draft"
LOAD = "/desk/acts/file/load"
BODIES = "bodies:\n  - {key: council, name: Council}\n  - {key: cwg-new, name: A new group}\n"


def test_a_form_says_what_its_step_cannot_do_without(enter) -> None:
    form = enter("secretariat").get(MET)
    assert '<label for="url">Address on the web</label>' in form.text
    assert "Document (optional)" in words_of(form)
    refused = form.send({"document": "C17/47-E", "do": "check"})
    assert refused.status == 422
    assert '<a href="#url">Address on the web: Fill in “Address on the web”</a>' in refused.text


@pytest.mark.few(2, "another page from which one comes")
@pytest.mark.parametrize(
    ("began", "link", "called"),
    [
        ("/desk/letters", "/desk/letters", "Back to Letters"),
        ("/desk", "/desk", "Back to Today"),
        (f"/desk/cycles/{HLPF}", f"/desk/cycles/{HLPF}#final-comments", "Back to Council contribution to the"),
        ("//elsewhere.example/desk", f"/desk/cycles/{HLPF}#final-comments", "Back to Council contribution to the"),
    ],
)
def test_an_act_leads_back_to_where_it_was_begun(web, enter, began: str, link: str, called: str) -> None:
    browser = enter("secretariat")
    where = began if began.startswith("//") else f"//127.0.0.1:{web.web.port}{began}"
    browser.headers["Referer"] = f"http:{where}"
    form = browser.get(f"/desk/acts/deadline/assign?cycle={HLPF}&step=final-comments")
    del browser.headers["Referer"]
    done = form.send({"person": "focal@itu.example", "do": "check"})
    links = Fields(done.text).links
    (words,) = [words for words in links if words.startswith("Back to ")]
    assert (links[words], words.startswith(called)) == (link, True)
    undone = done.send({})
    assert Fields(undone.text).links[words] == link


def test_a_file_is_chosen_and_fields_that_few_files_need_are_folded_away(web, enter) -> None:
    browser = enter("secretariat").get(LOAD)
    folded = browser.text.partition("For a calendar (.ics)")[2]
    assert all(f'name="{name}"' in folded for name in ("calendar", "body", "replace", "kind", "since"))
    checked = _upload(browser, BODIES.encode(), "C:\\Lists\\bodies.yaml")
    assert "Check before you act" in words_of(checked)
    assert "A new group" in checked.text
    checked.send({"do": "do"})
    with reading(web.desk.engine) as session:
        assert session.scalar(select(Body.name).where(Body.key == "cwg-new")) == "A new group"
    assert _upload(browser.get(LOAD), b"x" * 1_000_100, "large.yaml").status == 413


def test_channels_are_brought_in_by_no_form(enter) -> None:
    contacts = "contacts:\n  - {name: A, email: a@b.example, channels: ['json://hooks.example/s3cret']}\n"
    refused = enter("administrator").get(LOAD).send({"files": "c.yaml", "files.text": contacts, "do": "check"})
    assert refused.status == 422
    assert "load contacts with channels at the terminal" in words_of(refused)


def _upload(browser, data: bytes, filename: str):
    """Send a file in the last form of the page, as a browser does."""
    token = Fields(browser.text).forms[-1][1]["form"][0]
    heads = {"form": ("", token.encode()), "do": ("", b"check"), "files.upload": (f'; filename="{filename}"', data)}
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode() + value + b"\r\n"
        for name, (more, value) in heads.items()
    ]
    kind = {"Content-Type": "multipart/form-data; boundary=x", "Sec-Fetch-Site": "same-origin"}
    return browser._go(LOAD, "POST", b"".join([*parts, b"--x--\r\n"]), kind)


def test_whoever_brings_in_too_many_files_waits(web, enter) -> None:
    browser = enter("secretariat").get(LOAD)
    answers = [browser.send({"do": "edit"}).status for _ in range(upload_limit.AN_HOUR)]
    assert set(answers) == {200}
    assert browser.send({"do": "edit"}).status == 429
    assert "go on in an hour" in words_of(browser)
    web.web.now += timedelta(minutes=61)
    assert enter("secretariat").get(LOAD).send({"do": "edit"}).status == 200


def test_the_name_of_a_file_keeps_its_small_letter() -> None:
    names = Names()
    assert names.said("holidays.yaml, line 3: there is no such day") == "holidays.yaml, line 3: there is no such day"
    assert names.said("a list of 3 days. It is new") == "A list of 3 days. It is new"


def test_the_record_names_documents_resolutions_and_what_was_chosen(web, enter) -> None:
    with writing(web.desk.engine) as session:
        expected = {"expected": "council-17/audit", "title": "Report of the auditor", "unit": "general-secretariat"}
        do(session, "document/expect", **expected, now=web.web.now, by=OFFICER)
        do(session, "account/invite", person="b@state.example", holds="viewer", now=web.web.now, by=OFFICER)
    said = words_of(enter("secretariat").get("/desk/record"))
    assert "Expect a document Report of the auditor, council-17" in said
    assert "Right: Viewer" in said

"""The first days of an officer at the desk: a checklist that leads on, titles for keys, buttons that do something."""

import re
from pathlib import Path
from urllib.parse import urlencode

from kernel.runner import do
from models.engine import writing
from record import journal, settings, store
from record.people import people, sign_ins
from tests.secretariat import moment
from tests.web.desk.browser import Browser, Fields, give_account
from tests.web.desk.test_desk_pages import words_of
from tests.web.live_server import served

HLPF = "/desk/cycles/hlpf-contribution/2017"
FILES = """\
bodies:
  - {key: council, name: Council}
meetings:
  - {body: Council, key: council-17, title: Council 2017, opens: 2017-05-15, closes: 2017-05-25, place: Geneva}
"""


def test_the_checklist_leads_to_the_year_of_the_next_meeting_whose_cycles_are_ticked(tmp_path: Path) -> None:
    now = moment("2016-11-30 10:00")
    own = settings.read({"COUNCIL_HOME": str(tmp_path)})
    engine = store.for_starting(own, now=now)
    with journal.by_clock(lambda: now), served(engine, own, now) as web:
        with writing(engine) as session:
            given = {"name": "Head", "email": "head@office.example", "roles": ("secretariat",)}
            do(session, "people/add", **given, now=now, by="Head")
        give_account(engine, "head@office.example", "secretariat", now=now)
        with writing(engine) as session:
            token = sign_ins.begin(session, people.named(session, "head@office.example").id, "Firefox", now=now)
        browser = Browser(web, {"council": token}).get("/desk")
        assert Fields(browser.text).links["See what it calls for"] == "/desk/year?year=2016"
        loading = browser.get("/desk/acts/file/load").send({"files": "all.yaml", "files.text": FILES, "do": "check"})
        assert "Mon 15 May 2017 – Thu 25 May 2017" in words_of(loading)
        loading.send({"do": "do"})
        browser.get(Fields(browser.get("/desk").text).links["See what it calls for"])
        assert (browser.path, 'name="accept" value="council-documents/2017"' in browser.text) == (
            "/desk/year?year=2017",
            True,
        )
    engine.dispose()


def test_what_a_check_notes_of_steps_names_them_by_title(web, enter) -> None:
    form = enter("secretariat").get(f"{HLPF}/dates?as=meeting&steps=final-draft&steps=final-comments")
    typed = {"due.final-draft": "30 March 2017", "due.final-comments": "20 April 2017", "because": "so agreed"}
    checked = form.send({**typed, "do": "go"})
    said = words_of(checked)
    assert "Check before you act" in said
    assert "“Comment on the final draft”: members read" in said
    assert not re.search(r"final-(draft|comments)", said)
    assert not re.search(r"final-(draft|comments)", words_of(checked.send({"do": "do"})))


def test_a_check_of_what_is_refused_has_no_button_that_does_it(enter) -> None:
    wrong = "holidays:\n  - {calendar: Geneva, year: 2027, days: [2027-13-26]}\n"
    form = enter("secretariat").get("/desk/acts/file/load")
    checked = form.send({"files": "holidays.yaml", "files.text": wrong, "do": "check"})
    assert (checked.status, "there is no such day" in words_of(checked)) == (422, True)
    assert re.findall(r'<button name="do" value="(\w+)"', checked.text) == ["edit"]
    assert "2027-13-26" in Fields(checked.send({"do": "edit"}).text).forms[-1][1]["files.text"][0]


def test_a_refusal_says_once_which_field_ends_it(enter) -> None:
    refused = enter("secretariat").get("/desk/acts/deadline/met?cycle=hlpf-contribution/2017&step=final-draft")
    refused.send({"do": "check"})
    assert words_of(refused).count("Address on the web: Fill in “Address on the web”") == 1


def test_what_is_issued_out_of_hours_can_be_stopped_until_it_is_public(web, enter) -> None:
    web.on("2017-02-24 19:00")  # a Friday
    asked = {"cycle": "hlpf-contribution/2017", "steps": "final-comments"}
    browser = enter("approver").get("/desk/acts/cycle/issue").send({**asked, "do": "check"}).send({"do": "do"})
    assert "Until Mon 27 Feb 2017, 09:00 it can be stopped" in words_of(browser)
    web.on("2017-02-27 08:59")  # the desk has been left since
    again = enter("approver").get("/desk/acts/cycle/stop-issue?cycle=hlpf-contribution/2017")
    assert "stopped" in words_of(again.send({"because": "a date is wrong", "do": "check"}))


def test_a_window_is_extended_from_its_row_by_whoever_decided_it(enter) -> None:
    browser = enter("secretariat").get(HLPF)
    form = browser.get(Fields(browser.text).links["Extend"].replace("&amp;", "&"))
    held = Fields(form.text).forms[-1][1]
    assert {"due.comments", "agreed_by", "document"} <= held.keys()
    assert held["because"] == [""]  # no meeting agreed it
    said = {"due.comments": "17 March 2017", "agreed_by": "the Chair", "document": "mail of 4 March 2017"}
    form.send({**said, "because": "three members asked", "do": "go"})
    assert "> Extend Check before you act" in words_of(form), words_of(form)
    assert "Decided by the Chair Document mail of 4 March 2017 Why three members asked" in words_of(form)
    assert "the meeting agreed" not in words_of(form)


def test_a_weekday_that_does_not_fit_is_said_in_words_above_and_at_its_field(enter) -> None:
    form = enter("secretariat").get(f"{HLPF}/dates?as=meeting&steps=comments")
    wrong = words_of(form.send({"due.comments": "Thu 17 Mar 2017", "because": "so agreed", "do": "go"}))
    assert wrong.count("is a Friday; write that, or another day") == 2


def test_the_record_of_one_cycle_is_found_by_what_people_call_it(enter) -> None:
    browser = enter("secretariat").get("/desk/record?cycle=hlpf+2017")
    assert "Council contribution to the High-Level Political Forum 2017" in words_of(browser)
    assert Fields(browser.text).hrefs.count("/desk/readings/journal/list?cycle=hlpf-contribution/2017&as=csv") == 1
    title = "Council contribution to the High-Level Political Forum 2017"
    assert f'name="cycle" value="{title}"' in browser.text  # the list offers titles, and each is read as it stands
    assert f'<option value="{title}">' in browser.text
    assert "Nothing is shown yet" not in words_of(browser.get(f"/desk/record?{urlencode({'cycle': title})}"))
    assert browser.get("/desk/record?cycle=no+such").status in (404, 422)
    assert "no such" in words_of(browser)


def test_the_steps_of_an_act_are_ticked_by_their_titles(enter) -> None:
    path = "/desk/acts/cycle/issue?cycle=hlpf-contribution/2017&steps=comments&steps=final-draft"
    form = enter("approver").get(path)
    ticked = re.findall(r'name="steps" value="([^"]+)" checked>\s*([^<]+)</label>', form.text)
    assert ticked == [("comments", "Comment on the revised draft"), ("final-draft", "Post the final draft")]
    again = form.get(f"{path}&steps=no-such-step")  # what is none of them stays to be seen
    assert "no-such-step" in Fields(again.text).forms[-1][1]["steps"][0]


def test_a_setting_is_explained_in_the_words_that_are_typed_for_it(enter) -> None:
    assert "deadline/agree, deadline/agree@web, @web" in words_of(enter("administrator").get("/desk/settings"))

"""The pages of the desk: what waits today, letters read and let go, the record, and what can be looked up."""

import csv
import io
import re
from html import unescape
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from kernel import registry
from models.engine import reading
from models.outbox import Message, MessageKind, State
from tests.cli.test_every_reading import EXAMPLES
from tests.kernel.representatives import some_or_all_readings
from tests.kernel.stories import contents
from tests.web.desk.browser import PASSWORD, Fields
from web.desk import letter_history, step_up

SIGNS = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "{% raw %}", "=1+1", "'; DROP")


def words_of(browser) -> str:
    """Return what the page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", browser.text.partition("<main")[2])).split())


@pytest.fixture
def told(web):
    """The invitation of the first window, which waits for approval; and mail to the office, which leaves."""
    web.desk.meets("revised-draft", on="2017-02-24")
    web.on("2017-02-24 09:30")
    web.desk.turn("2017-02-24 09:00")
    return web


def states(web, kind=MessageKind.RUNG):
    with reading(web.desk.engine) as session:
        return set(session.scalars(select(Message.state).where(Message.kind == kind, Message.released_by.is_not(None))))


def test_today_says_what_waits_and_each_thing_leads_to_what_ends_it(told, enter):
    browser = enter("approver").get("/desk")
    said = words_of(browser)
    for heading in ("For approval", "To decide"):
        assert heading in said
    assert said.index("For approval") < said.index("To decide")
    assert "Approve" in said
    links = [path for path in Fields(browser.text).links.values() if path.startswith("/desk/acts/")]
    assert links
    for path in dict.fromkeys(links):
        assert enter("approver").get(path).status in (200, 403), path


def test_a_step_that_is_late_is_completed_from_today_in_three_clicks(web, enter):
    web.on("2017-02-27 10:00")
    today = enter("secretariat").get("/desk")
    assert "Late" in words_of(today)
    (complete,) = set(re.findall(r'href="(/desk/acts/deadline/met\?[^"]+revised-draft)"', today.text))
    form = today.get(unescape(complete))
    done = form.send({"url": "https://www.itu.int/draft", "do": "check"})
    if "Check before you act" in done.text:
        done.send({"do": "do"})
    assert "Undo" in words_of(done)
    assert web.desk.view("2017-02-27 11:00")["revised-draft"].settlement.kind == "met"


def test_nothing_needs_anybody_where_nothing_does(web, enter):
    web.on("2017-02-12 09:00")
    viewer = enter("viewer").get("/desk")
    assert "For approval" not in words_of(viewer)
    assert ("Nothing needs you today." in words_of(viewer)) is not bool(re.search("Late|Due this week", viewer.text))


def test_letters_are_read_approved_stopped_and_approved_again(told, enter):
    browser = enter("approver").get("/desk/letters")
    first = Fields(browser.text).links["Read it"]
    letter = browser.get(first)
    said = words_of(letter)
    assert re.search(r"Leaves \w{3} \d+ Feb 2017, \d\d:\d\d ", said)  # by the clock of Geneva
    assert ("UTC" in said, " Act " in said) == (False, False)
    assert re.search(r"Why (Opening|Reminder|Its date)[^:]*: [A-Z]\w+ ", said)
    browser.get("/desk/letters")
    form = next(n for n, (path, _) in enumerate(Fields(browser.text).forms) if path == "/desk/acts/outbox/release")
    checked = browser.send({"do": "check"}, form=form)
    assert "Check before you act" in checked.text
    assert states(told) == set()
    checked.send({"do": "do"})
    assert "approved" in words_of(checked)
    assert "Stop Until 09:40 it can be stopped" in words_of(checked)
    assert states(told) == {State.QUEUED}
    before = len(told.desk.sink.mails)
    told.desk.turn("2017-02-24 09:39")
    assert (len(told.desk.sink.mails), states(told)) == (before, {State.QUEUED})
    letters = enter("approver").get("/desk/letters")
    form = next(n for n, (path, _) in enumerate(Fields(letters.text).forms) if path == "/desk/acts/outbox/hold")
    asked = letters.send({"do": "check"}, form=form)  # Stop, of a row: why is asked for, and not missing yet
    assert (asked.status, "Fill in" in words_of(asked)) == (200, False)
    assert "Stop letters that are about to leave 2 letters" in words_of(asked), words_of(asked)
    assert "Fill in “Why”" in words_of(asked.send({"do": "check"}))
    checked.send({}, form=-1)  # Stop
    assert "Undone" in words_of(checked)
    assert states(told) == set()


def test_who_was_told_of_what_is_read_by_name_and_what_did_not_leave_with_its_reason(told, enter):
    told.desk.releases(on="2017-02-24 09:31")
    told.desk.turn("2017-02-24 09:45")
    told.desk.turn("2017-03-03 09:00")
    recalls = [message.id for message in told.desk.messages() if message.state is State.HELD]
    told.desk.drops(*recalls, on="2017-03-03 09:05")
    browser = enter("secretariat").get("/desk/letters/past")
    said = words_of(browser)
    assert re.search(
        r"Invitation: Comment on the revised draft .{1,80} Left · Fri 24 Feb 2017, 09:45 Delegate A .*Delegate B",
        said,
    )
    assert re.search(r"Not sent · Fri 3 Mar 2017 · said by telephone Delegate A", said)
    assert said.index("Not sent") < said.index("Left")
    assert said.count("Overdue: Submit the report to the CWG") == 2  # of two days, each by itself
    to_one = browser.get("/desk/letters/past?person=Delegate+B&cycle=hlpf+contribution+2017").text
    assert "Delegate B" in to_one
    assert "Delegate A" not in to_one
    assert browser.get("/desk/letters/past?person=nobody@x.example").status == 422
    assert "no cycle is called “nothing/2017”" in words_of(browser.get("/desk/letters/past?cycle=nothing/2017"))
    assert browser.get("/desk/letters/past?before=x").status == 200


def test_letters_of_the_past_are_read_page_by_page(told, enter, monkeypatch):
    monkeypatch.setattr(letter_history, "A_PAGE", 1)
    told.desk.releases(on="2017-02-24 09:31")
    told.desk.turn("2017-02-24 09:45")
    numbers, browser = [], enter("secretariat").get("/desk/letters/past")
    while True:
        numbers += [int(number) for number in re.findall(r'href="/desk/letters/(\d+)"', browser.text)]
        if "Older" not in Fields(browser.text).links:
            break
        browser.get(f"/desk/letters/past{unescape(Fields(browser.text).links['Older'])}")
    with reading(told.desk.engine) as session:
        sent = session.scalars(select(Message.id).where(Message.state == State.SENT).order_by(Message.id.desc())).all()
    assert numbers == list(sent)
    assert len(numbers) > 1


def test_what_has_left_is_corrected_by_another_date(told, enter):
    browser = enter("approver").get("/desk/letters")
    letter = Fields(browser.text).links["Read it"]
    form = next(n for n, (path, _) in enumerate(Fields(browser.text).forms) if path == "/desk/acts/outbox/release")
    browser.send({"do": "check"}, form=form).send({"do": "do"})
    assert "Send a correction" not in browser.get(letter).text
    told.desk.turn("2017-02-24 09:40")
    assert states(told) == {State.SENT}
    path = Fields(browser.get(letter).text).links["Send a correction"]
    assert re.findall(r'name="(due\.[^"]+)"', browser.get(unescape(path)).text) == ["due.comments"]


def test_who_is_no_approver_approves_nothing(told, enter):
    browser = enter("secretariat").get("/desk/letters")
    assert "An approver lets these leave." in words_of(browser)
    paths = [path for path, _ in Fields(browser.text).forms]
    assert "/desk/acts/outbox/release" not in paths
    assert "/desk/acts/outbox/drop" in paths


def test_what_somebody_changed_meanwhile_is_shown_anew(web, enter):
    asked = {
        "cycle": "hlpf-contribution/2017",
        "step": "comments",
        "due": "13 March 2017",
        "because": "the Chair wrote",
    }
    checked = enter("secretariat").get("/desk/acts/deadline/agree").send({**asked, "do": "check"})
    web.desk.sets("comments", "2017-03-14", on="2017-02-20")
    again = checked.send({"do": "do"})
    assert (again.status, "Somebody changed this meanwhile" in again.text) == (409, True)
    assert "Tue 14 Mar 2017 → Mon 13 Mar 2017" in words_of(again)
    assert again.send({"do": "do"}).status == 200
    assert str(web.desk.view("2017-02-21")["comments"].due) == "2017-03-13"


def test_the_record_names_letters_by_what_they_say_and_no_act_by_its_id(told, enter):
    browser = enter("approver").get("/desk/letters")
    form = next(n for n, (path, _) in enumerate(Fields(browser.text).forms) if path == "/desk/acts/outbox/release")
    browser.send({"do": "check"}, form=form).send({"do": "do"})
    said = words_of(browser.get("/desk/record"))
    assert re.search(r"Approve letters [^:]+, readers: \d", said), said
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", said)


def test_what_members_are_told_by_itself_is_shown_before_it_is_issued(web, enter):
    asked = {"cycle": "hlpf-contribution/2017", "steps": "final-comments"}  # opens in a month: no invitation waits yet
    checked = enter("approver").get("/desk/acts/cycle/issue").send({**asked, "do": "check"})
    assert "Check before you act" in checked.text
    assert re.search(r"Delegate B\b[^:]*, about Comment on the final draft: leaves Mon 20 Feb 2017", words_of(checked))
    assert "issued" in words_of(checked.send({"do": "do"}))


def test_what_was_typed_stays_when_one_goes_back_from_the_check(web, enter):
    asked = {"cycle": "hlpf 2017", "step": "comments", "due": "13 March 2017", "because": "two lines\nof words & signs"}
    checked = enter("secretariat").get("/desk/acts/deadline/agree").send({**asked, "do": "check"})
    assert "Check before you act" in checked.text
    held = Fields(checked.send({"do": "edit"}).text).forms[-1][1]
    assert {name: held[name][0].replace("\r\n", "\n") for name in asked} == asked


def test_the_record_says_who_did_what_why_and_takes_it_back(web, enter):
    browser = enter("secretariat")
    asked = {"cycle": "hlpf-contribution/2017", "step": "final-comments", "because": "no time is left"}
    done = browser.get("/desk/acts/deadline/waive").send({**asked, "do": "check"})
    if "Check before you act" in done.text:
        done.send({"do": "do"})
    said = words_of(browser.get("/desk/record"))
    assert "Record that a step is not required" in said
    assert "Council contribution to the High-Level Political Forum 2017 · Comment on the final draft" in said
    assert "“no time is left”" in said
    assert "Focal Point, Mon 20 Feb 2017, 12:00" in said
    undo = re.search(r'href="(/desk/undo/[^"]+)"', browser.text)[1]
    browser.get(undo)
    assert "Comment on the final draft" in words_of(browser)
    browser.send({"do": "do"})
    assert "Undone" in words_of(browser)
    assert web.desk.view("2017-02-21")["final-comments"].settlement is None
    assert (browser.get(undo).status, "was undone" in browser.text) == (422, True)
    assert "“Record that a step is not required” was undone already, on Mon 20 Feb 2017 12:" in words_of(browser)
    taken_back = "“to undo “Record that a step is not required” of Mon 20 Feb 2017 12:00 (Geneva time)”"
    assert (taken_back in words_of(browser.get("/desk/record")), "Undone since" in words_of(browser)) == (True, True)
    assert undo not in browser.text
    assert browser.get("/desk/record?cycle=annual-report/2016").text.count("Comment on the final draft") == 0
    for page in ("0", "-1", "x", "9" * 30, "%C2%B2"):
        assert browser.get(f"/desk/record?page={page}").status == 200
    assert browser.get("/desk/undo/nothing").status == 404


@some_or_all_readings
def test_every_reading_is_a_page_and_its_table_a_file(web, enter, names):
    browser = enter("administrator")
    before = contents(web.desk.engine)
    for name in sorted(names & EXAMPLES.keys()):
        declared = registry.reading(name)
        query = urlencode(EXAMPLES[name])
        page = browser.get(f"/desk/readings/{name}?{query}")
        assert page.status in (200, 422), (name, words_of(page))  # some ask about what is not in this store
        assert (declared.help in unescape(page.text), "Traceback" in page.text) == (True, False)
        if page.status == 200 and declared.columns:
            file = browser.get(f"/desk/readings/{name}?{query}&as=csv").page
            if name in step_up.FILES:
                assert file.headers.get_content_type() == "text/html", name
                if 'name="again"' not in browser.text:
                    continue  # it has no row
                file = browser.send({"again": PASSWORD}, to=browser.path).page
            assert file.headers.get_content_type() == "text/csv", name
            heads = next(csv.reader(io.StringIO(file.body.decode("utf-8-sig"), newline="")))
            assert heads == [column.heading for column in declared.columns]
        for parameter in declared.parameters:
            wrong = f"/desk/readings/{name}?{query}&{parameter.name}=%00%ff"
            assert browser.get(wrong).status in (200, 403, 422), wrong
    assert contents(web.desk.engine) == before


@pytest.mark.parametrize("sign", SIGNS)
def test_what_people_type_is_shown_as_they_typed_it_and_is_never_more(web, enter, sign):
    browser = enter("secretariat")
    form = browser.get("/desk/acts/deadline/waive")
    refused = form.send({"cycle": sign, "step": sign, "because": sign, "do": "check"})
    held = Fields(refused.text).forms[-1][1]
    assert (held["cycle"], held["because"]) == ([sign], [sign])
    asked = {"cycle": "hlpf-contribution/2017", "step": "comments", "because": sign}
    done = browser.get("/desk/acts/deadline/waive").send({**asked, "do": "check"})
    if "Check before you act" in done.text:
        done.send({"do": "do"})
    for path in ("/desk/record", "/desk/readings/journal/list", "/desk/readings/cycle/status", "/desk"):
        page = browser.get(path)
        assert page.status == 200
        assert "<script" not in page.text.partition("<body")[2]
        assert "<img" not in page.text
    assert sign in words_of(browser.get("/desk/record"))
    file = browser.get("/desk/readings/journal/list?as=csv").page.body.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(file, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "-"))]


def test_a_list_leads_to_the_acts_that_change_it_and_that_one_may_do(enter) -> None:
    links = Fields(enter("administrator").get("/desk/readings/account/list").text).links
    assert links["Invite somebody to the desk"] == "/desk/acts/account/invite"
    assert "Rename an organization" in Fields(enter("secretariat").get("/desk/readings/organization/list").text).links
    seen = Fields(enter("viewer", "b@state.example").get("/desk/readings/organization/list").text)
    assert not [path for path in seen.hrefs if path.startswith("/desk/acts/organization")]

"""The button of a mail: what is asked is done where it was read, by the same acts as at the desk."""

import re
from datetime import date
from html import unescape

import pytest
from sqlalchemy import select

from models.deadlines import Deadline
from models.engine import reading
from models.people import Deputy, Person
from notifications.language import OFFICIAL, speak
from planning.chain import Anchor, Chain, Step
from planning.standing import Standing
from record import journal, windows
from record.people import signed_links
from tests.secretariat import HLPF, moment
from tests.web.test_pages import Page
from tests.web.test_personal_links import DELEGATE, FOCAL, acts, last_mail
from web.personal_pages import Speaker

DRAFT = "https://www.itu.int/wg-wsis/draft"


def link(web, email: str, step: str, cycle: str = HLPF) -> str:
    """Return the path of the button of a mail to that person about that step."""
    deadline = web.desk.view("2017-02-20", cycle)[step]
    with reading(web.desk.engine) as session:
        person = session.scalars(select(Person).where(Person.email == email)).one()
        public_id = session.scalars(select(Deadline.public_id).where(Deadline.id == deadline.id)).one()
    address = signed_links.links(web.desk.settings).act(person, public_id)
    return address.removeprefix("https://council.example")


def seen(web, path: str) -> str:
    response = web.web.ask(path)
    assert response.status == 200
    return unescape(response.body.decode())


def test_one_who_owes_it_reports_it_done_from_the_mail(web):
    web.desk.round("2017-02-21 09:00")
    text = last_mail(web, FOCAL, "revised draft").get_body(("plain",)).get_content()
    path = re.search(r"Report completion: https://council.example(/act/\S+)", text)[1]
    web.on("2017-02-23")
    before = seen(web, path)
    assert "Post the revised draft" in before
    assert "It is due Friday 24 February 2017, tomorrow." in before
    assert "The address where it was posted." in before
    assert "Council Resolution 1332" in before
    done = web.web.post(path, on="2017-02-22", url=DRAFT)
    assert (done.status, done.headers["Location"], done.headers["Set-Cookie"]) == (303, "?done=yes", None)
    deadline = web.desk.view("2017-02-23")["revised-draft"]
    assert deadline.standing is Standing.MET
    assert (deadline.settlement.on, deadline.settlement.url) == (date(2017, 2, 22), DRAFT)
    assert acts(web)[-1] == ("deadline/met", "Focal Point")
    after = seen(web, path)
    assert "This is done:" in after
    assert "<form" not in after


def test_a_refusal_is_a_sentence_beside_what_was_typed(web):
    path = link(web, FOCAL, "revised-draft")
    wrong = (
        ("refused_url", {"document": "CWG-WSIS-30/7"}),
        ("refused_address", {"url": "ftp:<here>"}),
        ("refused_future", {"url": DRAFT, "on": "2017-02-24"}),
        ("refused_day", {"url": DRAFT, "on": "the other day"}),
        ("refused_day", {"url": DRAFT, "on": "0207-02-22"}),
        ("refused_day", {"url": DRAFT, "on": "2013-12-31"}),  # years from the edition
        ("refused_long", {"url": DRAFT, "document": "x" * 2001}),
    )
    for key, typed in wrong:
        response = web.web.post(f"{path}?language=fr", **typed)
        text = unescape(response.body.decode())
        assert response.status == 422, key
        assert Speaker("fr")(key) in text
        assert all(f'value="{word}"' in text for name, word in typed.items() if name != "on")
    assert web.desk.view("2017-02-20")["revised-draft"].is_open
    assert "<here>" not in web.web.post(path, url="ftp:<here>").body.decode()


def test_a_link_that_was_used_or_is_anothers_by_now_says_how_things_stand(web):
    path = link(web, FOCAL, "final-draft")
    web.desk.knows("Anna", "anna@itu.example", "secretariat")
    web.desk.assigns("final-draft", "anna@itu.example", on="2017-02-20 11:00")
    text = seen(web, path)
    assert "This is not yours to settle any more." in text
    assert "Anna" in text
    assert web.web.post(path, url=DRAFT).status == 303
    assert web.desk.view("2017-02-20")["final-draft"].is_open
    used = link(web, FOCAL, "revised-draft")
    assert web.web.post(used, url=DRAFT).status == 303
    again = web.web.post(used, url="https://elsewhere.example")
    assert again.status == 303
    assert web.desk.view("2017-02-20")["revised-draft"].settlement.url == DRAFT
    web.desk.abandons(on="2017-02-20 12:00")
    assert "This process has ended" in seen(web, used)
    assert web.web.post(path, url=DRAFT).status == 303


def test_a_second_person_confirms_and_the_first_cannot(web):
    step = Step("send", "Send the letter", due="on reply", confirmation=True)
    anchor = Anchor("reply", "the day on which the other side wants it")
    web.desk.chains["letter"] = Chain("letter", 1, "A letter", "none: of a test", (anchor,), (step,))
    web.desk.opens("letter/2017", on="2017-02-01", reply="2017-03-20")
    web.desk.knows("Anna", "anna@itu.example", "secretariat")
    mine, hers = (link(web, email, "send", "letter/2017") for email in (FOCAL, "anna@itu.example"))
    assert "A second person then confirms it." in seen(web, mine)
    assert web.web.post(mine).status == 303
    assert "a second person has to confirm it" in seen(web, mine)
    refused = web.web.post(mine, do="confirm")
    assert (refused.status, Speaker("en")("refused_same_person") in refused.body.decode()) == (422, True)
    assert web.web.post(hers, do="confirm").status == 303
    assert web.desk.view("2017-02-21", "letter/2017")["send"].settlement is not None
    assert acts(web) == [("deadline/met", "Focal Point"), ("deadline/confirm", "Anna")]


def test_whoever_stands_in_for_another_acts_in_their_place_while_they_do(web):
    web.desk.knows("Anna", "anna@itu.example", "itu-t")
    path = link(web, "anna@itu.example", "revised-draft")
    assert "not yours" in seen(web, path)
    with web.desk.acting() as session:
        ids = {row.email: row.id for row in session.scalars(select(Person))}
        entry = journal.write(session, "deputy", {}, now=moment("2017-02-20"), by=FOCAL)
        days = {"from_on": date(2017, 2, 20), "to_on": date(2017, 2, 22)}
        stands = {"person_id": ids[FOCAL], "deputy_id": ids["anna@itu.example"]}
        session.add(Deputy(**stands, **days, at=entry.at, entry_id=entry.id))
    assert "<form" in seen(web, path)
    web.on("2017-02-23")
    assert "<form" not in seen(web, path)
    web.on("2017-02-22")
    assert web.web.post(path, url=DRAFT).status == 303
    assert acts(web)[-1] == ("deadline/met", "Anna")


def test_the_invited_read_the_draft_and_record_their_answer(web):
    web.desk.meets("revised-draft", on="2017-02-20 11:00", url=DRAFT)
    web.desk.allows("hlpf-contribution", "reminder", on="2017-02-20 11:00")
    web.on("2017-03-01")
    path = link(web, DELEGATE, "comments")
    text = seen(web, path)
    assert f'href="{DRAFT}"' in text
    assert "An organization" in text
    assert "overdue" not in text.lower()
    assert web.web.post(path, says="Shorter, please.", document="CWG-WSIS-30/9").status == 303
    with reading(web.desk.engine) as session:
        ledger = windows.ledger(session, HLPF, "comments", now=moment("2017-03-01"))
    assert [(row.organization, row.document) for row in ledger.answers] == [("An organization", "CWG-WSIS-30/9")]
    assert [row.says for row in ledger.comments] == ["Shorter, please."]
    assert web.desk.at("2017-03-03 09:00", about="state.example") == []  # neither delegate is recalled
    assert "An organization has answered:" in seen(web, path)
    again = web.web.post(path, document="CWG-WSIS-30/9")
    assert (again.status, Speaker("en")("refused_answered") in again.body.decode()) == (422, True)


def test_no_comment_is_an_answer_and_a_late_one_is_recorded_as_late(web):
    web.on("2017-03-12")
    path = link(web, DELEGATE, "comments")
    assert "recorded as late" in seen(web, path)
    assert web.web.post(path, none="yes").status == 303
    with reading(web.desk.engine) as session:
        ledger = windows.ledger(session, HLPF, "comments", now=moment("2017-03-12"))
    assert [(answer.is_late, answer.document) for answer in ledger.answers] == [(True, None)]
    assert ledger.comments == ()


def test_looking_does_nothing(web):
    path = link(web, FOCAL, "revised-draft")
    with reading(web.desk.engine) as session:
        before = len(journal.entries(session, None, now=moment("2999-01-01")))
    for method in ("GET", "HEAD"):
        assert web.web.ask(path, method).status == 200
    with reading(web.desk.engine) as session:
        assert len(journal.entries(session, None, now=moment("2999-01-01"))) == before


@pytest.mark.few(2, "the same in another language; others of each story are told in every run")
@pytest.mark.parametrize("language", OFFICIAL)
def test_it_speaks_each_language_and_can_be_heard(web, language):
    for email, step in ((FOCAL, "revised-draft"), (DELEGATE, "comments"), (FOCAL, "preliminary-draft")):
        response = web.web.ask(f"{link(web, email, step)}?language={language}")
        text = response.body.decode()
        assert f'<html lang="{language}" dir="{speak(language).direction}">' in text
        page = Page(text.replace("<textarea", "<select").replace("</textarea>", "</select>"))
        assert set(page.fields) <= page.labelled
        assert page.names.count("h1") == page.names.count("main") == 1
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response.headers["X-Robots-Tag"]

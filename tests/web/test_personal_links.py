"""The links in a mail: stop it in one click, choose what comes; no account, no cookie, and nothing done by looking."""

import re
from email import message_from_bytes, policy
from html import unescape

import pytest
from sqlalchemy import select

from models.engine import reading
from models.people import Mute, Person
from notifications.language import OFFICIAL, speak
from record import journal
from record.people import choices, signed_links
from tests.secretariat import moment
from tests.web.test_pages import Page
from web.personal_pages import Speaker

DELEGATE, FOCAL = "a@state.example", "focal@itu.example"
ONE_CLICK = b"List-Unsubscribe=One-Click"


def own(web, email: str) -> Person:
    with reading(web.desk.engine) as session:
        return session.scalars(select(Person).where(Person.email == email)).one()


def link(web, email: str, what: str, about: str = "hlpf-contribution") -> str:
    """Return the path of a link as a mail holds it."""
    links = signed_links.links(web.desk.settings)
    person, until = own(web, email), signed_links.last_day((), web.web.now)
    full = links.choices(person, until) if what == "choices" else links.unsubscribe(person, about, until)
    return full.removeprefix("https://council.example")


def mutes(web, email: str) -> set[str]:
    person = own(web, email)
    with reading(web.desk.engine) as session:
        return set(choices.mutes_of(session, person.id))


def acts(web) -> list[tuple[str, str]]:
    with reading(web.desk.engine) as session:
        names = journal.names(session)
        entries = journal.entries(session, None, now=moment("2999-01-01"))
        return [(entry.act, names.get(entry.by, entry.by)) for entry in entries][-2:]


def last_mail(web, email: str, about: str = ""):
    """Return the last mail to somebody whose subject says so: of one round several come, in any order."""
    mails = (mail for mail in reversed(web.desk.sink.mails) if mail.recipient == email and about in mail.subject)
    return message_from_bytes(next(mails).data, policy=policy.default)


def test_one_click_stops_the_chain_at_once_and_twice_does_no_harm(web):
    web.desk.allows("hlpf-contribution", "reminder", on="2017-02-10")
    web.desk.round("2017-02-24 09:00")
    mail = last_mail(web, DELEGATE)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = mail["List-Unsubscribe"].strip("<>").removeprefix("https://council.example")
    web.on("2017-02-24 10:00")
    for _ in range(2):
        response = web.web.ask(path, "POST", ONE_CLICK, Content_Type="application/x-www-form-urlencoded")
        assert (response.status, response.headers["Location"], response.headers["Set-Cookie"]) == (200, None, None)
        assert mutes(web, DELEGATE) == {"hlpf-contribution"}
    with reading(web.desk.engine) as session:
        assert len(session.scalars(select(Mute)).all()) == 1
    assert acts(web)[-1] == ("choices/mute", "Delegate A")


def test_a_client_that_sends_the_click_as_multipart_is_heard_too(web):
    body = b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
    response = web.web.ask(
        link(web, DELEGATE, "unsubscribe"), "POST", body, Content_Type="multipart/form-data; boundary=x"
    )
    assert response.status == 200
    assert mutes(web, DELEGATE) == {"hlpf-contribution"}


def test_a_program_that_follows_every_link_of_a_mail_stops_nothing(web):
    for what in ("unsubscribe", "choices"):
        for method in ("GET", "HEAD"):
            assert web.web.ask(link(web, DELEGATE, what), method).status == 200
    assert mutes(web, DELEGATE) == set()


def test_the_page_offers_more_than_the_click_and_takes_it_back(web):
    path = link(web, DELEGATE, "unsubscribe")
    text = web.web.ask(path).body.decode()
    assert "Stop these messages?" in text
    assert "Council contribution to the High-Level Political Forum" in unescape(text)
    done = web.web.post(path, do="all")
    assert done.status == 303
    assert mutes(web, DELEGATE) == {""}
    assert "You hear nothing more from us." in web.web.ask(path).body.decode()
    assert web.web.post(path, do="again").status == 303
    assert mutes(web, DELEGATE) == set()
    assert "You will hear from us again" in web.web.ask(f"{path}?done=again").body.decode()
    assert acts(web) == [("choices/mute", "Delegate A"), ("choices/unmute", "Delegate A")]


def test_what_waits_to_leave_is_taken_back(web):
    web.desk.round("2017-02-24 09:00")  # the invitations wait for an officer's release
    waits = [row.id for row in web.desk.messages() if row.person_id == own(web, DELEGATE).id]
    web.on("2017-02-24 10:00")
    web.web.post(link(web, DELEGATE, "unsubscribe"))
    states = {row.id: (str(row.state), row.detail) for row in web.desk.messages() if row.id in waits}
    assert set(states.values()) == {("suppressed", "its reader asked for no more of these")}
    others = [str(row.state) for row in web.desk.messages() if row.person_id == own(web, "b@state.example").id]
    assert others == ["held"]


def test_whoever_owes_something_is_told_that_it_stays_theirs(web):
    text = web.web.ask(link(web, FOCAL, "unsubscribe")).body.decode()
    assert "These remain yours all the same" in text
    assert "Post the revised draft" in text
    web.web.post(link(web, FOCAL, "unsubscribe"))
    assert (
        "without reminders; the secretariat will be told" in web.web.ask(link(web, FOCAL, "unsubscribe")).body.decode()
    )
    assert "remain yours" not in web.web.ask(link(web, DELEGATE, "unsubscribe")).body.decode()


def test_choices_are_kept_and_journaled_by_the_person(web):
    web.desk.issues(on="2017-02-10")
    web.desk.turn("2017-02-10 12:10")
    path = link(web, DELEGATE, "choices")
    done = web.web.post(path, digest="weekly", tongue="fr", zone="Asia/Tokyo", topic="hlpf-contribution", told=[])
    assert (done.status, done.headers["Location"]) == (303, "?done=saved")
    person = own(web, DELEGATE)
    assert (person.digest, person.language, person.zone) == ("weekly", "fr", "Asia/Tokyo")
    assert mutes(web, DELEGATE) == {"hlpf-contribution"}
    assert acts(web) == [("choices/set", "Delegate A"), ("choices/mute", "Delegate A")]
    text = web.web.ask(f"{path}?done=saved").body.decode()
    assert '<html lang="fr"' in text
    assert "Vos choix sont enregistrés." in text
    web.web.post(path, digest="house", tongue="fr", zone="", topic="hlpf-contribution", told="hlpf-contribution")
    person = own(web, DELEGATE)
    assert (person.digest, person.zone) == (None, None)
    assert mutes(web, DELEGATE) == set()


def test_a_zone_that_is_none_is_refused_with_what_was_typed(web):
    path = link(web, DELEGATE, "choices")
    wrong = web.web.post(path, digest="weekly", tongue="fr", zone="Mars/<Olympus>")
    assert wrong.status == 422
    assert 'value="Mars/&lt;Olympus&gt;"' in wrong.body.decode()
    assert own(web, DELEGATE).digest is None
    for zone in ("../../etc/passwd", "a\x00b", "Europe/Olympus", "x" * 3000):
        assert web.web.post(path, zone=zone).status == 422


def test_nobody_mutes_what_they_were_never_offered(web):
    assert web.web.post(link(web, DELEGATE, "choices"), topic=["annual-report", "x" * 500], told=[]).status == 303
    assert mutes(web, DELEGATE) == set()


@pytest.mark.few(2, "another address that is none")
@pytest.mark.parametrize("what", ["unsubscribe", "choices", "act"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_bad_link_is_a_page_with_one_sentence(web, what, method):
    good = link(web, DELEGATE, "choices").rpartition("/")[2]
    for token in ("x", good, good[:-1], f"{good}A", "%F0%9F%92%A9", "a" * 5000):
        if what == "choices" and token == good:
            continue
        response = web.web.ask(f"/{what}/{token}", method, Accept_Language="es")
        assert (response.status, response.kind) == (404, "text/html"), token
        assert Speaker("es")("bad_link") in response.body.decode()


def test_a_form_larger_than_ours_is_refused_in_words(web):
    path = link(web, DELEGATE, "choices")
    response = web.web.post(path, zone="x" * 70_000)
    assert (response.status, response.kind) == (413, "text/plain")
    many = web.web.post(path, topic=["x"] * 300)
    assert (many.status, many.kind) == (400, "text/plain")


@pytest.mark.few(2, "the same in another language; others of each story are told in every run")
@pytest.mark.parametrize("language", OFFICIAL)
def test_each_page_speaks_each_language_and_can_be_heard(web, language):
    for what in ("unsubscribe", "choices"):
        response = web.web.ask(f"{link(web, FOCAL, what)}?language={language}")
        text = response.body.decode()
        assert f'<html lang="{language}" dir="{speak(language).direction}">' in text
        page = Page(re.sub(r"<option value=\"[^\"]*\"></option>", "", text))
        assert set(page.fields) <= page.labelled
        assert page.names.count("h1") == page.names.count("main") == 1
        assert "script" not in page.names
        assert response.headers["Set-Cookie"] is None
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response.headers["X-Robots-Tag"]
        assert "no-store" in response.headers["Cache-Control"]
    assert unescape(Speaker(language)("choices")) in unescape(text)


def test_tokens_of_personal_links_reach_no_log(web):
    paths = [link(web, DELEGATE, what) for what in ("unsubscribe", "choices")]
    for path in paths:
        web.web.ask(path)
    log = web.web.log.getvalue()
    assert "GET /choices/*** HTTP" in log
    assert not any(path.rpartition("/")[2] in log for path in paths)

"""Which links a message carries: its reader's own in mail alone, none without pages, and each for one purpose."""

from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes, policy

import pytest

from delivery import rounds
from models.people import Person
from record.people import signed_links
from record.people.signed_links import ACT, CHOICES, UNSUBSCRIBE, Link
from record.seals import BadLink
from tests.notifications.web_server import Hook
from tests.secretariat import Desk, moment

FOCAL = "focal@itu.example"
DAY = date(2017, 3, 26)


def text_of(desk: Desk, recipient: str) -> str:
    mail = next(mail for mail in reversed(desk.sink.mails) if mail.recipient == recipient)
    body = message_from_bytes(mail.data, policy=policy.default).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_a_channel_may_be_a_room_full_of_people_and_gets_no_link_of_anybodys_own(desk: Desk) -> None:
    with Hook() as hook:
        address = f"json://127.0.0.1:{hook.port}/200"
        desk.knows("Anna", "anna@itu.example", "secretariat", channels=("email", address))
        desk.opens_agreed()
        desk.assigns("revised-draft", "anna@itu.example", on="2017-02-10")
        desk.round("2017-02-21 09:00")
        posted = "".join(body for _, body in hook.posts)
    assert "Post the revised draft" in posted
    assert "https://council.example/cycles/" in posted
    assert all(f"/{purpose}/" in text_of(desk, "anna@itu.example") for purpose in (ACT, CHOICES, UNSUBSCRIBE))
    assert not any(f"/{purpose}/" in posted for purpose in (ACT, CHOICES, UNSUBSCRIBE))


def test_without_pages_there_are_no_links(desk: Desk) -> None:
    desk.opens_agreed()
    bare = replace(desk.settings, base_url=None)
    now = moment("2017-02-21 09:00")
    rounds.run_round(desk.engine, bare, now=now, clock=lambda: now)
    mail = message_from_bytes(desk.sink.mails[-1].data, policy=policy.default)
    assert mail["List-Unsubscribe"] is None
    assert "http" not in text_of(desk, FOCAL)
    assert signed_links.links(bare) is None


def test_a_link_is_for_one_purpose_of_one_person(desk: Desk) -> None:
    links = signed_links.links(desk.settings)
    assert links is not None
    somebody = Person(public_id="somebody", name="S", email="s@x.example", organization_id=None, link_series=3)
    token = links.unsubscribe(somebody, "a-chain", DAY).rpartition("/")[2]
    assert signed_links.said_by(desk.settings, UNSUBSCRIBE, token) == Link("somebody", "a-chain", 3, DAY)
    assert links.unsubscribe(somebody, "a-chain", DAY).rpartition("/")[2] == token  # copies of a mail are equal
    act = links.act(somebody, "a-deadline").rpartition("/")[2]
    assert signed_links.said_by(desk.settings, ACT, act) == Link("somebody", "a-deadline", 3)
    for purpose in (ACT, CHOICES):
        with pytest.raises(BadLink):
            signed_links.said_by(desk.settings, purpose, token)
    for cut in (token[:-1], token[1:], token + "A", token.swapcase(), ""):
        with pytest.raises(BadLink):
            signed_links.said_by(desk.settings, UNSUBSCRIBE, cut)
    with pytest.raises(BadLink):
        signed_links.said_by(replace(desk.settings, secret="another"), UNSUBSCRIBE, token)


def test_mail_about_several_chains_is_stopped_as_a_whole(desk: Desk) -> None:
    desk.schedules("council-17", "2017-05-15", "2017-05-25")
    desk.opens("council-documents/2017", council="council-17", on="2017-02-01")
    desk.opens("council-comprehensive-report/2017", council="council-17", on="2017-02-01")
    desk.round("2017-04-03 09:00")
    desk.round("2017-04-07 09:00")
    desk.moves_meeting("council-17", "2017-05-29", "2017-06-08", on="2017-04-10 10:00")
    assert len(desk.at("2017-04-10 10:10", about="new dates")) == 1
    token = text_of(desk, FOCAL).partition("/unsubscribe/")[2].split()[0]
    assert signed_links.said_by(desk.settings, UNSUBSCRIBE, token).about == ""


def test_the_links_of_a_mail_live_thirty_days_after_the_last_close_that_it_tells_of_and_a_week_at_least() -> None:
    now, close = moment("2017-02-21 09:00"), moment("2017-02-24 23:59")
    assert signed_links.last_day((close, close - timedelta(days=3)), now) == DAY
    assert signed_links.last_day((), now) == date(2017, 3, 23)  # a report tells of the day on which it leaves
    assert signed_links.last_day((now - timedelta(days=40),), now) == date(2017, 2, 28)
    assert signed_links.last_day((now - timedelta(days=23),), now) == date(2017, 2, 28)
    assert signed_links.last_day((now - timedelta(days=22),), now) == date(2017, 3, 1)
    assert not signed_links.is_over(close, close + timedelta(days=30))
    assert signed_links.is_over(close, close + timedelta(days=30, seconds=1))
    assert not signed_links.is_over(None, now)


def test_what_signs_a_link_is_known_wherever_the_link_leads(desk):
    """Our pages had another address when the letter left, or have none now; an address of somebody else stays."""
    identity = "0b3c5a52-9d3f-4a43-8a5b-6f0f3d1a7c11"
    person = Person(public_id=identity, name="S", email="s@x.example", organization_id=None, link_series=0)
    others = "https://www.itu.int/act/2017 and https://docs.example/waiting/for-the-draft, /choices/made"
    for address in ("https://council.example", "http://old.example:8080/wsis", "https://büro.example", "http://[::1]"):
        links = signed_links.links(replace(desk.settings, base_url=address))
        signed = (links.act(person, "a-deadline"), links.choices(person, DAY), links.waiting(person, DAY))
        words = signed_links.unsigned(f"Act: <{signed[0]}>. ({signed[1]}), {signed[2]}\n{others}")
        assert words == f"Act: <{address}/act/…>. ({address}/choices/…), {address}/waiting/…\n{others}"

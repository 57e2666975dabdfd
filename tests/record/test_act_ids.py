"""One id runs through an act's journal line, its events, the messages that it causes, and the log of their sending."""

import json
import logging

import pytest
from sqlalchemy import select

from desk import message_shown
from kernel.runner import do
from models.engine import reading, writing
from models.events import Event
from models.journal import Entry
from models.outbox import Message
from models.people import Channel
from models.subscriptions import Asked
from planning.clock import utc_now
from reminders import reminder_plan
from tests.reading_output import said
from tests.secretariat import HLPF, OFFICER, Desk, moment


def messages(desk: Desk, kind: str) -> list[Message]:
    return [message for message in desk.messages() if message.kind == kind]


def agrees(desk: Desk, step: str, due: str, on: str) -> str:
    """Agree a date, and return the act's id."""
    with desk.acting() as session:
        what = {"cycle": HLPF, "step": step, "due": due, "because": "agreed by the Group"}
        return do(session, "deadline/agree", **what, now=moment(on), by=OFFICER).id


def test_an_announcement_bears_the_id_of_its_act_wherever_it_is_met(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.opens_agreed()
    with desk.acting() as session:
        how = {"now": moment("2017-02-09"), "by": OFFICER}
        act = do(session, "cycle/issue", cycle=HLPF, steps=["comments"], **how).id
    with writing(desk.engine) as session:
        reminder_plan.plan_owed(session, now=moment("2017-02-09 12:10"))
    with reading(desk.engine) as session:
        line = session.scalars(select(Entry).where(Entry.act == "cycle/issue").order_by(Entry.id.desc())).first()
        event = session.scalars(select(Event).where(Event.name == "council.cycle.issued", Event.act == act)).one()
        shown = said(message_shown.show(session, desk.messages()[0].id, settings=desk.settings, now=utc_now()))
    assert (json.loads(line.text)["id"], event.act) == (act, act)
    announcements = messages(desk, "announcement")
    assert {message.act for message in announcements} == {act}
    assert ["act", act] in [fact.split() for fact in shown.splitlines()]

    with caplog.at_level(logging.INFO, "council.delivery"):
        desk.turn("2017-02-10 09:00")
    lines = [record.__dict__["facts"] for record in caplog.records if record.name == "council.delivery"]
    assert len(announcements) == 2
    handed = {line.pop("message_id"): line for line in lines if line["act"] == act}  # three conversations: any order
    facts = {"act": act, "carrier": "email", "result": "sent", "code": 250}
    assert handed == {message.public_id: facts for message in announcements}


def test_a_change_and_an_opening_bear_the_id_of_the_act_behind_the_date_and_a_reminder_none(desk: Desk) -> None:
    desk.opens()
    first = agrees(desk, "revised-draft", "2017-02-24", "2017-02-09")
    agrees(desk, "comments", "2017-03-10", "2017-02-09")
    issued = desk.issues("comments", on="2017-02-09", by_circular=True).id
    desk.turn("2017-02-10 09:00")
    reminders = messages(desk, "rung")
    assert [message.act for message in reminders] == [None]
    later = agrees(desk, "revised-draft", "2017-02-27", "2017-02-13")
    desk.turn("2017-02-13 12:11")
    assert [message.act for message in messages(desk, "change")] == [later]
    assert later != first
    desk.meets("revised-draft", on="2017-02-24")
    desk.turn("2017-02-25 09:00")
    openings = {message.act for message in messages(desk, "rung")[len(reminders) :]}
    assert openings == {issued}


def handed_over(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    return [record.__dict__["facts"] for record in caplog.records if record.name == "council.delivery"]


def test_what_is_sent_beside_the_rounds_is_logged_under_the_id_of_its_act(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.opens_agreed()
    with reading(desk.engine) as session:
        channel = session.scalars(select(Channel.id).where(Channel.address == "email")).first()
    with caplog.at_level(logging.INFO, "council.delivery"):
        offered = desk.performs("tokens/offer", person="a@state.example", on="2017-02-10")
        tried = desk.performs("channels/test", channels=[channel], on="2017-02-10")
    facts = {"carrier": "email", "result": "sent", "code": 250}
    lines = handed_over(caplog)
    sent = [mail.message_id.strip("<>").partition("@")[0] for mail in desk.sink.mails]
    assert lines == [
        {"message_id": message_id, "act": act, **facts}
        for message_id, act in zip(sent, (offered.id, tried.id), strict=True)
    ]
    with reading(desk.engine) as session:
        assert session.scalars(select(Asked.act)).all() == [offered.id]
        ids = [json.loads(line.text)["id"] for line in session.scalars(select(Entry).order_by(Entry.id))]
    assert ids[-2:] == [offered.id, tried.id]

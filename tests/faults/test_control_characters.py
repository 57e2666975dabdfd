"""CR, LF and NUL in what people type: refused or made plain, and no header of a mail is ever forged by it."""

from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from kernel.runner import do
from kernel.shapes import NotPlain
from models.base import HoldsNul
from models.deadlines import Deadline
from tests.secretariat import HLPF, OFFICER, moment

FORGED = "Clear the draft\r\nBcc: everybody@example.org\r\n\r\nBuy now"


def test_a_title_with_line_breaks_stays_on_the_line_of_the_subject(desk):
    desk.opens_agreed()
    with desk.acting() as session:
        what = {"cycle": HLPF, "step": "clearance", "title": "Clear the draft", "for_members": True}
        do(session, "step/add", **what, now=moment("2017-02-10"), by=OFFICER)
        session.scalars(select(Deadline).where(Deadline.step == "clearance")).one().title = FORGED  # by no door
    desk.agrees("clearance", "2017-03-03", on="2017-02-10")
    desk.round("2017-02-24 09:00")
    (mail,) = [mail for mail in desk.sink.mails if "Clear the draft" in mail.subject]
    head = message_from_bytes(mail.data, policy=policy.default)
    assert head["Bcc"] is None
    assert "Bcc: everybody@example.org" in str(head["Subject"])
    assert [part.get_content_type() for part in head.walk()].count("text/plain") == 1
    calendar = next(part for part in head.walk() if part.get_content_type() == "text/calendar").get_content()
    assert not any(line.startswith("Bcc") for line in calendar.splitlines())


def test_a_name_with_line_breaks_stays_in_its_letter(desk):
    desk.knows("Focal\r\nBcc: everybody@example.org", "second@itu.example", "secretariat")
    desk.opens_agreed()
    desk.round("2017-03-10 09:00")
    mails = [mail for mail in desk.sink.mails if mail.recipient == "second@itu.example"]
    assert mails
    assert [message_from_bytes(mail.data, policy=policy.default)["Bcc"] for mail in mails] == [None] * len(mails)


@pytest.mark.both_databases("PostgreSQL takes no NUL")
def test_a_nul_is_refused_in_one_sentence_and_nothing_is_stored(desk):
    """SQLite would take it and PostgreSQL not: both say the same, and the round goes on."""
    desk.opens_agreed()
    with pytest.raises(NotPlain, match=r"holds U\+0000"), desk.acting() as session:
        do(
            session,
            "deadline/waive",
            cycle=HLPF,
            step="final-draft",
            because="no\0time",
            now=moment("2017-02-10"),
            by=OFFICER,
        )
    with pytest.raises(HoldsNul, match="holds a NUL"), desk.acting() as session:  # whatever let it in
        session.scalars(select(Deadline).where(Deadline.step == "final-draft")).one().title = "no\0time"
    assert desk.view("2017-02-10")["final-draft"].is_open
    desk.round("2017-02-24 09:00")
    assert desk.states().count("sent") == 1

"""Mail that comes back: counted once for its reader, never answered, and no stranger can make it up."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from delivery import bounce_mailbox, bounces
from delivery.bounce_mailbox import NoMailbox
from delivery.bounces import Taken
from desk import message_shown, review
from desk.review import Wanted
from kernel.runner import do
from letters import set_aside
from models.engine import reading
from models.outbox import Message, State
from models.people import Bounce
from notifications.imap import BadMailboxUrl, MailboxAway, read_mailbox_url, visit
from readings import deadline_history
from record import journal
from record.people import reach
from record.refusals import NoSuchPerson, ReasonMissing
from reminders import reminder_plan
from tests.beginnings import told_once
from tests.delivery.test_delivery import A
from tests.imap import Kept, Postbox
from tests.notifications.certificates import certificate
from tests.notifications.reports import EXIM_DELAY, GAVE_UP, POSTFIX, VACATION, report
from tests.reading_output import said
from tests.secretariat import HLPF, OFFICER, moment

LATER = "2017-02-25"


@pytest.fixture
@told_once
def told(desk):
    """A desk whose reader A has been told of four steps by mail, and of which nothing has come back yet."""
    desk.opens_agreed()
    desk.issues("comments", on="2017-02-10")
    desk.allows("hlpf-contribution", "reminder", on="2017-02-10")
    desk.releases(on="2017-02-10")
    for day in ("2017-02-10 09:00", "2017-02-24 09:00", "2017-03-03 09:00", "2017-03-24 09:00"):
        desk.turn(day)
    return desk


def ids(desk, to=A):
    """Return the Message-IDs of the mail that reached this reader."""
    return [mail.message_id for mail in desk.sink.mails if mail.recipient == to]


def takes(desk, *mails, on=LATER) -> Taken:
    with desk.acting() as session:
        return bounces.take(session, mails, now=moment(on))


def rows(desk) -> list[Bounce]:
    with reading(desk.engine) as session:
        return list(session.scalars(select(Bounce).order_by(Bounce.id)))


def failing(desk) -> set[int]:
    with reading(desk.engine) as session:
        return reach.failing(session)


def test_what_came_back_is_counted_once_and_shown_with_its_message(told):
    before = len(told.sink.mails)
    mail = report(POSTFIX, A, ids(told)[0])
    assert takes(told, mail) == Taken(counted=1)
    assert takes(told, mail, mail) == Taken(known=2)
    (row,) = rows(told)
    assert (row.address, row.status) == (A, "5.1.1")
    assert row.detail == f"550 5.1.1 <{A}>: Recipient address rejected: User unknown"
    (message,) = [message for message in told.messages() if message.public_id == row.message]
    assert message.state is State.SENT  # a server had taken it; that is what is known
    with reading(told.engine) as session:
        shown = said(message_shown.show(session, message.id, settings=told.settings, now=moment(LATER)))
        listed = review.lines(session, Wanted([State.SENT], person=A))
        story = deadline_history.explain(session, HLPF, "comments", now=moment("2017-04-01"))
    assert "came back on 2017-02-25: 5.1.1 550 5.1.1" in shown
    assert [line.number for line in listed if any("came back" in note for note in line.notes)] == [message.id]
    assert any("(email: 2 sent, 1 came back)" in line for line in story.parts)
    assert len(told.sink.mails) == before  # nothing is ever sent in answer


def test_a_vacation_notice_and_a_delay_fail_nobody(told):
    mails = [
        report(EXIM_DELAY, A, message_id, own=f"<late{number}@mx.example>")
        for number, message_id in enumerate(ids(told))
    ]
    assert takes(told, *mails, report(VACATION, A, ids(told)[0])) == Taken(counted=len(mails), other=1)
    assert failing(told) == set()


def test_a_server_that_gave_up_after_days_counts_though_it_says_class_four(told):
    first, second, third, *_ = ids(told)
    takes(told, report(EXIM_DELAY, A, first, own="<late@mx.example>"))
    for number, message_id in enumerate((first, second)):
        mail = report(GAVE_UP, A, message_id, own=f"<gone{number}@mx.example>")
        assert takes(told, mail) == Taken(counted=1)  # also of a message that was said to be late
    assert failing(told) == set()
    odd = EXIM_DELAY.replace(b"4.0.0", b"5.4.7")  # still trying, whatever the number says
    assert takes(told, report(odd, A, third, own="<odd@mx.example>")) == Taken(counted=1)
    assert failing(told) == set()
    assert takes(told, report(GAVE_UP, A, third, own="<gone@mx.example>")).failing == ("Delegate A",)
    assert [(row.action, row.status) for row in rows(told)][:2] == [("delayed", "4.0.0"), ("failed", "4.4.7")]
    (message,) = [message for message in told.messages() if message.public_id == rows(told)[0].message]
    with reading(told.engine) as session:
        shown = said(message_shown.show(session, message.id, settings=told.settings, now=moment(LATER)))
    assert "was delayed on 2017-02-25: 4.0.0 451 greylisted" in shown
    assert "came back on 2017-02-25: 4.4.7 451 greylisted" in shown


def test_nobody_can_make_up_what_came_back(told):
    ours = ids(told)[0].strip("<>")
    for number, named in enumerate(
        (f"<{ours.partition('@')[0]}@elsewhere.example>", "<guessed@council.example>", f"<x{ours}>")
    ):
        assert takes(told, report(POSTFIX, A, named, own=f"<forged{number}@x.example>")) == Taken(foreign=1)
    assert rows(told) == []


def test_after_three_messages_came_back_the_address_is_failing_until_an_officer_says_otherwise(told):
    first, second, third, *_ = ids(told)
    for number in range(5):  # a server that says so five times of one message has said it once
        takes(told, report(POSTFIX, A, first, own=f"<same{number}@mx.example>"))
    assert len(rows(told)) == 1
    assert takes(told, report(POSTFIX, A, second, own="<2@mx.example>")).failing == ()
    assert failing(told) == set()
    taken = takes(told, report(POSTFIX, A, third, own="<3@mx.example>"))
    assert taken == Taken(counted=1, failing=("Delegate A",))
    assert len(failing(told)) == 1

    later = {"now": moment("2017-02-26"), "by": OFFICER}
    with told.acting() as session, pytest.raises(ReasonMissing):
        do(session, "people/reachable", person=A, because=" ", **later)
    with told.acting() as session, pytest.raises(NoSuchPerson):
        do(session, "people/reachable", person="nobody@x.example", because="it is back", **later)
    with told.acting() as session:
        do(session, "people/reachable", person=A, because="their server is back", **later)
    assert failing(told) == set()
    with reading(told.engine) as session:
        last = journal.entries(session, None, now=moment("2018-01-01"))[-1]
    assert (last.act, last.by) == ("people/reachable", OFFICER)
    with told.acting() as session:
        assert do(session, "people/reachable", person=A, because="we asked again", **later).is_nothing
    assert A not in last.text  # the journal names nobody by address
    # what comes back from now on counts anew, also of a message that had come back before
    takes(told, report(POSTFIX, A, first, own="<again@mx.example>"), on="2017-02-27")
    assert len(rows(told)) == 4
    assert failing(told) == set()


def test_a_mailbox_is_read_over_tls_and_only_notifications_are_touched(told, tmp_path, monkeypatch):
    mails = [report(VACATION, A, ids(told)[0]), report(POSTFIX, A, ids(told)[0]), b"Subject: a question\n\nHow?\n"]
    with Postbox([Kept(mail) for mail in mails], tls=certificate(tmp_path).server) as box:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "both.pem"))
        settings = replace(told.settings, bounces_url=box.url)
        assert bounce_mailbox.collect(told.engine, settings, now=moment(LATER)) == Taken(counted=1)
        assert [mail.seen for mail in box.mails] == [False, True, False]
        assert box.asked.count("UID FETCH") == 1
        assert bounce_mailbox.collect(told.engine, settings, now=moment(LATER)) == Taken()
    assert len(rows(told)) == 1


def test_a_line_cut_before_the_mark_loses_nothing_and_counts_nothing_twice(told):
    with Postbox([Kept(report(POSTFIX, A, ids(told)[0]))], drops_at="UID STORE") as box:
        settings = replace(told.settings, bounces_url=box.url)
        with pytest.raises(MailboxAway):
            bounce_mailbox.collect(told.engine, settings, now=moment(LATER))
        assert len(rows(told)) == 1
        box.drops_at = ""
        assert bounce_mailbox.collect(told.engine, settings, now=moment(LATER)) == Taken(known=1)
        assert box.mails[0].seen
    assert len(rows(told)) == 1


def test_a_mailbox_that_is_not_there_or_not_ours_is_told_in_a_sentence_without_its_password(told, tmp_path):
    with pytest.raises(NoMailbox, match="COUNCIL_BOUNCES_URL"):
        bounce_mailbox.collect(told.engine, told.settings, now=moment(LATER))
    with Postbox() as box:
        refusing = replace(read_mailbox_url(box.url), password="wr0ng")
        with pytest.raises(MailboxAway, match="did not take the user") as refusal, visit(refusing):
            pass
        assert "wr0ng" not in str(refusal.value)
        box.hangs_at = "SELECT"
        with pytest.raises(MailboxAway, match="timed out"), visit(read_mailbox_url(box.url), patience=0.5):
            pass
    with pytest.raises(MailboxAway, match="refused"), visit(read_mailbox_url(box.url), patience=0.5):
        pass
    with Postbox(tls=certificate(tmp_path).server) as stranger:
        with pytest.raises(MailboxAway, match="certificate"), visit(read_mailbox_url(stranger.url), patience=2):
            pass
        assert stranger.asked == []  # no password is told to whom nobody vouches for
    assert "p@ss" not in repr(read_mailbox_url(box.url))


@pytest.mark.parametrize(
    "url",
    [
        "imap://council:s3cret@mail.example/INBOX",
        "imaps://mail.example/INBOX",
        "https://council:s3cret@mail.example/",
        "imaps://council:s3cret@mail.example:port/INBOX",
        "imaps://council:s3cret@mail.example/IN%22BOX",
        "imaps://council:s3cret%0d%0aA1@mail.example/INBOX",
        "imaps://council:s3cret@mail.example/INBOX?verify=no",
    ],
)
def test_any_other_mailbox_is_refused_without_showing_it(url):
    with pytest.raises(BadMailboxUrl) as refusal:
        read_mailbox_url(url)
    assert "s3cret" not in str(refusal.value)


def test_a_bounce_of_what_was_never_sent_is_foreign(desk):
    desk.opens_agreed()
    desk.issues("comments", on="2017-02-10")
    with desk.acting() as session:
        reminder_plan.plan_owed(session, now=moment("2017-02-10 12:10"))
    (held, *_) = desk.messages()
    named = f"<{held.public_id}@council.example>"
    assert takes(desk, report(POSTFIX, A, named), on="2017-02-11") == Taken(foreign=1)


OF_BEFORE = "the address is failing; once it works again: council people reachable EMAIL --because REASON"  # until 0.2


@pytest.mark.parametrize("detail", [set_aside.SET_ASIDE, OF_BEFORE])
def test_what_waits_for_a_failing_address_is_kept_and_leaves_once_it_works_again(told, detail):
    with told.acting() as session:
        reminder_plan.plan_owed(session, now=moment("2017-03-31 09:00"))
    (waits,) = [message for message in told.messages() if message.state is State.QUEUED and message.person_id == 2]
    for number, message_id in enumerate(ids(told)[:3]):
        takes(told, report(POSTFIX, A, message_id, own=f"<{number}@mx.example>"), on="2017-03-31 09:00")
    before = len(ids(told))
    told.round("2017-03-31 09:05")
    assert len(ids(told)) == before
    (kept,) = [message for message in told.messages() if message.id == waits.id]
    assert (kept.state, kept.detail) == (State.HELD, set_aside.SET_ASIDE)
    with told.acting() as session:
        session.execute(update(Message).where(Message.id == kept.id).values(detail=detail))
    with told.acting() as session:
        now = moment("2017-03-31 10:00")
        do(session, "people/reachable", person=A, because="their server is back", now=now, by=OFFICER)
    told.round("2017-03-31 10:00")
    assert ids(told)[before:] == [f"<{waits.public_id}@council.example>"]

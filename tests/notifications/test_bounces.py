"""Notifications of failed delivery are read whoever wrote them; nothing else is taken for one, and nothing raises."""

import mailbox
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.bounces import Action, Failure, read_notification
from notifications.mailboxes import NoMailThere, mail_from, mails_in
from tests.notifications.reports import (
    DELIVERED,
    EXCHANGE,
    EXIM_DELAY,
    GAVE_UP,
    POSTFIX,
    RECEIPT,
    VACATION,
    report,
)
from tests.proofs import examples

TO, ID = "a@state.example", "<0b6ea5f2-0000-5000-8000-000000000001@council.example>"


@pytest.mark.parametrize(
    ("kind", "own", "failure"),
    [
        (
            POSTFIX,
            "<20170313080007.B1@mx.itu.example>",
            Failure(TO, Action.FAILED, "5.1.1", f"550 5.1.1 <{TO}>: Recipient address rejected: User unknown"),
        ),
        (
            EXCHANGE,
            "<b6a7@MAIL.state.example>",
            Failure(TO, Action.FAILED, "5.2.1", "550 5.2.1 RESOLVER.ADR.Disabled; mailbox disabled"),
        ),
        (EXIM_DELAY, "<E1cn-late@mx.itu.example>", Failure(TO, Action.DELAYED, "4.0.0", "451 greylisted")),
        (GAVE_UP, "<E1cn-late@mx.itu.example>", Failure(TO, Action.FAILED, "4.4.7", "451 greylisted")),
    ],
    ids=["postfix", "exchange", "exim", "given up"],
)
def test_who_was_not_reached_and_why(kind: bytes, own: str, failure: Failure) -> None:
    notification = read_notification(report(kind, TO, ID))
    assert notification is not None
    assert (notification.report_id, notification.message_id, notification.failures) == (own, ID, (failure,))


@pytest.mark.parametrize("kind", [VACATION, RECEIPT, DELIVERED, b"", b"Subject: hello\n\nhello\n"])
def test_what_is_no_trouble_is_none(kind: bytes) -> None:
    assert read_notification(report(kind, TO, ID)) is None


def test_one_that_returns_nothing_of_the_mail_names_no_message() -> None:
    data = report(POSTFIX, TO, ID)
    cut = data.partition(b"Content-Description: Undelivered")[0] + b"\n--B1.1489392007/mx.itu.example--\n"
    notification = read_notification(cut)
    assert notification is not None
    assert notification.message_id is None


def test_without_an_id_of_its_own_it_is_known_by_its_bytes() -> None:
    data = report(POSTFIX, TO, ID).replace(b"Message-Id: <20170313080007.B1@mx.itu.example>\n", b"", 1)
    first, second = read_notification(data), read_notification(data + b"\n")
    assert first is not None
    assert second is not None
    assert len(first.report_id) == 64
    assert first.report_id != second.report_id


@pytest.mark.parametrize(
    ("status", "diagnostic", "expected"),
    [
        ("5.4.4", "smtp; 550 5.1.1 no", "5.4.4"),
        ("5.0.0", "smtp; 552 5.2.2 full", "5.2.2"),
        ("", "smtp; 550 no such user", "5.0.0"),
        ("", "smtp; 421 too many connections", "4.0.0"),
        ("", "X-Local; it did not work", "5.0.0"),
        ("9.9.9", "", "5.0.0"),
    ],
)
def test_the_status_is_the_best_that_the_server_gives(status: str, diagnostic: str, expected: str) -> None:
    data = report(POSTFIX, TO, ID).replace(b"Status: 5.1.1", f"Status: {status}".encode())
    lines = data.splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if line.startswith(b"Diagnostic-Code"))
    lines[at : at + 2] = [f"Diagnostic-Code: {diagnostic}\n".encode()]
    notification = read_notification(b"".join(lines))
    assert notification is not None
    assert notification.failures[0].status == expected


def test_control_characters_do_not_get_through() -> None:
    data = report(POSTFIX, TO, ID).replace(b"User unknown", b"User\x00 \xe2\x80\xaeunknown\x1b[2J")
    notification = read_notification(data)
    assert notification is not None
    assert all(character.isprintable() for character in notification.failures[0].detail)


@settings(max_examples=examples(200, in_every_run=50))
@given(st.binary(max_size=400), st.integers(0, 1400), st.sampled_from([POSTFIX, EXCHANGE, EXIM_DELAY, VACATION]))
def test_nothing_that_anybody_writes_raises(noise: bytes, at: int, kind: bytes) -> None:
    data = report(kind, TO, ID)
    read_notification(data[:at] + noise + data[at:])
    read_notification(data[:at] + noise)


def test_a_report_in_reports_in_reports_is_none_and_does_not_raise() -> None:
    deep = b"".join(
        f"Content-Type: multipart/report; boundary=b{level}\n\n--b{level}\n".encode() for level in range(3000)
    )
    assert read_notification(deep) is None


def test_the_mails_of_a_box_a_folder_a_file_and_a_pipe(tmp_path: Path) -> None:
    mails = [report(POSTFIX, TO, ID), report(VACATION, TO, ID)]
    box = mailbox.mbox(tmp_path / "box")
    folder = mailbox.Maildir(tmp_path / "folder")
    for mail in mails:
        box.add(mail)
        folder.add(mail)
    box.close()
    (tmp_path / "one.eml").write_bytes(mails[0])

    def kinds(found):
        return sorted(read_notification(data) is not None for data in found)

    assert kinds(mails_in(tmp_path / "box")) == kinds(mails_in(tmp_path / "folder")) == [False, True]
    assert kinds(mails_in(tmp_path / "one.eml")) == kinds(mail_from(BytesIO(mails[0]))) == [True]
    assert kinds(mail_from(BytesIO((tmp_path / "box").read_bytes()))) == [False, True]


def test_a_path_without_mail_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(NoMailThere, match="No such file"):
        list(mails_in(tmp_path / "nowhere"))
    with pytest.raises(NoMailThere, match="no Maildir"):
        list(mails_in(tmp_path))

"""A contact who is reached by a webhook too: each channel is owed, sent and recorded by itself."""

import logging
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event, select

from delivery import channel_list
from delivery.rounds import run_round
from kernel.grants import Grant, Identity, NotGranted
from loading import load
from models.engine import reading
from models.outbox import State
from models.people import Channel
from record import journal
from record.refusals import NobodyNamed, NoSuchChannel
from tests.notifications.web_server import Hook
from tests.secretariat import OFFICER, moment, subject_of


def test_a_person_hears_by_each_of_their_channels_once(desk):
    with Hook() as hook:
        address = f"json://127.0.0.1:{hook.port}/200"
        desk.knows("An Officer", "officer@itu.example", "secretariat", channels=("email", address))
        desk.opens_agreed()
        desk.assigns("final-draft", "officer@itu.example", on="2017-02-10")
        desk.round("2017-03-10 09:00")
        desk.round("2017-03-10 09:15")
        bodies = [body for _, body in hook.posts if "Due 24 March, in 14 days: Post the final draft" in body]
        assert len(bodies) == 1
    by_mail = [
        mail for mail in desk.sink.mails if mail.recipient == "officer@itu.example" and "final draft" in mail.subject
    ]
    assert len(by_mail) == 1


def test_the_ledger_never_holds_a_channels_url(desk):
    desk.knows("An Officer", "officer@itu.example", "secretariat", channels=("json://127.0.0.1:9/secret",))
    desk.opens_agreed()
    desk.assigns("final-draft", "officer@itu.example", on="2017-02-10")
    desk.round("2017-03-10 09:00")
    kept = [(message.address, message.detail or "") for message in desk.messages()]
    assert not any("secret" in word for pair in kept for word in pair)
    assert ("channel-4", "retry") in [(message.address, str(message.state)) for message in desk.messages()]


SECRETS = ("t0ken", "passw0rd")


def bytes_of(desk) -> bytes:
    """Return all that the database keeps of this store, as it lies on the disk."""
    url = desk.engine.url
    if desk.engine.dialect.name == "sqlite":
        files = Path(str(url.database)).parent.glob(f"{Path(str(url.database)).name}*")
        return b"".join(file.read_bytes() for file in files)
    with desk.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CHECKPOINT")
        folder = connection.exec_driver_sql("SHOW data_directory").scalar_one()
        number = connection.exec_driver_sql(
            "SELECT oid FROM pg_database WHERE datname = current_database()"
        ).scalar_one()
    return b"".join(file.read_bytes() for file in (Path(folder) / "base" / str(number)).iterdir())


def loads(desk, *channels, email="officer@itu.example", hosts="127.0.0.1"):
    file = desk.home / "contacts.yaml"
    lines = "".join(f"\n      - {channel}" for channel in channels)
    file.write_text(f"contacts:\n  - name: An Officer\n    email: {email}\n    roles: [secretariat]\n"
                    f"    channels:{lines}\n")  # fmt: skip
    journal.attach(desk.engine, replace(desk.settings, webhook_hosts=(hosts,)))
    with desk.acting() as session:
        return str(load(session, [file], desk.chains, now=moment("2017-02-09"), by=OFFICER))


def rows(desk) -> list[Channel]:
    with reading(desk.engine) as session:
        return list(session.scalars(select(Channel).order_by(Channel.id)))


@pytest.mark.proof_on_postgresql("a CPU second; it is sealed before either database has it")
@pytest.mark.both_databases("what the database forgets: VACUUM differs")
def test_a_loaded_url_is_nowhere_in_the_database_and_is_sent_to_all_the_same(desk, caplog):
    caplog.set_level(logging.DEBUG)
    with Hook() as hook:
        url = f"json://council:passw0rd@127.0.0.1:{hook.port}/t0ken"
        assert loads(desk, "email", url) == "1 contact added"
        assert loads(desk, "email", url) == "1 unchanged"  # known again by its fingerprint
        *_, row = rows(desk)
        assert row.address.startswith("sealed:")
        assert row.carrier == "json:127.0.0.1"
        desk.opens_agreed()
        desk.assigns("final-draft", "officer@itu.example", on="2017-02-10")
        desk.round("2017-03-10 09:00")
        assert {path for path, _ in hook.posts} == {"/t0ken"}
        hook.answers = "503"
        desk.round("2017-03-21 09:00")
    carried = {message.carrier for message in desk.messages() if message.address == f"channel-{row.id}"}
    assert carried == {"json:127.0.0.1"}
    kept = bytes_of(desk)
    assert b"officer@itu.example" in kept
    assert not any(secret.encode() in kept for secret in SECRETS)
    assert not any(secret in caplog.text for secret in (*SECRETS, "127.0.0.1:"))


@pytest.mark.both_databases("what the database forgets: VACUUM differs")
def test_what_stands_unsealed_from_before_is_sealed_and_forgotten_by_the_database(desk):
    url = "json://council:passw0rd@127.0.0.1:9/t0ken"
    refused = "json://elsewhere.example/t0ken-2"  # of a host that is no longer allowed
    if desk.engine.dialect.name == "sqlite":  # some builds forget by themselves, others do not
        event.listen(desk.engine, "connect", lambda line, record: line.execute("PRAGMA secure_delete=OFF"))
        desk.engine.dispose()
    desk.knows("An Officer", "officer@itu.example", "secretariat", channels=("email", url, refused))
    assert b"t0ken" in bytes_of(desk)
    assert desk.performs("channels/seal", on="2017-02-09").sentence == "2 channels sealed"
    assert not any(secret.encode() in bytes_of(desk) for secret in SECRETS)
    assert [row.carrier for row in rows(desk)][-3:] == ["email", "json:127.0.0.1", "refused"]
    assert loads(desk, "email", url) == "1 unchanged"
    assert desk.performs("channels/seal", on="2017-02-09").sentence == "0 channels sealed"
    with reading(desk.engine) as session:
        acts = [entry.act for entry in journal.entries(session, None, now=moment("2018-01-01"))]
    assert acts == ["channels/seal"]


def test_a_contact_whose_url_stands_unsealed_is_not_given_it_twice(desk):
    url = "json://127.0.0.1:9/t0ken"
    desk.knows("An Officer", "officer@itu.example", "secretariat", channels=("email", url))
    assert loads(desk, "email", url) == "1 unchanged"


def test_with_another_secret_a_message_waits_and_leaves_once_the_right_one_is_back(desk):
    with Hook() as hook:
        loads(desk, f"json://127.0.0.1:{hook.port}/200")
        desk.opens_agreed()
        desk.assigns("final-draft", "officer@itu.example", on="2017-02-10")
        now = moment("2017-03-10 09:00")
        wrong = replace(desk.settings, secret="another one")
        done = run_round(desk.engine, wrong, now=now, clock=lambda: now)
        assert done.delivered.retry >= 1
        assert hook.posts == []
        (detail,) = {message.detail for message in desk.messages() if message.state is State.RETRY}
        assert detail == "this was sealed with another secret; add that one to COUNCIL_SECRET, behind a comma"
        desk.clock = moment("2017-03-10 09:02")
        desk.round("2017-03-10 09:02")
        assert len(hook.posts) == done.delivered.retry


def test_a_test_message_tells_by_each_channel_what_became_of_it(desk):
    with Hook() as hook:
        good, bad = (f"json://127.0.0.1:{hook.port}/t0ken/{answer}" for answer in ("200", "403"))
        loads(desk, "email", good, bad)
        numbers = [row.id for row in rows(desk)][-3:]
        tried = desk.performs("channels/test", channels=numbers, on="2017-02-10")
        (path, body), _ = hook.posts
    mail, took, refused = numbers
    assert (tried.outcome, tried.sentence, tried.notes, str(tried.failure)) == (
        "not-taken",
        f"channel {mail} of An Officer (email): taken",
        (f"channel {took} of An Officer (json:127.0.0.1): taken",),
        f"channel {refused} of An Officer (json:127.0.0.1): refused with HTTP 403: correct the channel",
    )
    assert path == "/t0ken/200"
    assert "There is nothing to do." in body
    assert subject_of(desk.sink.mails[-1].data) == "Test message from Council secretariat"
    with reading(desk.engine) as session:
        last = journal.entries(session, None, now=moment("2018-01-01"))[-1]
        listed = channel_list.lines(session, "officer@itu.example")
    assert (last.act, last.by) == ("channels/test", OFFICER)
    results = [attempt["result"] for attempt in journal.facts_of(last)["tried"]]
    assert results == ["sent", "sent", "dead"]
    assert "t0ken" not in last.text
    assert [(line.carrier, line.sealed) for line in listed] == [
        ("email", True), ("json:127.0.0.1", True), ("json:127.0.0.1", True)
    ]  # fmt: skip
    sent = len(desk.sink.mails)
    for wrong, refusal, by in (
        ([mail, 999], NoSuchChannel, Identity(OFFICER)),
        ([mail, "9" * 40], NoSuchChannel, Identity(OFFICER)),
        ([mail], NobodyNamed, Identity(" ")),
        ([mail], NotGranted, Identity("A visitor", frozenset({Grant.VIEWER}))),
    ):
        with pytest.raises(refusal):
            desk.performs("channels/test", by=by, channels=wrong, on="2017-02-10")
    assert len(desk.sink.mails) == sent

"""Logs hold no secret, in whatever part of a record it comes, and one line says what a round did."""

import json
import logging
import os
import subprocess
import sys

import pytest

from record.logs import Lines, Mask, masked, secrets_in, style_of
from record.refusals import BadSetting

TOKEN = "V1StGXR8_Z5jdHi6B-myT"
ENVIRONMENT = {
    "COUNCIL_MAIL_URL": "smtp://council:p%40ssw0rd@mail.example:587",
    "COUNCIL_DATABASE_URL": "postgresql://council:db-pass@db/council",
    "COUNCIL_PING_URL": f"https://hc.example/{TOKEN}",
    "COUNCIL_ALARM_URL": f"slack://{TOKEN}/B/C",
    "COUNCIL_SECRET": "a-secret-that-seals",
    "COUNCIL_METRICS_TOKEN": "bear-it-well",
    "PREFECT_API_AUTH_STRING": "council:opens-the-pages",
}
SECRETS = ("p%40ssw0rd", "p@ssw0rd", "db-pass", TOKEN, "a-secret-that-seals", "bear-it-well", "opens-the-pages")
LEAKS = [
    f"GET /f/{TOKEN}.ics",
    f"/subscription/{TOKEN}?language=fr",
    f"/unsubscribe/{TOKEN}",
    f"POST /act/{TOKEN}",
    f"https://council.example/f/{TOKEN}.json#x",
    "could not reach smtp://council:p%40ssw0rd@mail.example:587",
    "login with p@ssw0rd failed",
    "postgresql://council:db-pass@db/council refused",
    f"posting to slack://{TOKEN}/B/C failed",
    f"jsons://host.example/{TOKEN}",
    f"https://hooks.slack.com/services/T0/B0/{TOKEN}",
    f"https://tenant.webhook.office.com/webhookb2/{TOKEN}",
    f"https://hc.example/{TOKEN}",
    "PREFECT_API_AUTH_STRING=council:opens-the-pages",
    f"GET /x?token={TOKEN}&y=1",
    f"https://api.example/a?sig={TOKEN}",
    f"Authorization: Bearer {TOKEN}",
    f"AUTH PLAIN {TOKEN}",
    f"sealed:{TOKEN}",
    "the secret is a-secret-that-seals",
    "bear-it-well",
]


def record(words, *args, facts=None, error=None):
    record_ = logging.LogRecord("council.x", logging.INFO, "x.py", 1, words, args, error and (type(error), error, None))
    if facts:
        record_.facts = facts
    return record_


@pytest.mark.parametrize("style", ["json", "text"])
@pytest.mark.parametrize("leak", LEAKS)
def test_no_secret_reaches_a_line(leak, style):
    lines = Lines(style, secrets_in(ENVIRONMENT))
    for leaking in (
        record(leak),
        record("asked %s", leak),
        record("asked %s", ValueError(leak)),
        record("x", facts={"url": leak, "fault": ValueError(leak)}),
        record("x", error=ValueError(leak)),
    ):
        line = lines.format(leaking)
        assert not [secret for secret in SECRETS if secret in line]
        assert style == "text" or json.loads(line)["logger"] == "council.x"


@pytest.mark.parametrize("leak", LEAKS)
def test_a_record_is_masked_for_other_handlers_too(leak):
    leaking = record("asked %s", leak)
    Mask(secrets_in(ENVIRONMENT)).filter(leaking)
    assert not [secret for secret in SECRETS if secret in leaking.getMessage()]


@pytest.mark.parametrize(
    "words",
    [
        "https://council.example/cycles/hlpf-contribution/2017",
        "see /feeds/en/everything.ics, 304",
        "the basic idea of C17/47-E at 09:00",
        "smtp://mail.example:587",
        "12 messages planned, 3 sent",
    ],
)
def test_what_is_no_secret_stays(words):
    assert masked(words, secrets_in(ENVIRONMENT)) == words


def test_nobody_writes_a_second_line():
    for style in ("json", "text"):
        assert "\n" not in Lines(style).format(record("one\ntwo %s", "three\r\nfour", facts={"a": "b\nc"}))


def test_the_style_is_json_or_text():
    assert style_of({}) == "json"  # standard error is no terminal here
    assert style_of({"COUNCIL_LOG": "text"}) == "text"
    with pytest.raises(BadSetting, match="COUNCIL_LOG cannot be used: 'xml' is not known; write json or text"):
        style_of({"COUNCIL_LOG": "xml"})


def test_what_a_round_did_is_one_line_with_its_counts_after_one_for_each_message(desk):
    desk.opens_agreed()
    known = {
        "COUNCIL_HOME": str(desk.home),
        "COUNCIL_DATABASE_URL": desk.settings.database_url,
        "COUNCIL_MAIL_URL": desk.sink.url,
        "COUNCIL_PING_URL": "http://127.0.0.1:1/" + TOKEN,
    }
    command = [sys.executable, "-m", "cli.main", "remind", "--as-of", "2017-02-10T09:00"]
    done = subprocess.run(command, env=os.environ | known, capture_output=True, text=True, check=True)
    assert done.stdout == "1 letter planned, 1 sent\n"
    handed, first, failed = map(json.loads, done.stderr.splitlines())
    assert (handed["logger"], handed["result"]) == ("council.delivery", "sent")
    assert (handed["message_id"], handed["act"]) == (desk.messages()[0].public_id, None)
    assert first["message"] == "round finished"
    assert (first["planned"], first["sent"], first["dead"], first["nobody"]) == (1, 1, 0, 0)
    assert (failed["level"], failed["because"]) == ("warning", "not reached (ConnectionRefusedError)")
    assert TOKEN not in done.stderr

"""Channels other than mail: real plug-ins against a real web server, and the URLs that are not let through."""

import json
import logging
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from notifications.channels.apprise import AppriseChannel, RefusedUrl, check_url
from notifications.channels.outcome import Result
from tests.notifications.web import Hook

HERE = ("127.0.0.1",)


@pytest.fixture
def hook() -> Iterator[Hook]:
    with Hook() as server:
        yield server


@pytest.fixture
def channel() -> AppriseChannel:
    return AppriseChannel(hosts=HERE, patience=(0.5, 0.5))


def test_a_webhook_gets_title_and_body(hook: Hook, channel: AppriseChannel) -> None:
    outcome = channel.send(f"json://127.0.0.1:{hook.port}/council", "Papers: due in 3 days", "Four lines.")
    assert outcome.result is Result.SENT
    ((path, body),) = hook.posts
    said = json.loads(body)
    assert (path, said["title"], said["message"]) == ("/council", "Papers: due in 3 days", "Four lines.")


def test_it_never_sleeps_between_messages(hook: Hook, channel: AppriseChannel) -> None:
    url = f"rocket://{'a' * 17}%2F{'b' * 24}@127.0.0.1:{hook.port}/#council"  # this plug-in asks for 5.5 s between two
    before = time.monotonic()
    assert [channel.send(url, "t", "b").result for _ in range(3)] == [Result.SENT] * 3
    assert time.monotonic() - before < 3
    assert len(hook.posts) == 3


@pytest.mark.parametrize(
    ("path", "result", "code", "fault"),
    [
        ("204", Result.SENT, None, False),
        ("302", Result.DEAD, 302, False),
        ("404", Result.DEAD, 404, False),
        ("401", Result.DEAD, 401, False),
        ("429", Result.RETRY, 429, False),
        ("503", Result.RETRY, 503, True),
        ("drop", Result.UNKNOWN, None, False),
        ("hang", Result.UNKNOWN, None, False),
    ],
)
def test_what_became_of_it(
    hook: Hook, channel: AppriseChannel, path: str, result: Result, code: int | None, fault: bool
) -> None:
    outcome = channel.send(f"json://127.0.0.1:{hook.port}/{path}", "t", "b")
    assert (outcome.result, outcome.code, outcome.server_fault) == (result, code, fault)
    assert [where for where, _ in hook.posts] == [f"/{path}"]  # a redirect is not followed


def test_nobody_listening_is_tried_again(channel: AppriseChannel) -> None:
    with Hook() as gone:
        port = gone.port
    outcome = channel.send(f"json://127.0.0.1:{port}/x", "t", "b")
    assert (outcome.result, outcome.server_fault) == (Result.RETRY, True)


def test_no_log_shows_a_secret(hook: Hook, channel: AppriseChannel, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for url in (
        f"json://council:s3cret@127.0.0.1:{hook.port}/t0ken/503",
        "json://council:s3cret@127.0.0.1:1/t0ken",
        "slack://s3cret/t0ken",
        "s3cret://t0ken",
    ):
        outcome = channel.send(url, "t", "b")
        assert outcome.result in (Result.RETRY, Result.DEAD)
        assert not any(secret in outcome.detail for secret in ("s3cret", "t0ken"))
    assert not any(secret in caplog.text for secret in ("s3cret", "t0ken", "127.0.0.1"))


@pytest.mark.parametrize(
    "url",
    [
        "tgram://123456789:abcdefghijklmnopqrstuvwxyz_ABCDEFGH/-1001234567890/",
        "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/",
        f"twilio://AC{'0' * 32}:{'1' * 32}@15551234567/15557654321",
        "workflows://prod-1.westeurope.logic.azure.com:443/643e69f83c8944/signature/",
        "json://127.0.0.1:8080/hook",
    ],
)
def test_a_url_on_the_list_may_be_used(url: str) -> None:
    check_url(url, hosts=HERE)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("json://s3cret.example.int/hook", "hosts that the secretariat allows"),
        ("jsons://council:s3cret@169.254.169.254/latest", "hosts that the secretariat allows"),
        ("json://127.0.0.1@s3cret.example.int/", "hosts that the secretariat allows"),
        ("json://s3cret.example.int#@127.0.0.1/", "hosts that the secretariat allows|not complete"),
        ("json://s3cret.example.int\\@127.0.0.1/", "one URL"),
        ("json://127.0.0.1/s3cret?redirect=yes", "question mark"),
        ("json://127.0.0.1/s3cret%3Fredirect=yes", "question mark"),
        ("slack://T1JJ3T3L2/A1BRTD4JD/s3cret/?template=/etc/passwd", "question mark"),
        ("fcm://project@s3cret/device?keyfile=/etc/passwd", "question mark"),
        ("fcm://project@s3cret/device", "kind is not one of"),
        ("mailto://council:s3cret@example.int", "kind is not one of"),
        ("syslog://s3cret", "kind is not one of"),
        ("https://hooks.slack.com/services/s3cret", "kind is not one of"),
        ("json://127.0.0.1/a json://127.0.0.1/s3cret", "one URL"),
        ("json://127.0.0.1/a,json://s3cret", "one URL"),
        ("json://127.0.0.1/s3cret\r\nX: y", "one URL"),
        ("workflows://s3cret.logic.azure.com.evil.int/a/b", "hosts that the secretariat allows"),
        ("slack://s3cret", "not complete"),
        ("s3cret", "one URL"),
        ("", "one URL"),
    ],
)
def test_any_other_url_is_refused_without_showing_it(url: str, why: str) -> None:
    with pytest.raises(RefusedUrl, match=why) as refusal:
        check_url(url, hosts=HERE)
    assert "s3cret" not in str(refusal.value)


def test_apprise_is_loaded_only_by_who_sends() -> None:
    asked = "import sys, notifications.words, notifications.channels.apprise, notifications.channels.smtp; "
    said = subprocess.run(
        [sys.executable, "-c", asked + "print('apprise' in sys.modules)"], capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "False"

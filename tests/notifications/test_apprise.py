"""Channels other than mail: real plug-ins against a real web server, and the URLs that are not let through."""

import json
import logging
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from notifications.channels import web_client
from notifications.channels.apprise import ANY_HOST, VENDORS, AppriseChannel
from notifications.channels.outcome import Result
from notifications.channels.ping import ping
from tests.notifications.certificates import certificate
from tests.notifications.web_server import ENDLESS, MOST, Hook

HERE = ("127.0.0.1",)


@pytest.fixture
def hook() -> Iterator[Hook]:
    with Hook() as server:
        yield server


@pytest.fixture
def channel() -> AppriseChannel:
    return AppriseChannel(hosts=HERE)


def waiting_for(answer: str) -> AppriseChannel:
    """A channel that waits as always, but for a server that is going to hang."""
    return AppriseChannel(hosts=HERE, patience=(5.0, 0.5)) if answer == "hang" else AppriseChannel(hosts=HERE)


def test_a_webhook_gets_title_and_body(hook: Hook, channel: AppriseChannel) -> None:
    outcome = channel.send(f"json://127.0.0.1:{hook.port}/council", "Papers: due in 3 days", "Four lines.")
    assert outcome.result is Result.SENT
    ((path, body),) = hook.posts
    facts = json.loads(body)
    assert (path, facts["title"], facts["message"]) == ("/council", "Papers: due in 3 days", "Four lines.")


def test_it_never_sleeps_between_messages(hook: Hook, channel: AppriseChannel) -> None:
    url = f"rocket://{'a' * 17}%2F{'b' * 24}@127.0.0.1:{hook.port}/#council"  # this plug-in asks for 5.5 s between two
    before = time.monotonic()
    assert [channel.send(url, "t", "b").result for _ in range(3)] == [Result.SENT] * 3
    assert time.monotonic() - before < 11  # which two sleeps would take
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
def test_what_became_of_it(hook: Hook, path: str, result: Result, code: int | None, fault: bool) -> None:
    outcome = waiting_for(path).send(f"json://127.0.0.1:{hook.port}/{path}", "t", "b")
    assert (outcome.result, outcome.code, outcome.server_fault) == (result, code, fault)
    assert [where for where, _ in hook.posts] == [f"/{path}"]  # a redirect is not followed


def test_an_answer_without_end_is_not_waited_for(hook: Hook) -> None:
    patient = AppriseChannel(hosts=HERE, in_all=1.0)
    before = time.monotonic()
    outcome = patient.send(f"json://127.0.0.1:{hook.port}/drip", "t", "b")
    assert time.monotonic() - before < 30  # it never ends
    assert (outcome.result, outcome.detail) == (Result.UNKNOWN, "no whole answer within 1 seconds")


@pytest.mark.parametrize("scheme", ["json", "form", "xml"])
@pytest.mark.parametrize("what", ENDLESS)
def test_of_an_answer_without_end_only_the_beginning_is_read(hook: Hook, what: str, scheme: str) -> None:
    outcome = AppriseChannel(hosts=HERE).send(f"{scheme}://127.0.0.1:{hook.port}/{what}", "t", "b")
    expected = {"redirect": Result.DEAD, "refusal": Result.RETRY}
    expected |= dict.fromkeys(("line", "chunk-line", "continue"), Result.UNKNOWN)  # it is not seen what they mean
    assert outcome.result is expected.get(what, Result.SENT)
    assert hook.sent < MOST


def test_a_thread_ends_with_the_time_of_its_call(hook: Hook) -> None:
    before = set(threading.enumerate())
    AppriseChannel(hosts=HERE, in_all=0.5).send(f"json://127.0.0.1:{hook.port}/drip", "t", "b")
    ours = [thread for thread in threading.enumerate() if "call" in thread.name and thread not in before]
    for thread in ours:
        thread.join(20)
    assert not any(thread.is_alive() for thread in ours)


def test_an_answer_is_unpacked_to_a_limit(hook: Hook) -> None:
    answer = web_client.LIMITED.get(f"http://127.0.0.1:{hook.port}/gzip", timeout=20)
    assert (answer.status_code, len(answer.content)) == (200, web_client.LONGEST)


def test_a_ping_follows_a_redirect_and_reads_nothing_of_it(hook: Hook) -> None:
    assert ping(f"http://127.0.0.1:{hook.port}/redirect") is None
    assert [path for path, _ in hook.posts] == ["/redirect", "/204"]
    assert hook.sent < MOST


def test_an_answer_that_breaks_off_may_have_been_a_yes(hook: Hook, channel: AppriseChannel) -> None:
    assert channel.send(f"json://127.0.0.1:{hook.port}/broken", "t", "b").result is Result.UNKNOWN


@pytest.mark.parametrize("scheme", sorted(VENDORS | ANY_HOST))
def test_every_plug_in_on_the_list_is_given_the_client_with_limits(scheme: str) -> None:
    from apprise.manager_plugins import NotificationManager

    plugin = NotificationManager()[scheme]
    module = vars(sys.modules[plugin.__module__])
    assert "requests" in module, f"{scheme} does not speak by requests, and knows no limits: it cannot be taken"
    assert not {"httpx", "urllib3", "aiohttp", "socket", "urllib.request"} & set(module)
    web_client.give(plugin)
    assert module["requests"] is web_client.LIMITED


@pytest.mark.parametrize("scheme", sorted(VENDORS | ANY_HOST))
def test_a_plug_in_whose_url_names_a_host_may_only_reach_those_that_are_allowed(scheme: str) -> None:
    from apprise.manager_plugins import NotificationManager

    names_host = any("{host}" in template for template in NotificationManager()[scheme].templates)
    assert names_host == (scheme in ANY_HOST), f"{scheme} belongs into {'ANY_HOST' if names_host else 'VENDORS'}"


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


def test_apprise_is_loaded_only_by_who_sends() -> None:
    asked = "import sys, notifications.letter_text, notifications.channels.apprise, notifications.channels.smtp; "
    process = subprocess.run(
        [sys.executable, "-c", asked + "print('apprise' in sys.modules)"], capture_output=True, text=True, check=True
    )
    assert process.stdout.strip() == "False"


@pytest.fixture
def secure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hook]:
    """An https server whose certificate this machine trusts."""
    with Hook(tls=certificate(tmp_path).server) as server:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "both.pem"))
        yield server


TEAMS = "workflows://127.0.0.1:{port}/w0rkflow/s1gnature"
JSONS = "jsons://council:passw0rd@127.0.0.1:{port}/t0ken"


def test_teams_gets_a_card_over_tls(secure: Hook, channel: AppriseChannel) -> None:
    outcome = channel.send(TEAMS.format(port=secure.port), "Papers: due in 3 days", "Four lines.")
    assert (outcome.result, outcome.detail) == (Result.SENT, "taken")
    ((path, body),) = secure.posts
    where, _, query = path.partition("?")
    assert where == "/workflows/w0rkflow/triggers/manual/paths/invoke"
    assert "sig=s1gnature" in query
    (card,) = json.loads(body)["attachments"]
    assert card["contentType"] == "application/vnd.microsoft.card.adaptive"
    texts = {block.get("id"): block.get("text") for block in card["content"]["body"]}
    assert (texts["title"], texts["body"]) == ("Papers: due in 3 days", "Four lines.")


def test_the_newer_addresses_of_teams_are_asked_where_they_are(secure: Hook, channel: AppriseChannel) -> None:
    channel.send(TEAMS.format(port=secure.port) + "?powerautomate=yes", "t", "b")
    ((path, _),) = secure.posts
    assert path.startswith("/powerautomate/automations/direct/workflows/w0rkflow/")


@pytest.mark.parametrize("url", [TEAMS, JSONS], ids=["teams", "webhook"])
@pytest.mark.parametrize(
    ("answer", "result", "detail", "fault"),
    [
        ("200", Result.SENT, "taken", False),
        ("429", Result.RETRY, "refused with HTTP 429 for now", False),
        ("500", Result.RETRY, "refused with HTTP 500 for now", True),
        ("503", Result.RETRY, "refused with HTTP 503 for now", True),
        ("302", Result.DEAD, "refused with HTTP 302: correct the channel", False),
        ("307", Result.DEAD, "refused with HTTP 307: correct the channel", False),
        ("410", Result.DEAD, "refused with HTTP 410: correct the channel", False),
        ("hang", Result.UNKNOWN, "no answer after the letter had left", False),
        ("drop", Result.UNKNOWN, "no answer after the letter had left", False),
    ],
)
def test_what_became_of_it_over_tls(
    secure: Hook,
    caplog: pytest.LogCaptureFixture,
    url: str,
    answer: str,
    result: Result,
    detail: str,
    fault: bool,
) -> None:
    caplog.set_level(logging.DEBUG)
    secure.answers = answer
    outcome = waiting_for(answer).send(url.format(port=secure.port), "t", "b")
    assert (outcome.result, outcome.detail, outcome.server_fault) == (result, detail, fault)
    assert len(secure.posts) == 1  # neither a redirect followed nor a second try
    assert not any(
        secret in caplog.text for secret in ("s1gnature", "w0rkflow", "passw0rd", "t0ken", "Y291bmNpbDpwYXNz")
    )


@pytest.mark.parametrize("url", [TEAMS, JSONS], ids=["teams", "webhook"])
def test_a_certificate_that_nobody_vouches_for_is_not_talked_to(
    tmp_path: Path, channel: AppriseChannel, url: str
) -> None:
    with Hook(tls=certificate(tmp_path).server) as stranger:
        outcome = channel.send(url.format(port=stranger.port), "t", "b")
    assert (outcome.result, outcome.server_fault) == (Result.RETRY, True)
    assert stranger.posts == []

"""The URLs of short messages: those that are taken, and what every channel keeps that is listed."""

from collections import Counter

import pytest

from notifications.channels.channel_url import RefusedUrl
from notifications.channels.outcome import Result
from notifications.channels.send_permission import Withheld
from notifications.channels.short_messages import CHANNELS, SCHEMES, ShortMessages
from record.logs import masked

HERE = ("127.0.0.1",)


def test_no_two_channels_carry_one_scheme() -> None:
    times = Counter(scheme for channel in CHANNELS for scheme in channel.schemes)
    assert [scheme for scheme, count in times.items() if count > 1] == []


@pytest.mark.parametrize("scheme", sorted(SCHEMES))
def test_a_url_is_a_secret_and_what_may_not_leave_stays(scheme: str) -> None:
    url = f"{scheme}://s3cret/t0ken"
    messages = ShortMessages()
    try:
        shown = messages.carrier_of(url)
    except RefusedUrl as refusal:
        shown = str(refusal)
    try:
        outcome = messages.send(url, "t", "b", lambda: False)
    except Withheld:
        outcome = None
    assert outcome is None or outcome.result is Result.DEAD
    words = (shown, outcome.detail if outcome else "", masked(f"could not reach {url}"))
    assert not [(word, secret) for word in words for secret in ("s3cret", "t0ken") if secret in word]


@pytest.mark.parametrize(
    "url",
    [
        "tgram://123456789:abcdefghijklmnopqrstuvwxyz_ABCDEFGH/-1001234567890/",
        "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/",
        f"twilio://AC{'0' * 32}:{'1' * 32}@15551234567/15557654321",
        "workflows://prod-1.westeurope.logic.azure.com:443/643e69f83c8944/signature/",
        "workflows://env.0a.environment.api.powerplatform.com:443/643e69f8/signature?powerautomate=yes",
        "workflows://env.0a.environment.api.powerplatform.com/643e69f8/signature?pa=yes&route=17",
        "json://127.0.0.1:8080/hook",
    ],
)
def test_a_url_on_the_list_may_be_used(url: str) -> None:
    ShortMessages(HERE).carrier_of(url)


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
        ("fcm://project@s3cret/device?keyfile=/etc/passwd", "kind is not one of"),
        ("fcm://project@s3cret/device", "kind is not one of"),
        ("mailto://council:s3cret@example.int", "kind is not one of"),
        ("syslog://s3cret", "kind is not one of"),
        ("https://hooks.slack.com/services/s3cret", "kind is not one of"),
        ("json://127.0.0.1/a json://127.0.0.1/s3cret", "one URL"),
        ("json://127.0.0.1/a,json://s3cret", "one URL"),
        ("json://127.0.0.1/s3cret\r\nX: y", "one URL"),
        ("workflows://s3cret.logic.azure.com.evil.int/a/b", "hosts that the secretariat allows"),
        ("workflows://prod-1.logic.azure.com/s3cret/b?powerautomate=yes&template=/etc/passwd", "question mark"),
        ("workflows://prod-1.logic.azure.com/s3cret/b?verify=no", "question mark"),
        ("workflows://s3cret.example.int/a/b?powerautomate=yes", "hosts that the secretariat allows"),
        ("json://127.0.0.1/s3cret?powerautomate=yes", "question mark"),
        ("slack://s3cret", "not complete"),
        ("s3cret", "one URL"),
        ("", "one URL"),
    ],
)
def test_any_other_url_is_refused_without_showing_it(url: str, why: str) -> None:
    with pytest.raises(RefusedUrl, match=why) as refusal:
        ShortMessages(HERE).carrier_of(url)
    assert "s3cret" not in str(refusal.value)


@pytest.mark.parametrize(
    ("url", "carrier"),
    [
        ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/", "slack"),
        ("tgram://123456789:abcdefghijklmnopqrstuvwxyz_ABCDEFGH/-1001234567890/", "tgram"),
        ("JSONS://council:s3cret@127.0.0.1:8443/t0ken", "jsons:127.0.0.1"),
        (
            "workflows://Prod-1.westeurope.logic.azure.com:443/643e69f8/s1gnature/",
            "workflows:prod-1.westeurope.logic.azure.com",
        ),
    ],
)
def test_the_carrier_is_the_server_without_its_secrets(url: str, carrier: str) -> None:
    assert ShortMessages(HERE).carrier_of(url) == carrier

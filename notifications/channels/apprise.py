"""The channels of Apprise: each is a URL of a scheme on our list, and its secrets are never printed.

Apprise sleeps between calls, logs URLs with their tokens and lets query strings read files and follow redirects
(`?redirect=yes`, `?template=/path`): it is held here by a list of schemes, by refusals, and by its own switches.
"""

import re
import threading
from collections.abc import Collection
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, ClassVar

from notifications.channels.apprise_log import Heard, heard
from notifications.channels.channel_url import RefusedUrl, scheme_of
from notifications.channels.outcome import Outcome, Phase, Result, judge
from notifications.channels.send_permission import MayLeave, Withheld, always
from notifications.plain_text import one_line

if TYPE_CHECKING:
    from apprise import NotifyBase

# schemes whose plug-in (Apprise 1.13) speaks to the vendor's own host, whatever the URL says
VENDORS = frozenset(
    (
        *("clicksend", "discord", "gchat", "msgbird", "nexmo", "pover", "sinch", "slack"),
        *("sns", "tgram", "twilio", "vonage", "webex", "whatsapp", "wxteams"),
    )
)
# schemes that speak to any host: only to hosts that the secretariat allows
ANY_HOST = frozenset(
    (
        *("form", "forms", "json", "jsons", "mmost", "mmosts", "rocket", "rockets"),
        *("workflow", "workflows", "xml", "xmls"),
    )
)
_TEAMS = (".logic.azure.com", ".api.powerplatform.com")  # where Microsoft keeps the workflows of Teams
# Microsoft's newer addresses of a workflow; the only options that are taken, for they name no file and no other host
_POWER_AUTOMATE = re.compile(r"\?(?:powerautomate|pa)=yes(?:&route=[0-9]{1,20})?\Z")
_TITLE = 250
PATIENCE = (10.0, 30.0)  # seconds: to connect, for an answer to go on
IN_ALL = 60.0  # seconds for a whole call
_GRACE = 1.0  # seconds more, after which the thread of a call that was given up hangs up
_REFUSED_FOR_GOOD = (400, 401, 403, 404, 410, 413)


class AppriseChannel:
    """Sends short messages to Teams, Slack, Telegram, SMS, webhooks. Threads may share it."""

    schemes: ClassVar[frozenset[str]] = VENDORS | ANY_HOST

    def __init__(
        self, *, hosts: Collection[str] = (), patience: tuple[float, float] = PATIENCE, in_all: float = IN_ALL
    ) -> None:
        """Allow `hosts` to schemes that take any; `patience` is in seconds: to connect, for an answer to go on.

        `in_all` limits a whole call, in seconds: the limits of a socket begin anew with each byte.
        """
        self._hosts = frozenset(hosts)
        self._patience = patience
        self._in_all = in_all

    def carrier_of(self, url: str) -> str:
        """Return the server behind a URL, without secrets: `slack`, or `jsons:hooks.example.int`. Raises RefusedUrl."""
        plugin = _checked(url, self._hosts)
        scheme = scheme_of(url)
        return f"{scheme}:{str(plugin.host).lower()}" if scheme in ANY_HOST else scheme

    def send(self, url: str, title: str, body: str, may_leave: MayLeave = always) -> Outcome:
        """Return what became of one message; a URL that is refused is dead, and nothing is logged.

        Raises Withheld where `may_leave`, asked just before the call, says no, and nothing else.
        """
        try:
            plugin = _checked(url, self._hosts)
        except RefusedUrl as refusal:
            return Outcome(Result.DEAD, Phase.CONNECT, None, str(refusal))
        plugin.socket_connect_timeout, plugin.socket_read_timeout = self._patience
        if not may_leave():
            raise Withheld
        from notifications.channels import web_client  # brings requests

        answers: SimpleQueue[Outcome] = SimpleQueue()

        def call() -> None:
            with web_client.within(self._in_all + _GRACE):
                answers.put(_called(plugin, one_line(title)[:_TITLE], body or one_line(title)))

        threading.Thread(target=call, daemon=True).start()  # it ends soon after its time, or with us
        try:
            return answers.get(timeout=self._in_all)
        except Empty:
            return judge(Phase.REPLY, None, f"no whole answer within {self._in_all:.0f} seconds")


def _called(plugin: "NotifyBase", title: str, body: str) -> Outcome:
    with heard() as words:
        try:
            taken = plugin.notify(title=title, body=body)
        except (
            Exception
        ) as why:  # whatever a plug-in stumbles over concerns this message alone; its words may hold a URL
            return judge(Phase.REPLY, None, f"the plug-in failed: {type(why).__name__}")
    return Outcome(Result.SENT, Phase.REPLY, None, "taken") if taken else _failed(words)


def _failed(words: Heard) -> Outcome:
    """Return the outcome of a call that Apprise reports as failed; it tells why only in its log."""
    if words.code is not None and (words.code in _REFUSED_FOR_GOOD or words.code // 100 == 3):
        return Outcome(Result.DEAD, Phase.REPLY, words.code, f"refused with HTTP {words.code}: correct the channel")
    if words.code is not None:
        fault = words.code >= 500
        return Outcome(Result.RETRY, Phase.REPLY, words.code, f"refused with HTTP {words.code} for now", fault)
    if words.hung_up:
        return judge(Phase.REPLY, None, "no answer after the letter had left")
    return judge(Phase.CONNECT, None, "not reached")


def _checked(url: str, hosts: Collection[str]) -> "NotifyBase":
    scheme = scheme_of(url)
    bare = _POWER_AUTOMATE.sub("", url) if scheme.startswith("workflow") else url
    if "?" in bare or "%3f" in bare.lower():
        raise RefusedUrl("options after a question mark are not taken; remove them")
    plugin = _plugin(url)
    if scheme in ANY_HOST and not _may_reach(plugin.host or "", scheme, hosts):
        raise RefusedUrl(f"{scheme} may only reach the hosts that the secretariat allows; have this one allowed")
    return plugin


def _may_reach(host: str, scheme: str, hosts: Collection[str]) -> bool:
    """Return True if the host, as the plug-in itself read it, is allowed."""
    is_teams = scheme.startswith("workflow") and host.lower().endswith(_TEAMS)
    return is_teams or host.lower() in {allowed.lower() for allowed in hosts}


def _plugin(url: str) -> "NotifyBase":
    """Return the plug-in: no pause between calls, no redirects, one message whatever its length."""
    with heard():
        from apprise import Apprise, AppriseAsset, NotifyBase, OverflowMode  # slow to import; only who sends pays

        from notifications.channels import web_client

        plugin = Apprise.instantiate(url, asset=AppriseAsset(http_redirects=False, storage_mode="memory"))
    if not isinstance(plugin, NotifyBase):
        raise RefusedUrl("it is not complete, or a part of it is not of the form that the service gives out")
    web_client.give(type(plugin))
    plugin.request_rate_per_sec = 0
    plugin.overflow_mode = OverflowMode.TRUNCATE  # a message in pieces could arrive by half, and then twice
    return plugin

"""Settings, read once from the environment: where the store is, who speaks, through which mail server."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from actions.refusals import BadSetting
from notifications.channels.ping import is_web_address


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the store is, and how the secretariat speaks to people."""

    home: Path
    database_url: str
    mail_url: str | None
    mail_from: str
    base_url: str | None
    office: str
    officer: str | None
    webhook_hosts: tuple[str, ...] = ()  # hosts that a channel whose scheme takes any host may reach
    secret: str | None = None  # seals channel URLs and signs links; None: a file in the data folder
    ping_url: str | None = None  # asked after each finished round: whoever watches it notices silence
    bounces_url: str | None = None  # imaps://user:password@host/INBOX, where what came back arrives
    alarm_url: str | None = None  # an Apprise URL that is told when the round is silent
    metrics_token: str | None = None  # whoever bears it may read /metrics from another machine
    machine: str | None = None  # stands for the machine's id where it has none of its own, as in a container
    weekly_report: bool = True  # whether the people of the Secretariat get a report on Mondays

    @property
    def uid_host(self) -> str:
        """The host in the feeds' UIDs; stored with a new store, and never read again."""
        return (urlsplit(self.base_url).hostname if self.base_url else None) or "council.invalid"


def read(environment: Mapping[str, str]) -> Settings:
    """Return the settings of COUNCIL_HOME, _DATABASE_URL, _MAIL_URL, _MAIL_FROM, _BASE_URL, _OFFICE, _OFFICER,
    _WEBHOOK_HOSTS, _SECRET, _PING_URL, _BOUNCES_URL, _ALARM_URL, _METRICS_TOKEN, _MACHINE and _WEEKLY_REPORT
    (yes or no).

    Raises BadSetting.
    """
    given = {
        name.removeprefix("COUNCIL_"): value
        for name, value in environment.items()
        if name.startswith("COUNCIL_") and value.strip()
    }
    home = Path(given.get("HOME", "data")).absolute()
    base_url = given.get("BASE_URL")
    if base_url and urlsplit(base_url).scheme not in ("http", "https"):
        raise BadSetting("COUNCIL_BASE_URL", f"{base_url!r} is not an address; write https://council.example.org")
    if (ping_url := given.get("PING_URL")) and not is_web_address(ping_url):
        raise BadSetting("COUNCIL_PING_URL", "it is not an address; write https://HOST/PATH")  # it may hold a secret
    return Settings(
        home=home,
        database_url=given.get("DATABASE_URL") or f"sqlite:///{home / 'council.db'}",
        mail_url=given.get("MAIL_URL"),
        mail_from=given.get("MAIL_FROM") or "council@council.invalid",
        base_url=base_url.rstrip("/") if base_url else None,
        office=given.get("OFFICE") or "Council secretariat",
        officer=given.get("OFFICER"),
        webhook_hosts=tuple(given.get("WEBHOOK_HOSTS", "").replace(",", " ").split()),
        secret=given.get("SECRET"),
        ping_url=ping_url,
        bounces_url=given.get("BOUNCES_URL"),
        alarm_url=given.get("ALARM_URL"),
        metrics_token=given.get("METRICS_TOKEN"),
        machine=given.get("MACHINE"),
        weekly_report=_yes_or_no("WEEKLY_REPORT", given.get("WEEKLY_REPORT", "yes")),
    )


def _yes_or_no(name: str, word: str) -> bool:
    known = {"yes": True, "no": False}
    if word.strip().casefold() not in known:
        raise BadSetting(f"COUNCIL_{name}", f"{word!r} is neither yes nor no")
    return known[word.strip().casefold()]

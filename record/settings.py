"""Settings, declared once and read from the environment: where the store is, who speaks, through which mail server."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from notifications.channels.ping import is_web_address
from notifications.language import FALLBACK, Tongue, speak
from planning.errors import quoted
from record.refusals import BadSetting, UnknownSetting
from record.setting_values import LEAST_KEPT, UNSET_SENDER, count, identity_provider, mailbox, phone, yes_or_no

PREFIX = "COUNCIL_"
LEAST_OF_SEVERAL = 16  # characters of a key where there are several: 96 bits in base64
USUAL_OFFICE = "Council secretariat"
LONGEST_NAME = 200  # characters of the sender's name, which stands in every mail
KEPT = "words of letters and links are kept after what they are about"
_MAY_BREAK = ("HOME", "DATABASE_URL", "SECRET", "WEBHOOK_HOSTS")  # paths, and lists of which each line may hold one
QUOTED = str.maketrans({"%": "%25", "?": "%3F"})  # of a path, what means something in the URL of a database


class Hidden(StrEnum):
    """Which part of a value is secret, and never printed."""

    NOTHING = "nothing"
    PASSWORD = "password"  # noqa: S105  # that of its URL
    ALL = "all"


LOG_STYLES = ("json", "text")


@dataclass(frozen=True, slots=True)
class Setting:
    """A variable of the environment: its name, its meaning and its default, as README.md has them."""

    name: str
    meaning: str
    default: str
    hidden: Hidden = Hidden.NOTHING

    @property
    def variable(self) -> str:
        """`COUNCIL_HOME`."""
        return PREFIX + self.name


TRANSLATED = {tongue.value: tongue.name.capitalize() for tongue in Tongue if tongue != FALLBACK}
SETTINGS = (
    Setting("HOME", "the data folder", "`data`"),
    Setting(
        "DATABASE_URL", "the record: `sqlite:///FILE` or `postgresql://…`", "a file in the data folder", Hidden.PASSWORD
    ),
    Setting(
        "MAIL_URL", "the mail server: `smtp://[user:password@]host:port`, `?tls=starttls`, `implicit` or `none`",
        "none: letters wait", Hidden.PASSWORD,
    ),
    Setting(
        "MAIL_CONNECTIONS", "the most connections to the mail server, of all machines of a store together",
        "none: three of each process",
    ),
    Setting("MAIL_FROM", "the sender's address, `name@example.org`", "`council@council.invalid`"),
    Setting("BASE_URL", "where people reach the pages; its host names the feeds' entries for ever", "none"),
    Setting("OFFICE", "the sender's name", "`Council secretariat`, in each language"),
    *(
        Setting(f"OFFICE_{code.upper()}", f"the sender's name, to those who read {language}", "`COUNCIL_OFFICE`")
        for code, language in TRANSLATED.items()
    ),
    Setting("CONTACT_EMAIL", "the mailbox that people may write to, as letters, pages and calendars say", "none"),
    Setting("CONTACT_PHONE", "the telephone number beside that mailbox", "none"),
    Setting("OFFICER", "who acts, where nobody is named", "none: then nobody acts"),
    Setting("WEBHOOK_HOSTS", "hosts that webhook channels may reach", "none"),
    Setting(
        "SECRET", "seals channel URLs, signs links; older keys behind commas; the same on all machines of a store",
        "a file in the data folder", Hidden.ALL,
    ),
    Setting(
        "PING_URL", "asked after each finished round, so that whoever watches it notices silence", "none", Hidden.ALL
    ),
    Setting(
        "BOUNCES_URL", "the mailbox in which mail comes back: `imaps://user:password@host/INBOX`", "none",
        Hidden.PASSWORD,
    ),
    Setting(
        "ALARM_URL", "an Apprise URL, told when the round is silent", "none: mail to the secretariat", Hidden.ALL
    ),
    Setting(
        "MACHINE",
        "stands for the id of the machine in a container, which has none: a copy used elsewhere is noticed",
        "`/etc/machine-id`",
    ),
    Setting(
        "METRICS_TOKEN", "whoever bears it may read `/metrics` from another machine", "none: this machine only",
        Hidden.ALL,
    ),
    Setting("ACTS", "modules that declare further acts, of this office alone, behind commas", "none"),
    Setting(
        "ACTS_OFF", "acts that nobody may do here, behind commas: `deadline/agree`, `deadline/agree@web`, `@web`",
        "none",
    ),
    Setting(
        "PREFECT_ACTS", "whether Prefect's pages have forms for acts, where any name can be typed: `yes` or `no`",
        "`no`",
    ),
    Setting("WEEKLY_REPORT", "whether the Secretariat's people get a report on Mondays: `yes` or `no`", "`yes`"),
    Setting("SIGN_IN_IDLE", "minutes after which who does nothing at the desk signs in anew", "`60`"),
    Setting("SIGN_IN_HOURS", "hours after which everybody signs in anew at the desk", "`12`"),
    Setting("OIDC_ISSUER", "the identity provider by which people sign in too, `https://login.example.org`", "none"),
    Setting("OIDC_CLIENT", "the name under which that provider knows this desk", "none"),
    Setting("OIDC_SECRET", "what the desk proves that by, where the provider wants more than PKCE", "none", Hidden.ALL),
    Setting("OIDC_CLAIM", "the claim of its tokens that holds a person's address here", "`email`, if verified"),
    Setting("KEEP_MONTHS", f"months for which {KEPT} is over; {LEAST_KEPT} or more", "`24`"),
    Setting("LOG", "how the log is written: `json` or `text`", "text on a terminal, JSON elsewhere"),
)  # fmt: skip
NAMES = tuple(setting.name for setting in SETTINGS)


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
    acts: tuple[str, ...] = ()  # modules with acts of the office's own
    acts_off: tuple[str, ...] = ()  # acts and doors that are switched off
    weekly_report: bool = True  # whether the people of the Secretariat get a report on Mondays
    prefect_acts: bool = False  # whether Prefect's pages have forms for acts
    sign_in_idle: int = 60  # minutes: who does nothing at the desk for so long signs in anew
    sign_in_hours: int = 12  # and so does everybody after these
    oidc_issuer: str | None = None  # the identity provider by which people may sign in at the desk
    oidc_client: str | None = None
    oidc_secret: str | None = None
    oidc_claim: str = "email"  # what holds the address of a person of the record
    keep_months: int = 24  # for which words of letters and links are kept, once what they are about is over
    mail_connections: int | None = None  # the most to the mail server, of all machines together
    offices: Mapping[str, str] = field(default_factory=dict, hash=False)  # the sender's name, by language
    contact_email: str | None = None
    contact_phone: str | None = None

    def value(self, name: str) -> object:
        """Return what a setting of that name holds; an office's name in one language stands with those in others."""
        language = name.removeprefix("OFFICE_").lower()
        return self.offices.get(language) if language in TRANSLATED else getattr(self, name.lower())

    def office_in(self, language: str) -> str:
        """Return the sender's name to those who read a language; the usual name is known in each of the six."""
        spoken = speak(language)
        usual = spoken.say("letter", "office") if self.office == USUAL_OFFICE else self.office
        return self.offices.get(spoken.code, usual)

    @property
    def contact(self) -> str:
        """Return whom people may ask, a mailbox and a telephone, as one line; empty where none is set."""
        return ", ".join(filter(None, (self.contact_email, self.contact_phone)))

    @property
    def uid_host(self) -> str:
        """The host in the feeds' UIDs; stored with a new store, and never read again."""
        return (urlsplit(self.base_url).hostname if self.base_url else None) or "council.invalid"


def read(environment: Mapping[str, str]) -> Settings:
    """Return what the variables of the environment say. Raises BadSetting, and UnknownSetting for any other name."""
    values = given_in(environment)
    _check_lines(values)
    base_url = values.get("BASE_URL")
    if base_url and not is_web_address(base_url):
        raise BadSetting("COUNCIL_BASE_URL", f"{quoted(base_url)} is not an address; write https://council.example.org")
    if base_url and "@" in urlsplit(base_url).netloc:
        raise BadSetting("COUNCIL_BASE_URL", "it holds a user, and stands in every mail; write https://HOST alone")
    if (ping_url := values.get("PING_URL")) and not is_web_address(ping_url):
        raise BadSetting("COUNCIL_PING_URL", "it is not an address; write https://HOST/PATH")  # it may hold a secret
    log_style(values.get("LOG", ""))
    return Settings(
        home=_home(values),
        database_url=database_url(environment),
        mail_url=values.get("MAIL_URL"),
        mail_from=mailbox("MAIL_FROM", values.get("MAIL_FROM", UNSET_SENDER)),
        base_url=base_url.rstrip("/") if base_url else None,
        office=_office(values.get("OFFICE", USUAL_OFFICE)),
        offices=_offices(values),
        contact_email=mailbox("CONTACT_EMAIL", values["CONTACT_EMAIL"]) if "CONTACT_EMAIL" in values else None,
        contact_phone=phone(values.get("CONTACT_PHONE")),
        officer=values.get("OFFICER"),
        webhook_hosts=tuple(values.get("WEBHOOK_HOSTS", "").replace(",", " ").split()),
        secret=_secret(values.get("SECRET")),
        ping_url=ping_url,
        bounces_url=values.get("BOUNCES_URL"),
        alarm_url=values.get("ALARM_URL"),
        metrics_token=values.get("METRICS_TOKEN"),
        machine=values.get("MACHINE"),
        acts=_listed(values, "ACTS"),
        acts_off=_listed(values, "ACTS_OFF"),
        weekly_report=yes_or_no("WEEKLY_REPORT", values.get("WEEKLY_REPORT", "yes")),
        prefect_acts=yes_or_no("PREFECT_ACTS", values.get("PREFECT_ACTS", "no")),
        sign_in_idle=count("SIGN_IN_IDLE", values.get("SIGN_IN_IDLE", "60")),
        sign_in_hours=count("SIGN_IN_HOURS", values.get("SIGN_IN_HOURS", "12")),
        oidc_issuer=identity_provider(values.get("OIDC_ISSUER"), values.get("OIDC_CLIENT")),
        oidc_client=values.get("OIDC_CLIENT"),
        oidc_secret=values.get("OIDC_SECRET"),
        oidc_claim=values.get("OIDC_CLAIM", "email"),
        keep_months=count("KEEP_MONTHS", values.get("KEEP_MONTHS", "24"), least=LEAST_KEPT),
        mail_connections=count("MAIL_CONNECTIONS", values["MAIL_CONNECTIONS"])
        if "MAIL_CONNECTIONS" in values
        else None,
    )


def _listed(values: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(filter(None, (word.strip() for word in values.get(name, "").split(","))))


def given_in(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the values that are given, by name; blank is not given. Raises UnknownSetting."""
    ours = {name: value for name, value in environment.items() if name.upper().startswith(PREFIX)}
    if small := [name for name in ours if not name.startswith(PREFIX)]:
        raise UnknownSetting("", sorted(small)[0], [PREFIX + name for name in NAMES])
    values = {name.removeprefix(PREFIX): value for name, value in ours.items()}
    if strangers := [name for name in values if name not in NAMES]:
        raise UnknownSetting(PREFIX, sorted(strangers)[0], NAMES)
    return {name: value for name, value in values.items() if value.strip()}


def database_url(environment: Mapping[str, str]) -> str:
    """Return where the store is, whatever the other variables say."""
    url = environment.get(f"{PREFIX}DATABASE_URL", "")
    home = environment.get(f"{PREFIX}HOME", "")
    if url.strip():
        return url
    return file_url(_home({"HOME": home} if home.strip() else {}) / "council.db")


def file_url(file: Path) -> str:
    """Return the address of a SQLite file, whatever its name holds."""
    return f"sqlite:///{str(file).translate(QUOTED)}"


def secrets_in(text: str) -> list[str]:
    """Return the keys that stand in COUNCIL_SECRET, or in a file, the newest first."""
    return [part.strip() for part in text.replace("\n", ",").split(",") if part.strip()]


def _check_lines(values: Mapping[str, str]) -> None:
    """Check that each value is one line: a break would begin a header, or a line of a log."""
    for name, value in values.items():
        if name not in _MAY_BREAK and any(unicodedata.category(sign) in ("Cc", "Zl", "Zp") for sign in value):
            raise BadSetting(f"COUNCIL_{name}", "it holds a line break or a control character; write it on one line")


def log_style(word: str) -> str | None:
    """Return how the log is written, if it is said. Raises BadSetting."""
    style = word.strip()
    if style and style not in LOG_STYLES:
        raise BadSetting("COUNCIL_LOG", f"{quoted(style)} is not known; write {' or '.join(LOG_STYLES)}")
    return style or None


def _offices(values: Mapping[str, str]) -> dict[str, str]:
    """Return the sender's name in each language that one is given for."""
    names = {code: values.get(f"OFFICE_{code.upper()}") for code in TRANSLATED}
    return {code: _office(name) for code, name in names.items() if name}


def _office(name: str) -> str:
    if len(name) > LONGEST_NAME:
        raise BadSetting("COUNCIL_OFFICE", f"it has more than {LONGEST_NAME} characters; give a shorter name")
    return name.strip()


def _secret(text: str | None) -> str | None:
    """Return the keys; of several, each is long: a phrase with a comma in it would fall into pieces unnoticed."""
    keys = secrets_in(text or "")
    if text and not keys:
        raise BadSetting("COUNCIL_SECRET", "it holds no key")
    if len(keys) > 1 and any(len(key) < LEAST_OF_SEVERAL for key in keys):
        why = (
            f"it holds a comma, so that it is {len(keys)} keys, one of them shorter than {LEAST_OF_SEVERAL} characters"
        )
        raise BadSetting("COUNCIL_SECRET", f"{why}; take a longer key, without a comma")
    return text


def _home(values: Mapping[str, str]) -> Path:
    return Path(values.get("HOME", "data")).absolute()

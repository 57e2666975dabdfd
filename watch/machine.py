"""Examine the machine for the doctor: disk, secret, mail server, Prefect, and missing settings."""

import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy import make_url

from kernel import chains
from notifications.channels.ping import is_web_address, ping
from notifications.channels.probe import probe
from notifications.channels.short_messages import ShortMessages
from planning.errors import CouncilError, among
from planning.remedies import Call
from record import private_files
from record.key_ring import FILE
from record.settings import Settings
from watch.finding import Check, fail, ok, warn

SCARCE, SPENT = 1 << 30, 100 << 20  # bytes free: below a GiB it is time to act, below 100 MiB a write may fail
PATIENCE = 5.0  # seconds


def machine(settings: Settings, environment: Mapping[str, str]) -> Iterator[Check]:
    """Yield the findings about the machine, with or without a store."""
    for what, folder in _folders(settings).items():
        yield _disk(what, folder)
    yield _secret(settings)
    yield _files(settings)
    yield _mail_server(settings)
    yield _pages(settings)
    yield _contact(settings)
    yield _chains()
    yield from _alarm(settings)
    yield from _prefect(environment)


def _folders(settings: Settings) -> dict[str, Path]:
    """Return the data folder, and that of the store where it is another one."""
    folders = {"disk": settings.home}
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        folder = Path(url.database).absolute().parent
        if folder != settings.home:
            folders["disk of the store"] = folder
    return folders


def _disk(what: str, folder: Path) -> Check:
    existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    free = shutil.disk_usage(existing).free
    sentence = f"{free / (1 << 30):.1f} GiB free in {folder}"
    if not os.access(existing, os.W_OK):
        return fail(what, f"{folder} cannot be written to", f"give it to the user who runs us: chown $USER {existing}")
    if free < SPENT:
        return fail(what, sentence, "make room now: no act can be written once it is full")
    return (
        warn(what, sentence, "make room: no act can be written once it is full")
        if free < SCARCE
        else ok(what, sentence)
    )


def _secret(settings: Settings) -> Check:
    if settings.secret:
        return ok("secret", "from COUNCIL_SECRET")
    file = settings.home / FILE
    if not os.access(settings.home, os.X_OK) and settings.home.exists():
        return fail("secret", f"{file} cannot be looked at by this user", "run this as the owner of the data folder")
    if not file.exists():
        return ok("secret", f"none yet; {file} is made when the first channel is sealed or the first link signed")
    if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return fail("secret", f"{file} can be read by others on this machine", f"chmod 600 {file}")
    if not file.stat().st_size:
        return fail("secret", f"{file} holds no key", "bring back the file that was there, or delete it for a new one")
    return ok("secret", f"{file} is its owner's alone")


def _files(settings: Settings) -> Check:
    """Return whether others on this machine may read what stands in the data folder."""
    paths = list(private_files.readable(settings))
    if not paths:
        return ok("files", "the data folder is its owner's alone")
    more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    remedies = (Call("up", words="have them shut by its next start"), f"shut them with: chmod -R go= {paths[0]}")
    return fail("files", f"{paths[0]}{more} can be read by others on this machine", *remedies)


def _mail_server(settings: Settings) -> Check:
    if not settings.mail_url:
        return fail("mail server", "none is set, so that every letter waits", "set COUNCIL_MAIL_URL=smtp://host:port")
    try:
        fault = probe(settings.mail_url)
    except CouncilError as refusal:
        return fail("mail server", str(refusal), "correct COUNCIL_MAIL_URL")
    if fault:
        return fail("mail server", fault, "see that it runs and lets this machine in; COUNCIL_MAIL_URL names it")
    return ok("mail server", "it lets us in")


def _pages(settings: Settings) -> Check:
    if settings.base_url:
        return ok("base URL", settings.base_url)
    return warn("base URL", "none is set: mail has no links", "set COUNCIL_BASE_URL=https://council.example.org")


def _contact(settings: Settings) -> Check:
    if settings.contact_email and settings.contact_phone:
        return ok("contact", settings.contact)
    lacks = [f"COUNCIL_{name}" for name in ("CONTACT_EMAIL", "CONTACT_PHONE") if not getattr(settings, name.lower())]
    why = "nobody reads whom to ask" if len(lacks) == 2 else f"people read {settings.contact} alone"
    return warn("contact", f"{why}, in letters, pages and calendars", f"set {' and '.join(lacks)}")


def _chains() -> Check:
    """Return whether every file of a chain can be used; of those that cannot, the first."""
    library = chains.declared()
    if not library.broken:
        return ok("chains", f"{len(library)} are declared, and every file can be used")
    first, *others = library.broken
    more = f" (and {len(others)} more: {among(fault.place for fault in others)})" if others else ""
    return fail("chains", first.sentence + more, *first.remedies)


def _alarm(settings: Settings) -> Iterator[Check]:
    if not settings.ping_url:
        yield warn(
            "ping", "none is set: nobody notices that this machine is down", "set COUNCIL_PING_URL=https://HOST/PATH"
        )
    if not settings.alarm_url:
        return
    try:
        ShortMessages(settings.webhook_hosts).carrier_of(settings.alarm_url)
    except CouncilError as refusal:
        yield fail("alarm", str(refusal), "correct COUNCIL_ALARM_URL, or allow its host in COUNCIL_WEBHOOK_HOSTS")
    else:
        yield ok("alarm", "COUNCIL_ALARM_URL can be used")


def _prefect(environment: Mapping[str, str]) -> Iterator[Check]:
    url = environment.get("PREFECT_API_URL", "").strip()
    if not url:
        return
    fault = ping(f"{url.rstrip('/')}/health", PATIENCE) if is_web_address(url) else "PREFECT_API_URL is no address"
    if fault:
        yield fail("Prefect", fault, "start its server, or correct PREFECT_API_URL: no schedule runs without it")
    else:
        yield ok("Prefect", "its server answers")

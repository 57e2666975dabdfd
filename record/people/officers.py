"""The officers who hear alarms: who they are today, and how they are told while the outbox sends nothing."""

import logging
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import make_msgid

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.people import Person, Role
from notifications.channels.outcome import Outcome
from notifications.channels.short_messages import ShortMessages
from notifications.channels.smtp import SmtpChannel
from notifications.channels.smtp_wire import Patience
from planning.chain import SECRETARIAT
from planning.errors import CouncilError
from planning.zones import local_day
from record.logs import NAME
from record.people.people import STAFF
from record.settings import Settings

LOG = logging.getLogger(f"{NAME}.alarm")
SHORT = Patience(connect=10, command=20, reply=30, whole=60)  # seconds; a slow server is asked again later


def officers(session: Session, now: datetime) -> list[str]:
    """Return the e-mail addresses of those who hold the secretariat's role for everything today, and none outside."""
    today = local_day(now)
    held = session.execute(select(Person.email, Role).join(Role, Role.person_id == Person.id).order_by(Person.id))
    roles: dict[str, list[Role]] = {}
    for email, role in held:
        if (role.from_on is None or role.from_on <= today) and (role.to_on is None or today <= role.to_on):
            roles.setdefault(email, []).append(role)
    return [
        email
        for email, theirs in roles.items()
        if any(role.role == SECRETARIAT and not role.scope for role in theirs)
        and all(role.role in STAFF for role in theirs)
    ]


def tell(settings: Settings, subject: str, body: str, to: list[str], now: datetime) -> Iterator[Outcome]:
    """Send an alarm to COUNCIL_ALARM_URL, else as mail to the officers, and yield each outcome; none without either."""
    if settings.alarm_url:
        yield ShortMessages(settings.webhook_hosts).send(settings.alarm_url, subject, body)
        return
    if not settings.mail_url:
        return
    try:
        channel = SmtpChannel(settings.mail_url, patience=SHORT)
    except CouncilError as refusal:
        LOG.warning("no alarm can leave", extra={"facts": {"because": str(refusal)}})
        return
    with channel:
        for recipient in to:
            yield channel.send(settings.mail_from, recipient, _write_mail(settings, recipient, subject, body, now))


def _write_mail(settings: Settings, recipient: str, subject: str, body: str, now: datetime) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["Subject"], mail["From"], mail["To"], mail["Date"] = subject, settings.mail_from, recipient, now
    mail["Message-ID"] = make_msgid(domain=settings.uid_host)
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no vacation notice answers it
    mail.set_content(body)
    return mail.as_bytes()

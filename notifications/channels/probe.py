"""Whether a mail server lets us in: greeting, EHLO, STARTTLS, log-in, and good-bye; no mail is sent."""

import smtplib
import ssl

from notifications.channels.conversation import Conversation
from notifications.channels.mail_server import read_mail_url
from notifications.channels.smtp_wire import Patience

SHORT = Patience(connect=5, command=5, reply=0, whole=10)


def probe(url: str, *, patience: Patience = SHORT, context: ssl.SSLContext | None = None) -> str | None:
    """Return what stopped us, and where, without a secret; None when a mail could follow. Raises BadMailUrl."""
    conversation = Conversation(read_mail_url(url), patience, context)
    try:
        conversation.open(patience.deadline())
    except (OSError, smtplib.SMTPException, ValueError) as fault:
        outcome = conversation.verdict(fault)
        return f"{outcome.detail} ({outcome.phase})"
    conversation.close()
    return None

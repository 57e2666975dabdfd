"""Fetching what came back from a mailbox: recorded first, marked read after, so that a crash between loses nothing."""

from datetime import datetime
from functools import partial

from sqlalchemy import Engine

from delivery import bounces
from delivery.bounces import Taken
from models.transactions import run_act
from notifications.imap import read_mailbox_url, visit
from planning.errors import CouncilError
from record.settings import Settings


class NoMailbox(CouncilError):
    """No mailbox is set from which notifications could be fetched."""

    def __init__(self) -> None:
        super().__init__("no mailbox is set; set COUNCIL_BOUNCES_URL=imaps://user:password@host/INBOX")


def collect(engine: Engine, settings: Settings, *, now: datetime) -> Taken:
    """Return what was made of the unread notifications in the mailbox. Raises NoMailbox, BadMailboxUrl, MailboxAway."""
    if not settings.bounces_url:
        raise NoMailbox
    total = Taken()
    with visit(read_mailbox_url(settings.bounces_url)) as box:
        for uid, data in box.notifications():
            total += run_act(engine, partial(bounces.take, mails=[data], now=now))
            box.mark_read(uid)
    return total

"""A private address offered: the mail brings a link, and the address comes into being when its reader uses that."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

from sqlalchemy.orm import Session

from delivery import link_mail
from feeds import link_requests
from feeds.selection import parse
from feeds.subscriptions import TongueWord, tongue_of
from kernel.declaration import act
from kernel.done import Done
from kernel.grants import Grant, Identity
from kernel.outside import Outside
from kernel.parameters import WORDS, PersonName
from planning.errors import CouncilError
from record import journal, origin
from record.people import people

MEANING = "Which dates, such as body/council~deadlines; `mine` is what they have to do."
MineOrWords = Annotated[str, WORDS.saying(MEANING, metavar="SELECTION")]


class NotOffered(CouncilError):
    """A link needs a mail that brings it, and a page to which it leads."""

    def __init__(self) -> None:
        super().__init__("links need COUNCIL_MAIL_URL and COUNCIL_BASE_URL; set both")


def _post(asked: Outside) -> Done:
    """Queue the mail, then send what waits; what cannot leave now is tried again by the pages' process."""
    done = asked.act(None)
    sent = link_mail.send_waiting(asked.engine, asked.settings, clock=asked.clock)
    return replace(done, sentence=f"{done.sentence} {'has left' if sent else 'waits, and is tried again'}")


@act(
    "tokens/offer",
    who=(Grant.SECRETARIAT, Grant.LINK),
    no_undo="the mail has left; its link ends after three days",
    no_preview="it sends a mail",
    outside=_post,
    tags=("people",),
)
def offer(
    session: Session,
    person: PersonName,
    selection: MineOrWords = link_requests.MINE,
    *,
    language: TongueWord = None,
    now: datetime,
    by: Identity,
) -> Done:
    """Mail a person a link that shows them an address of their own for the dates of a selection, once, for three days.

    Raises NoSuchPerson, NotOffered, NotASelection, NothingThere, NotTheirs, AskedTooOften.
    """
    if not link_mail.is_offered(journal.settings_of(session)):
        raise NotOffered
    row = people.known(session, person)
    asked, is_known = link_requests.request(session, row, selection, tongue_of(row, language), now=now)
    if not is_known:
        asked.act, asked.is_offered = origin.of(session).id, Grant.LINK not in by.grants
    return Done(
        "offered",
        f"a link to {parse(asked.selection).words} in {asked.language} for {row.name}",
        facts={"person": person, "selection": asked.selection, "language": asked.language},
        is_nothing=is_known,
    )

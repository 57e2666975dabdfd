"""What members read: letters, calendars, feeds of changes and pages. No step of the office's own is named there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy

from feeds.feed_cache import Shelf
from feeds.selected import NothingThere
from notifications.rehearsal_server import Received
from tests.secretariat import Desk
from tests.soak.office import ADDED, CHAIN, OWN, REFUSED, STAFF, STATES
from tests.web.live_server import served

OF_THE_OFFICE = (OWN.title, OWN.slug, ADDED.title, ADDED.slug)


@dataclass(frozen=True, slots=True)
class Members:
    """Everybody outside the house; one of them has a calendar of her own."""

    desk: Desk
    token: str

    @classmethod
    def of(cls, desk: Desk, now: datetime) -> "Members":
        """Return the members of a store in which the first state's delegate asks for a calendar."""
        return cls(desk, desk.subscribes(STATES[0], on=now))

    def calendar(self, now: datetime) -> bytes:
        """Return the public calendar of the procedure; nothing while none of its dates is public."""
        try:
            feed = Shelf(self.desk.engine, self.desk.settings).public("en", f"chain/{CHAIN.slug}", "ics", now=now)
        except NothingThere:
            return b""
        assert feed is not None
        return feed.data

    def read_of_the_office(self, cycles: Sequence[str], mails: Sequence[Received], now: datetime) -> list[str]:
        """Return each thing that members read and that names a step of the office's own."""
        read = [*_letters(mails), *self._online(cycles, now)]
        assert read
        return [where for where, words in read if any(own in words for own in OF_THE_OFFICE)]

    def _online(self, cycles: Sequence[str], now: datetime) -> Iterator[tuple[str, str]]:
        """Yield each page and feed, with its words, lines that a calendar folds put together."""
        chosen = ("everything", f"chain/{CHAIN.slug}", *(f"cycle/{cycle}" for cycle in cycles))
        paths = [f"/feeds/{tag}/{what}.{form}" for tag in ("en", "ar") for what in chosen for form in ("ics", "atom")]
        paths += ["/subscribe", "/feeds/en/everything.json", f"/f/{self.token}.ics", f"/f/{self.token}.json"]
        with served(self.desk.engine, self.desk.settings, now) as web:
            for path in (*paths, *(f"/cycles/{cycle}" for cycle in cycles)):
                reply = web.ask(path)
                assert reply.status in (200, 404), (path, reply.status)
                yield path, reply.body.decode().replace("\r\n ", "")


def _letters(mails: Sequence[Received]) -> Iterator[tuple[str, str]]:
    """Yield each letter to somebody outside, with its subject and all its parts, what is attached included."""
    for mail in mails:
        if mail.recipient not in (*STAFF, REFUSED):
            parts = message_from_bytes(mail.data, policy=policy.default).walk()
            words = [str(part.get_content()) for part in parts if part.get_content_maintype() == "text"]
            yield f"{mail.subject} to {mail.recipient}", "\n".join([mail.subject, *words]).replace("\r\n ", "")

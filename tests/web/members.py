"""Somebody at the page who asks for a private address, with a mailbox."""

import re
from email import message_from_bytes, policy
from urllib.parse import urlencode

from sqlalchemy import text

from tests.wait import until
from tests.web.live_server import Reply, ask

FORM = {"Content_Type": "application/x-www-form-urlencoded"}


class Member:
    """Somebody at the page, with a mailbox."""

    def __init__(self, web) -> None:
        self.web, self.desk = web, web.desk

    def asks(
        self, email: str = "a@state.example", what: str = "mine", language: str = "en", client: str = "192.0.2.1"
    ) -> Reply:
        body = urlencode({"email": email, "what": what, "language": language}).encode()
        return ask(self.web.web.port, "/subscribe", "POST", body, **FORM, X_Forwarded_For=client)

    def mails(self, count: int) -> list[str]:
        """Return the words of the mails that came, once there are so many."""
        until(lambda: len(self.desk.sink.mails) >= count)
        letters = [message_from_bytes(mail.data, policy=policy.default) for mail in self.desk.sink.mails]
        return [mail.get_body(("plain",)).get_content() for mail in letters]

    def link(self, number: int = 0) -> str:
        return re.search(r"https://council.example(/address/\S+)", self.mails(number + 1)[number])[1]

    def opens(self, path: str, method: str = "GET") -> Reply:
        return self.web.web.ask(path, method, Accept_Language="en")

    def rows(self, what: str) -> list[tuple]:
        with self.desk.acting() as session:
            return [tuple(row) for row in session.execute(text(what))]


def feed_of(reply: Reply) -> str:
    return re.search(r'value="https://council.example(/f/[^"]+)"', reply.body.decode())[1]

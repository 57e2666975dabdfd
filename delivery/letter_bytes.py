"""Write letters as bytes: words and frame are made once for all readers of the same, then filled in for each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from feeds.feed_bytes import part_of
from letters.known_dates import Known
from models.outbox import Message, MessageKind
from notifications.document_request import Request, write_request
from notifications.letter import Letter
from notifications.letter_text import Words, write
from notifications.mail import Frame, Mail, address, compose
from notifications.personal_parts import fill, split
from notifications.weekly_words import Week, write_week
from record.people.people import EMAIL
from record.settings import Settings

Firsts = Mapping[tuple[int, int], str]  # by deadline and person: the public id of the first notice


@dataclass(frozen=True, slots=True)
class Lettering:
    """Writes the letters of one claim as words and bytes."""

    settings: Settings
    now: datetime
    uid_host: str
    firsts: Firsts
    _words: dict[Letter, Words] = field(default_factory=dict)
    _frames: dict[tuple[Letter, tuple[int, ...]], Frame] = field(default_factory=dict)

    def write(self, message: Message, letter: Letter | Week | Request, known: Known) -> tuple[Words, bytes]:
        """Return what a message says and, for a mail, its bytes. Raises BadAddress, BadHeader."""
        if isinstance(letter, Week | Request):
            words = write_week(letter) if isinstance(letter, Week) else write_request(letter)
            return words, compose(self._make_mail(message, letter, words))
        shared, own = split(letter)
        template = self._words.get(shared)
        if template is None:
            template = self._words[shared] = write(shared)
        words = fill(template, own)
        if message.address != EMAIL:
            return words, words.text.encode()
        mail = self._make_mail(message, letter, words)
        return words, address(self._frame(message, shared, template, known), mail)

    def _make_mail(self, message: Message, letter: Letter | Week | Request, words: Words) -> Mail:
        return Mail(
            sender=self._sender(letter.language),
            recipient=message.person.email,
            message_id=self._message_id(message.public_id),
            words=words,
            date=self.now,
            in_reply_to=self._first_notice(message),
            language=letter.language,
            unsubscribe=letter.unsubscribe_url,
        )

    def _frame(self, message: Message, shared: Letter, words: Words, known: Known) -> Frame:
        key = (shared, tuple(owed.deadline_id for owed in message.owed))
        if key not in self._frames:
            calendar = self._calendar(message, known, shared.language)
            self._frames[key] = Frame.of(
                self._sender(shared.language), words.subject, self.now, shared.language, calendar
            )
        return self._frames[key]

    def _calendar(self, message: Message, known: Known, language: str) -> bytes | None:
        """Return the .ics part of a message that tells of one deadline; None for one that tells of many, or none."""
        if len(message.owed) != 1 or message.kind == MessageKind.RESULT:
            return None
        view, deadline = known.of(message.issued)[message.owed[0].deadline_id]
        if message.issued and not deadline.basis.is_set:
            return None
        return part_of(view, deadline, self.settings, self.uid_host, language, now=self.now)

    def _sender(self, language: str) -> str:
        return f"{self.settings.office_in(language)} <{self.settings.mail_from}>"

    def _first_notice(self, message: Message) -> str | None:
        """Return the Message-ID under which this person first heard of the deadline, so that a thread forms."""
        first = self.firsts.get((message.owed[0].deadline_id, message.person_id)) if message.owed else None
        return self._message_id(first) if first else None

    def _message_id(self, public_id: str) -> str:
        return f"<{public_id}@{self.uid_host}>"

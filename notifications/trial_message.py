"""A message that asks for nothing: it shows that a channel works, in the reader's language."""

from html import escape

from notifications.language import speak
from notifications.letter_text import Words
from notifications.plain_text import plain


def trial(language: str, office: str) -> Words:
    """Return the words of a test message from `office`."""
    says = speak(language)
    sender = plain(office, 100)
    subject, text = says.say("trial", "subject", office=sender), says.say("trial", "text", office=sender)
    page = f'<html lang="{says.code}" dir="{says.direction}"><body><p>{escape(text)}</p></body></html>'
    return Words(subject, f"{text}\n", page)

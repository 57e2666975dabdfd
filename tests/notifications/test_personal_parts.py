"""Words are made once for all who are told the same; what is a reader's own is put in afterwards, and is safe there."""

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.encoding import encoded, part
from notifications.letter_text import write
from notifications.personal_parts import Personal, fill, split
from tests.notifications.samples import letter
from tests.proofs import examples


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
def test_what_is_filled_in_afterwards_reads_as_if_it_had_been_there_from_the_start(language: str) -> None:
    whole = letter(language=language, person="Amina <b> & Söhne", unsubscribe_url="https://a.int/u?x=1&y=2")
    shared, own = split(whole)
    assert fill(write(shared), own) == write(whole)


def test_two_readers_of_the_same_share_one_letter() -> None:
    amina = letter(person="Amina", unsubscribe_url="https://a.int/amina")
    boris = replace(amina, person="Boris", unsubscribe_url="https://a.int/boris")
    assert split(amina)[0] == split(boris)[0]
    assert hash(split(amina)[0]) == hash(split(boris)[0])
    assert split(amina)[1] == Personal("Amina", ("https://a.int/amina",))
    assert split(replace(amina, unsubscribe_url=None))[0] != split(amina)[0]


def test_a_name_or_a_link_breaks_nothing() -> None:
    evil = letter(person="x</td><script>\r\n\0y", unsubscribe_url="javascript:alert(1)")
    shared, own = split(evil)
    words = fill(write(shared), own)
    assert "<script>" not in words.html
    assert "javascript" not in words.html + words.text
    assert "\0" not in words.text
    assert own.links == ()


@given(st.text(max_size=3000))
@settings(max_examples=examples(200, in_every_run=50))
def test_any_text_arrives_as_it_was_written(text: str) -> None:
    encoding, data = encoded(text)
    assert data.isascii()
    assert encoding == "7bit" or all(len(line) <= 76 for line in data.split(b"\r\n"))
    mail_part = cast(EmailMessage, message_from_bytes(part("text/plain", text), policy=SMTP))
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    sent = lines if lines.endswith("\n") else f"{lines}\n"
    payload = mail_part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert payload.decode().replace("\r\n", "\n") == sent

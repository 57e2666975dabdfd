"""The invitation names the languages in which the draft can be read, as they are recorded; nothing is invented."""

import pytest

from notifications.language import OFFICIAL, speak
from tests.beginnings import told_once
from tests.secretariat import Desk, text_of

CHAIN, LABEL = "hlpf-contribution", "Draft available in"


@pytest.fixture
@told_once
def drafting(desk: Desk) -> Desk:
    desk.opens_on_drafts()
    desk.allows(CHAIN, "reminder", on="2017-02-10")
    return desk


def posted(desk: Desk, document: str, *languages: str, state: str = "posted", on: str = "2017-02-23") -> None:
    for language in languages:
        desk.performs("document/language", document=document, language=language, state=state, on=on)


def languages(desk: Desk, at: str = "2017-02-24 09:00", reader: str = "a@state.example") -> list[str]:
    """Return what each letter that a round brings to a delegate says of the languages of the draft."""
    before = len(desk.sink.mails)
    desk.turn(at)
    texts = [text_of(mail.data) for mail in desk.sink.mails[before:] if mail.recipient == reader]
    return [line.partition(": ")[2] for text in texts for line in text.splitlines() if line.startswith(LABEL)]


@pytest.mark.proof_on_postgresql("a CPU second; each kind of row is stored there by tests/kernel/test_every_act.py")
@pytest.mark.both_databases("reads the states of a document in one query")
def test_the_languages_that_are_posted_are_named_and_only_these(drafting):
    drafting.performs("document/submit", document="C17/47", body="council", on="2017-02-22")
    posted(drafting, "C17/47", "en", "fr", "ar")
    posted(drafting, "C17/47", "ru", state="in-translation")
    posted(drafting, "C17/47", "fr", state="withdrawn")
    posted(drafting, "C17/47(Rev.1)", "zh")
    drafting.meets("revised-draft", document="C17/47", on="2017-02-24 08:00")
    assert languages(drafting) == ["Arabic, English"]
    assert languages(drafting, "2017-03-03 09:00") == []  # said once


@pytest.mark.few(1, "the same draft with other evidence")
@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        ({"document": "C17/47-E"}, ["English"]),
        ({"document": "C17/47"}, []),
        ({"url": "https://council.example/draft.pdf"}, []),
    ],
)
def test_of_a_draft_of_which_nothing_is_recorded_only_its_symbol_says_a_language(drafting, evidence, said):
    drafting.meets("revised-draft", **evidence, on="2017-02-24 08:00")
    assert languages(drafting) == said


def test_a_draft_is_also_known_by_its_address(drafting):
    url = "https://council.example/draft.pdf"
    drafting.performs("document/submit", document=url, body="council", on="2017-02-22")
    posted(drafting, url, "es", "fr")
    drafting.meets("revised-draft", url=url, on="2017-02-24 08:00")
    assert languages(drafting) == ["French, Spanish"]


def test_what_is_posted_while_the_invitation_waits_is_named(drafting):
    drafting.forbids(CHAIN, "reminder", on="2017-02-23")
    drafting.performs("document/submit", document="C17/47-E", body="council", on="2017-02-22")
    drafting.meets("revised-draft", document="C17/47-E", on="2017-02-24 08:00")
    assert languages(drafting) == []
    posted(drafting, "C17/47", "fr", on="2017-02-24 10:00")
    drafting.releases(on="2017-02-24 11:00")
    assert languages(drafting, "2017-02-24 11:15") == ["English, French"]


@pytest.mark.parametrize("language", OFFICIAL)
def test_every_catalog_has_the_six_languages(language):
    words = speak(language)
    named = words.listed("language", OFFICIAL)
    assert len({words.say("language", code) for code in OFFICIAL}) == len(OFFICIAL)
    assert named.count(str(words.says["list"])) == len(OFFICIAL) - 1

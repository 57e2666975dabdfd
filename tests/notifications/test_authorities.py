"""Who decided a date is said in its reader's language where that is a role or a body; all else stays English."""

import pytest

from notifications.item_words import basis_words
from notifications.language import OFFICIAL, is_english, speak
from planning.basis import Basis

OFFICE = "Council secretariat"


@pytest.mark.parametrize("typed", ["the Chair, C28/9", "Chair, C28/9", "THE CHAIR, C28/9"])
def test_a_role_is_named_in_each_language(typed):
    said = {code: speak(code).authority(typed) for code in OFFICIAL if code != "en"}
    assert said == said | {
        "ar": "الرئيس، C28/9",
        "es": "presidencia, C28/9",
        "fr": "présidence, C28/9",
        "ru": "председатель, C28/9",
        "zh": "主席、C28/9",
    }
    assert not any(is_english(words) for words in said.values())
    assert speak("en").authority(typed) == typed


@pytest.mark.parametrize(("typed", "said"), [("Council, C27/99", "Conseil, C27/99"), ("the Council", "Conseil")])
def test_a_body_too_with_a_document_and_without(typed, said):
    assert speak("fr").authority(typed) == said
    assert basis_words(speak("fr"), Basis.AGREED, typed, OFFICE) == f"convenue : {said}"


@pytest.mark.parametrize(
    "typed", ["the 30th meeting, C17/8", "C28/9", "Chairs, C28/9", "46th meeting of the Council, C28/8", ", C17/8"]
)
def test_what_is_no_role_stays_as_it_was_typed_and_is_marked(typed):
    for code in OFFICIAL:
        assert str(speak(code).authority(typed)) == typed
        assert is_english(speak(code).authority(typed)) is (code != "en")


def test_a_rule_keeps_its_translation():
    rule = "Rule 20 of the Council's Rules of Procedure"
    assert speak("es").authority(rule) == speak("es").title(rule)

"""What a step is met with, as a file writes it and as is usual."""

import pytest

from planning.evidence import Evidence, NotEvidence, evidence, usual

HANDED = {"purpose": "information", "to": "council", "is_window": False, "is_posted": False}


@pytest.mark.parametrize("kind", Evidence)
def test_evidence_is_read_however_it_is_written(kind):
    assert evidence(kind) is evidence(f" {kind.upper()} ") is kind


def test_other_words_are_refused_with_those_that_will_do():
    with pytest.raises(NotEvidence, match=r"^'paper' is no kind of evidence; write none, document, url$"):
        evidence("paper")


@pytest.mark.parametrize(
    ("slug", "other", "kind"),
    [
        ("to-council", {}, Evidence.DOCUMENT),
        ("to-council", {"is_posted": True}, Evidence.DOCUMENT),
        ("to-council", {"is_window": True}, Evidence.NONE),
        ("to-council", {"purpose": None}, Evidence.NONE),
        ("to-council", {"to": None}, Evidence.NONE),
        ("draft", {"purpose": None, "is_posted": True}, Evidence.URL),
        ("post-draft", {"purpose": None}, Evidence.URL),
        ("posted", {"purpose": None}, Evidence.NONE),
        ("post-draft", {}, Evidence.DOCUMENT),
    ],
)
def test_what_is_usual_follows_from_whom_a_step_goes_to_and_for_what(slug, other, kind):
    assert usual(slug, **(HANDED | other)) is kind

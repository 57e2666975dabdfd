"""What a date rests on: a rule that is cited binds the office, a practice proposes."""

from dataclasses import replace

import pytest

from planning.basis import BadForce, Basis, Force, check_force, force, with_force
from planning.chain import Chain, Step
from planning.deadline_facts import basis_words
from planning.plan import plan


@pytest.mark.parametrize(
    ("computed", "word", "rests_on"),
    [
        (Basis.PROPOSED, "rule", Basis.RULE),
        (Basis.PROPOSED, "practice", Basis.PROPOSED),
        (Basis.AGREED, "rule", Basis.AGREED),
        (Basis.OUTSIDE, "rule", Basis.OUTSIDE),
        (Basis.AWAITED, "rule", Basis.AWAITED),
    ],
)
def test_only_a_computed_date_rests_on_the_rule_of_its_step(computed: Basis, word: str, rests_on: Basis) -> None:
    assert with_force(computed, word) is rests_on


def test_a_force_is_read_whatever_its_case_and_another_word_is_refused() -> None:
    assert (force(" Rule "), force("practice")) == (Force.RULE, Force.PRACTICE)
    with pytest.raises(BadForce) as refusal:
        force("law")
    assert refusal.value.sentence == "'law' is no force that a date stands on; write rule, practice"


@pytest.mark.parametrize(
    ("due", "source", "lacks"), [(None, "Rule 20", "no date"), ("15 March", None, "no source"), (None, None, "no date")]
)
def test_a_date_by_rule_has_a_day_and_cites_its_text(due: str | None, source: str | None, lacks: str) -> None:
    with pytest.raises(BadForce) as refusal:
        Step("papers", "Papers", due=due, source=source or "", force="rule")
    assert refusal.value.sentence == (
        f"'papers' stands by rule, and has {lacks}; a date by rule has both, and cites its text"
    )
    assert check_force("papers", "practice", due=due, source=source) is Force.PRACTICE


def test_a_step_keeps_the_word_of_its_force() -> None:
    assert Step("papers", "Papers", due="15 March", source="Rule 20", force="Rule").force == "rule"


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        (Basis.RULE, "by rule: Decision 556"),
        (Basis.AWAITED, None),
        (Basis.PROPOSED, "proposed"),
        (Basis.AGREED, "agreed"),
    ],
)
def test_a_basis_is_told_with_its_text_and_not_at_all_while_there_is_no_date(basis: Basis, words: str | None) -> None:
    chain = Chain("small", 1, "S", "M", (), (Step("papers", "Papers", source="Decision 556"),))
    assert basis_words(replace(plan(chain, {})["papers"], basis=basis)) == words

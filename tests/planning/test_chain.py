"""The words of a chain: what a step says by leaving out, and in which order steps come."""

import pytest

from planning.chain import MEMBERSHIP, Anchor, Chain, Step
from planning.errors import BadChain
from planning.evidence import Evidence
from planning.ladder import INVITED, OWING, Ladder


def chain(*steps: Step) -> Chain:
    return Chain("small", 1, "S", "M", (Anchor("review", "R"), Anchor("council", "C")), steps)


def test_one_name_or_several_may_be_followed_or_preceded():
    step = Step("text", "Text", follows="review", before=("council.opens", "council.closes"))
    assert (step.follows, step.before) == (("review",), ("council.opens", "council.closes"))
    step = Step("text", "Text", follows=("review", "draft"), before="council")
    assert (step.follows, step.before) == (("review", "draft"), ("council",))
    assert (Step("text", "Text").follows, Step("text", "Text").before) == ((), ())


def test_a_step_has_its_usual_evidence_unless_it_says_so():
    assert Step("text", "Text", to="council", purpose="information").evidence is Evidence.DOCUMENT
    assert Step("text", "Text", to="council").evidence is Evidence.NONE
    assert Step("text", "Text", to=MEMBERSHIP).evidence is Evidence.URL
    assert Step("text", "Text", to=MEMBERSHIP, evidence="none").evidence is Evidence.NONE
    assert Step("talk", "Comment", by=MEMBERSHIP, to=MEMBERSHIP).evidence is Evidence.NONE


def test_a_step_has_the_ladder_of_its_actor_unless_it_has_its_own():
    assert Step("text", "Text").ladder == OWING
    assert Step("talk", "Comment", by=MEMBERSHIP).ladder == INVITED
    own = Ladder((3,))
    assert (Step("text", "Text", ladder=own).ladder, Step("talk", "T", by=MEMBERSHIP, ladder=own).ladder) == (own, own)


@pytest.mark.parametrize(
    ("words", "links"),
    [
        ({"due": "1 day before draft"}, (("text", "draft"),)),
        ({"due": "1 day after draft"}, (("draft", "text"),)),
        ({"due": "on draft"}, (("draft", "text"),)),
        ({"due": "on council", "opens": "on draft"}, (("draft", "text"),)),
        ({"due": "on council", "opens": "1 week before text"}, ()),  # a window that opens a week before its own close
        ({"follows": ("draft", "review")}, (("draft", "text"), ("review", "text"))),
        ({"before": ("draft", "council")}, (("text", "draft"),)),
    ],
)
def test_rules_openings_and_orders_say_which_step_comes_first(words, links):
    assert chain(Step("draft", "Draft", due="on review"), Step("text", "Text", **words)).links == links


def test_steps_that_wait_for_one_another_are_named_in_a_ring():
    with pytest.raises(BadChain) as refusal:
        chain(Step("a", "A", due="1 day after b"), Step("b", "B", due="1 day after a"))
    assert refusal.value.sentence in (
        "the procedure 'small' has a fault: its steps wait for one another: a → b → a",
        "the procedure 'small' has a fault: its steps wait for one another: b → a → b",
    )


def test_a_chain_in_a_zone_that_nobody_knows_says_which():
    with pytest.raises(BadChain) as refusal:
        Chain("small", 1, "S", "M", (), (), zone="Mars/Olympus")
    assert refusal.value.sentence == (
        "the procedure 'small' has a fault: the time zone 'Mars/Olympus' is not known; "
        "write an IANA name such as Europe/Zurich"
    )

"""Whatever is typed for a parameter of an act, it is done, or refused in one sentence, and nothing is half stored."""

from collections.abc import Iterable
from functools import partial
from itertools import cycle, islice

import pytest

from kernel import registry, runner
from kernel.doors import Door
from kernel.runner import Request
from models import transactions
from planning.errors import CouncilError
from tests.kernel import hostile_words
from tests.kernel.example import NOW, Example
from tests.kernel.random_acts import NoForecast
from tests.kernel.representatives import REPRESENTATIVES
from tests.kernel.stories import EXAMPLES, contents, house
from tests.secretariat import Desk, moment

LONGEST = 1_500  # characters of a sentence


def attempt(desk: Desk, asked: Request) -> str:
    """Return what was done, or the sentence in which it was refused; nothing is kept where a preview can be had."""
    try:
        if asked.act.no_preview:
            return runner.perform(asked, partial(transactions.run_act, desk.engine)).sentence
        return runner.preview(asked, partial(transactions.run_preview, desk.engine), NoForecast()).done.sentence
    except CouncilError as refusal:
        return str(refusal)


def check_sentence(sentence: str, what: object) -> None:
    """See that what is answered is one sentence, of a length that a person reads."""
    sentence.encode()
    assert "\n" not in sentence, (what, sentence)
    assert len(sentence) < LONGEST, (what, len(sentence))


def tell(desk: Desk, name: str, example: Example, words: Iterable[str], *, parts: int = 1) -> None:
    """Give each parameter of an act each of these words in turn; of several parts of the words, another one each."""
    act, words = registry.act(name), tuple(words)
    first = int(desk.engine.dialect.name == "postgresql")  # where a parameter gets other words than on SQLite
    for number, parameter in enumerate(act.parameters, first):
        for value in hostile_words.values(parameter, words[number % parts :: parts]):
            arguments = {**example.arguments, parameter.name: value}
            sentence = attempt(desk, Request(act, arguments, example.by, Door.CODE, moment(NOW)))
            check_sentence(sentence, (name, parameter.name, str(value)[:60]))


@pytest.mark.both_databases("each word reaches the database where its act is done")
def test_a_few_words_for_each_parameter_do_no_harm(desk: Desk) -> None:
    house(desk, "answer/withdraw")
    before, few = contents(desk.engine), cycle(hostile_words.A_FEW)
    for name, example in EXAMPLES.items():
        if name in REPRESENTATIVES and not registry.act(name).no_preview:
            tell(desk, name, example, islice(few, 2))
    assert contents(desk.engine) == before


@pytest.mark.proof("some 110 words for each act: a third of them for each parameter on SQLite, a ninth on PostgreSQL")
@pytest.mark.both_databases("each word reaches the database where its act is done")
@pytest.mark.parametrize("name", registry.names())
def test_no_word_for_any_parameter_does_harm(desk: Desk, name: str) -> None:
    example = house(desk, name)
    before = contents(desk.engine)
    tell(desk, name, example, hostile_words.WORDS, parts=3 if desk.engine.dialect.name == "sqlite" else 9)
    assert registry.act(name).no_preview or contents(desk.engine) == before

"""`glossary/show`: what a word of the program or of the officers means."""

from dataclasses import asdict, replace
from typing import Annotated

from kernel.grants import Grant
from kernel.parameters import WORDS
from kernel.readings import reading
from kernel.shapes import as_list
from kernel.shown import Part, Shown, table
from notifications.glossary import ENTRIES, Entry, entry

WORD = replace(
    WORDS.saying("The word to look up, such as anchor or 'days in hand'; every word if left empty.", metavar="WORD..."),
    is_many=True,
    shape=as_list,
)


@reading("glossary/show", who=(Grant.VIEWER,), short="help")
def explained(words: Annotated[tuple[str, ...], WORD] = ()) -> Shown[list[Entry]]:
    """Say what WORD means, in the program or on a page; without a word, list the glossary. Raises NoSuchWord."""
    entries = [entry(" ".join(words))] if words else sorted(ENTRIES, key=lambda each: each.officers.casefold())
    return Shown(entries, lambda shown: [asdict(each) for each in shown], _parts)


def _parts(shown: list[Entry]) -> list[Part]:
    return [table((each.officers, each.word, each.meaning) for each in shown)]

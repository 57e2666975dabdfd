"""The sentences behind the dates of every shipped chain in three years, to the letter.

`sentences.txt` was written while derivations and flags were still plain English, before they became data.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import flows.chains
from planning.calendar import Calendars, WorkCalendar
from planning.chain import Chain
from planning.library import chains_in
from planning.plan import plan
from planning.sentences import sentences
from planning.window import Window

KEPT = Path(__file__).with_name("sentences.txt")
SPANS = {
    "council": ("05-15", "05-25"),
    "cwg": ("02-07", "02-08"),
    "dispatch": ("03-01", "03-01"),
    "forum": ("06-12", "06-16"),
    "hlpf": ("07-10", "07-19"),
    "item": ("02-07", "02-07"),
    "launching": ("01-13", "01-14"),
    "pp": ("10-29", "11-16"),
    "receipt": ("03-06", "03-06"),
    "review": ("02-07", "02-08"),
    "un-deadline": ("04-28", "04-28"),
}
GENEVA = {2017: [date(2017, 4, 14), date(2017, 4, 17)], 2025: [date(2025, 5, 1), date(2025, 4, 21)]}
YEARS = {2017: True, 2018: False, 2025: True}  # whether the anchors that a chain can do without are dated too


def test_the_sentences_of_three_years_are_what_they_were():
    assert list(_lines()) == KEPT.read_text(encoding="utf-8").splitlines()


def _lines() -> Iterator[str]:
    """Yield the chain and year, then each step with its derivation and flags, for every shipped chain and year."""
    calendars = Calendars({"Geneva": WorkCalendar.of("Geneva", GENEVA)})
    for chain in chains_in(flows.chains).values():
        for year, is_whole in YEARS.items():
            yield f"# {chain.slug}/{year}"
            for found in plan(chain, _anchors(chain, year, is_whole), None, calendars, year).deadlines:
                yield found.step
                yield from (f"  {link}" for link in sentences(found.derivation))
                yield from (f"  ! {flag}" for flag in sentences(found.flags))


def _anchors(chain: Chain, year: int, is_whole: bool) -> dict[str, Window]:
    wanted = [anchor for anchor in chain.anchors if is_whole or not anchor.optional]
    return {
        anchor.name: Window(
            *(date.fromisoformat(f"{year}-{end}") for end in SPANS.get(anchor.name, ("06-01", "06-01")))
        )
        for anchor in wanted
    }

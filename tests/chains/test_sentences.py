"""The sentences behind the dates of every shipped chain in three years, to the letter.

`sentences.txt` was written while derivations and flags were still plain English, before they became data.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import flows.chains
from planning.calendar import Calendars, WorkCalendar
from planning.library import chains_in
from planning.plan import plan
from planning.sentences import sentences
from tests.chains.sample import anchors

KEPT = Path(__file__).with_name("sentences.txt")
GENEVA = {2017: [date(2017, 4, 14), date(2017, 4, 17)], 2025: [date(2025, 5, 1), date(2025, 4, 21)]}
YEARS = {2017: True, 2018: False, 2025: True}  # whether the anchors that a chain can do without are dated too


def test_the_sentences_of_three_years_are_what_they_were():
    kept = KEPT.read_text(encoding="utf-8").splitlines()
    assert list(_lines({line[2:].partition("/")[0] for line in kept if line.startswith("# ")})) == kept


def _lines(slugs: set[str]) -> Iterator[str]:
    """Yield the chain and year, then each step with its derivation and flags, for each of these chains and each year."""
    calendars = Calendars({"Geneva": WorkCalendar.of("Geneva", GENEVA)})
    for chain in [chain for slug, chain in chains_in(flows.chains).items() if slug in slugs]:
        for year, is_whole in YEARS.items():
            yield f"# {chain.slug}/{year}"
            for deadline in plan(chain, anchors(chain, year, is_whole=is_whole), None, calendars, year).deadlines:
                yield deadline.step
                yield from (f"  {link}" for link in sentences(deadline.derivation))
                yield from (f"  ! {flag}" for flag in sentences(deadline.flags))

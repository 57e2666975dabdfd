"""The story of 2017: its cycle, its dates, its people's day, and how it names an instant."""

from dataclasses import replace
from datetime import date, datetime

from planning.chain import Chain
from planning.window import Window
from planning.zones import zone_info

OFFICER = "Secretary of the Group"
HLPF = "hlpf-contribution/2017"
REVIEW = Window(date(2017, 2, 7), date(2017, 2, 8))  # the 30th meeting of CWG-WSIS
POSTED = "https://www.itu.int/wg-wsis"  # where C17/47-E says that drafts will be
AGREED = {
    "revised-draft": "2017-02-24",
    "comments": "2017-03-10",
    "final-draft": "2017-03-24",
    "final-comments": "2017-04-07",
}


def by_the_day(chain: Chain) -> Chain:
    """Return a chain whose windows that open on a draft open two weeks before they close."""
    steps = [
        replace(step, opens=f"2 weeks before {step.slug}") if step.opens and step.opens.startswith("on ") else step
        for step in chain.steps
    ]
    return replace(chain, steps=tuple(steps))


def moment(words: str | datetime) -> datetime:
    """Return `2017-03-10 09:00` as an instant on the clock of Geneva; a bare day is noon."""
    if isinstance(words, datetime):
        return words
    text = words if " " in words else f"{words} 12:00"
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=zone_info("Europe/Zurich"))

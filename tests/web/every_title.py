"""Every title that a shipped chain declares, as steps of cycles with dates of each kind: what members read of them."""

import json
from collections.abc import Iterator

from tests.notifications.test_titles import CHAINS

DATES = (
    {"due": "2027-03-05"},
    {"due": "2027-09-30 at 17:00 EDT"},
    {"due": "week of 8 March 2027"},
    {"due": "end of October 2027"},
    {"due": "2028"},
    {"opens": "2027-02-15", "due": "2027-02-26"},
    {"opens": "2027-02-22", "due": "2027-03-12"},
    {"opens": "2027-12-20", "due": "2028-01-14"},
)


def cycles() -> dict[str, list[str]]:
    """Return the titles of each cycle, which is named as its chain: its own first, then those of its steps."""
    return {f"all-{chain.slug}/2027": [chain.title, *(step.title for step in chain.steps)] for chain in CHAINS}


def timelines() -> str:
    """Return them as a file: JSON is YAML."""
    return json.dumps({"timelines": list(_timelines())}, ensure_ascii=False)


def _timelines() -> Iterator[dict[str, object]]:
    number = 0
    for (name, titles), chain in zip(cycles().items(), CHAINS, strict=True):
        deadlines = []
        for step in chain.steps:
            date = DATES[number % len(DATES)]
            number += 1
            by = "membership" if "opens" in date else step.by
            deadlines.append({"step": step.slug, "title": step.title, "by": by, "to": step.to} | date)
        yield {
            "cycle": name,
            "title": titles[0],
            "mandate": chain.mandate,
            "agreed_by": "Council",
            "deadlines": deadlines,
        }

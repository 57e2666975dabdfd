"""The days that anchors have in a sample year, by their names."""

from datetime import date

from planning.chain import Chain
from planning.window import Window

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
OTHERS = ("06-01", "06-01")


def anchors(chain: Chain, year: int, *, is_whole: bool) -> dict[str, Window]:
    """Return the days of the anchors that a chain must have, and of those that it can do without if it `is_whole`."""
    wanted = [anchor.name for anchor in chain.anchors if is_whole or not anchor.optional]
    return {name: Window(*(date.fromisoformat(f"{year}-{end}") for end in SPANS.get(name, OTHERS))) for name in wanted}

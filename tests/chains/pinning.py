"""Pin a new chain: `make pin CHAIN=slug` writes the test that holds its dates in a sample year.

`YEAR=2027` takes another year than 2017, `ANCHORS="council=2027-06-14/2027-06-18"` other days than those of sample.py;
an anchor that is not required is left undated unless it is named there. Read the table before it is committed.
"""

import sys
from pathlib import Path

from kernel import chains
from kernel.shapes import as_anchors
from planning.chain import Chain
from planning.errors import CouncilError
from planning.library import find
from planning.plan import plan
from planning.window import Window
from tests.chains.sample import anchors
from tests.chains.table import table

FOLDER = Path(__file__).parent
TEMPLATE = '''\
"""The sample year of the chain: {year}."""

from datetime import date

from flows.chains.{module} import CHAIN
from planning.plan import plan
from planning.window import Window
from tests.chains.table import table

PINNED = """\\
{table}"""


def test_the_dates_of_{year}():
    anchors = {{{anchors}}}
    assert table(plan(CHAIN, anchors, edition={year})) == PINNED
'''


class Pinned(CouncilError):
    """The chain has its test: a pin that changes by itself pins nothing."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file.name} is there already; delete it, then pin the chain anew and read what differs")


def pin(slug: str, year: int = 2017, given: str = "", folder: Path = FOLDER) -> Path:
    """Write the test of a chain, and return its file. Raises NoSuchChain, BadChainFile, Pinned, and what a plan raises."""
    chain = find(chains.declared(), slug)
    file = folder / f"test_{_module(chain)}.py"
    if file.exists():
        raise Pinned(file)
    named = {name: span for name, span in as_anchors(given.split()).items() if isinstance(span, Window)}
    file.write_text(text(chain, year, anchors(chain, year, is_whole=False) | named), encoding="utf-8")
    return file


def text(chain: Chain, year: int, days: dict[str, Window]) -> str:
    """Return the test that holds the dates of a year."""
    rows = table(plan(chain, days, edition=year))
    return TEMPLATE.format(year=year, module=_module(chain), table=rows, anchors=", ".join(map(_anchor, days.items())))


def _module(chain: Chain) -> str:
    return chain.slug.replace("-", "_")


def _anchor(item: tuple[str, Window]) -> str:
    name, span = item
    ends = (f"date({end.year}, {end.month}, {end.day})" for end in (span.first, span.last))
    return f'"{name}": Window({", ".join(ends)})'


if __name__ == "__main__":
    try:
        print(f"tests/chains/{pin(sys.argv[1], int(sys.argv[2] or 2017), sys.argv[3]).name}")
    except CouncilError as refusal:
        sys.exit(str(refusal))

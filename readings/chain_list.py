"""`chain/list`: the declared chains, and the files of chains that cannot be used. It needs no store."""

from collections.abc import Iterator
from datetime import datetime

from kernel import chains
from kernel.grants import Grant
from kernel.readings import reading
from kernel.shown import Column, Part, Row, Shown, table
from planning.chain import Chain
from planning.library import Library


@reading(
    "chain/list",
    who=(Grant.VIEWER,),
    short="chains",
    columns=(
        Column("Procedure"),
        Column("Title"),
        Column("Mandate"),
        Column("Reference date"),
        Column("Needed"),
        Column("What it is"),
    ),
)
def declared(*, now: datetime) -> Shown[Library]:
    """List the procedures with the reference dates of each, and the files of procedures that cannot be used."""
    return Shown(chains.declared(), _declared, _parts, for_tables=_rows)


def _declared(library: Library) -> list[dict[str, object]]:
    broken: list[dict[str, object]] = [
        {"chain": fault.chain, "place": fault.place, "fault": fault.sentence} for fault in library.broken
    ]
    return [_facts(chain) for chain in library.values()] + broken


def _facts(chain: Chain) -> dict[str, object]:
    return {
        "chain": chain.slug,
        "version": chain.version,
        "title": chain.title,
        "mandate": chain.mandate,
        "anchors": [{"name": a.name, "title": a.title, "optional": a.optional} for a in chain.anchors],
        "steps": [step.slug for step in chain.steps],
    }


def _parts(library: Library) -> Iterator[Part]:
    if not library:
        yield "no procedure is declared"
    for chain in library.values():
        yield f"{chain.slug}  {chain.title} ({chain.mandate})"
        rows = ((anchor.name, "optional" if anchor.optional else "required", anchor.title) for anchor in chain.anchors)
        yield table(rows, is_inset=True)
    for fault in library.broken:
        yield str(fault)


def _rows(library: Library) -> Iterator[Row]:
    for chain in library.values():
        for anchor in chain.anchors:
            needed = "optional" if anchor.optional else "required"
            yield chain.slug, chain.title, chain.mandate, anchor.name, needed, anchor.title

"""`obligation/list`: which clauses are fulfilled, under way or missing, year by year."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from sqlalchemy.orm import Session

from kernel.grants import Grant
from kernel.paper_types import RESOLUTION
from kernel.parameters import YEAR
from kernel.readings import reading
from kernel.shown import Column, Part, Row, Shown, table
from planning.judgements import Judgement
from planning.remedies import Call
from record.mandates import matrix
from record.mandates.fulfilment import Judged
from record.mandates.matrix import Matrix

OF_YEAR = YEAR.saying("Of one year; every year on record if left empty.")
OF_ONE = RESOLUTION.saying("Of one resolution, such as council-1332.")


@reading(
    "obligation/list",
    who=(Grant.VIEWER,),
    short="obligations",
    columns=(Column("Year", int), Column("Clause"), Column("Standing"), Column("What", tuple)),
)
def obligations(
    session: Session,
    *,
    year: Annotated[int | None, OF_YEAR] = None,
    resolution: Annotated[str | None, OF_ONE] = None,
    now: datetime,
) -> Shown[Matrix]:
    """Show which clauses are fulfilled, under way or missing, year by year, each under the version in force."""
    return Shown(matrix.matrix(session, year, resolution, now=now), _facts, _parts, for_tables=_rows)


def _parts(found: Matrix) -> Iterator[Part]:
    yield from found.notes
    if not found.rows:
        given = {"files": ["examples/resolutions/*.yaml"]}
        yield ("no obligation is known; ", Call("file/load", given, "load a resolution"))
    yield table(_rows(found))


def _rows(found: Matrix) -> Iterator[Row]:
    for one in (one for row in found.rows for one in row.years):
        said = (f"{one.duty.what}: {one.cell.sentence}", *one.notes)
        yield one.cell.year, one.reference, one.cell.judgement, said


def _facts(found: Matrix) -> dict[str, object]:
    return {
        "years": found.years,
        "notes": found.notes,
        "obligations": [
            {
                "obligation": row.key,
                "resolution": row.resolution,
                "reference": row.last.reference,
                "kind": row.last.clause.kind,
                "addressee": row.last.clause.addressee,
                "what": row.last.duty.what,
                "period": row.last.duty.period,
                "to": row.last.duty.to,
                "via": row.last.duty.via,
                "copies": row.last.duty.copies,
                "purpose": row.last.duty.purpose,
                "years": [_cell(one) for one in row.years],
            }
            for row in found.rows
        ],
    }


def _cell(one: Judged) -> dict[str, object]:
    return {
        "year": one.cell.year,
        "judgement": one.cell.judgement,
        "sentence": one.cell.sentence,
        "in_force": one.in_force,
        "read": one.read,
        "label": one.label,
        "on": one.on,
        "meeting": asdict(one.meeting) if one.meeting else None,
        "versions": [
            {
                "version": spell.in_force,
                "from": spell.first,
                "to": spell.last,
                "read": spell.read,
                "holds": bool(spell.duty),
            }
            for spell in one.spells
        ],
        "submissions": [
            {"symbol": had.symbol, "to": had.body, "via": had.via, "purpose": had.purpose, "on": had.on}
            for had in one.cell.by
        ],
        "lacking": one.cell.lacking if one.cell.judgement is not Judgement.FULFILLED else [],
        "cycles": [
            {"cycle": found.cycle, "step": step.step, "due": step.due}
            for found in one.cell.cycles
            if (step := found.next_for(one.cell.lacking))
        ],
        "notes": one.notes,
    }

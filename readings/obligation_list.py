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


def _parts(matrix: Matrix) -> Iterator[Part]:
    yield from matrix.notes
    if not matrix.rows:
        arguments = {"files": ["examples/resolutions/*.yaml"]}
        yield ("no obligation is known; ", Call("file/load", arguments, "load a resolution"))
    yield table(_rows(matrix))


def _rows(matrix: Matrix) -> Iterator[Row]:
    for judged in (judged for row in matrix.rows for judged in row.years):
        words = (f"{judged.duty.what}: {judged.cell.sentence}", *judged.notes)
        yield judged.cell.year, judged.reference, judged.cell.judgement, words


def _facts(matrix: Matrix) -> dict[str, object]:
    return {
        "years": matrix.years,
        "notes": matrix.notes,
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
                "years": [_cell(judged) for judged in row.years],
            }
            for row in matrix.rows
        ],
    }


def _cell(judged: Judged) -> dict[str, object]:
    return {
        "year": judged.cell.year,
        "judgement": judged.cell.judgement,
        "sentence": judged.cell.sentence,
        "in_force": judged.in_force,
        "read": judged.read,
        "label": judged.label,
        "on": judged.on,
        "meeting": asdict(judged.meeting) if judged.meeting else None,
        "versions": [
            {
                "version": spell.in_force,
                "from": spell.first,
                "to": spell.last,
                "read": spell.read,
                "holds": bool(spell.duty),
            }
            for spell in judged.spells
        ],
        "submissions": [
            {"symbol": had.symbol, "to": had.body, "via": had.via, "purpose": had.purpose, "on": had.on}
            for had in judged.cell.by
        ],
        "lacking": judged.cell.lacking if judged.cell.judgement is not Judgement.FULFILLED else [],
        "cycles": [
            {"cycle": cycle.cycle, "step": step.step, "due": step.due}
            for cycle in judged.cell.cycles
            if (step := cycle.next_for(judged.cell.lacking))
        ],
        "notes": judged.notes,
    }

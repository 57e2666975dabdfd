"""The clauses that a cycle serves: those that its mandate cites, as far as its meetings are those of the right body."""

from collections.abc import Collection, Iterable
from datetime import date

from planning.clauses import Clause, Kind
from record.bodies import BodyNames
from record.mandates.resolutions import cited_clauses
from record.mandates.versions import ResolutionView


def served_clauses(
    resolution: ResolutionView, mandate: str, on: date, bodies: Collection[str], names: BodyNames
) -> Iterable[Clause]:
    """Return the clauses, cited by a mandate, that a cycle serves which hangs from meetings of these bodies.

    The terms of reference of a group are served by meetings of that group; the meeting of another one, whose mandate
    is the same, serves its own.
    """
    return [clause for clause in cited_clauses(resolution, mandate, on) if serves(clause, bodies, names)]


def serves(clause: Clause, bodies: Collection[str], names: BodyNames) -> bool:
    """Return True if a cycle of these bodies' meetings may serve the clause; one of bare days may serve any."""
    group = names.find(clause.addressee) if clause.kind is Kind.TERMS else None
    others = set(bodies) - {body for duty in clause.obligations for body in duty.holders}
    return group is None or not others or group in others

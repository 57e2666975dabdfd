"""Rows of a cycle that cannot be reckoned: each is shown without a date, with the reason; other rows are not affected.

No act writes such a row today; an older version may have stored it, or somebody changed the database by hand.
"""

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter

from models.cycles import Cycle
from models.odd_values import is_any_odd, is_odd
from planning.basis import Basis, Force, check_force
from planning.chain import Chain
from planning.day_range import outside
from planning.errors import CouncilError
from planning.evidence import Evidence, evidence
from planning.flags import Unreckonable
from planning.grammar import parse
from planning.ladder import OWING, parse_ladder
from planning.window import Precision
from planning.zones import HOME_ZONE, check_zone
from record.cycles.chain_copies import chain_of
from record.cycles.latest_rows import LatestRow
from record.cycles.views import AnchorView

READ = ("precision", "basis", "stated_time", "promised_at", "flags", "derivation", "follows", "before", "updated_at")
READ_OF = attrgetter(*READ)
UNDATED = {
    "due_on": None, "earliest_on": None, "opens_on": None, "stated_time": None, "basis": Basis.AWAITED,
    "precision": Precision.DAY,
}  # fmt: skip
NOT_ISSUED: dict[str, object] = {"flags": (), "derivation": (), "agreed_by": None, "document": None, "reason": None}
UNREAD = UNDATED | {
    "rule": None, "opening": None, "follows": (), "before": (), "ladder": str(OWING), "evidence": str(Evidence.NONE),
    "force": Force.PRACTICE.value,
}  # fmt: skip


def chain_and_rows(
    cycle: Cycle, anchors: Sequence[AnchorView], rows: Sequence[LatestRow]
) -> tuple[Chain, Sequence[LatestRow]]:
    """Return the chain of a cycle and its rows; a row that cannot be reckoned is undated, and its `fault` says why."""
    rows = [row if row.is_issued else row._replace(**UNDATED, **NOT_ISSUED) for row in rows]
    rows = [row if (why := _odd_day(row)) is None else _blank_out(row, why, UNDATED) for row in rows]
    try:
        return chain_of(cycle, anchors, rows, cycle.zone), rows
    except CouncilError:  # one of them cannot be read: which?
        names = {anchor.name for anchor in anchors} | {row.step for row in rows}
        rows = [row if (why := _unreadable(row, names)) is None else _blank_out(row, why, UNREAD) for row in rows]
    try:
        return chain_of(cycle, anchors, rows, cycle.zone), rows
    except CouncilError as refusal:  # the zone of them all, or steps that wait for one another
        rows = [_blank_out(row, str(refusal), UNREAD) for row in rows]
        return chain_of(cycle, anchors, rows, HOME_ZONE), rows


def _odd_day(row: LatestRow) -> str | None:
    """Return why a row's days are not believed, or its hour or words cannot be read; None if it is sound."""
    if why := outside(row.due_on, row.earliest_on, row.opens_on):
        return why
    values = READ_OF(row)
    if is_any_odd(values[:2], values[2:]):
        name, value = next((name, value) for name, value in zip(READ, values, strict=True) if is_odd(value))
        return f"its {name.replace('_', ' ')} is {str(value)!r}, which cannot be read"
    try:
        if row.stated_zone:
            check_zone(row.stated_zone)
    except CouncilError as refusal:
        return str(refusal)
    return None


def _unreadable(row: LatestRow, names: Iterable[str]) -> str | None:
    """Return why the words of a row cannot be read, `names` being those of its cycle; None if they can."""
    try:
        parse_ladder(row.ladder)
        evidence(row.evidence)
        check_force(row.step, row.force, due=row.rule, source=row.source)
        rules = [parse(words) for words in (row.rule, row.opening) if words]
    except CouncilError as refusal:
        return str(refusal)
    wanted = [*row.follows, *row.before, *(name for rule in rules for name, _ in rule.hung)]
    unknown = (name for name in wanted if name.removesuffix(".opens").removesuffix(".closes") not in names)
    return next((f"it depends on {name!r}, which its cycle does not know" for name in unknown), None)


def _blank_out(row: LatestRow, why: str, blank: Mapping[str, object]) -> LatestRow:
    """Return the row without its date, and with blanks for the other values that cannot be reckoned."""
    return row._replace(**blank, flags=[Unreckonable(why).to_json()], fault=why)

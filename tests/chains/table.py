"""Printing a plan as the readable table that each chain is pinned with."""

from planning.plan import Plan


def table(plan: Plan) -> str:
    """Return one line per deadline: date, weekday, step, actor, recipient, basis, float and flags."""
    lines = []
    for found in plan.deadlines:
        when = f"{found.due:%Y-%m-%d %a}" if found.due else "awaited       "
        spare = "-" if found.float_days is None else str(found.float_days)
        columns = f"{when}  {found.step:<26}{found.by:<20}{found.to or '-':<16}{found.basis:<10}{spare:>3}"
        lines.append("  ".join([columns, *found.flags]))
    return "\n".join(lines)

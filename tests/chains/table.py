"""Printing a plan as the readable table that each chain is pinned with."""

from planning.plan import Plan
from planning.sentences import sentences


def table(plan: Plan) -> str:
    """Return one line per deadline: date, weekday, step, actor, recipient, basis, float, hour, first day, flags."""
    lines = []
    for found in plan.deadlines:
        when = f"{found.due:%Y-%m-%d %a}" if found.due else "awaited       "
        spare = "-" if found.float_days is None else str(found.float_days)
        columns = f"{when}  {found.step:<25} {found.by:<19} {found.to or '-':<15} {found.basis:<10}{spare:>3}"
        hour = [str(found.clock)] if found.clock else []
        first = [f"from {found.earliest}"] if found.earliest != found.due else []
        lines.append("  ".join([columns, *hour, *first, *sentences(found.flags)]))
    return "\n".join(lines)

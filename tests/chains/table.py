"""Printing a plan as the readable table that each chain is pinned with."""

from planning.plan import Plan
from planning.sentences import sentences


def table(plan: Plan) -> str:
    """Return one line per deadline: date, weekday, step, actor, recipient, basis, float, hour, first day, flags."""
    lines = []
    for deadline in plan.deadlines:
        when = f"{deadline.due:%Y-%m-%d %a}" if deadline.due else "awaited       "
        spare = "-" if deadline.float_days is None else str(deadline.float_days)
        columns = (
            f"{when}  {deadline.step:<25} {deadline.by:<19} {deadline.to or '-':<15} {deadline.basis:<10}{spare:>3}"
        )
        hour = [str(deadline.clock)] if deadline.clock else []
        first = [f"from {deadline.earliest}"] if deadline.earliest != deadline.due else []
        lines.append("  ".join([columns, *hour, *first, *sentences(deadline.flags)]))
    return "\n".join(lines)

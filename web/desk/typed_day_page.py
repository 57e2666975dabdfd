"""How the words of a day are read, for the field into which somebody types them: one line, asked for as they type."""

from starlette.responses import Response

from kernel.parameters import DATE
from notifications.plain_text import one_line
from planning.errors import CouncilError
from planning.zones import local_day
from web.desk import typed_days
from web.desk.render import page
from web.desk.visits import Visit

PATH = "/desk/day"
LONGEST = 200  # characters
KIND = "kind"  # beside the words: a plain day, or the days of a meeting; otherwise they may also say a month or a year


def show(visit: Visit) -> Response:
    """Return the day that the words mean, or what is wrong with them; nothing of nothing."""
    asked = visit.request.query_params
    typed = next((one_line(words) for name, words in asked.items() if name != KIND), "")[:LONGEST].strip()
    kind = typed_days.KINDS.get(asked.get(KIND, ""), DATE)
    try:
        return page(visit, "day", read=typed_days.read(typed, local_day(visit.now), kind) if typed else "", wrong="")
    except CouncilError as why:
        return page(visit, "day", read="", wrong=typed_days.fault(typed, why))

"""Letters: what waits for approval, what is about to leave, what failed; and one letter as its reader gets it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from sqlalchemy import Engine
from starlette.exceptions import HTTPException
from starlette.responses import Response

from desk import message_shown, review, today
from desk.review import Wanted
from desk.today import LEAVING
from kernel.grants import Grant
from models.engine import reading
from models.outbox import State
from record.refusals import NoSuchMessage
from web.desk.render import page
from web.desk.visits import Visit

FAILED = (State.DEAD, State.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Letters:
    """The handlers over one store."""

    engine: Engine

    def listed(self, visit: Visit) -> Response:
        """Return the page of all letters that wait, leave or failed."""
        visit.check(Grant.SECRETARIAT, "outbox/list")
        with reading(self.engine) as session:
            lists = {
                name: today.series(review.lines(session, Wanted(states)))
                for name, states in (("held", (State.HELD,)), ("leaving", LEAVING), ("failed", FAILED))
            }
        return page(visit, "letters", lists=lists, may_approve=visit.may(Grant.APPROVER))

    def show(self, visit: Visit) -> Response:
        """Return one letter: to whom, why, what became of it, and its words."""
        visit.check(Grant.SECRETARIAT, "outbox/list")
        number = visit.request.path_params["number"]
        if not (number.isascii() and number.isdecimal() and len(number) < 10):
            raise HTTPException(404, f"there is no letter {number!r}")
        with reading(self.engine) as session:
            try:
                letter = message_shown.show(session, int(number), settings=visit.settings, now=visit.now).subject
            except NoSuchMessage as why:
                raise HTTPException(404, str(why)) from why
            about = message_shown.about(session, int(number))
        state = next(words.partition(":")[0] for label, words in letter.facts if label == "state")
        has_left = all(label != "leaves" for label, _ in letter.facts)
        subject, _, words = letter.words.partition("\n\n")
        return page(
            visit, "letter", number=int(number), facts=letter.facts, subject=subject, words=words,
            is_held=state == State.HELD, is_leaving=state in LEAVING, has_failed=state == State.DEAD,
            may_approve=visit.may(Grant.APPROVER), corrections=_corrections(about) if has_left else {},
        )  # fmt: skip


def _corrections(about: list[tuple[str, str]]) -> dict[str, str]:
    """Return, by cycle, the form in which the dates that a letter told are corrected."""
    steps: dict[str, list[tuple[str, str]]] = {}
    for cycle, step in about:
        steps.setdefault(cycle, []).append(("steps", step))
    return {cycle: f"/desk/cycles/{cycle}/dates?{urlencode([('as', 'office'), *of])}" for cycle, of in steps.items()}

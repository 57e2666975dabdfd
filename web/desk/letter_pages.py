"""Letters: what waits for approval, what is about to leave, what failed; and one letter as its reader gets it."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from sqlalchemy import Engine
from starlette.exceptions import HTTPException
from starlette.responses import Response

from desk import message_shown, review, today
from desk.message_shown import Inspected, Reason
from desk.review import Wanted
from desk.today import LEAVING
from kernel.grants import Grant
from models.engine import reading
from models.outbox import State, word_of
from planning.ladder import Rung
from record.refusals import NoSuchMessage
from web.desk import words
from web.desk.render import page
from web.desk.visits import Visit

AFTER_WHY = ("replaces", "besides", "note")  # facts
STATE = re.compile(r"[a-z]+")
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
        state = next(said.partition(":")[0] for label, said in letter.facts if label == "state")
        has_left = letter.leaves_at is None
        subject, _, body = letter.words.partition("\n\n")
        return page(
            visit, "letter", number=int(number), facts=_facts(visit, letter, about), subject=subject, words=body,
            language=letter.language,
            is_held=state == State.HELD, is_leaving=state in LEAVING, has_failed=state == State.DEAD,
            may_approve=visit.may(Grant.APPROVER), corrections=_corrections(about) if has_left else {},
        )  # fmt: skip


def _facts(visit: Visit, letter: Inspected, about: list[Reason]) -> list[tuple[str, str]]:
    """Return what an officer wants to know of a letter: hours of Geneva, titles for keys, and no id of an act."""
    is_opening = any(each.rung == Rung.OPENING for each in about)
    facts = [
        (label, _fact(label, said, letter, is_opening)) for label, said in letter.facts if label not in ("act", "why")
    ]
    why = [("why", f"{_rung(each.rung)}: {visit.names.step(each.cycle, each.step)}") for each in about]
    replaces = next((place for place, (label, _) in enumerate(facts) if label in AFTER_WHY), len(facts))
    return [*facts[:replaces], *why, *facts[replaces:]]


def _fact(label: str, said: str, letter: Inspected, is_opening: bool) -> str:
    if label == "message":
        return words.named("letter", Rung.OPENING if is_opening else word_of(letter.kind))
    if label == "state":
        state = STATE.match(said)
        return f"{words.named('letter_state', state[0])}{said[state.end() :]}" if state else said
    return words.instant(letter.leaves_at) if label == "leaves" and letter.leaves_at else said


def _rung(rung: str) -> str:
    """Return what a letter tells of a date: `Reminder, 7 days before`."""
    kind, _, number = rung.rpartition("-")
    if rung in words.catalog()["rung"] or not number.isdecimal():
        return words.named("rung", rung)
    return words.named("rung", kind).format(number=number)


def _corrections(about: list[Reason]) -> dict[str, str]:
    """Return, by cycle, the form in which the dates that a letter told are corrected."""
    steps: dict[str, list[tuple[str, str]]] = {}
    for each in about:
        steps.setdefault(each.cycle, []).append(("steps", each.step))
    return {cycle: f"/desk/cycles/{cycle}/dates?{urlencode([('as', 'office'), *of])}" for cycle, of in steps.items()}

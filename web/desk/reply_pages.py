"""Replies of a window: who replied and who did not, and what became of each remark, with the acts on them."""

from dataclasses import dataclass
from urllib.parse import urlencode

from sqlalchemy import Engine
from starlette.exceptions import HTTPException
from starlette.responses import Response

from kernel.grants import Grant
from models.answers import WITHDRAWN
from models.engine import reading
from record import windows
from record.refusals import BadCycleName, NoSuchCycle, NoSuchStep
from record.windows import AnswerView, CommentView
from web.desk.cycle_pages import name_of
from web.desk.render import page
from web.desk.visits import Visit


@dataclass(frozen=True, slots=True)
class Organization:
    """One organization: its replies, and what it remarked."""

    name: str
    replies: tuple[AnswerView, ...]
    remarks: tuple[CommentView, ...]

    @property
    def standing(self) -> tuple[AnswerView, ...]:
        """Its replies that were not withdrawn."""
        return tuple(each for each in self.replies if not each.withdrawn)

    @property
    def has_replied(self) -> bool:
        """Return whether it has said something that was not withdrawn."""
        return bool(self.standing) or any(each.outcome != WITHDRAWN for each in self.remarks)


@dataclass(frozen=True, slots=True)
class Replies:
    """The handler over one store."""

    engine: Engine

    def show(self, visit: Visit) -> Response:
        """Return the page of one window."""
        name, step = name_of(visit), visit.request.path_params["step"]
        try:
            with reading(self.engine) as session:
                ledger = windows.ledger(session, name, step, now=visit.now)
        except (BadCycleName, NoSuchCycle, NoSuchStep) as why:
            raise HTTPException(404, str(why)) from why
        known = {each.organization for each in ledger.answers} | {each.organization for each in ledger.comments}
        organizations = [
            Organization(
                organization,
                tuple(each for each in ledger.answers if each.organization == organization),
                tuple(each for each in ledger.comments if each.organization == organization),
            )
            for organization in sorted(known)
        ]
        replied = {each.name for each in organizations if each.has_replied}
        awaited = [each for each in ledger.awaited if each not in replied]
        return page(
            visit, "replies", ledger=ledger, organizations=organizations, may_act=visit.may(Grant.SECRETARIAT),
            of=urlencode({"cycle": name, "step": step}), awaited=awaited, replied=len(replied),
        )  # fmt: skip

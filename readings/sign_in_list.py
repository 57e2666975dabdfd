"""`sign-in/list`: who is signed in at the desk, or was lately, and in which browser."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import Annotated

from sqlalchemy.orm import Session

from kernel.grants import Grant
from kernel.parameters import PERSON
from kernel.readings import reading
from kernel.shown import Column, Row, Shown, listing
from record.people import sign_ins
from record.people.sign_ins import SignInView
from record.settings import Settings

OF = "Only this person: an e-mail address, or a name."


@reading(
    "sign-in/list",
    who=(Grant.ADMINISTRATOR, Grant.LINK),
    columns=(
        Column("Last used", datetime),
        Column("Begun", datetime),
        Column("Number"),
        Column("Person"),
        Column("Browser"),
        Column("Standing"),
    ),
)
def listed(
    session: Session, *, person: Annotated[str | None, PERSON.saying(OF)] = None, settings: Settings, now: datetime
) -> Shown[Sequence[SignInView]]:
    """List who is signed in at the desk, or was in the last thirty days, the latest first."""
    return listing(
        sign_ins.views(session, sign_ins.limits(settings), person, now=now),
        lambda views: [asdict(view) for view in views],
        partial(map, partial(_make_row, now)),
        "nobody was signed in at the desk lately",
    )


def _make_row(now: datetime, view: SignInView) -> Row:
    standing = "signed out" if view.ended_at else "signed in" if now < view.holds_until else "ran out"
    return view.used_at, view.begun_at, view.number, view.name, view.browser, standing

"""Examples of the acts on accounts at the desk, and on where people are signed in."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.runner import Request, do
from models.accounts import Account, Right, SignIn
from record.people import people, sign_ins
from tests.kernel.example import NOW, OPERATOR, WORKED, Example
from tests.secretariat import Desk, moment

ANNA = {"person": "focal@itu.example"}
LOST = {"because": "moved to another office"}


def _has_account(desk: Desk) -> None:
    with desk.acting() as session:
        do(session, "account/invite", **ANNA, holds="secretariat", **WORKED)


def _is_signed_in(desk: Desk) -> None:
    _has_account(desk)
    with desk.acting() as session:
        person = people.named(session, ANNA["person"])
        sign_ins.begin(session, person.id, "Firefox on Windows", now=moment("2017-02-26"))


def _change_first(session: Session, asked: Request) -> None:
    """Have somebody else give the account another right."""
    do(session, "account/change", **ANNA, holds="viewer", now=moment(NOW), by="Boris")


def _sign_in_again(session: Session, asked: Request) -> None:
    """Have the person sign in in one more browser."""
    sign_ins.begin(session, session.scalars(select(Account.person_id)).one(), "Safari", now=moment(NOW))
    assert len(session.scalars(select(SignIn)).all()) == 2


OF_ACCOUNTS: Mapping[str, Example] = {
    "account/invite": Example(ANNA | {"holds": Right.APPROVER}, {"person": "nobody@state.example"}, by=OPERATOR),
    "account/change": Example(
        ANNA | {"holds": Right.APPROVER}, {"person": "a@state.example"}, _has_account, against=_change_first,
        by=OPERATOR,
    ),
    "account/end": Example(ANNA | LOST, {"because": " "}, _is_signed_in, against=_change_first, by=OPERATOR),
    "sign-in/end": Example(ANNA, {"number": "00000000"}, _is_signed_in, against=_sign_in_again, by=OPERATOR),
}  # fmt: skip

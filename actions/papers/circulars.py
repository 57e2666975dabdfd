"""Correspondence: a circular or a questionnaire is sent to those who hold a role, and organizations answer it."""

from datetime import date, datetime
from typing import Annotated

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel import effects
from kernel.declaration import act
from kernel.done import Done, Happening
from kernel.grants import Grant, Identity
from kernel.paper_types import CircularSymbol
from kernel.parameters import DAY, SOURCE, OrganizationName
from models.documents import Circular, CircularAnswer
from models.journal import Entry
from models.people import Organization
from planning.zones import local_day
from record import journal
from record.organizations import with_merged
from record.refusals import CircularSent, OutOfTime


@act(
    "circular/sent",
    who=(Grant.SECRETARIAT,),
    no_undo="a letter that was sent stays sent; a second one has a symbol of its own",
    tags=("papers",),
    short="circular-sent",
)
def sent(
    session: Session,
    circular: CircularSymbol,
    *,
    on: Annotated[date | None, DAY.saying("The day on which it was sent; today if left empty.")] = None,
    answers_by: Annotated[date | None, DAY.saying("The day by which answers are due.")] = None,
    now: datetime,
    by: Identity,
) -> Done:
    """Record that a circular or a questionnaire whose day was awaited was sent, and by when answers are due.

    Raises NoSuchCircular, CircularSent, OutOfTime for a day still to come.
    """
    row = _find_circular(session, circular)
    effects.note(session, f"circular:{row.symbol}", (row.sent_on, row.answers_by))
    return send(row, journal.line(session), on=on, answers_by=answers_by, now=now)


def send(row: Circular, entry: Entry, *, on: date | None, answers_by: date | None, now: datetime) -> Done:
    """Record, under the line of an act, that a circular was sent; today in Geneva unless told.

    Raises CircularSent, OutOfTime.
    """
    if row.sent_on:
        raise CircularSent(row.symbol, row.sent_on)
    day = past(on, now, f"{row.symbol} cannot have been sent")
    row.sent_on, row.answers_by, row.sent_at = day, answers_by or row.answers_by, entry.at
    return Done(
        "sent",
        f"{row.symbol} was sent on {row.sent_on}",
        facts={"circular": row.symbol, "sent_on": row.sent_on, "answers_by": row.answers_by},
        events=(Happening("sent", "circular", (row.symbol,)),),
    )


@act(
    "circular/answer",
    who=(Grant.SECRETARIAT, Grant.FOCAL_POINT),
    no_undo="an answer that came stays on record; a later one supplements it",
    tags=("papers",),
    short="answer-circular",
)
def answer(
    session: Session,
    circular: CircularSymbol,
    organization: OrganizationName,
    *,
    on: Annotated[date | None, DAY.saying("The day on which it came; today if left empty.")] = None,
    document: Annotated[str | None, SOURCE.saying("The document that holds it.")] = None,
    now: datetime,
    by: Identity,
) -> Done:
    """Record an organization's answer to a circular or a questionnaire.

    Raises NoSuchCircular, NoSuchOrganization, OutOfTime for a day still to come.
    """
    row = _find_circular(session, circular)
    member = session.scalars(select(Organization).where(Organization.name == organization)).one()
    day = past(on, now, f"{organization} cannot have answered")
    had = answers_of(session, row, member)
    if any(on == day and document in (None, known) for on, known in had):
        return Done("known", "this answer is recorded already", is_nothing=True)
    effects.note(session, f"circular:{row.symbol} {organization}", had)
    return add_answer(session, row, member, journal.line(session), on=day, document=document)


def answered_on(session: Session, row: Circular, member: Organization) -> list[date]:
    """Return the days on which an organization has answered a circular."""
    return [on for on, _ in answers_of(session, row, member)]


def answers_of(session: Session, row: Circular, member: Organization) -> list[tuple[date, str | None]]:
    """Return the days on which an organization has answered a circular, and each answer's document."""
    query = select(CircularAnswer.on, CircularAnswer.document).where(
        CircularAnswer.circular_id == row.id, with_merged(CircularAnswer.organization_id, (member.id,))
    )
    return [(answer.on, answer.document) for answer in session.execute(query.order_by(CircularAnswer.id))]


def add_answer(
    session: Session, row: Circular, member: Organization, entry: Entry, *, on: date, document: str | None
) -> Done:
    """Record an organization's answer under the line of an act."""
    session.add(
        CircularAnswer(
            circular_id=row.id, organization_id=member.id, on=on, document=document, at=entry.at, entry_id=entry.id
        )
    )
    session.flush()
    return Done(
        "answered",
        f"{member.name} has answered {row.symbol}",
        facts={"circular": row.symbol, "organization": member.name, "on": on, "document": document},
        events=(Happening("answered", "circular", (row.symbol,)),),
    )


def _find_circular(session: Session, symbol: str) -> Circular:
    return session.scalars(select(Circular).where(Circular.symbol == symbol)).one()


def past(on: date | None, now: datetime, what: str) -> date:
    """Return the day, or today in Geneva. Raises OutOfTime for a day still to come."""
    today = local_day(now)
    if on and on > today:
        raise OutOfTime(now, f"{what} on {on}, a day still to come")
    return on or today

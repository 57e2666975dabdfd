"""Memberships of organizations: begun and ended one by one, and taken back as they were, also those of a list."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.cycles import rows_to_change
from actions.people.membership_terms import Book, term_of
from kernel import effects, undo
from kernel.declaration import act
from kernel.done import Done, Happening
from kernel.grants import Grant, Identity
from kernel.kinds import one_of
from kernel.parameters import DAY, LineId, OrganizationName, Reason, Source
from kernel.undo import ChangedSince, NothingToUndo
from models.journal import Entry
from models.memberships import Membership, MembershipKind, MembershipList
from planning.errors import CouncilError
from planning.remedies import Call
from planning.rule_words import count_of
from planning.terms import A_DAY, Term
from planning.zones import local_day
from record import journal, origin
from record.organizations import Organizations

READERS = (Happening("readers-changed", "outbox", ()),)
KindWord = Annotated[MembershipKind, one_of(MembershipKind, "What it is: a member state, a member of the Council …")]
FirstDay = Annotated[date | None, DAY.saying("The first day; today if left empty.", option="from")]
LastDay = Annotated[date | None, DAY.saying("The last day; today if left empty.")]


class NotOfKind(CouncilError):
    """An organization cannot cease to be what it is not."""

    def __init__(self, organization: str, kind: str, on: date) -> None:
        see = Call("membership/list", {"kind": kind}, "see who is")
        super().__init__(f"{organization} is no {kind} on {on}, so that nothing ends", see)


@act("membership/begin", who=(Grant.SECRETARIAT,), undo="membership/take-back", tags=("people",))
def begin(
    session: Session,
    organization: OrganizationName,
    kind: KindWord,
    *,
    since: FirstDay = None,
    source: Source = None,
    now: datetime,
    by: Identity,
) -> Done:
    """Record that an organization is a Member State, a member of the Council …, from a day on.

    Its people hold the role that follows from that day on. Raises NoSuchOrganization.
    """
    first, book = since or local_day(now), Book(session, kind, journal.line(session))
    number = Organizations(session).find(organization) or 0
    until = min((term.first - A_DAY for term in book.terms(number) if term.first > first), default=date.max)
    if not book.set(number, first, until, [Term(first, until)], source):
        return Done("begun", f"{organization} is {kind} on {first} already", is_nothing=True)
    rows_to_change.wake_all(session, now=now)
    return Done(
        "begun",
        f"{organization} is {kind} from {first}",
        facts={"organization": organization, "kind": str(kind), "from": first, "source": source},
        events=READERS,
        undo=_back(session),
    )


@act("membership/end", who=(Grant.SECRETARIAT,), undo="membership/take-back", tags=("people",))
def end(
    session: Session, organization: OrganizationName, kind: KindWord, *, on: LastDay = None, now: datetime, by: Identity
) -> Done:
    """Record on which day an organization is a Member State, a member of the Council … for the last time.

    From then on its people are sent what others of the membership are. Raises NoSuchOrganization, NotOfKind.
    """
    last, book = on or local_day(now), Book(session, kind, journal.line(session))
    number = Organizations(session).find(organization) or 0
    term = next((term for term in book.terms(number) if term.holds(last)), None)
    if term is None:
        raise NotOfKind(organization, str(kind), last)
    if term.last == last:
        return Done("ended", f"{organization} is {kind} until {last} already", is_nothing=True)
    book.set(number, last + A_DAY, term.last, (), None)
    rows_to_change.wake_all(session, now=now)
    return Done(
        "ended",
        f"{organization} is {kind} until {last}",
        facts={"organization": organization, "kind": str(kind), "on": last},
        events=READERS,
        undo=_back(session),
    )


def _back(session: Session) -> Call:
    return Call("membership/take-back", {"line": origin.of(session).id})


@act(
    "membership/take-back",
    who=(Grant.SECRETARIAT,),
    undo="membership/begin",
    undo_unless="what a list said is loaded anew",
    tags=("people",),
)
def take_back(session: Session, line: LineId, *, because: Reason, now: datetime, by: Identity) -> Done:
    """Take back what an act, or a list that was loaded, recorded of memberships: all of them are as before it.

    Raises NoSuchLine, ChangedSince, and NothingToUndo for the line of another act.
    """
    taken, entry = undo.find_line(session, line), journal.line(session)
    made = session.scalars(select(Membership).where(Membership.entry_id == taken.id)).all()
    replaced = session.scalars(select(Membership).where(Membership.gone_entry_id == taken.id)).all()
    if not made and not replaced:
        raise NothingToUndo(taken.act, "it recorded nothing of memberships")
    standing = _standing(session, made)
    _check_unchanged(session, made, standing, taken)
    organizations = Organizations(session)
    names = sorted({organizations.name_now(row.organization_id) for row in (*made, *replaced)})
    for row in (*made, *replaced):
        name = organizations.name_now(row.organization_id)
        effects.note(session, f"membership:{name} {row.kind}", term_of(row))
    for row in standing:
        row.gone_at, row.gone_entry_id = entry.at, entry.id
    session.add_all(_again(row, entry) for row in replaced)
    for listed in session.scalars(select(MembershipList).where(MembershipList.entry_id == taken.id)):
        listed.gone_at = entry.at
    rows_to_change.wake_all(session, now=now)
    reckoned = {"membership/begin": {"since": "from"}, "membership/end": {"on": "on"}}.get(taken.act)
    return Done(
        "taken-back",
        f"{count_of(len(names), 'organization')} as before: {', '.join(names)}",
        facts={"taken_back": taken.act, "organizations": names, "because": because},
        events=READERS,
        undo=undo.again(taken, **reckoned) if reckoned else None,
    )


def _said(row: Membership) -> tuple[int, MembershipKind, Term]:
    return row.organization_id, row.kind, term_of(row)


def _standing(session: Session, made: Sequence[Membership]) -> list[Membership]:
    """Return the rows that count and say what these said: these themselves, or the same said again since."""
    wanted = {_said(row) for row in made}
    rows = session.scalars(select(Membership).where(Membership.gone_at.is_(None)))
    return [row for row in rows if _said(row) in wanted]


def _check_unchanged(
    session: Session, made: Sequence[Membership], standing: Sequence[Membership], taken: Entry
) -> None:
    """Check that all that the act wrote still counts, or counts again. Raises ChangedSince."""
    counting = {_said(row) for row in standing}
    for row in made:
        if _said(row) not in counting and row.gone_entry_id != taken.id:
            raise ChangedSince(session.get_one(Entry, row.gone_entry_id))


def _again(row: Membership, entry: Entry) -> Membership:
    """Return a row that counts again as it was, of the line that says so."""
    return Membership(
        organization_id=row.organization_id,
        kind=row.kind,
        region=row.region,
        from_on=row.from_on,
        to_on=row.to_on,
        source=row.source,
        at=entry.at,
        entry_id=entry.id,
    )

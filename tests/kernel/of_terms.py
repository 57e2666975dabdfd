"""Examples of the acts on a term: who is a member, and of what."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.file_arguments import Pasted
from kernel.runner import do
from models.bodies import Body, BodyState
from models.engine import reading
from models.journal import Entry
from models.memberships import Membership
from models.outcomes import ConferenceOutcome
from models.people import Organization
from record import journal
from tests.kernel.example import Example
from tests.kernel.of_organizations import NAME
from tests.secretariat import Desk, moment

MEMBER = {"organization": NAME, "kind": "council-member"}


def _is_of_the_council(desk: Desk) -> None:
    desk.performs("membership/begin", **MEMBER, since="2014-11-07", on="2017-02-26")


def _last_line(desk: Desk) -> Mapping[str, str]:
    with reading(desk.engine) as session:
        entries = journal.entries(session, None, now=moment("2999-01-01"))
        (entry,) = (entry for entry in entries if entry.act == "membership/begin")
        return {"line": journal.facts_of(entry)["undo"]["arguments"]["line"]}


def _is_elsewhere(session: Session) -> None:
    for row in session.scalars(select(Membership)):
        row.region = "another region"


def _is_respelt(session: Session) -> None:
    session.scalars(select(Organization).where(Organization.name == NAME)).one().name = NAME.upper()


def _has_outcomes(desk: Desk) -> None:
    desk.performs("file/load", files=[OUTCOMES], on="2017-02-26")


def _is_led_by_others(session: Session) -> None:
    for row in session.scalars(select(ConferenceOutcome)):
        row.lead = "another unit"


def _has_bodies(desk: Desk) -> None:
    desk.performs("file/load", files=[BODIES], on="2017-02-26")


def _ends(desk: Desk) -> None:
    _has_bodies(desk)
    with desk.acting() as session:
        do(session, "body/end", **GROUP, now=moment("2017-02-26"), by="Focal Point")


def _ends_otherwise(session: Session) -> None:
    rows = session.scalars(select(Body).where(Body.key == "group-a"))
    entry = session.scalars(select(Entry).order_by(Entry.id)).first()
    for row in rows:
        state = {"set_up_by": "another text", "terms": None, "reports_to": None, "from_on": None}
        ends = {"ends_on": date(2018, 1, 1), "followed_by_id": None, "source": None}
        session.add(BodyState(body_id=row.id, **state, **ends, at=moment("2017-02-26"), entry_id=entry.id))


BODIES = Pasted("bodies.yaml", "bodies: [{key: group-a, name: A}, {key: group-b, name: B}]")
GROUP = {"body": "group-a", "on": date(2017, 3, 31), "followed_by": "group-b", "because": "decided"}
OUTCOMES = Pasted("outcomes.csv", "Resolution;Outcome;In force from\nExample Resolution 1;new;2017-03-01\n")

OF_TERMS: Mapping[str, Example] = {
    "body/end": Example(GROUP | {"on": "2017-03-31"}, {"followed_by": "group-a"}, _has_bodies, meddle=_ends_otherwise),
    "body/go-on": Example({"body": "group-a", "because": "a slip"}, {"body": "group-b"}, _ends, meddle=_ends_otherwise),
    "membership/begin": Example({**MEMBER, "since": "2018-11-17"}, {"organization": "Nobody"}, meddle=_is_respelt),
    "membership/end": Example(
        {**MEMBER, "on": "2018-11-16"}, {"on": "2014-01-01"}, _is_of_the_council, meddle=_is_elsewhere
    ),
    "membership/take-back": Example(
        {"because": "it was a slip"}, {"line": "f" * 36}, _is_of_the_council, last=_last_line, meddle=_is_elsewhere
    ),
    "outcome/accept": Example(
        {"because": "the conference has closed"},
        {"resolutions": ["Example Resolution 9"]},
        _has_outcomes,
        meddle=_is_led_by_others,
    ),
}

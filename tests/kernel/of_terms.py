"""Examples of the acts on a term: who is a member, and of what."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.file_arguments import Pasted
from models.engine import reading
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


OUTCOMES = Pasted("outcomes.csv", "Resolution;Outcome;In force from\nExample Resolution 1;new;2017-03-01\n")

OF_TERMS: Mapping[str, Example] = {
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

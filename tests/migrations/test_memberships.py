"""Who was of the Council was a role of people: upgrading keeps it, as a fact of their states."""

import pytest
from alembic import command

from models.engine import reading
from models.memberships import MembershipKind
from models.people import Organization, Person, Role
from models.schema import _config
from record import memberships
from record.people.role_holders import Holders
from tests.secretariat import Desk, moment

pytestmark = pytest.mark.both_databases("migrates")
BEFORE = "2026_11_29_next_issue"
ROLE = "council-members"


@pytest.mark.proof_on_postgresql(
    "of a revision that stands and changes no more; all rows survive all revisions in every run"
)
def test_roles_of_the_council_become_memberships_of_states(desk: Desk) -> None:
    with desk.acting() as session:
        session.add(state := Organization(name="State 01"))
        session.flush()
        for name, organization in (("Ana", state.id), ("Ari", state.id), ("Own", None)):
            address = f"{name}@state.example".lower()
            session.add(person := Person(public_id=name, name=name, email=address, organization_id=organization))
            session.flush()
            begun, ended = moment("2014-11-07").date(), moment("2018-11-16").date()
            session.add(Role(person_id=person.id, role=ROLE, from_on=begun, to_on=ended))
        people = {name: session.query(Person.id).filter_by(name=name).scalar() for name in ("Ana", "Ari", "Own")}
    command.downgrade(_config(desk.engine), BEFORE)
    command.upgrade(_config(desk.engine), "head")
    with reading(desk.engine) as session:
        (view,) = memberships.views(session, MembershipKind.COUNCIL_MEMBER)
        assert (view.organization, str(view.from_on), str(view.to_on)) == ("State 01", "2014-11-07", "2018-11-16")
        holders = Holders(session, [ROLE])
    days = ("2014-11-06", "2014-11-07", "2018-11-16", "2018-11-17")
    held = [holders.holding(ROLE, (), moment(day).date()) for day in days]
    assert held == [[], sorted(people.values()), sorted(people.values()), []]

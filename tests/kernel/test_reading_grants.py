"""Who may read what: the operator everything, a member nothing that was not issued, a link what it is about."""

import pytest

from kernel import registry
from kernel.grants import OF_SOME, Grant, Identity, NotGranted, may
from models.engine import reading as looking
from models.people import Person
from tests.secretariat import Desk, moment

NOW = "2017-03-03 10:00"
OF_ADMINISTRATORS = {
    "settings/list", "health/show", "secret/list", "journal/verify", "account/list", "sign-in/list",
}  # fmt: skip
OF_THE_SECRETARIAT = {
    "journal/list", "report/show", "sending/status", "bounces/list", "channels/list", "tokens/list", "tokens/asked",
    "outbox/list", "outbox/rules", "outbox/show", "task/list", "choices/show", "people/list", "people/show",
    "organization/list", "membership/list", "holidays/list", "holidays/show", "holidays/propose",
    "deputy/list", "round/forecast", "round/rehearse", "session/show",
    "resolution/follow-up", "resolution/hand-out",
}  # fmt: skip
OF_A_LINK = {"choices/show", "sign-in/list", "tokens/list"}  # of the person whom it is about
EVERY = {each.name for each in registry.listed_readings()}
every_reading = pytest.mark.parametrize("name", sorted(EVERY))


def visitor(*grants: Grant, of: str = "theirs") -> Identity:
    return Identity("A visitor", frozenset(grants), frozenset({of}))


def refused(grant: Grant) -> set[str]:
    """Return the readings that are refused to whoever holds this grant alone."""
    return {
        Grant.ADMINISTRATOR: set(),
        Grant.APPROVER: OF_ADMINISTRATORS,
        Grant.SECRETARIAT: OF_ADMINISTRATORS,
        Grant.VIEWER: OF_ADMINISTRATORS | OF_THE_SECRETARIAT,
        Grant.LINK: EVERY - OF_A_LINK,
    }.get(grant, EVERY)  # a member and a focal point read feeds and pages, which show only what was issued


@every_reading
def test_it_is_refused_to_whom_it_is_not_granted_before_a_name_is_looked_up(name: str) -> None:
    reading = registry.reading(name)
    others = [each for each in Grant if each is not Grant.OPERATOR]
    for grant in others:
        is_granted = may(visitor(grant), reading.who, {"theirs"})
        differ = f"`who` of {name} and the sets above, such as OF_THE_SECRETARIAT, differ: may a {grant} read it?"
        assert is_granted is (name not in refused(grant)), differ
    for grant in (each for each in others if name in refused(each)):
        with pytest.raises(NotGranted, match="A visitor may not read this") as refusal:
            reading.show(None, {}, by=visitor(grant), is_kind=True)
        assert "\n" not in str(refusal.value)
    with pytest.raises(NotGranted):
        reading.show(None, {}, by=visitor(), is_kind=True)


@pytest.mark.parametrize("name", sorted(OF_A_LINK))
def test_a_link_shows_what_it_is_about_and_nothing_of_anybody_else(desk: Desk, name: str) -> None:
    reading = registry.reading(name)
    extras = {"settings": desk.settings, "now": moment(NOW)}
    extras = {each: value for each, value in extras.items() if each in reading.given}
    with desk.acting() as session:
        for each in ("own", "other"):
            session.add(Person(public_id=each, name=each, email=f"{each}@x.example", organization_id=None))
    link = visitor(Grant.LINK, of="own")
    with looking(desk.engine) as session:
        assert reading.show(session, {"person": "own"}, by=link, is_kind=False, **extras).facts is not None
        for others in ("other", None):
            with pytest.raises(NotGranted):
                reading.show(session, {"person": others}, by=link, is_kind=False, **extras)


def test_no_reading_is_for_whoever_may_read_only_what_was_issued() -> None:
    granted = {name: OF_SOME.intersection(registry.reading(name).who) for name in EVERY}
    assert {name for name, grants in granted.items() if grants} == OF_A_LINK

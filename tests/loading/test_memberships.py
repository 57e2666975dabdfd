"""Lists of members: a new Council comes from a list, in any order, once; its people hear what the Council hears."""

from functools import partial
from itertools import permutations

import pytest
from sqlalchemy import select

from kernel import registry, runner
from kernel.done import Done
from kernel.doors import Door
from kernel.file_arguments import Pasted
from kernel.grants import Identity
from kernel.runner import Request
from models import transactions
from models.engine import reading
from models.memberships import MembershipKind
from models.people import Person
from record import memberships, windows
from record.people import official_addresses
from record.people.role_holders import Holders
from record.refusals import LoadRefused
from tests.kernel.random_acts import NoForecast
from tests.secretariat import OFFICER, Desk, moment, text_of

COUNCIL = MembershipKind.COUNCIL_MEMBER
OLD = Pasted("2014.csv", "State;Region;From\nState 01;A;2014-11-07\nState 02;B;2014-11-07\nState 03;C;2014-11-07\n")
NEW = Pasted(
    "2018.csv",
    "État membre;Région;Du;Courriel officiel\r\n"
    "State 02;B;17.11.2018;two@state.example\r\nSTATE-03;C;17.11.2018;\r\nState 04;D;17.11.2018;\r\n",
)
OLDEST = Pasted(
    "2010.yaml",
    """\
memberships:
  - {kind: Member State of the Council, from: 2010-10-22, source: an example, members: [State 02, State 05]}
""",
)
UNMARKED = ["An organization", "State 01", "State 03", "State 04", "State 06"]
CONSULTATION = "consultation-by-correspondence/dm-18-1"
PEOPLE = Pasted(
    "people.yaml",
    """\
contacts:
  - {name: Focal Point, email: focal@itu.example, roles: [secretariat]}
  - {name: One, email: one@state.example, organization: State 01, roles: [membership, member-states]}
  - {name: Two, email: two@state.example, organization: State 02, roles: [membership]}
  - {name: Gone, email: gone@state.example, organization: State 02, roles: [{role: membership, to: 2015-01-01}]}
  - {name: Own, email: own@state.example, organization: State 06, roles: [council-members]}
""",
)


def loads(desk: Desk, *files: Pasted, on: str = "2017-02-01", **how: object) -> Done:
    return desk.performs("file/load", files=files, kind="council-member", on=on, **how)


def ends(desk: Desk, organization: str, on: str) -> None:
    with desk.acting() as session:
        of = {"organization": organization, "kind": COUNCIL, "on": moment(on).date()}
        runner.do(session, "membership/end", **of, now=moment("2017-02-01"), by=OFFICER)


def previewed(desk: Desk, *files: Pasted) -> Done:
    """Return what a load would do, which is taken back."""
    given = {"files": files, "kind": "council-member"}
    request = Request(registry.act("file/load"), given, Identity(OFFICER), Door.CODE, moment("2017-02-01"))
    return runner.preview(request, partial(transactions.run_preview, desk.engine), NoForecast()).done


def held(desk: Desk) -> list[tuple[str, str | None, str, str]]:
    with reading(desk.engine) as session:
        views = memberships.views(session, COUNCIL)
    return [(view.organization, view.region, str(view.from_on), str(view.to_on)) for view in views]


def holders(desk: Desk, on: str) -> list[str]:
    with reading(desk.engine) as session:
        people = Holders(session, ["council-members"]).holding("council-members", (), moment(on).date())
        return sorted(session.scalars(select(Person.name).where(Person.id.in_(people))))


def test_lists_say_who_is_of_the_council_in_whatever_order_they_are_loaded(desk):
    loads(desk, PEOPLE)
    for order in permutations((OLDEST, OLD, NEW)):
        done = [loads(desk, file) for file in order]
        assert held(desk) == [
            ("State 01", "A", "2014-11-07", "2018-11-16"),
            ("State 02", "B", "2010-10-22", "None"),
            ("State 03", "C", "2014-11-07", "None"),
            ("State 04", "D", "2018-11-17", "None"),
            ("State 05", None, "2010-10-22", "2014-11-06"),
        ]
        assert all(loads(desk, file).is_nothing for file in order)
        for each in reversed(done):
            desk.performs("membership/take-back", line=each.id, because="another order", on="2017-02-01")
        assert held(desk) == []


def test_a_preview_says_who_comes_in_goes_out_and_stays_and_the_load_does_it(desk):
    loads(desk, PEOPLE)
    loads(desk, OLD)
    with reading(desk.engine) as session:
        before = memberships.views(session)
    shown = previewed(desk, NEW)
    with reading(desk.engine) as session:
        assert memberships.views(session) == before
    done = loads(desk, NEW)
    assert shown.difference == done.difference
    fates = [(part.fate, part.name, part.how) for part in done.difference if part.fate not in ("added", "changed")]
    assert fates == [
        ("in", "State 04", "council-member from 2018-11-17"),
        ("out", "State 01", "council-member from 2018-11-17"),
        ("stay", "2 organizations", "State 02, State 03"),
        ("lacks", "State 03", "no official address is known"),
        ("lacks", "State 04", "no official address is known"),
    ]
    assert "3 Member States of the Council from 2018-11-17, and there are 48 seats" in done.notes
    with reading(desk.engine) as session:
        assert official_addresses.unmarked(session, moment("2018-12-01").date()) == UNMARKED


@pytest.mark.both_databases("reckons the first and the last of days in SQL")
def test_the_people_of_a_state_are_of_the_council_on_the_days_on_which_it_is(desk):
    loads(desk, PEOPLE)
    assert holders(desk, "2014-11-07") == ["Own"]  # a role of a person, while no list says who is of the Council
    loads(desk, OLD)
    loads(desk, NEW)
    days = ("2014-11-06", "2014-11-07", "2015-01-01", "2015-01-02", "2018-11-16", "2018-11-17")
    assert [holders(desk, day) for day in days] == [
        ["Own"], ["Gone", "One", "Two"], ["Gone", "One", "Two"], ["One", "Two"], ["One", "Two"], ["Two"],
    ]  # fmt: skip
    ends(desk, "state 02", "2018-12-31")
    assert (holders(desk, "2018-12-31"), holders(desk, "2019-01-01")) == (["Two"], [])
    assert loads(desk, NEW).is_nothing  # what a person recorded since stays
    assert holders(desk, "2019-01-01") == []


def test_a_corrected_list_changes_what_it_says_otherwise(desk):
    loads(desk, PEOPLE)
    loads(desk, OLD)
    ends(desk, "State 03", "2016-06-30")
    corrected = Pasted("2014.csv", OLD.text.replace("State 01;A", "State 09;A"))
    done = loads(desk, corrected)
    assert [(part.fate, part.name) for part in done.difference if part.fate in ("in", "out")] == [
        ("in", "State 02"), ("in", "State 03"), ("in", "State 09"), ("out", "State 01"),
    ]  # fmt: skip
    assert [row[0::3] for row in held(desk)] == [
        ("State 02", "None"), ("State 03", "2016-06-30"), ("State 09", "None"),
    ]  # fmt: skip


def test_a_state_that_left_gets_no_consultation_and_keeps_its_membership_mail(desk):
    loads(desk, PEOPLE, OLD)
    desk.opens(CONSULTATION, on="2018-11-01", dispatch="2018-11-20")
    desk.agrees("replies", "2018-12-14", on="2018-11-01", cycle=CONSULTATION)
    loads(desk, NEW, on="2018-11-15")
    desk.meets("letter", on="2018-11-20 10:00", cycle=CONSULTATION, document="DM-18/1", url="https://council.example/1")
    desk.turn("2018-11-20 10:10")
    desk.releases(on="2018-11-20 10:20")
    desk.turn("2018-11-20 11:00")
    asked = {mail.recipient for mail in desk.sink.mails if "DM-18/1" in text_of(mail.data)}
    assert asked == {"two@state.example"}
    with reading(desk.engine) as session:
        ledger = windows.ledger(session, CONSULTATION, "replies", now=moment("2018-11-21"))
    assert ledger.awaited == ("State 02", "State 03", "State 04")  # also states of which nobody is on record


def test_a_letter_that_waits_for_approval_does_not_reach_a_state_that_left_meanwhile(desk):
    loads(desk, PEOPLE, OLD)
    desk.opens(CONSULTATION, on="2018-11-01", dispatch="2018-11-15")
    desk.agrees("replies", "2018-12-14", on="2018-11-01", cycle=CONSULTATION)
    desk.meets("letter", on="2018-11-15 10:00", cycle=CONSULTATION, document="DM-18/1", url="https://council.example/1")
    desk.turn("2018-11-15 10:10")
    loads(desk, NEW, on="2018-11-16")
    desk.releases(on="2018-11-19 10:20")
    desk.turn("2018-11-19 11:00")
    asked = {mail.recipient for mail in desk.sink.mails if "DM-18/1" in text_of(mail.data)}
    assert asked == {"two@state.example"}


@pytest.mark.parametrize(
    ("file", "how", "why"),
    [
        (Pasted("a.csv", "State;Region\nState 01;A\n"), {}, "does not say from which day on they are council-member"),
        (Pasted("a.csv", "State;Regoin;From\nState 01;A;2014-11-07\n"), {}, "did you mean 'region'"),
        (Pasted("a.csv", "State;Status;From\nState 01;Emperor;2014-11-07\n"), {}, "'Emperor' is no kind of member"),
        (Pasted("a.csv", f"{OLD.text}State 01;A;2014-11-07\n"), {}, "State 01 is listed twice"),
        (Pasted("a.csv", "State;Region;From;To\nState 01;A;2014-11-07;2013-01-01\n"), {}, "ends on 2013-01-01, before"),
        (Pasted("a.yaml", "memberships: [{kind: observer, members: [A]}]"), {}, "does not say from which day on"),
    ],
)  # fmt: skip
def test_what_a_list_does_not_say_is_refused_with_its_place(desk, file, how, why):
    with pytest.raises(LoadRefused, match=why):
        loads(desk, file, **how)

"""Who is told: by role, organization, chain and body; in whose place; and what happens when nobody can be reached."""

import pytest

from models.engine import reading, writing
from planning.chain import Anchor, Chain, Step
from record.people import contacts, deputies, people, reach
from record.refusals import BadDeputy, NoSuchDeputy
from tests.secretariat import HLPF, moment, text_of

FOCAL, A, B = "focal@itu.example", "a@state.example", "b@state.example"
BEA = "bea@itu.example"


def readers(lines):
    return sorted({line.partition(":")[0] for line in lines})


# -- by role, chain, cycle, body, organization ---------------------------------------------------------------------


@pytest.mark.few(2, "another scope")
@pytest.mark.parametrize(
    ("scope", "hears"),
    [
        ("hlpf-contribution", True),
        (HLPF, True),
        ("hlpf", True),  # the body that the text goes to
        ("annual-report", False),
        ("hlpf-contribution/2018", False),
        ("council", False),
    ],
)
def test_a_role_within_a_scope_hears_of_that_alone(desk, scope, hears):
    desk.knows("Scoped", "scoped@itu.example", "secretariat", scope=scope)
    desk.opens_agreed()
    assert (desk.at("2017-04-13 09:00", about="scoped@itu.example") != []) is hears


def test_a_groups_own_members_are_invited_by_the_cycle_that_hangs_from_its_meeting(desk):
    desk.schedules("cwg-wsis-30", "2017-02-07", "2017-02-08", body="cwg-wsis-sdg")
    desk.knows("Member of the group", "m@state.example", "membership", scope="cwg-wsis-sdg")
    desk.knows("Member of another", "n@state.example", "membership", scope="council")
    desk.opens(un_deadline="2017-04-28", review="cwg-wsis-30")
    desk.sets("comments", "2017-03-10", on="2017-02-09")
    desk.agrees("revised-draft", "2017-02-24", on="2017-02-09")
    desk.issues("comments", on="2017-02-10 10:00")
    assert readers(desk.at("2017-02-10 10:10", about="state.example")) == [A, B, "m@state.example"]
    desk.allows("hlpf-contribution", "reminder", on="2017-02-10")
    desk.meets("revised-draft", on="2017-03-02")
    assert readers(desk.at("2017-03-03 09:00", about="state.example")) == [A, B, "m@state.example"]
    person_ids = [message.person_id for message in desk.messages() if message.kind == "announcement"]
    assert len(person_ids) == 3


def test_an_organization_hears_of_what_it_owes_or_is_handed(desk):
    desk.chains["joint"] = Chain(
        "joint", 1, "Joint report", "none", (Anchor("day", "the day"),),
        (
            Step("input", "Give the input", by="united-nations", due="2 weeks before day"),
            Step("handing", "Hand it over", to="united-nations", due="on day"),
        ),
    )  # fmt: skip
    desk.knows("Desk in New York", "desk@un.example", of="United Nations")
    desk.knows("Liaison", "liaison@itu.example", "secretariat", scope="United Nations", digest="each")
    desk.opens("joint/2017", day="2017-04-28")
    desk.agrees("input", "2017-04-13", on="2017-02-10", cycle="joint/2017")
    desk.agrees("handing", "2017-04-28", on="2017-02-10", cycle="joint/2017")
    desk.round("2017-04-06 09:00")
    assert desk.releases(on="2017-04-06 10:00") == 1
    assert readers(desk.at("2017-04-06 10:30")) == ["desk@un.example"]  # its contacts, for nobody holds such a role
    assert "liaison@itu.example" in readers(desk.at("2017-04-13 09:00", about="Hand it over"))


def test_a_role_that_has_ended_is_no_organization_and_leaves_a_complaint(desk):
    desk.chains["joint"] = Chain(
        "joint", 1, "Joint report", "none", (), (Step("input", "Give the input", by="united-nations"),)
    )
    with writing(desk.engine) as session:
        person = people.named(session, FOCAL)
        from datetime import date

        from models.people import Role

        session.add(Role(person_id=person.id, role="united-nations", to_on=date(2017, 3, 1)))
    desk.knows("Desk in New York", "desk@un.example", of="United Nations")
    desk.opens("joint/2017")
    desk.agrees("input", "2017-04-13", on="2017-02-10", cycle="joint/2017")
    assert desk.round("2017-04-06 09:00").planned.nobody == ("joint/2017 input: nobody is named for united-nations",)


# -- deputies ------------------------------------------------------------------------------------------------------


def away(desk, **days):
    desk.knows("Bea", BEA, "general-secretariat")
    desk.opens_agreed()
    desk.assigns("final-draft", FOCAL, on="2017-02-10")
    desk.deputizes(BEA, of=FOCAL, **({"on": "2017-03-13"} | days))


def test_a_deputy_is_told_in_the_officers_place_and_the_mail_says_for_whom(desk):
    away(desk, last="2017-03-20")
    heard = desk.at("2017-03-17 09:00", about="final draft")
    assert readers(heard) == [BEA]
    assert "Focal Point" in text_of(desk.sink.mails[-1].data)
    assert "In place of" in text_of(desk.sink.mails[-1].data)
    assert desk.view("2017-03-17")["final-draft"].officer == "Focal Point"
    assert FOCAL in readers(desk.at("2017-03-21 09:00", about="final draft"))  # back: told again


def test_a_deputy_hears_what_is_open_when_the_absence_begins(desk):
    desk.knows("Bea", BEA, "general-secretariat")
    desk.opens_agreed()
    desk.assigns("final-draft", FOCAL, on="2017-02-10")
    desk.round("2017-03-10 09:00")
    desk.deputizes(BEA, of=FOCAL, on="2017-03-13 10:00")
    assert readers(desk.at("2017-03-13 10:15", about="final draft")) == [BEA]
    assert desk.at("2017-03-13 10:30", about="final draft") == []


def test_a_change_of_what_the_absent_were_told_reaches_the_deputy_and_later_themselves(desk):
    desk.knows("Bea", BEA, "general-secretariat")
    desk.opens_agreed()
    desk.assigns("final-draft", FOCAL, on="2017-02-10")
    desk.round("2017-03-10 09:00")
    desk.deputizes(BEA, of=FOCAL, on="2017-03-13")
    desk.agrees("final-draft", "2017-04-03", on="2017-03-13 14:00")
    assert readers(desk.at("2017-03-14 09:00", about="final draft")) == [BEA]
    desk.is_back(FOCAL, on="2017-03-15 10:00")
    assert [line for line in desk.at("2017-03-15 10:15", about=FOCAL) if "New date" in line] != []


def test_deputies_of_deputies_and_rings(desk):
    away(desk)
    desk.knows("Carl", "carl@itu.example", "general-secretariat")
    desk.deputizes("carl@itu.example", of=BEA, on="2017-03-13")
    assert readers(desk.at("2017-03-17 09:00", about="final draft")) == ["carl@itu.example"]
    with pytest.raises(BadDeputy, match="in these days; name somebody who is there"):
        desk.deputizes(FOCAL, of=BEA, on="2017-03-18")
    with pytest.raises(BadDeputy, match="already"):
        desk.deputizes(BEA, of=FOCAL, on="2017-03-18")
    with pytest.raises(BadDeputy, match="themselves"):
        desk.deputizes(BEA, of=BEA, on="2017-03-18")
    with pytest.raises(BadDeputy, match="before it begins"):
        desk.deputizes("carl@itu.example", of=FOCAL, on="2017-03-18", first="2017-04-02", last="2017-04-01")
    desk.deputizes(FOCAL, of="carl@itu.example", on="2017-03-18")  # a ring: its last one hears, not nobody
    assert readers(desk.at("2017-03-21 09:00", about="final draft")) == ["carl@itu.example"]
    desk.is_back(FOCAL, on="2017-03-22")
    with pytest.raises(NoSuchDeputy, match="see who does"):
        desk.is_back(FOCAL, on="2017-03-22")


def test_who_stands_in_is_listed(desk):
    away(desk, first="2017-04-01", last="2017-04-10")
    with reading(desk.engine) as session:
        now = moment("2017-03-14")
        assert [deputy.sentence for deputy in deputies.views(session, now=now)] == [
            "Bea stands in for Focal Point from 2017-04-01 to 2017-04-10"
        ]
        contact = contacts.person(session, BEA, now=now)
        assert contact.deputies == ("Bea stands in for Focal Point from 2017-04-01 to 2017-04-10",)
        assert contact.channels == ("email",)
    assert FOCAL in readers(desk.at("2017-03-17 09:00", about="final draft"))  # not yet


# -- what people no longer want, and what fails --------------------------------------------------------------------


def test_who_muted_a_chain_hears_nothing_of_it_and_the_others_do(desk):
    desk.opens_agreed()
    desk.allows("hlpf-contribution", "reminder", on="2017-02-10")
    desk.mutes(A, "hlpf-contribution", on="2017-02-10")
    desk.issues(on="2017-02-11")
    desk.releases(on="2017-02-13 09:00")
    assert readers(desk.at("2017-02-13 09:30", about="state.example")) == [B]
    assert readers(desk.at("2017-02-24 09:00", about="state.example")) == [B]


def test_an_officer_who_wants_no_mail_is_a_task_not_silence(desk):
    desk.opens_agreed()
    desk.assigns("final-draft", FOCAL, on="2017-02-10")
    desk.mutes(FOCAL, on="2017-02-10")
    planned = desk.round("2017-03-10 09:00").planned
    assert f"{HLPF} final-draft: nobody can be reached for secretariat: Focal Point wants no mail" in planned.nobody
    assert [line for line in planned.nobody if "comments" in line] == []  # the invited may decline


def test_an_address_that_failed_three_times_is_left_and_another_channel_used(desk):
    desk.knows("Two ways", "two@itu.example", "secretariat", channels=["email", "jsons://127.0.0.1/x"])
    desk.opens_agreed()
    desk.bounces("two@itu.example", on="2017-03-01", times=2)
    desk.bounces("two@itu.example", on="2017-03-02", times=5, status="4.2.2", action="delayed")
    assert "two@itu.example" in readers(desk.at("2017-03-10 09:00"))
    desk.bounces("two@itu.example", on="2017-03-11")
    desk.round("2017-03-17 09:00")
    addresses = {m.address for m in desk.messages() if m.planned_at == moment("2017-03-17 09:00")}
    assert any(address.startswith("channel-") for address in addresses)
    assert not [m for m in desk.sink.mails if m.recipient == "two@itu.example" and "17 Mar" in m.data.decode()]
    with writing(desk.engine) as session:
        person = people.named(session, "two@itu.example")
        assert reach.failing(session) == {person.id}
        person.reachable_from = moment("2017-03-18")
        session.flush()
        assert reach.failing(session, [person.id]) == set()
        person.reachable_from, person.email = None, "new@itu.example"
        session.flush()
        assert reach.failing(session, [person.id]) == set()  # bounces were of the old address


def test_the_only_address_that_fails_is_a_task(desk):
    desk.opens_agreed()
    desk.bounces(FOCAL, on="2017-03-01", times=3)
    planned = desk.round("2017-03-10 09:00").planned
    why = "nobody can be reached for secretariat: Focal Point has an address that fails"
    assert f"{HLPF} final-draft: {why}" in planned.nobody
    with reading(desk.engine) as session:
        assert contacts.person(session, FOCAL, now=moment("2017-03-10")).trouble == "its address fails"


# -- escalation ----------------------------------------------------------------------------------------------------


def test_lateness_is_told_to_the_secretary_from_the_second_overdue_reminder_on(desk):
    desk.knows("The Secretary", "secretary@itu.example", "secretary", digest="each")
    desk.opens_agreed()
    heard = [day for day, line in desk.through("2017-02-20", "2017-03-14") if "secretary@" in line]
    assert heard == ["2017-03-06", "2017-03-09", "2017-03-14"]  # the revised draft, due on 24 February
    desk.meets("revised-draft", on="2017-03-14 12:00")
    assert [line for _, line in desk.through("2017-03-15", "2017-03-22") if "secretary@" in line] == []


def test_nobody_to_escalate_to_is_a_task(desk):
    desk.opens_agreed()
    assert desk.round("2017-03-01 09:00").planned.nobody == ()
    planned = desk.round("2017-03-06 09:00").planned
    assert planned.nobody == (f"{HLPF} revised-draft: it is late, and nobody is named for secretary",)


def test_a_window_is_never_escalated(desk):
    desk.knows("The Secretary", "secretary@itu.example", "secretary", digest="each")
    desk.opens_agreed()
    for step, on in (("revised-draft", "2017-02-24"), ("final-draft", "2017-03-24"), ("submission", "2017-04-28")):
        desk.meets(step, on=f"{on} 08:00") if on <= "2017-02-24" else None
    lines = [line for _, line in desk.through("2017-03-13", "2017-03-24") if "secretary@" in line]
    assert lines == []


def test_who_owes_it_themselves_does_not_hear_twice(desk):
    desk.knows("The Secretary", "secretary@itu.example", "secretary", "secretariat", digest="each")
    desk.opens_agreed()
    heard = desk.at(
        "2017-03-06 09:00", about="secretary@itu.example: Overdue, was due 24 February: Post the revised draft"
    )
    assert len(heard) == 1

"""A consultation by correspondence: the Member States of the Council are asked, by a letter, and people count votes."""

import pytest
from sqlalchemy import select

from kernel.done import Done
from kernel.grants import Identity
from kernel.runner import do
from models.answers import Answer
from models.engine import reading
from record import windows
from record.people import people
from record.refusals import NoVoter
from tests.beginnings import told_once
from tests.secretariat import Desk, moment, subject_of, text_of

CYCLE = "consultation-by-correspondence/dm-17-1"
LETTER = {"document": "DM-17/1", "url": "https://council.example/dm-17-1.pdf"}
ARI, STAFF = "ari@arcadia.example", "focal@itu.example"
STATES = """
contacts:
  - {name: Ana, email: ana@arcadia.example, organization: Arcadia, roles: [council-members]}
  - name: Ari
    email: ari@arcadia.example
    organization: Arcadia
    roles: [council-members, {role: focal-point, scope: consultation-by-correspondence, from: 2017-01-01}]
  - name: Bo
    email: bo@borduria.example
    organization: Borduria
    roles: [{role: council-members, from: 2014-11-07, to: 2018-11-16}]
  - name: Cy
    email: cy@syldavia.example
    organization: Syldavia
    roles: [{role: council-members, to: 2014-11-06}, member-states, membership]
  - {name: Di, email: di@freedonia.example, organization: Freedonia, roles: [member-states, membership]}
"""


@pytest.fixture
@told_once
def council(desk, tmp_path):
    """The desk of early 2017, with a letter of the Chair that leaves on 1 March."""
    (file := tmp_path / "states.yaml").write_text(STATES)
    desk.loads(file, on="2017-02-01")
    desk.opens(CYCLE, on="2017-02-20", dispatch="2017-03-01")
    desk.agrees("replies", "2017-03-27", on="2017-02-20", cycle=CYCLE)
    return desk


def mails(desk: Desk, at: str) -> dict[str, tuple[str, str]]:
    before = len(desk.sink.mails)
    desk.turn(at)
    desk.releases(on=at)
    desk.turn(at)
    return {mail.recipient: (subject_of(mail.data), text_of(mail.data)) for mail in desk.sink.mails[before:]}


def votes(desk: Desk, organization: str = "Arcadia", by: str = STAFF, **how: object) -> Done:
    """Record the answer of an organization on 6 March, as the person of that address."""
    with reading(desk.engine) as session:
        person = people.named(session, by)
        identity = Identity(person.name, person=person.public_id)
    of = {"cycle": CYCLE, "step": "replies", "organization": organization}
    return desk.performs("answer/give", **of, on="2017-03-06", by=identity, **how)


def test_the_states_of_the_council_are_sent_the_letter_and_nobody_else_is(council):
    assert mails(council, "2017-03-01 09:00") == {}  # the Chair's letter is not there yet
    council.meets("letter", on="2017-03-01 10:00", cycle=CYCLE, **LETTER)
    told = mails(council, "2017-03-02 09:10")
    asked = {to: words for to, words in told.items() if "replies" in words[1]}
    assert set(asked) == {"ana@arcadia.example", "ari@arcadia.example", "bo@borduria.example"}
    subject, text = asked["bo@borduria.example"]
    assert subject == "Letter, replies until 27 March: Reply to the items for decision"
    assert "The signed letter (DM-17/1) is transmitted to you. It alone says what is asked and how to reply" in text
    assert "Read the letter: https://council.example/dm-17-1.pdf" in text
    assert "invited" not in text


@pytest.mark.parametrize(("by", "given_by"), [(ARI, None), (STAFF, ARI)])
def test_the_answer_of_the_focal_point_counts_and_people_count_the_votes(council, by, given_by):
    done = votes(council, by=by, given_by=given_by)
    assert done.sentence == f"Arcadia has answered {CYCLE} replies; votes are counted by hand"
    with reading(council.engine) as session:
        ledger = windows.ledger(session, CYCLE, "replies", now=moment("2017-03-07"))
        assert session.scalars(select(Answer.given_by)).one()
    assert [(answer.organization, answer.given_by) for answer in ledger.answers] == [("Arcadia", "Ari")]
    assert (ledger.awaited, ledger.invited, ledger.comments) == (("Borduria",), 2, ())


@pytest.mark.parametrize(
    ("organization", "by", "given_by", "why"),
    [
        ("Arcadia", "ana@arcadia.example", None, "Ana is not the focal point of Arcadia, and only theirs counts"),
        ("Arcadia", STAFF, None, "nobody who replied is named as the focal point of Arcadia"),
        (
            "Arcadia",
            STAFF,
            "bo@borduria.example",
            "nobody who replied is named as the focal point of Arcadia",
        ),
        ("Borduria", "bo@borduria.example", None, "Bo is not the focal point of Borduria, .*; none is known"),
    ],
)
def test_nobody_elses_answer_counts(council, organization, by, given_by, why):
    with pytest.raises(NoVoter, match=why):
        votes(council, organization, by=by, given_by=given_by)


def test_who_is_given_the_role_votes_from_its_first_day_to_its_last(council):
    def role(since: str, until: str):
        bo = {"person": "bo@borduria.example", "role": "focal-point", "scope": CYCLE}
        return council.performs("people/give-role", since=since, until=until, on="2017-03-01", **bo)

    role("2017-03-07", "2017-03-31")
    with pytest.raises(NoVoter):
        votes(council, "Borduria", by="bo@borduria.example")
    done = role("2017-03-05", "2017-03-06")
    assert role("2017-03-06", "2017-03-08").is_nothing
    votes(council, "Borduria", by="bo@borduria.example")
    with council.acting() as session:
        do(session, done.undo.name, **done.undo.arguments, now=moment("2017-03-06"), by="Focal Point")
    with pytest.raises(NoVoter):
        votes(council, "Borduria", by="bo@borduria.example", document="DM-17/1")

"""Organizations go by their names: whatever the spelling, renamed or merged, with their people and answers."""

import pytest
from sqlalchemy import select

from desk import tasks
from kernel.lookups import organization
from kernel.runner import do
from models.engine import reading, writing
from models.people import Organization, Person
from planning.errors import CouncilError
from record import journal, windows
from record.locales import locales
from record.organizations import Organizations
from tests.secretariat import HLPF, moment

ON = "2017-02-27"
CONTACTS = """
contacts:
  - {name: A1, email: a1@members.example, organization: "Côte d’Ivoire", roles: [membership]}
  - {name: A2, email: a2@members.example, organization: "Côte d'Ivoire", roles: [membership]}
  - {name: A3, email: a3@members.example, organization: "COTE D'IVOIRE", roles: [membership]}
  - {name: A4, email: a4@members.example, organization: "Co\\u0302te d’Ivoire", roles: [membership]}
  - {name: B1, email: b1@members.example, organization: Brazil, roles: [membership]}
  - {name: B2, email: b2@members.example, organization: "brazil ", roles: [membership]}
  - {name: B3, email: b3@members.example, organization: "BRAZIL", roles: [membership]}
"""
IVOIRE, PLAIN = "Côte d’Ivoire", "COTE D'IVOIRE"


@pytest.fixture
def window(desk, tmp_path):
    """The comments of 2017, with three members whose names are spelt in seven ways."""
    desk.opens_agreed()
    file = tmp_path / "contacts.yaml"
    file.write_text(CONTACTS)
    desk.loads(file, on="2017-02-10")
    desk.file = file
    return desk


def acts(desk, act, on=ON, **arguments):
    with desk.acting() as session:
        return do(session, act, **arguments, now=moment(on), by="Focal Point")


def answers(desk, organization):
    acts(desk, "answer/give", cycle=HLPF, step="comments", organization=organization, no_comment=True)


def ledger(desk):
    with reading(desk.engine) as session:
        book = windows.ledger(session, HLPF, "comments", now=moment(ON))
        return [each.organization for each in book.answers], [
            each for each in book.awaited if each != "An organization"
        ]


def named(desk, words):
    with reading(desk.engine) as session:
        return organization(session, words, is_kind=False)


def test_spellings_of_one_name_are_one_organization_and_accents_tell_two_apart(window):
    assert ledger(window) == ([], ["Brazil", PLAIN, IVOIRE])
    for words in ("brazil", "BRAZIL", " Brazil "):
        assert named(window, words) == "Brazil"
    assert (named(window, "côte d`ivoire"), named(window, "cote-d’ivoire")) == (IVOIRE, PLAIN)
    answers(window, "BRAZIL")
    assert ledger(window) == (["Brazil"], [PLAIN, IVOIRE])


def test_a_load_says_which_names_may_be_one_and_only_once(window):
    [note] = window.loads(window.file, on="2017-02-11").notes or ["none"]
    assert note == "none"
    window.file.write_text("contacts: [{name: C, email: c@members.example, organization: Brazl, roles: [membership]}]")
    assert window.loads(window.file, on="2017-02-11").notes == (
        "the organizations 'Brazil' and 'Brazl' may be one: then merge them",
    )


@pytest.mark.parametrize(
    ("name", "is_said"),
    [
        ("Region 1", False),
        ("Region A", False),
        ("Kénya", True),
        ("Kenyaa", True),
        ("Кenya", True),
        ("Region 10", False),
    ],
)
def test_a_name_that_only_counts_on_is_no_slip(window, name, is_said):
    people = "contacts:\n" + "".join(f"- {{name: {n}, email: {n}@x.example, organization: {o}}}\n"
                                     for n, o in (("k", "Kenya"), ("r", "Region 2"), ("n", name)))  # fmt: skip
    window.file.write_text(people)
    assert bool(window.loads(window.file, on="2017-02-11").notes) is is_said


@pytest.mark.parametrize(
    ("known", "new", "is_said"),
    [
        ("Brazil", "Brasil", True),
        ("Brazil", "Barzil", True),
        ("Brazil", "Brézil", True),
        ("Kenya", "Kenia", True),
        ("Iran (Islamic Republic of)", "Iran", True),
        ("Germany", "Allemagne", True),
        ("Telco", "Telko", True),
        ("ACME", "ACNE", False),
        ("Iceland", "Ireland", False),
        ("Gambia", "Zambia", False),
        ("Island", "Irland", False),
        ("Guinea", "Guinea-Bissau", False),
        ("Korea (Rep. of)", "Korea (Dem. Rep. of)", False),
        ("ITU-T SG13", "ITU-T SG15", False),
    ],
)
def test_a_short_name_with_one_slip_may_be_the_same_and_two_states_are_two(known, new, is_said):
    assert bool(_among(known, new)) is is_said


@pytest.mark.parametrize("locale", locales(), ids=str)
def test_of_the_states_of_the_world_no_two_may_be_one_in_any_language(locale):
    states = [name for code, name in locale.territories.items() if len(code) == 2 and code.isalpha()]
    assert len(states) > 194
    assert _among(*states) == {}
    assert _among("A Company", *states) == {}


def _among(*names):
    """Return what the organizations of these names may be, of all names and of the first of them alone."""
    known = object.__new__(Organizations)
    known.names = dict(enumerate(names))
    return known.all_near(names) | known.all_near(names[:1])


def test_the_exact_name_comes_first_where_an_older_store_has_twins(window):
    with writing(window.engine) as session:
        session.add_all([Organization(name="BRAZIL"), Organization(name="brazil")])
    assert [named(window, words) for words in ("BRAZIL", "brazil", "Brazil", "bRAZIL")] == [
        "BRAZIL", "brazil", "Brazil", "Brazil",
    ]  # fmt: skip
    with reading(window.engine) as session:
        every = tasks.tasks(session, now=moment(ON), clock=moment(ON))
    twins = [task.sentence for task in every if task.kind == "twins"]
    assert len(twins) == 2
    assert twins[0].startswith("'BRAZIL' and 'Brazil' are two organizations")


def test_a_renamed_organization_keeps_its_people_its_answers_and_its_old_name(window):
    answers(window, "Brazil")
    done = acts(window, "organization/rename", organization="brazil", to="República do Brasil", because="its letter")
    assert done.sentence == "Brazil is called República do Brasil"
    assert ledger(window) == (["República do Brasil"], [PLAIN, IVOIRE])
    assert named(window, "BRAZIL") == "República do Brasil"
    assert window.loads(window.file, on=ON).sentence == "7 unchanged"
    acts(window, "organization/rename", **done.undo.arguments, because="not so")
    assert (named(window, "República do Brasil"), ledger(window)[0]) == ("Brazil", ["Brazil"])
    assert window.loads(window.file, on=ON).sentence == "7 unchanged"


def test_two_that_are_one_are_merged_and_count_as_one_from_then_on(window):
    answers(window, PLAIN)
    acts(window, "organization/rename", organization=PLAIN, to="Ivory Coast", because="as it was called")
    done = acts(window, "organization/merge", organization="Ivory Coast", into=IVOIRE, because="one state")
    assert done.sentence == f"Ivory Coast is {IVOIRE} from now on, with 1 of its people"
    assert done.notes == (f"{IVOIRE} has answered {HLPF} comments",)
    assert ledger(window) == ([IVOIRE], ["Brazil"])
    assert {named(window, words) for words in ("ivory coast", PLAIN, IVOIRE)} == {IVOIRE}
    assert window.loads(window.file, on=ON).sentence == "7 unchanged"
    with reading(window.engine) as session:
        people = session.scalars(
            select(Person.name).where(Person.organization_id == Organizations(session).find(PLAIN))
        )
        assert sorted(people) == ["A1", "A2", "A3", "A4"]
        journal.verify(session)


@pytest.mark.parametrize("both", [True, False])
def test_of_two_official_addresses_that_of_the_organization_that_stays_counts(window, both):
    for email in ("a3@members.example", *(["a1@members.example"] if both else [])):
        acts(window, "people/mark-official", person=email)
    acts(window, "organization/merge", organization=PLAIN, into=IVOIRE, because="one state")
    with reading(window.engine) as session:
        official = session.scalars(select(Person.name).where(Person.official)).all()
    assert official == (["A1"] if both else ["A3"])


def test_the_merged_answer_once_more_and_take_it_back(window):
    answers(window, PLAIN)
    acts(window, "organization/merge", organization=PLAIN, into=IVOIRE, because="one state")
    acts(window, "answer/withdraw", cycle=HLPF, step="comments", organization=PLAIN, because="sent in error")
    assert ledger(window)[1] == ["Brazil", IVOIRE]
    answers(window, IVOIRE)
    assert ledger(window)[1] == ["Brazil"]


@pytest.mark.parametrize(
    ("act", "arguments", "why"),
    [
        ("rename", {"to": "côte d'ivoire"}, "Côte d’Ivoire is another organization than Brazil; if the two are one"),
        ("rename", {"to": "&"}, "'&' is no name of an organization; write letters"),
        ("merge", {"into": "BRAZIL"}, "both are Brazil; name another one"),
        ("merge", {"into": "Brasil"}, "there is no organization 'Brasil'; did you mean 'Brazil'?"),
    ],
)
def test_what_cannot_be_is_refused(window, act, arguments, why):
    with pytest.raises(CouncilError) as refusal:
        acts(window, f"organization/{act}", organization="Brazil", **arguments, because="x")
    assert why in str(refusal.value)

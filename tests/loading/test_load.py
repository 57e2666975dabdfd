"""A load opens what is absent, says what it did, and twice is once."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from cli import remedy_words
from kernel.runner import do
from loading import Loaded
from models.bodies import HolidayList
from models.deadlines import Deadline
from models.engine import reading, writing
from models.journal import Entry
from models.meetings import Meeting
from planning.basis import Basis
from planning.sentences import sentences
from planning.window import Precision, day
from record.journal import verify
from record.refusals import LoadRefused
from tests.loading.office import NOW, OFFICER, Office
from tests.loading.samples import BASICS, FORUM, HLPF

LATER = datetime(2017, 2, 20, 9, tzinfo=UTC)


@pytest.mark.both_databases("PostgreSQL is strict about types")
def test_the_files_of_2017_in_one_load(office: Office) -> None:
    loaded = office.loads(HLPF, FORUM, BASICS)
    assert str(loaded) == "1 body, 1 holiday list, 1 meeting, 2 contacts, 2 timelines added"
    assert loaded.opened == ("hlpf-contribution/2017", "forum-consultation/2013")
    hlpf = office.view("hlpf-contribution/2017")
    revised = hlpf["revised-draft"]
    assert (revised.due, revised.basis, revised.officer) == (date(2017, 2, 24), Basis.AGREED, "Aisha Khan")
    assert sentences(revised.derivation) == ("2017-02-24 was agreed by 30th meeting of CWG-WSIS (C17/8)",)
    assert hlpf["final-draft"].basis is Basis.PROPOSED
    assert [anchor.meeting for anchor in hlpf.anchors] == [None, "cwg-wsis-30"]


def test_a_timeline_of_its_own(office: Office) -> None:
    office.loads(FORUM)
    forum = office.view("forum-consultation/2013")
    assert (forum.title, forum.zone, forum.chain.version) == ("Open consultation for the Forum", "Europe/Zurich", 1)
    assert (forum["phase-1"].opens, forum["phase-1"].basis) == (date(2012, 10, 8), Basis.AGREED)
    assert (forum["outcome"].due, forum["outcome"].basis) == (date(2013, 4, 15), Basis.PROPOSED)
    assert forum["candidatures"].closes == datetime(2014, 9, 22, 21, 59, tzinfo=UTC)
    summary = forum["summary"]
    assert (summary.earliest, summary.due, summary.precision) == (
        date(2017, 10, 1), date(2017, 10, 31), Precision.MONTH,
    )  # fmt: skip
    assert summary.basis is Basis.AGREED


@pytest.mark.both_databases("PostgreSQL is strict about types")
def test_roles_are_read_as_people_write_them(office: Office) -> None:
    step = "{step: a, title: Send it, by: the Secretary General, to: Member States, due: 2017-06-01}"
    unnamed = "{step: b, title: Hear of it, by: Member_States, to: The public at large, due: 2017-06-02}"
    office.loads(f"timelines:\n- {{cycle: own/2017, title: A timeline, deadlines: [{step}, {unnamed}]}}\n")
    view = office.view("own/2017")
    assert [(view[step].by, view[step].to) for step in "ab"] == [
        ("secretary-general", "member-states"),
        ("member-states", "The public at large"),
    ]


def test_twice_is_once(office: Office) -> None:
    office.loads(BASICS, HLPF, FORUM)
    rows, again = office.rows(), office.loads(BASICS, HLPF, FORUM, now=LATER)
    assert str(again) == "7 unchanged"
    assert office.rows() == rows
    assert office.acts() == ["file/load", "cycle/open", "deadline/assign", "cycle/open"]


def test_the_journal_names_the_files_and_no_address(office: Office) -> None:
    office.loads(BASICS)
    with reading(office.engine) as session:
        entry = session.scalars(select(Entry)).one()
        assert verify(session).lines == 1
    facts = json.loads(entry.text)["facts"]
    assert (entry.act, entry.by, entry.at, facts["files"]) == ("file/load", OFFICER, NOW, ["1.yaml"])
    assert facts["meetings"] == {"cwg-wsis-30": "2017-02-07/2017-02-08"}
    assert not any(secret in entry.text for secret in ("@", "Aisha", "Silva"))


def test_the_same_entry_in_two_files_counts_once(office: Office) -> None:
    assert office.loads(BASICS, BASICS).added["contacts"] == 2


def test_a_file_loaded_nightly_neither_undoes_an_act_nor_is_refused(office: Office) -> None:
    office.loads(BASICS, HLPF)
    with writing(office.engine) as session:
        do(
            session,
            "deadline/agree",
            cycle="hlpf-contribution/2017",
            step="comments",
            due="2017-03-17",
            because="asked",
            agreed_by="the Chair",
            now=LATER,
            by=OFFICER,
        )
        do(
            session,
            "anchor/move",
            cycle="hlpf-contribution/2017",
            anchor="un-deadline",
            span=day(date(2017, 5, 5)),
            now=LATER,
            by=OFFICER,
        )
        do(session, "meeting/move", meeting="cwg-wsis-30", span="2017-02-14/2017-02-15", now=LATER, by=OFFICER)
    rows, nightly = office.rows(), office.loads(BASICS, HLPF, now=LATER + timedelta(hours=12))
    assert office.rows() == rows
    assert office.view("hlpf-contribution/2017", LATER)["comments"].due == date(2017, 3, 17)
    assert [note.rpartition("; ")[0] for note in nightly.notes] == [
        "cwg-wsis-30 was moved to 2017-02-14/2017-02-15",
        "hlpf-contribution/2017: un-deadline was moved to 2017-05-05",
        "hlpf-contribution/2017: comments is now due on 2017-03-17",
    ]
    caught_up = BASICS.replace("2017-02-07, closes: 2017-02-08", "2017-02-14, closes: 2017-02-15")
    agreed = HLPF.replace("due: 2017-03-10", "due: 2017-03-17, agreed_by: the Chair, reason: asked")
    agreed = agreed.replace("un-deadline: 2017-04-28", "un-deadline: 2017-05-05").replace("    document: C17/8\n", "")
    assert office.loads(caught_up, agreed, now=LATER + timedelta(hours=13)).notes == ()


CYCLE = "hlpf-contribution/2017"
CHANGES = [
    (BASICS, "opens: 2017-02-07", "opens: 2017-02-06", "council move cwg-wsis-30 2017-02-06/2017-02-08"),
    (HLPF, "due: 2017-03-10", "due: 2017-03-13", f"council agree {CYCLE} comments 2017-03-13 --because REASON"),
    (HLPF, "un-deadline: 2017-04-28", "un-deadline: 2017-04-30", f"council move {CYCLE} un-deadline 2017-04-30"),
    (HLPF, "review: cwg-wsis-30", "review: 2017-02-01/2017-02-02", "council move cwg-wsis-30 2017-02-01/2017-02-02"),
    (HLPF, "step: comments, due: 2017-03-10", "step: final-draft, due: 2017-03-24", "it is proposed for 2017-03-24"),
    (HLPF, "C17/8", "C17/9", "was agreed in other words"),
    (HLPF, "- {step: comments", "- {step: x, title: X, due: 2017-03-11}\n      - {step: comments", "none joins later"),
    (HLPF, "officer: aisha@itu.example", "officer: ana@members.example", f"council assign {CYCLE} revised-draft"),
    (HLPF, "    document:", "    zone: America/New_York\n    document:", "`zone` was fixed when"),
    (FORUM, "4 weeks before", "5 weeks before", "council agree forum-consultation/2013 outcome DATE"),
    (FORUM, "opens: 2012-10-08", "opens: 2012-10-09", "`opens` was fixed when"),
    (FORUM, "23:59 Europe/Zurich", "18:00 Europe/Zurich", "candidatures '2014-09-22 at 18:00 Europe/Zurich' --because"),
    (BASICS, "2017-04-14]", "2017-04-17]", "it lacks 2017-04-14 and it adds 2017-04-17; if it corrects"),
]  # fmt: skip


@pytest.mark.few(5, "another change of the same file")
@pytest.mark.parametrize(("sample", "was", "now", "remedy"), CHANGES)
def test_a_changed_file_is_refused_and_names_the_act(
    office: Office, sample: str, was: str, now: str, remedy: str
) -> None:
    office.loads(BASICS, HLPF, FORUM)
    rows = office.rows()
    assert was in sample
    with pytest.raises(LoadRefused) as refusal:
        office.loads(sample.replace(was, now))
    assert remedy in remedy_words.refusal(refusal.value)
    assert office.rows() == rows


def test_a_corrected_circular_replaces_the_list_when_it_says_so(office: Office) -> None:
    office.loads(BASICS)
    new = "holidays: [{calendar: Geneva, year: 2017, days: [2017-01-02, 2017-04-17], replaces: true}]"
    assert str(office.loads(new)) == "1 holiday list changed"
    assert str(office.loads(new)) == "1 unchanged"
    with reading(office.engine) as session:
        assert session.scalars(select(HolidayList.days)).one() == ["2017-01-02", "2017-04-17"]


def test_a_meetings_words_may_change(office: Office) -> None:
    office.loads(BASICS)
    assert str(office.loads(BASICS.replace("place: Geneva", "place: New York"))) == "1 meeting changed; 4 unchanged"
    with reading(office.engine) as session:
        meeting = session.scalars(select(Meeting)).one()
    assert (meeting.place, meeting.sequence) == ("New York", 1)


@pytest.mark.parametrize("name", ["WG-WSIS", "cwg wsis & sdg", "CWG-WSIS&SDG", "CWG-WSIS and SDG", "Cwg-Wsis-Sdg"])
def test_a_body_by_any_of_its_names(office: Office, name: str) -> None:
    office.loads(BASICS)
    meeting = f'meetings: [{{body: "{name}", key: cwg-wsis-31, title: 31st meeting, opens: 2017-09-14}}]'
    assert str(office.loads(meeting)) == "1 meeting added"


def test_the_round_looks_again_when_contacts_change(office: Office) -> None:
    office.loads(BASICS, HLPF)
    with writing(office.engine) as session:
        session.execute(update(Deadline).values(look_at=LATER + timedelta(days=30)))
    office.loads("contacts: [{name: New, email: new@members.example, roles: membership}]", now=LATER)
    with reading(office.engine) as session:
        assert set(session.scalars(select(Deadline.look_at))) == {LATER}


def test_agreed_dates_that_conflict_are_history(office: Office) -> None:
    printed = HLPF.replace("step: comments, due: 2017-03-10", "step: comments, due: 2017-02-20")
    office.loads(BASICS, printed)
    assert office.view("hlpf-contribution/2017").conflicts
    with reading(office.engine) as session:
        opened = session.scalars(select(Entry).where(Entry.act == "cycle/open")).one()
    assert "as printed" in json.loads(opened.text)["facts"]["accepted_conflicts"]


def test_what_does_not_fit_as_printed_is_said_and_a_tentative_anchor_is_one(office: Office) -> None:
    steps = "[{step: a, title: A, due: 2017-03-06}, {step: b, title: B, due: 2017-03-01, follows: a}]"
    refusal = office.loads(f"timelines: [{{cycle: own/2017, title: T, deadlines: {steps}}}]")
    assert str(refusal).splitlines()[1:] == [
        "own/2017 does not fit, and stays as printed: "
        "b is due on 2017-03-01, 5 days before a (2017-03-06), which it needs"
    ]
    steps = "[{step: a, title: A, due: 1 day before x.opens}]"
    anchors = "anchors: {x: 2018-03-06}, provisional: x"
    office.loads(f"timelines: [{{cycle: own/2018, title: T, {anchors}, deadlines: {steps}}}]")
    assert office.view("own/2018").provisional == ("x",)
    unknown = "anchors: {x: 2018-03-06}, provisional: y"
    with pytest.raises(LoadRefused, match="'y'"):
        office.loads(f"timelines: [{{cycle: own/2019, title: T, {unknown}, deadlines: {steps}}}]")


def test_a_computed_date_that_conflicts_is_accepted_with_a_reason_only(office: Office) -> None:
    early = HLPF.replace("un-deadline: 2017-04-28", "un-deadline: 2017-03-20")
    with pytest.raises(LoadRefused, match=r"it does not fit: .*accept_conflicts"):
        office.loads(BASICS, early)
    assert office.loads(
        BASICS, early.replace("    document:", "    accept_conflicts: the UN moved\n    document:")
    ).opened


def test_a_file_may_change_the_declared_chain_for_its_cycle(office: Office) -> None:
    changed = """\
timelines:
  - cycle: hlpf-contribution/2018
    anchors: {un-deadline: 2018-04-27}
    deadlines:
      - {step: comments, due: 10 days before final-draft, by: stakeholders}
      - {step: translation, title: Translate the final draft, by: conference-services, due: 3 days after final-draft}
"""
    office.loads(changed)
    view = office.view("hlpf-contribution/2018")
    assert (view["comments"].rule, view["comments"].by) == ("10 days before final-draft", "stakeholders")
    assert (view["comments"].due, view["comments"].source) == (date(2018, 3, 13), None)
    assert (view["translation"].due, view["translation"].ladder) == (date(2018, 3, 26), view["submission"].ladder)
    assert office.chains["hlpf-contribution"].step("translation") is None
    assert str(office.loads(changed)) == "1 unchanged"


def test_what_was_loaded_reads_as_columns_and_notes() -> None:
    loaded = Loaded({"meetings": 3, "contacts": 2}, {"contacts": 1}, {"bodies": 1}, notes=("x was moved",))
    assert str(loaded) == "3 meetings, 2 contacts added; 1 contact changed; 1 unchanged\nx was moved"

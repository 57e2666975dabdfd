"""What acts tell automations: kept with the act, whatever its door."""

import json
from pathlib import Path

from sqlalchemy import select

from kernel.runner import do
from models.cycles import Cycle
from models.deadlines import Deadline
from models.engine import reading, writing
from models.events import Event
from models.journal import Entry
from models.meetings import MeetingStatus
from models.outbox import Message, State
from tests import EXAMPLES
from tests.known_record import registers_circular
from tests.secretariat import HLPF, OFFICER, Desk, moment

ON = "2017-02-10"
SAYS = {"now": moment(ON), "by": OFFICER}
PARTS = [
    "document/register", "document/also", "document/language", "meeting/paper", "document/submit", "submission/receive",
    "circular/sent", "circular/answer",
]  # fmt: skip
PAPERS = """\
bodies:
  - {key: council, name: Council}
documents:
  - {symbol: C17/8, title: Report, also: WG-WSIS-30/20, languages: [{language: fr, state: posted}],
     before: {meeting: cwg-30}}
submissions:
  - {document: C17/8-E, to: council, on: 2017-02-01, receipt: mail of 2 February}
circulars:
  - {symbol: CL-17/9, title: Questionnaire, kind: questionnaire, to: membership, sent: 2017-02-01,
     answers: [{organization: An organization, on: 2017-02-08}]}
"""
PLANNED = PAPERS[PAPERS.index("circulars:") : PAPERS.index(", sent:")] + "}\n"
VERSION = """\
bodies:
  - {key: council, name: Council}
resolutions:
  - key: council-1332
    name: Council Resolution 1332
    title: ITU's role in implementing the WSIS outcomes
    version: Modified 2016
    kind: modified
    not_before: 2016-06-01
    source: a story
    clauses:
      - {key: sg-12, group: instructs the Secretary-General, number: 6, kind: instructs, addressee: Secretary-General,
         text: Report every year on trust., obligations: {what: report on trust, to: council, period: annual}}
"""


def told(desk: Desk, after: int = 0) -> list[Event]:
    with reading(desk.engine) as session:
        return list(session.scalars(select(Event).where(Event.id > after).order_by(Event.id)))


def journal_of(desk: Desk, after: int = 0) -> list[Entry]:
    with reading(desk.engine) as session:
        return list(session.scalars(select(Entry).where(Entry.id > after).order_by(Entry.id)))


def does(desk: Desk, act, *words, **how) -> list[tuple[str, str | None]]:
    """Do the act, and return the events that it told, each with the name of what it happened to."""
    last = max((event.id for event in told(desk)), default=0)
    with desk.acting() as session:
        if isinstance(act, str):
            do(session, act, **(SAYS | how))
        else:
            act(session, *words, **(SAYS | how))
    return [(event.name, event.title) for event in told(desk, last)]


def test_the_acts_on_a_cycle_and_its_deadlines_are_told_under_the_names_that_automations_know(desk: Desk) -> None:
    desk.opens_set()
    first, *agreed = told(desk)
    assert (first.name, first.title) == ("council.cycle.opened", HLPF)
    assert {event.name for event in agreed} == {"council.deadline.agreed"}
    with reading(desk.engine) as session:
        cycle = session.scalars(select(Cycle)).one()
        step = session.scalars(select(Deadline).where(Deadline.step == "revised-draft")).one()
    labels = {"council.cycle": HLPF, "council.chain": "hlpf-contribution", "council.edition": "2017"}
    assert (first.subject, first.labels) == (f"council.cycle.{cycle.public_id}", labels)
    assert agreed[0].subject == f"council.deadline.{step.public_id}"
    assert agreed[0].title == f"{HLPF} revised-draft"
    assert agreed[0].labels == labels | {"council.step": "revised-draft"}
    assert len({event.act for event in (first, *agreed)}) == 5  # each act has an id of its own

    desk.assigns("final-draft", "Focal Point", on=ON)
    desk.meets("revised-draft", on=ON)
    desk.reopens("revised-draft", on=ON)
    desk.waives("revised-draft", on=ON)
    desk.issues("comments", on=ON)
    desk.moves("un-deadline", "2017-05-05", on=ON)
    desk.abandons(on=ON)
    kinds = [event.name.removeprefix("council.") for event in told(desk, agreed[-1].id)]
    assert kinds[:4] == ["deadline.assigned", "deadline.met", "deadline.reopened", "deadline.waived"]
    assert kinds[4:] == ["cycle.issued", "cycle.moved", "cycle.abandoned"]


def test_an_added_step_its_second_person_and_its_receipt_are_told_of_that_step(desk: Desk) -> None:
    desk.opens_agreed()
    added = {"cycle": HLPF, "step": "clearance", "title": "Have it cleared", "confirmation": True}
    assert does(desk, do, "step/add", **added) == [("council.deadline.added", f"{HLPF} clearance")]
    step = told(desk)[-1].subject.removeprefix("council.deadline.")
    with reading(desk.engine) as session:
        assert session.scalar(select(Deadline.step).where(Deadline.public_id == step)) == "clearance"
    reported = does(desk, do, "deadline/met", cycle=HLPF, step="clearance", document="C17/9")
    assert reported == [("council.deadline.reported", f"{HLPF} clearance")]
    confirmed = does(desk, do, "deadline/confirm", cycle=HLPF, step="clearance", by="Boris")
    assert confirmed == [("council.deadline.met", f"{HLPF} clearance")]
    desk.meets("submission", on="2017-02-11", document="C17/47-E", url=None)
    later = {"cycle": HLPF, "step": "submission", "reference": "mail of 2 May", "now": moment("2017-05-02")}
    assert does(desk, "submission/receive", **later) == [("council.deadline.received", f"{HLPF} submission")]


def test_a_meeting_tells_of_itself_and_of_every_living_cycle_that_hangs_from_it(desk: Desk) -> None:
    desk.schedules("cwg-30", "2017-02-07", "2017-02-08", status=MeetingStatus.PLANNED)
    desk.opens(HLPF, un_deadline="2017-04-28", review="cwg-30", on="2017-01-02")
    desk.opens("hlpf-contribution/2018", un_deadline="2018-04-28", review="cwg-30", on="2017-01-02")
    desk.abandons(cycle="hlpf-contribution/2018", on="2017-01-03")
    then = {"now": moment("2017-01-04")}
    meeting = [("council.meeting.%s", "cwg-30"), ("council.cycle.%s", HLPF)]
    assert does(desk, do, "meeting/confirm", meeting="cwg-30", **then) == [
        (name % "confirmed", of) for name, of in meeting
    ]
    last = told(desk)[-1].id
    desk.moves_meeting("cwg-30", "2017-02-08", "2017-02-09", on="2017-01-05")
    assert [(event.name, event.title) for event in told(desk, last)] == [("council.cycle.moved", HLPF)]
    desk.postpones("cwg-30", on="2017-01-06")
    assert [(event.name, event.title) for event in told(desk, last + 1)] == [
        ("council.meeting.postponed", "cwg-30"),
        ("council.cycle.moved", HLPF),
    ]
    later = {"now": moment("2017-01-07")}
    on_agenda = does(desk, do, "meeting/agenda", meeting="cwg-30", number="5", title="WSIS", **later)
    assert on_agenda == [("council.meeting.agenda", "cwg-30")]
    paper = does(desk, do, "meeting/paper", meeting="cwg-30", document="C17/8", **later)
    assert paper == [("council.meeting.paper", "cwg-30")]


def test_papers_circulars_items_resolutions_and_files_are_told_by_their_keys(desk: Desk) -> None:
    desk.opens_agreed()
    last = told(desk)[-1].id
    desk.loads(EXAMPLES / "items" / "c17-8.yaml", on=ON)
    done = [("council.item.done", "c17-8/3.2-4"), ("council.item.done", "c17-8/3.2-6")]
    assert [(event.name, event.title) for event in told(desk, last)] == [*done, ("council.file.loaded", "c17-8.yaml")]
    submitted = does(desk, "document/submit", document="c17/47e", body="cstd", cycle=HLPF)
    assert submitted == [("council.document.submitted", "C17/47-E")]
    assert told(desk)[-1].labels["council.cycle"] == HLPF
    also = does(desk, "document/also", document="C17/47", other="WG-WSIS-30/20")
    assert also == [("council.document.also-issued", "C17/47")]
    french = {"document": "WG-WSIS-30/20(Rev.1)", "language": "fr", "state": "posted"}
    language = does(desk, "document/language", **french)
    assert language == [("council.document.language", "C17/47")]
    about = {"title": "Questionnaire", "kind": "questionnaire", "to": "membership", "source": None}
    assert does(desk, registers_circular, "CL-17/9", **about, sent_on=None, answers_by=None) == []
    sent = does(desk, "circular/sent", circular="CL-17/9", on="2017-02-09")
    assert sent == [("council.circular.sent", "CL-17/9")]
    answer = {"circular": "CL-17/9", "organization": "An organization", "on": "2017-02-10"}
    assert does(desk, "circular/answer", **answer) == [("council.circular.answered", "CL-17/9")]
    assert does(desk, "circular/answer", **answer) == []  # it is known already

    pair = ["c17-8/2.2.3-4", "c17-8/2.2.3-5"]
    assert does(desk, do, "item/adopt", items=pair) == [("council.item.adopted", key) for key in pair]
    assert does(desk, do, "item/done", item="c17-8/3.2-1") == [("council.item.done", "c17-8/3.2-1")]


def test_a_resolution_put_in_force_is_told_by_its_key(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "next.yaml"
    file.write_text(VERSION, encoding="utf-8")
    desk.loads(file, on=ON)
    version = {"resolution": "council-1332", "version": "Modified 2016", "since": "2016-06-03"}
    adopted = does(desk, "resolution/adopt", **version, because="adopted by the Council")
    assert adopted == [("council.resolution.adopted", "council-1332")]


def test_the_ledger_of_a_window_is_told_of_its_step(desk: Desk) -> None:
    desk.opens_agreed()
    window, step = {"cycle": HLPF, "step": "comments"}, f"{HLPF} comments"
    terms = window | {"organization": "An organization"}
    assert does(desk, do, "answer/give", **terms, says=["Shorter."]) == [("council.deadline.answered", step)]
    assert does(desk, do, "comment/record", **terms, says="Sooner.") == [("council.deadline.commented", step)]
    resolved = does(desk, do, "comment/resolve", **window, number=1, taken_up="section 5")
    assert resolved == [("council.deadline.comment-resolved", step)]
    back = does(desk, do, "answer/withdraw", **terms, because="sent in error")
    assert back == [("council.deadline.unanswered", step)]


def test_what_lets_mail_leave_or_changes_its_readers_is_told_of_the_outbox(desk: Desk, tmp_path: Path) -> None:
    desk.opens_agreed()
    desk.turn("2017-02-24 09:00")  # two invitations wait
    held = [message.id for message in desk.messages() if message.state is State.HELD]
    assert does(desk, "outbox/drop", messages=held[1:], because="said by telephone") == [
        ("council.outbox.dropped", None)
    ]
    assert does(desk, "outbox/release", messages=held[:1]) == [("council.outbox.released", None)]
    assert does(desk, "outbox/release", all=True) == []
    with writing(desk.engine) as session:
        session.get_one(Message, held[0]).state = State.DEAD
    assert does(desk, "outbox/retry", messages=held[:1]) == [("council.outbox.retried", None)]
    assert does(desk, "outbox/hold", messages=held[:1], because="wait") == []
    assert does(desk, "sending/hold", because="a fault") == []
    assert does(desk, "sending/resume", because="mended") == [("council.outbox.resumed", None)]
    assert does(desk, "people/reachable", person="Delegate A", because="mended") == []  # mail to them never failed
    desk.bounces("Delegate A", on="2017-02-10", times=3)
    assert does(desk, "people/reachable", person="Delegate A", because="mended") == [("council.outbox.reachable", None)]
    last = told(desk)[-1].id
    desk.deputizes("Delegate B", of="Delegate A", on=ON)
    desk.is_back("Delegate A", on=ON)
    contacts = tmp_path / "contacts.csv"
    contacts.write_text("name,email,roles\nC,c@state.example,membership\n", encoding="utf-8")
    desk.loads(contacts, on=ON)
    readers = "council.outbox.readers-changed"
    assert [event.name for event in told(desk, last)] == [readers, readers, "council.file.loaded", readers]
    assert {event.subject for event in told(desk, last) if event.name == readers} == {"council.outbox"}


def test_what_a_file_says_of_papers_is_told_as_the_same_acts_tell_it(desk: Desk, tmp_path: Path) -> None:
    """Each part bears a line of its own, under the name of the act that it would be by itself, and the load's id."""
    desk.schedules("cwg-30", "2017-02-07", "2017-02-08", status=MeetingStatus.PLANNED)
    file = tmp_path / "papers.yaml"
    file.write_text(PLANNED, encoding="utf-8")
    desk.loads(file, on="2017-01-31")
    assert [line.act for line in journal_of(desk)][-2:] == ["file/load", "circular/register"]
    before, lines = told(desk)[-1].id, journal_of(desk)[-1].id
    file.write_text(PAPERS, encoding="utf-8")
    desk.loads(file, on=ON)
    assert [(event.name.removeprefix("council."), event.title) for event in told(desk, before)] == [
        ("document.also-issued", "C17/8"),
        ("document.language", "C17/8"),
        ("meeting.paper", "cwg-30"),
        ("document.submitted", "C17/8-E"),
        ("document.received", "C17/8-E"),
        ("circular.sent", "CL-17/9"),
        ("circular.answered", "CL-17/9"),
        ("file.loaded", "papers.yaml"),
    ]
    parts = journal_of(desk, lines)
    assert [line.act for line in parts] == ["file/load", *PARTS]
    texts = [json.loads(line.text) for line in parts]
    assert {text["id"] for text in texts} == {event.act for event in told(desk, before)}
    assert texts[3] == {**texts[3], "arguments": {"document": "C17/8", "language": "fr", "state": "posted"}}


def test_an_act_that_is_taken_back_tells_nothing(desk: Desk) -> None:
    desk.opens_agreed()
    before = len(told(desk))
    with desk.acting() as session:
        do(session, "deadline/waive", cycle=HLPF, step="comments", because="not needed", **SAYS)
        session.rollback()
    with desk.acting() as session:
        with session.begin_nested() as part:
            do(session, "deadline/waive", cycle=HLPF, step="comments", because="not needed", **SAYS)
            part.rollback()
        session.flush()
    assert len(told(desk)) == before


def test_an_event_bears_the_id_of_its_act(desk: Desk) -> None:
    desk.opens_agreed()
    with desk.acting() as session:
        number = do(session, "deadline/waive", cycle=HLPF, step="comments", because="not needed", **SAYS).id
    assert told(desk)[-1].act == number

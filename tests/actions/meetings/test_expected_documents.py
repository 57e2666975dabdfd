"""The documents of a session, from their promise until they are posted in six languages; late ones; key dates."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from actions.meetings import histories
from kernel.runner import do
from models.documents import LanguageVersion
from models.engine import reading
from models.journal import Entry
from models.meetings import AgendaItem
from models.sessions import ExpectedDocument
from planning.symbols import Language
from record.meetings import session_file
from record.meetings.session_file import SessionFile
from record.papers import documents
from record.refusals import ExpectedRefused, LoadRefused
from tests import EXAMPLES
from tests.beginnings import told_once
from tests.reading_costs import questions
from tests.secretariat import Desk, moment, text_of

EXAMPLE = EXAMPLES / "sessions" / "council-27.yaml"
YEARS = {"2027": "2017", "2028": "2018", "council-27": "council-17", "council-28": "council-18"}
AUDIT, FORUM = "council-17/audit", "council-17/forum"


OF_SESSION: dict[str, dict[str, Any]] = {
    "session/show": {"meeting": "council-17"}, "session/key-dates": {"meeting": "council-17"},
    "meeting/show": {"meeting": "council-17"}, "meeting/list": {}, "task/list": {}, "term/show": {},
    "resolution/follow-up": {"meeting": "council-17"},
}  # fmt: skip


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """The example, ten years before: nothing can be done ahead of the real clock."""
    text, file = EXAMPLE.read_text(encoding="utf-8"), tmp_path / "session.yaml"
    for year, before in YEARS.items():
        text = text.replace(year, before)
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture
@told_once
def council(desk: Desk, sheet: Path) -> Desk:
    """The session of the example, with twenty documents expected."""
    desk.loads(sheet, on="2016-12-01")
    return desk


def acts(desk: Desk, name: str, at: str, /, **arguments: Any) -> str:
    with desk.acting() as session:
        return do(session, name, **arguments, now=moment(at), by="Anna").sentence


def file_of(desk: Desk, on: str, meeting: str = "council-17") -> SessionFile:
    with reading(desk.engine) as session:
        return session_file.session_file(session, meeting, now=moment(on))


def view(desk: Desk, name: str, on: str) -> dict[str, Any]:
    return next(each.facts for each in file_of(desk, on, name.partition("/")[0]).every if each.name == name)


def test_a_document_goes_from_its_promise_to_six_languages(council: Desk) -> None:
    assert file_of(council, "2017-03-29").awaited_sentence.startswith("not received yet: 20 of 20 (general-secretariat")
    assert view(council, AUDIT, "2017-03-29") | {"stage": "expected", "late": False} == view(
        council, AUDIT, "2017-03-29"
    )
    assert view(council, AUDIT, "2017-03-30")["late"]  # the day itself is still in time
    acts(council, "document/receive", "2017-03-30", expected=AUDIT, document="C27/12-E", on="2017-03-29")
    assert view(council, AUDIT, "2017-03-30")["late"] is False
    acts(council, "document/translate", "2017-03-31", expected=AUDIT)
    stands = view(council, AUDIT, "2017-03-31")
    assert stands["stage"] == "in-translation"
    assert stands["languages"] == dict.fromkeys(("ar", "zh", "fr", "ru", "es"), "in-translation")
    acts(council, "document/post", "2017-04-10", expected=AUDIT, languages=["en", "fr"])
    assert view(council, AUDIT, "2017-04-20")["missing"] == ["ar", "zh", "ru", "es"]
    assert view(council, AUDIT, "2017-04-21")["late"]  # the secretariat's side of the promise: 56 days before
    acts(council, "document/post", "2017-04-20", expected=AUDIT)
    stands = view(council, AUDIT, "2017-05-01")
    assert (stands["stage"], stands["late"], stands["missing"]) == ("posted", False, [])
    assert file_of(council, "2017-05-01").awaited_sentence.startswith("not received yet: 19 of 20")
    assert view(council, AUDIT, "2017-03-28")["symbol"] is None  # as it stood then


def test_an_original_alone_is_posted_in_its_language(council: Desk) -> None:
    address = "council-17/state-of-the-union"
    acts(council, "document/receive", "2017-05-18", expected=address, document="C27/40")
    with pytest.raises(ExpectedRefused, match="nothing says in which language C27/40 was written"):
        acts(council, "document/post", "2017-05-18", expected=address)
    acts(council, "document/post", "2017-05-18", expected=address, languages=["fr"])
    assert view(council, address, "2017-06-01")["stage"] == "posted"


def test_a_late_document_is_accepted_or_goes_to_the_next_session(council: Desk) -> None:
    with pytest.raises(ExpectedRefused, match="is not late: it is due by 2017-04-30"):
        acts(council, "document/accept-late", "2017-04-30", expected=FORUM, because="the Chair agreed")
    acts(council, "document/receive", "2017-05-20", expected=FORUM, document="C27/30-E")
    acts(council, "document/receive", "2017-05-20", expected=AUDIT, document="C27/12-E")
    assert {each.name for each in file_of(council, "2017-05-20").undecided} >= {FORUM, AUDIT}
    accepted = acts(
        council, "document/accept-late", "2017-05-21", expected=FORUM, because="asked for", document="C27/1"
    )
    assert accepted == f"{FORUM} is accepted although late (due by 2017-04-30, it came on 2017-05-20, " \
        "to be posted by 2017-05-16): asked for"  # fmt: skip
    moved = acts(council, "document/next-session", "2017-05-21", expected=AUDIT, because="no time")
    assert moved.startswith(f"{AUDIT} goes to council-18 (due by 2017-03-29, it came on 2017-05-20, ")
    assert moved.endswith("unless the Council decides otherwise (Rule 20)")
    found = file_of(council, "2017-05-22")
    assert found.awaited_sentence.startswith("not received yet: 18 of 19")
    assert {FORUM, AUDIT}.isdisjoint(each.name for each in found.undecided)
    (there,) = file_of(council, "2017-05-22", "council-18").documents
    assert (there.name, there.symbol, there.stage, there.is_late) == ("council-18/audit", "C27/12-E", "received", False)
    with pytest.raises(ExpectedRefused, match="it is council-18/audit now"):
        acts(council, "document/post", "2017-05-22", expected=AUDIT)
    with reading(council.engine) as session:
        papers = {
            each.document
            for each in session_file.meetings.meeting(session, "council-17", now=moment("2017-06-01")).papers
        }
    assert papers == {"C27/30"}


def test_a_slot_is_a_promise_of_both_sides_and_moves_with_its_meeting(desk: Desk) -> None:
    desk.schedules("council-17", "2017-05-15", "2017-05-25")
    desk.opens("document-slots/2017", on="2017-01-10", meeting="council-17")
    name, slot = "council-17/report", {"submit_by": "submission", "post_by": "issue"}
    acts(desk, "document/expect", "2017-01-11", expected=name, title="Report", unit="itu-d", **slot)
    stands = view(desk, name, "2017-01-12")
    assert (str(stands["submit_by"]), str(stands["post_by"])) == ("2017-03-06", "2017-04-03")
    acts(desk, "document/receive", "2017-03-06", expected=name, document="C17/70-E")
    assert view(desk, name, "2017-04-03")["broken_by"] == []
    assert view(desk, name, "2017-04-04")["broken_by"] == ["secretariat"]  # its unit kept its side
    acts(desk, "document/receive", "2017-03-07", expected=name, document="C17/70-E", on="2017-03-07")
    acts(desk, "document/post", "2017-03-07", expected=name)
    assert view(desk, name, "2017-04-04")["broken_by"] == ["itu-d"]
    acts(desk, "meeting/move", "2017-03-08", meeting="council-17", span="2017-05-22/2017-06-01", because="no room")
    assert str(view(desk, name, "2017-03-09")["submit_by"]) == "2017-03-13"
    assert view(desk, name, "2017-03-09")["broken_by"] == []


def test_contributions_of_states_are_late_after_their_day(council: Desk) -> None:
    words = {"meeting": "council-17", "organization": "An organization"}
    acts(council, "contribution/receive", "2017-06-02", **words, document="C27/60-F", on="2017-06-01")
    acts(council, "contribution/receive", "2017-06-02", **words, document="C27/61-F")
    found = file_of(council, "2017-06-02")
    assert found.contributed_sentence == "contributions: 2, from 1; 1 late"
    assert [each.is_late for each in found.contributions] == [False, True]
    assert len(found.documents) == 20


@pytest.mark.parametrize(
    ("year", "span", "days"),
    [
        (2025, ("2025-06-17", "2025-06-27"), ("2025-04-22", "2025-04-29", "2025-05-18", "2025-06-03")),
        (2026, ("2026-04-28", "2026-05-08"), ("2026-03-03", None, "2026-03-29", "2026-04-14")),
    ],
)
def test_the_key_dates_are_those_that_the_council_published(
    desk: Desk, year: int, span: tuple[str, str], days: tuple[str | None, ...]
) -> None:
    key, cycle = f"council-{year % 100}", f"council-documents/{year}"
    desk.schedules(key, *span)
    desk.opens(cycle, on=f"{year - 1}-12-01", council=key)
    rows = {each.step: each for each in file_of(desk, f"{year}-01-05", key).key_dates}
    published = ("financial-documents", "draft-budget", "secretariat-documents", "contributions")
    assert tuple(str(rows[step].on) if rows[step].on else None for step in published) == days
    by_rule = date.fromordinal(date.fromisoformat(span[0]).toordinal() - 28)
    assert {rows[step].rule for step in published[:3] if rows[step].on} == {by_rule}  # beside what practice does
    assert rows["secretariat-documents"].set is None
    desk.agrees("secretariat-documents", f"{year}-03-25", on=f"{year}-01-06", cycle=cycle)
    row = next(each for each in file_of(desk, f"{year}-01-07", key).key_dates if each.step == "secretariat-documents")
    assert (str(row.on), str(row.practice), row.rule) == (f"{year}-03-25", days[2], by_rule)


@pytest.mark.proof("four hundred documents: two CPU seconds; tests/web/desk/test_sessions.py counts fewer in every run")
def test_a_session_costs_as_many_questions_for_four_hundred_documents_as_for_one(council: Desk) -> None:
    acts(council, "document/receive", "2017-01-05", expected=AUDIT, document="C27/12-E")
    acts(council, "document/translate", "2017-01-05", expected=AUDIT)
    few = questions(council, OF_SESSION, moment("2017-02-01"))
    with council.acting() as session:
        of = session.scalars(select(ExpectedDocument).where(ExpectedDocument.received_on.is_not(None))).one()
        how: Any = {"at": of.at, "entry_id": of.entry_id}
        for number in range(400):
            name = f"C27/{number + 100}"
            item = f"X {number % 60}"
            paper = documents.make(session, name, None, None, None, session.get_one(Entry, of.entry_id))
            agenda: Any = {"number": item, "title": "Item", "document": None, "on": None, "withdrawn": False}
            session.add(AgendaItem(meeting_id=of.meeting_id, **agenda, **how))
            changed: Any = {"key": f"x{number}", "item": item, "document_id": paper.id, "symbol": f"{name}-E"}
            session.add(ExpectedDocument(**histories.values_of(of) | changed, **how))
            for language in Language:
                version = {"issue": "", "language": str(language), "state": "posted", "url": None}
                session.add(LanguageVersion(document_id=paper.id, **version, **how))
    assert len(file_of(council, "2017-02-01").documents) == 420
    many = questions(council, OF_SESSION, moment("2017-02-01"))
    assert {name: asked for name, (asked, _) in many.items()} == {name: asked for name, (asked, _) in few.items()}
    assert many["session/show"][1] == few["session/show"][1] + 400
    assert many["meeting/show"][1] >= few["meeting/show"][1] + 60


def test_a_file_of_documents_is_twice_once_and_moves_no_date(council: Desk, sheet: Path, tmp_path: Path) -> None:
    assert str(council.loads(sheet, on="2016-12-02")) == "24 unchanged"
    acts(council, "document/expect", "2016-12-03", expected=AUDIT, submit_by="2017-04-01")
    assert str(council.loads(sheet, on="2016-12-04")) == "24 unchanged"  # what an act changed stays
    other = tmp_path / "other.yaml"
    whole = "{meeting: council-17, key: audit, title: Audit, unit: general-secretariat, post_by: %s}"
    other.write_text(f"expected_documents:\n  - {whole % '2017-05-01'}\n")
    with pytest.raises(
        LoadRefused, match=r"has post_by financial-documents, the file says 2017-05-01; a load moves no"
    ):
        council.loads(other, on="2016-12-05")
    other.write_text(f"expected_documents:\n  - {whole % 'financial-document'}\n")
    with pytest.raises(LoadRefused, match="did you mean 'financial-documents'"):
        council.loads(other, on="2016-12-05")


def test_the_units_of_late_documents_are_asked_in_one_act_and_no_state_is(council: Desk) -> None:
    asks = {"unit": "secretariat", "title": "Draft resolution", "submit_by": "2017-02-20"}
    for name in ("one", "two"):
        acts(council, "document/expect", "2017-02-10", expected=f"council-17/{name}", **asks)
    acts(council, "document/expect", "2017-02-10", expected="council-17/three", **(asks | {"unit": "member-states"}))
    with council.acting() as session:
        done = do(session, "session/chase", meeting="council-17", now=moment("2017-02-21 10:00"), by="Anna")
    assert done.sentence.endswith(": late documents asked for: 2, in letters: 1")
    assert "member-states: no state is asked for a document (1 late)" in done.notes
    acts(council, "document/receive", "2017-02-21 10:05", expected="council-17/one", document="C17/50-E")
    (subject,) = council.at("2017-02-21 10:15")
    assert subject.endswith("Documents for Council 2017 (example) that have not come: 1")
    assert "Draft resolution" in text_of(council.sink.mails[-1].data)
    with council.acting() as session:
        again = do(session, "session/chase", meeting="council-17", now=moment("2017-02-21 11:00"), by="Anna")
    assert again.is_nothing  # they were asked today
    assert council.at("2017-02-21 12:00") == []
    assert view(council, "council-17/two", "2017-02-22")["asked"] == date(2017, 2, 21)


def test_a_spreadsheet_of_an_agenda_is_loaded_likewise(council: Desk, tmp_path: Path) -> None:
    table = tmp_path / "agenda.csv"
    rows = ("council-17;PL 7;Outer space;Report on space;itu-r;2017-04-20;secretariat-documents;six",
            "council-17;PL 7;Outer space;Bogota Declaration;itu-r;;;original")  # fmt: skip
    heads = "Meeting;Item;Item title;Title;Unit;Submit by;Post by;Languages"
    table.write_text("\n".join((heads, *rows)), encoding="utf-8")
    assert str(council.loads(table, on="2016-12-02")) == "2 expected documents added"
    assert view(council, "council-17/report-on-space", "2016-12-03")["post_by"] == date(2017, 5, 16)
    assert [item.title for item in file_of(council, "2016-12-03").meeting.agenda if item.number == "PL 7"] == [
        "Outer space"
    ]
    table.write_text("\n".join((heads.replace("Unit", "Unit;Uint"), *rows)), encoding="utf-8")
    with pytest.raises(LoadRefused):
        council.loads(table, on="2016-12-04")

"""The sheet of decisions: ten lines typed or pasted, shown first, each an item, a date, an obligation or nothing."""

from functools import partial
from typing import Any

import pytest

from kernel.runner import do
from kernel.undo import NothingToUndo
from models.engine import reading
from planning.decision_lines import BadLine
from record import items as items_
from record.mandates import resolutions
from record.meetings import session_file
from record.refusals import ItemRefused
from tests.beginnings import once
from tests.kernel.stories import contents
from tests.secretariat import Desk, moment

SHEET = """\
C17/120 3.2 item secretariat, itu-d by council-18: Report on premises
3.3 | item | itu-t by 2017-09-30 | Draft the guidelines

- 3.4\tdate\tcouncil-documents/2017 agenda 2017-05-02\tagreed by the plenary
4 obligation council-decision-640/sg-1 annual to council: Report on premises every year
5 nothing: The report was noted
"""


@pytest.fixture
def council(desk: Desk) -> Desk:
    once(desk.engine, desk.home, "council of actions/test_sessions.py", partial(_council, desk))
    return desk


def _council(desk: Desk) -> None:
    desk.schedules("council-17", "2017-05-15", "2017-05-25")
    desk.schedules("council-18", "2018-04-17", "2018-04-27")
    desk.opens("council-documents/2017", on="2017-02-09", council="council-17")


def records(desk: Desk, lines: str, on: str = "2017-03-01", **how: Any) -> Any:
    with desk.acting() as session:
        how = {"meeting": "council-17", "document": "C17/121"} | how
        return do(session, "session/record", lines=lines, **how, now=moment(on), by="Anna")


def test_each_line_becomes_what_it_says(council: Desk) -> None:
    done = records(council, SHEET)
    assert done.sentence == "council-17: 5 decisions recorded (2 item, 1 date, 1 obligation, 1 nothing)"
    with reading(council.engine) as session:
        late, report = sorted(items_.items(session, now=moment("2017-10-02")), key=lambda item: item.occasions[0].words)
        documents = session_file.session_file(session, "council-17", now=moment("2017-03-02"))
        library = resolutions.named(session, "council-decision-640", now=moment("2017-06-01"))
    assert (report.key, report.assignees, report.source) == ("c17-120/3.2", ("secretariat", "itu-d"), "C17/120, 3.2")
    assert (str(report.occasions[0].due), report.standing) == ("2018-04-27", "open")
    assert (late.key, late.standing) == ("c17-121/3.3", "overdue")
    agenda = next(each for each in documents.key_dates if each.step == "agenda")
    assert (str(agenda.set), agenda.source) == ("2017-05-02", "C17/121")
    assert [(each.paragraph, each.became) for each in documents.decisions] == [
        ("3.2", "c17-120/3.2"), ("3.3", "c17-121/3.3"), ("3.4", "council-documents/2017 agenda"),
        ("4", "council-decision-640/sg-1"), ("5", None),
    ]  # fmt: skip
    (version,) = library.versions
    assert [duty.to for clause in version.clauses for duty in clause.obligations] == [("council",)]
    assert records(council, SHEET).is_nothing
    assert records(council, SHEET + "6 nothing: Closed\n").facts["decisions"] == [
        {"paragraph": "6", "outcome": "nothing", "became": None}
    ]


def test_words_that_were_recorded_otherwise_are_refused_and_not_passed_over(council: Desk) -> None:
    done = records(council, "3.2 item secretariat by council-18: Report on premises", on="2017-05-16")
    assert done.notes == ()  # the session sits
    with pytest.raises(BadLine, match=r"3\.2 is recorded as item secretariat by council-18 with the same words"):
        records(council, "3.2 item itu-d by council-18: Report on premises", on="2017-05-17")
    undone(council, done, on="2017-05-17")
    records(council, "3.2 item itu-d by council-18: Report on premises", on="2017-05-18")


@pytest.mark.parametrize(
    ("on", "notes"), [("2017-05-14", ("council-17 opens on 2017-05-15 only",)), ("2017-05-15", ())]
)
def test_what_was_decided_before_the_session_opened_is_doubted(council: Desk, on: str, notes: tuple[str, ...]) -> None:
    assert records(council, "5 nothing: The report was noted", on=on).notes == notes


def test_an_obligation_is_added_to_a_text_and_ends_nothing_of_it(council: Desk) -> None:
    text = """\
resolutions:
  - {key: r-1, name: Resolution One, title: On one, version: First, kind: adopted, in_force: 2014-01-01, source: s,
     clauses: [{key: sg-1, group: instructs the SG, number: 1, kind: instructs, addressee: SG, text: Report.,
     obligations: {what: report, to: council, period: annual}}]}
  - {key: r-1, name: Resolution One, title: On one, version: Second, kind: modified, in_force: 2016-01-01, source: s,
     held: false}
"""
    (council.home / "r.yaml").write_text(text)
    council.loads(council.home / "r.yaml", on="2017-02-10")
    records(council, "4 obligation r-1/sg-2 annual to council: Report on premises", on="2017-05-20")
    records(
        council, "5 obligation r-1/sg-3 annual to council: Report on staff", on="2017-05-21"
    )  # the next day's sheet
    with reading(council.engine) as session:
        library = resolutions.named(session, "r-1", now=moment("2017-06-01"))
        read = library.reading(moment("2017-06-01").date())
    assert read
    assert read.read
    assert [clause.key for clause in read.read.clauses] == ["sg-1", "sg-2", "sg-3"]
    assert (library.name, library.title) == ("Resolution One", "On one")
    assert [each.name for each in library.versions][2:] == ["adopted by council-17", "adopted by council-17, 2"]
    with pytest.raises(BadLine, match="r-1 has a clause 'sg-1' already"):
        records(council, "6 obligation r-1/sg-1 annual to council: Report otherwise", on="2017-05-22")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("what is this", "line 7 of the sheet: 'what is this' is no decision"),
        ("3 | motion | x | y", "line 7 of the sheet: 'motion' is nothing that a decision becomes"),
        ("3 item nobody-known: text", "line 7 of the sheet: .*nobody-known"),
        ("3 item: text", "line 7 of the sheet: a part of it is missing for 'item'"),
        ("3 date council-documents/2017 nothing 2017-05-01: text", "line 7 of the sheet: .*no step 'nothing'"),
        ("3 date council-documents/2017 agenda soon: text", "line 7 of the sheet: "),
        ("3 obligation somewhere annual to council: text", "line 7 of the sheet: .* is no obligation"),
        ("3 obligation a-1/sg-1 once to council: text", "line 7 of the sheet: what is due once needs a year"),
        ("3 obligation a-1/sg-1 annual to counsil: text", "there is no body 'counsil'; did you mean 'council'"),
    ],
)
def test_a_line_that_cannot_be_is_named_and_nothing_is_half_stored(council: Desk, line: str, why: str) -> None:
    before = contents(council.engine)
    with pytest.raises(BadLine, match=why):
        records(council, SHEET + line)
    assert contents(council.engine) == before


def undone(desk: Desk, done: Any, on: str = "2017-03-02") -> Any:
    with desk.acting() as session:
        return do(
            session, done.undo.name, **done.undo.arguments, because="the wrong session", now=moment(on), by="Boris"
        )


def kept(desk: Desk, on: str) -> tuple[Any, ...]:
    """Return the items, the date of the agenda and the decisions as the record has them at an instant."""
    with reading(desk.engine) as session:
        now = moment(on)
        decisions = session_file.session_file(session, "council-17", now=now).decisions
        agenda = desk.view(on, "council-documents/2017")["agenda"]
        return [item.key for item in items_.items(session, now=now)], (agenda.due, agenda.basis), decisions


WITHOUT_DUTY = "\n".join(line for line in SHEET.splitlines() if "obligation" not in line)


@pytest.mark.both_databases("a key that is unique is given again, and rows are ended by instants")
def test_a_sheet_is_taken_back_whole_and_recorded_anew(council: Desk) -> None:
    before = kept(council, "2017-02-28")
    done = records(council, WITHOUT_DUTY)
    after = kept(council, "2017-03-01 23:00")
    assert undone(council, done).sentence == "council-17: 4 decisions taken back"
    assert kept(council, "2017-03-03") == before
    assert kept(council, "2017-03-01 23:00") == after  # as it stood then
    with pytest.raises(NothingToUndo, match="no decision that it recorded still stands"):
        undone(council, done)
    records(council, WITHOUT_DUTY, "2017-03-04")
    keys, date, decisions = kept(council, "2017-03-05")
    assert (len(keys), date, len(decisions)) == (len(after[0]), after[1], len(after[2]))


def test_what_is_in_force_or_was_worked_on_is_not_taken_back_with_a_sheet(council: Desk) -> None:
    assert records(council, "4 obligation council-decision-640/sg-1 annual to council: Report").undo is None
    done = records(council, "3.2 item secretariat by council-18: Report on premises", "2017-03-02")
    with council.acting() as session:
        do(session, "item/done", item="c17-121/3.2", now=moment("2017-03-03"), by="Anna")
    before = contents(council.engine)
    with pytest.raises(ItemRefused, match="something was recorded of"):
        undone(council, done, "2017-03-04")
    assert contents(council.engine) == before

"""Documents, their submissions and receipts; circulars counted; roles and reporting windows dated by their sources."""

from datetime import date

import pytest

from kernel.runner import do
from models.engine import reading, writing
from planning.clock import utc_now
from planning.symbols import BadSymbol
from record import journal
from record.papers import action_lines, circulars, documents, submissions
from record.refusals import (
    CircularSent,
    LoadRefused,
    NoSuchChoice,
    NoSuchCircular,
    NoSuchDocument,
    NotSubmitted,
    OtherDocument,
    OutOfTime,
)
from tests import EXAMPLES
from tests.known_record import registers_circular
from tests.record.papers.conftest import REPORT
from tests.secretariat import HLPF, OFFICER, moment

ROLES = EXAMPLES / "resolutions" / "roles-of-itu.yaml"


def meets(desk, step, document, on, cycle=REPORT, **how):
    with desk.acting() as session:
        do(session, "deadline/met", cycle=cycle, step=step, document=document, **how, now=moment(on), by=OFFICER)


def does(desk, act, as_of, **arguments):
    with desk.acting() as session:
        return do(session, act, **arguments, now=moment(as_of), by=OFFICER)


def of_cycle(desk, on, cycle=REPORT):
    with reading(desk.engine) as session:
        return submissions.of_cycle(session, cycle, now=moment(on))


def acts(desk):
    with reading(desk.engine) as session:
        return [entry.act for entry in journal.entries(session, None, now=utc_now())]


def test_one_report_to_four_bodies_is_one_document_and_four_submissions(report):
    meets(report, "to-cwg", "C17/INF/5-E", "2017-01-30")
    meets(report, "to-council", "C17/INF/5E", "2017-04-20")
    meets(report, "to-cstd", "c17/inf/5", "2017-04-21")
    meets(report, "to-hlpf", "C17/INF/5-E", "2017-04-27")
    report_made = of_cycle(report, "2017-05-01")
    assert submissions.documents_of(report_made.made) == ["C17/INF/5"]
    assert [
        (submission.step, submission.body, submission.via, submission.purpose, submission.is_late)
        for submission in report_made.made
    ] == [
        ("to-cwg", "cwg-wsis-sdg", None, "information", False),
        ("to-council", "council", None, "consideration", True),
        ("to-cstd", "ecosoc", "cstd", "submission", False),
        ("to-hlpf", "hlpf", None, "submission", False),
    ]
    assert [submission.step for submission in report_made.owed] == ["to-other-call"]
    assert len(of_cycle(report, "2017-02-01").made) == 1
    assert acts(report) == ["cycle/open", *["deadline/met"] * 4]


def test_a_document_first_named_by_an_act_is_described_later_and_never_overwritten(report, tmp_path):
    meets(report, "to-council", "C17/47-E", "2017-04-20")

    def described():
        with reading(report.engine) as session:
            document = documents.view(session, "C17/47", now=moment("2017-04-22"))
            return document.title, document.dated

    file = tmp_path / "papers.yaml"
    for words in ("title: Comprehensive report", "dated: 2017-03-14", "dated: 2017-03-14"):
        file.write_text(f"documents:\n  - {{symbol: C17/47, {words}}}\n")
        report.loads(file, on="2017-04-21")
    assert described() == ("Comprehensive report", date(2017, 3, 14))
    assert acts(report) == ["cycle/open", "deadline/met", *["file/load", "document/describe"] * 2]
    file.write_text("documents:\n  - {symbol: C17/47, title: Another title}\n")
    with pytest.raises(LoadRefused, match="the record has it otherwise"):
        report.loads(file, on="2017-04-21")
    assert described() == ("Comprehensive report", date(2017, 3, 14))


def test_what_goes_to_no_body_or_without_a_document_is_no_submission(report):
    report.meets("to-cwg", on="2017-01-30", cycle=REPORT, url="https://www.itu.int/report")
    report.meets("input-itu-r", on="2017-01-31", cycle=REPORT, url="https://www.itu.int/input")
    report_made = of_cycle(report, "2017-02-01")
    assert [(submission.step, submission.symbol) for submission in report_made.made] == [
        ("to-cwg", "https://www.itu.int/report")
    ]


def test_a_malformed_symbol_is_refused_and_nothing_is_met(report):
    with pytest.raises(BadSymbol, match="it does not say of which session; write C17/DT/2"):
        meets(report, "to-cwg", "DT/2", "2017-01-30")
    assert acts(report) == ["cycle/open"]
    assert of_cycle(report, "2017-02-01").made == ()


def test_a_step_reopened_and_met_again_counts_once(report):
    meets(report, "to-cwg", "WG-WSIS-30/5", "2017-01-30")
    report.reopens("to-cwg", on="2017-01-31", cycle=REPORT)
    assert of_cycle(report, "2017-01-31").made == ()
    assert of_cycle(report, "2017-01-31").owed[0].step == "to-cwg"
    meets(report, "to-cwg", "WG-WSIS-30/5(Rev.1)", "2017-02-01")
    assert [submission.symbol for submission in of_cycle(report, "2017-02-02").made] == ["WG-WSIS-30/5(Rev.1)"]


def test_a_receipt_follows_what_was_handed_over(report):
    received = {"cycle": REPORT, "step": "to-cwg", "reference": "the chair's mail"}
    with pytest.raises(NotSubmitted, match="record it as completed with its document"):
        does(report, "submission/receive", "2017-01-30", **received)
    meets(report, "to-cwg", "WG-WSIS-30/5", "2017-01-30")
    with pytest.raises(OutOfTime, match="a day still to come"):
        does(report, "submission/receive", "2017-01-31", **received, on="2017-02-01")
    does(report, "submission/receive", "2017-01-31", **received, on="2017-01-31")
    assert of_cycle(report, "2017-01-30").made[0].receipt is None
    assert of_cycle(report, "2017-02-01").made[0].receipt == (date(2017, 1, 31), "the chair's mail")


def test_a_document_stands_in_six_languages_each_with_its_state(report):
    meets(report, "to-council", "C17/47-E", "2017-03-14", url="https://www.itu.int/md/S17-CL-C-0047/en")
    for language, state, on in (("fr", "in-translation", "2017-03-15"), ("fr", "posted", "2017-03-28")):
        does(report, "document/language", on, document="C17/47", language=language, state=state)
    does(report, "document/language", "2017-05-10", document="c17/47 Rev.1", language="en", state="posted")
    with reading(report.engine) as session:
        then = documents.view(session, "C17/47F", now=moment("2017-03-20"))
        now = documents.view(session, "C17/47", now=moment("2017-05-11"))
    assert [line[:3] for line in then.languages] == [("", "en", "posted"), ("", "fr", "in-translation")]
    assert then.awaited == ("ar", "zh", "fr", "ru", "es")
    assert [line[:3] for line in now.languages] == [
        ("", "en", "posted"),
        ("", "fr", "posted"),
        ("Rev.1", "en", "posted"),
    ]
    with pytest.raises(NoSuchChoice, match="choose ar, zh, en"):
        does(report, "document/language", "2017-05-11", document="C17/47", language="de", state="posted")
    undo = does(report, "document/language", "2017-05-11", document="C17/47", language="es", state="posted").undo
    assert undo.arguments == {"document": "C17/47", "language": "es", "state": "unknown"}  # nothing was said before


def test_a_symbol_names_one_document(report):
    meets(report, "to-cwg", "WG-WSIS-30/5", "2017-01-30")
    meets(report, "to-council", "C17/9", "2017-03-14")
    with (
        writing(report.engine) as session,
        pytest.raises(OtherDocument, match="already a symbol of the document C17/9"),
    ):
        documents.other_name(session, documents.named(session, "WG-WSIS-30/5"), "C17/9-E")
    with reading(report.engine) as session, pytest.raises(NoSuchDocument):
        documents.view(session, "C17/10", now=moment("2017-03-15"))


def test_a_submission_by_itself(report):
    terms = {"document": "c17/8", "body": "Council", "purpose": "consideration"}
    does(report, "document/submit", "2017-04-04", **terms, on="2017-04-03")
    with reading(report.engine) as session:
        submission_views = submissions.standing(session, now=moment("2017-04-05"))
    assert [(submission.symbol, submission.body, submission.cycle) for submission in submission_views] == [
        ("C17/8", "council", None)
    ]
    with pytest.raises(OutOfTime, match="a day still to come"):
        does(report, "document/submit", "2017-04-05", **terms, on="2017-04-06")
    does(report, "document/submit", "2017-04-05", **terms, on="2017-04-05")


def test_a_step_that_needs_a_second_person_hands_over_when_it_is_confirmed(desk):
    desk.opens()
    with desk.acting() as session:
        what = {"step": "to-unga", "title": "Hand it to the General Assembly", "to": "unga", "confirmation": True}
        do(session, "step/add", cycle=HLPF, **what, now=moment("2017-03-01"), by=OFFICER)
    with pytest.raises(BadSymbol):
        meets(desk, "to-unga", "UN 71", "2017-04-27", HLPF)
    meets(desk, "to-unga", "A/71/212", "2017-04-27", HLPF)
    assert of_cycle(desk, "2017-04-28", HLPF).made == ()
    with desk.acting() as session:
        do(session, "deadline/confirm", cycle=HLPF, step="to-unga", now=moment("2017-04-29"), by="Somebody else")
    submitted = of_cycle(desk, "2017-04-30", HLPF).made
    assert [(submission.symbol, submission.body, submission.on) for submission in submitted] == [
        ("A/71/212", "unga", date(2017, 4, 27))
    ]
    slip = {"cycle": HLPF, "step": "to-unga", "because": "a slip"}
    does(desk, "deadline/withdraw-confirmation", "2017-05-01", **slip)
    assert of_cycle(desk, "2017-05-02", HLPF).made == ()


# -- what is dated ---------------------------------------------------------------------------------------------------


def test_a_hand_over_that_is_asked_for_twice_is_recorded_once(report):
    handed = {"document": "C17/47-E", "body": "cstd", "on": "2017-02-24", "purpose": "information"}
    ways = (({}, True), ({}, False), ({"cycle": REPORT}, True), ({"purpose": "decision"}, True), ({}, False))
    for change, new in ways:
        assert does(report, "document/submit", "2017-02-27", **(handed | change)).is_nothing is not new, change
    assert acts(report).count("document/submit") == 3


def test_circulars_are_sent_answered_and_counted(desk):
    with desk.acting() as session:
        registers_circular(
            session,
            "CL-17/9",
            title="Questionnaire on roadmaps",
            kind="questionnaire",
            to="membership",
            sent_on=date(2017, 2, 1),
            answers_by=date(2017, 2, 28),
            source=None,
            now=moment("2017-02-01"),
            by=OFFICER,
        )
    with reading(desk.engine) as session:
        before = circulars.views(session, now=moment("2017-02-02"))[0]
    assert (before.asked, before.answers, before.silent) == (("An organization",), (), ("An organization",))
    answer = {"circular": "CL-17/9", "organization": "An organization"}
    for on, new in (("2017-03-02", True), ("2017-03-02", False), ("2017-03-09", True)):
        assert does(desk, "circular/answer", "2017-03-10", **answer, on=on).is_nothing is not new
    for document, new in (("CL-17/9-A1", True), ("CL-17/9-A1", False), (None, False)):  # another paper of that day
        shown = {**answer, "on": "2017-03-09", "document": document}
        assert does(desk, "circular/answer", "2017-03-10", **shown).is_nothing is not new
    with reading(desk.engine) as session:
        after = circulars.views(session, now=moment("2017-03-11"))[0]
    assert (len(after.answers), after.silent, after.late) == (1, (), ("An organization",))
    with pytest.raises(NoSuchCircular, match="known are CL-17/9"):
        does(desk, "circular/answer", "2017-03-11", **(answer | {"circular": "CL-17/10"}))
    with pytest.raises(OutOfTime, match="cannot have answered on 2017-03-12, a day still to come"):
        does(desk, "circular/answer", "2017-03-11", **answer, on="2017-03-12")


def test_a_circular_whose_day_was_awaited_is_sent_once(desk):
    terms = {"title": "Campaign", "kind": "circular", "to": "membership", "sent_on": None, "answers_by": None}
    with desk.acting() as session:
        registers_circular(session, "CL-16/62", **terms, source=None, now=moment("2016-12-01"), by=OFFICER)
    sent = {"circular": "CL-16/62", "on": "2016-12-15"}
    does(desk, "circular/sent", "2016-12-16", **sent, answers_by="2017-01-31")
    with pytest.raises(CircularSent, match="was sent on 2016-12-15"):
        does(desk, "circular/sent", "2016-12-17", **sent)
    with reading(desk.engine) as session:
        (after,), (before,) = (circulars.views(session, now=moment(on)) for on in ("2016-12-17", "2016-12-15"))
    assert (str(after.sent), str(after.answers_by)) == ("2016-12-15", "2017-01-31")
    assert (before.sent, before.answers_by) == (None, None)


def test_roles_of_2017_and_2023_differ_and_what_no_source_states_is_awaited(desk):
    desk.loads(ROLES, on="2017-02-01")
    with reading(desk.engine) as session:
        now = moment("2024-01-01")
        of = {
            year: {role.line: role for role in action_lines.roles(session, year, now=now)}
            for year in (2015, 2016, 2017, 2020, 2023)
        }
        spans = {span.cycle: span for span in action_lines.reporting_windows(session, now=now)}
    assert (of[2017]["C4"].role, of[2023]["C4"].role) == ("co-facilitator", "facilitator")
    assert (of[2017]["C10"].role, of[2023]["C10"].role) == (None, "partner")
    assert (of[2020]["C4"].role, of[2020]["C4"].stated_for) == ("co-facilitator", 2017)
    assert {role.role for role in of[2015].values()} == {None}
    assert (of[2016]["C4"].role, of[2016]["C10"].role) == ("co-facilitator", None)
    assert [of[year].get("UNGIS") and of[year]["UNGIS"].role for year in (2015, 2016, 2020)] == [
        None,
        "rotating chair",
        "rotating chair",
    ]
    partner = "Partnership on Measuring ICT for Development"
    assert (of[2016][partner].role, of[2017][partner].role) == (
        "lead and steering committee member",
        "steering committee member",
    )
    assert ("WSIS Special Initiatives" in of[2020], of[2023]["WSIS Special Initiatives"].role) == (False, "coordinator")
    first, later = spans["annual-report/2017"], spans["annual-report/2023"]
    assert (first.words, later.words) == ("December 2016 on", "November 2022 to November 2023")
    assert [first.holds(date(2016, 11, 30)), first.holds(date(2017, 5, 1))] == [False, None]
    assert [later.holds(date(2022, 12, 1)), later.holds(date(2023, 12, 1))] == [True, False]
    assert [later.holds(date(2022, 11, 9)), later.holds(date(2023, 11, 9))] == [None, None]  # a month, not a day

"""The forms of the desk beside those of a deadline: answers, items, papers, meetings, resolutions, steps."""

from datetime import date
from pathlib import Path

import pytest

from actions import circulars, itemizing, meetings, submitting, texts
from actions.loading import load
from flows.deployments import DESK
from flows.triggers import comments, deadlines, documents, items, resolutions, steps
from flows.triggers import meetings as forms
from models.bodies import MeetingStatus
from models.engine import reading
from planning.clock import utc_now
from planning.standing import Standing
from tests.desk import HLPF, OFFICER, Desk, moment
from tests.flows.seen import artifacts, run, run_of
from tests.flows.test_triggers import ANNA, acts

pytestmark = pytest.mark.xdist_group("prefect")

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
WINDOW = {"cycle": HLPF, "step": "comments", "by": ANNA}
STATE = {"organization": "An organization"}


VERSION = """\
bodies:
  - {key: council, name: Council}
resolutions:
  - key: council-1332
    name: Council Resolution 1332
    title: ITU's role in implementing the WSIS outcomes
    version: Modified 2027
    kind: modified
    not_before: 2027-06-01
    source: a story
    clauses:
      - {key: sg-12, group: instructs the Secretary-General, number: 6, kind: instructs, addressee: Secretary-General,
         text: Report every year on trust., obligations: {what: report on trust, to: council, period: annual}}
"""


def loads(desk: Desk, file: Path) -> None:
    with desk.acting() as session:
        load(session, [file], desk.chains, settings=desk.settings, now=moment("2017-02-10"), by=OFFICER)


def meeting_status(desk: Desk, key: str) -> str:
    with reading(desk.engine) as session:
        return str(meetings.meeting(session, key, now=utc_now()).status)


def test_an_answer_and_what_became_of_its_comments(office: Desk) -> None:
    office.opens_agreed()
    nobody = run(comments.comment, **WINDOW, **STATE, says="Shorter.")
    assert (nobody.name, nobody.is_failed()) == ("Refused", True)
    came = run(comments.answer, **WINDOW, **STATE, on="2017-03-11", says=["Shorter.", "Clearer."], accepted_by="Chair")
    assert (came.name, came.message) == (
        "Answered",
        f"An organization has answered {HLPF} comments, late, accepted by Chair; comments 1, 2",
    )
    assert run(comments.comment, **WINDOW, **STATE, says="Sooner.").message == f"comment 3 of {HLPF} comments"
    told = run(comments.resolve_comment, **WINDOW, number=3, outcome="taken-up", words="final draft, section 5")
    assert told.message == f"comment 3 of {HLPF} comments is taken up"
    assert run_of(told).name == f"taken-up: {HLPF} comments comment 3"
    wrong = run(comments.resolve_comment, **WINDOW, number=4, outcome="declined", words="late")
    assert wrong.name == "Refused"
    assert run(comments.withdraw_answer, **WINDOW, **STATE, because="sent by mistake").name == "Withdrawn"
    assert acts(office) == [("comment", ANNA), ("resolve-comment", ANNA), ("withdraw-answer", ANNA)]


def test_items_are_adopted_assigned_done_reopened_and_dropped(office: Desk) -> None:
    loads(office, EXAMPLES / "items" / "c17-8.yaml")
    proposed, loose = {"item": "c17-8/2.2.3-4", "by": ANNA}, {"item": "c17-8/3.2-1", "by": ANNA}
    early = run(items.done, **proposed)
    assert early.name == "Refused"
    assert str(early.message).startswith("c17-8/2.2.3-4 waits for the Council")
    adopted = run(items.adopt, items=["c17-8/2.2.3-4", "c17-8/2.2.3-5"], by=ANNA, document="C17/126")
    assert adopted.name == "Adopted"
    assert "c17-8/2.2.3-5 is " in str(adopted.message)
    assert run(items.assign, **loose, assignees=["secretariat"]).message == "c17-8/3.2-1 is open: secretariat"
    assert run(items.done, **loose, where="revised draft, section 5").message == "c17-8/3.2-1 is done"
    assert run(items.reopen, **loose, because="it was not").message == "c17-8/3.2-1 is open"
    assert run(items.drop, **proposed, because="overtaken").message == "c17-8/2.2.3-4 is dropped"
    assert acts(office) == [("item-done", ANNA), ("item-reopen", ANNA), ("item-drop", ANNA)]
    with reading(office.engine) as session:
        assert itemizing.item(session, "c17-8/3.2-1", now=utc_now()).standing == "open"


def test_a_paper_is_handed_over_and_received_and_a_circular_answered(office: Desk) -> None:
    office.opens_agreed()
    form = {"cycle": HLPF, "step": "submission", "by": ANNA}
    assert run(documents.receive, **form, reference="mail of 2 May").name == "Refused"
    office.meets("submission", on="2017-04-27", document="C17/47-E", url=None)
    assert str(run(documents.receive, **form, reference="mail of 2 May").message).endswith("has received C17/47-E")
    given = run(documents.submit, document="C17/47-E", body="cstd", by=ANNA, on="2017-05-08", cycle=HLPF)
    assert given.message == "C17/47-E was handed to cstd on 2017-05-08"
    with reading(office.engine) as session:
        found = submitting.of_cycle(session, HLPF, now=utc_now()).made
    assert [(one.body, one.receipt is not None) for one in found] == [("hlpf", True), ("cstd", False)]

    with office.acting() as session:
        told = {"title": "Questionnaire", "kind": "questionnaire", "to": "membership", "source": None}
        days = {"sent_on": date(2017, 2, 1), "answers_by": date(2017, 2, 28)}
        circulars.register(session, "CL-17/9", **told, **days, now=moment("2017-02-10"), by=OFFICER)
    answer = {"circular": "CL-17/9", "on": "2017-02-20", "by": ANNA, **STATE}
    assert run(documents.answer_circular, **answer).message == "An organization has answered CL-17/9"
    assert run(documents.answer_circular, **answer).name == "Known"
    assert "known are CL-17/9" in str(run(documents.answer_circular, **(answer | {"circular": "CL-17/10"})).message)
    assert acts(office) == [("submit", ANNA), ("circular", OFFICER), ("answered", ANNA)]


def test_a_meeting_is_confirmed_and_called_off_only_when_told_and_shown_first(office: Desk) -> None:
    office.schedules("cwg-30", "2017-02-07", "2017-02-08", status=MeetingStatus.PLANNED)
    office.opens(HLPF, on="2017-01-09", un_deadline="2017-04-28", review="cwg-30")
    form = {"meeting": "cwg-30", "by": ANNA, "as_of": moment("2017-01-10")}
    assert run(forms.confirm, **form).message == "cwg-30 is confirmed"
    assert run(forms.confirm, **form).message == "cwg-30 is confirmed: it cannot be confirmed"
    assert run(forms.hold, **form).name == "Refused"  # it has not opened

    lost = form | {"because": "no room"}
    preview = run(forms.postpone, **lost)
    said = f"{HLPF} preliminary-draft 2017-02-07 → awaited"
    assert (preview.name, preview.message) == (
        "Preview",
        f"cwg-30 would be postponed; {said}; nothing was changed",
    )
    assert "preliminary-draft" in str(artifacts(preview)["moves"].data)
    assert meeting_status(office, "cwg-30") == "confirmed"
    done = run(forms.postpone, **lost, apply=True)
    assert (done.name, done.message) == ("Postponed", f"cwg-30 is postponed; {said}")
    assert office.view("2017-01-11")["preliminary-draft"].standing is Standing.UNDATED
    assert run(forms.cancel, **lost, instead="cwg-31").name == "Refused"
    assert run(forms.cancel, **lost, apply=True).name == "Cancelled"
    assert meeting_status(office, "cwg-30") == "cancelled"
    assert acts(office) == [("confirm-meeting", ANNA), ("postpone-meeting", ANNA), ("cancel-meeting", ANNA)]


def test_a_meeting_is_held_once_it_has_opened(office: Desk) -> None:
    office.schedules("cwg-30", "2017-02-07", "2017-02-08")
    held = run(forms.hold, meeting="cwg-30", by=ANNA, document="C17/8", as_of=moment("2017-02-08"))
    assert (held.name, held.message) == ("Held", "cwg-30 was held")
    assert acts(office)[-1] == ("hold-meeting", ANNA)


def test_a_version_is_compared_first_and_put_in_force_when_told(office: Desk, tmp_path: Path) -> None:
    (tmp_path / "next.yaml").write_text(VERSION, encoding="utf-8")
    loads(office, tmp_path / "next.yaml")
    form = {"resolution": "council-1332", "version": "Modified 2027", "since": "2027-06-18", "by": ANNA}
    form |= {"because": "adopted by the Council"}
    before = acts(office)
    preview = run(resolutions.adopt, **form)
    assert (preview.name, preview.message) == (
        "Preview",
        "Modified 2027 of Council Resolution 1332 would be in force from 2027-06-18; "
        "no open cycle serves instructs the Secretary-General 6; nothing was changed",
    )
    assert "added" in str(artifacts(preview)["clauses"].data)
    assert acts(office) == before
    assert run(resolutions.adopt, **form, latest="2027-06-01").name == "Refused"
    assert run(resolutions.adopt, **form, apply=True).name == "Adopted"
    assert run(resolutions.adopt, **form, apply=True).name == "Refused"
    assert acts(office)[-1] == ("adopt", ANNA)
    with reading(office.engine) as session:
        force = texts.named(session, "council-1332", now=utc_now()).version("Modified 2027").force
    assert force is not None
    assert force.since == date(2027, 6, 18)


def test_a_step_is_added_and_needs_its_second_person(office: Desk) -> None:
    office.opens_agreed()
    form = {"cycle": HLPF, "step": "clearance", "by": ANNA}
    told = {"title": "Have the text cleared", "follows": ["final-draft"], "before": ["submission"]}
    added = run(steps.add_step, **form, **told, evidence="none", confirmation=True)
    assert (added.name, added.message) == ("Added", f"{HLPF} has the step clearance, undated until a date is agreed")
    assert run(steps.add_step, **form, **told).name == "Refused"
    assert run(deadlines.mark_met, **form).name == "Reported"
    assert run(deadlines.confirm, **form).name == "Refused"
    assert run(deadlines.confirm, **(form | {"by": "Boris"})).name == "Met"
    assert acts(office) == [("add-step", ANNA), ("reported", ANNA), ("confirm", "Boris")]


def test_every_form_says_what_each_of_its_fields_means_and_asks_who_acts() -> None:
    for form in DESK:
        fields = form.parameters.properties
        assert "by" in form.parameters.required, form.name
        assert [name for name, field in fields.items() if not field.get("description")] == [], form.name
    assert len({form.name for form in DESK}) == len(DESK)

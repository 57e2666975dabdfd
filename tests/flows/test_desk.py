"""The forms of the desk beside those of a deadline: answers, items, papers, meetings, resolutions, steps."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click
import pytest

from actions.bodies import meetings
from actions.items import itemizing
from actions.loading import load
from actions.mandates import texts
from actions.papers import circulars, submitting
from cli.main import council
from flows.deployments import DESK
from flows.triggers import (
    agendas,
    comments,
    cycles,
    deadlines,
    documents,
    files,
    items,
    people,
    resolutions,
    steps,
    years,
)
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


def test_an_agenda_and_papers_stand_before_a_meeting_and_documents_have_their_languages(office: Desk) -> None:
    office.schedules("council-17", "2017-05-15", "2017-05-25")
    item = {"meeting": "council-17", "number": "PL 1.2", "by": ANNA}
    assert run(agendas.put_on_agenda, **item).name == "Refused"  # a new one needs a title
    put = run(agendas.put_on_agenda, **item, title="WSIS", on="2017-05-16", document="C17/47-E")
    assert (put.name, put.message) == ("On the agenda", "council-17 PL 1.2: WSIS, 2017-05-16")
    paper = {"meeting": "council-17", "document": "C17/8", "by": ANNA}
    assert run(agendas.lay_before, **paper, purpose="consideration").message == "C17/8 is before council-17"
    also = run(documents.also_issued, document="C17/8", other="WG-WSIS-30/20", by=ANNA)
    assert also.message == "WG-WSIS-30/20 is C17/8"
    french = {"document": "WG-WSIS-30/20", "language": "fr", "by": ANNA}
    assert run(documents.set_language, **french, state="posted").message == "WG-WSIS-30/20 fr: posted"
    assert run(documents.set_language, **french, state="lost").name == "Refused"
    with reading(office.engine) as session:
        seen = meetings.meeting(session, "council-17", now=utc_now())
    assert [(one.number, str(one.on)) for one in seen.agenda] == [("PL 1.2", "2017-05-16")]
    assert [(one.symbol, one.purpose) for one in seen.papers] == [("C17/8", "consideration")]
    assert run(agendas.put_on_agenda, **item, withdraw=True).name == "Withdrawn"
    assert run(agendas.lay_before, **paper, withdraw=True).message == "C17/8 is before council-17 no more"
    assert acts(office) == [("language", ANNA), ("agenda", ANNA), ("paper", ANNA)]


def test_a_file_is_loaded_from_its_text_but_no_secret_is_typed_into_a_run(office: Desk) -> None:
    loaded = run(files.load, name="bodies.yaml", text="bodies: [{key: council, name: Council}]", by=ANNA)
    assert (loaded.name, loaded.message) == ("Loaded", "1 body added")
    broken = run(files.load, name="bodies.yaml", text="bodies: [{key: Council}]", by=ANNA)
    assert broken.name == "Refused"
    assert str(broken.message).startswith("bodies.yaml, line 1, bodies[1] 'Council'")
    row = "name,email,channels\nAn,an@itu.example,slack://token/token/token\n"
    kept = run(files.load, name="contacts.csv", text=row, by=ANNA)
    assert kept.name == "Refused"
    assert "load contacts with channels at the terminal" in str(kept.message)
    assert acts(office) == [("load", ANNA)]


def test_an_edition_and_a_year_are_shown_and_then_opened(office: Desk) -> None:
    forum = {"anchor": "forum", "opens": "2017-06-12", "closes": "2017-06-16"}
    prizes = {"chain": "wsis-prizes", "by": ANNA}
    assert (
        run(cycles.open_cycle, **prizes, edition="2017", anchors=[forum], as_of=moment("2016-09-01")).name == "Opened"
    )
    office.agrees("selection", "end of April 2017", on="2016-09-02", cycle="wsis-prizes/2017")
    later = {"anchor": "forum", "opens": "2018-03-19", "closes": "2018-03-23", "provisional": True}
    form = prizes | {"edition": "2018", "anchors": [later], "last": "wsis-prizes/2017"}
    seen = run(cycles.open_cycle, **form, preview=True)
    assert seen.name == "Preview"
    assert str(seen.message).startswith("wsis-prizes/2018 would be open with ")
    assert "month of 2 months before forum.opens" in str(artifacts(seen)["dates"].data)
    opened = run(cycles.open_cycle, **form)
    assert str(opened.message).startswith("wsis-prizes/2018 is open with ")
    assert office.view("2999-01-01", "wsis-prizes/2018").provisional == ("forum",)

    year = run(years.open_year, year=2017, by=ANNA)
    assert year.name == "Preview"
    assert "hlpf-contribution/2017" in str(artifacts(year)["year"].data)
    asked = {"cycle": HLPF, "anchors": [{"anchor": "un-deadline", "opens": "2017-04-28", "provisional": True}]}
    assert run(years.open_year, year=2017, by=ANNA, accepted=[{"cycle": HLPF}]).name == "Refused"
    done = run(years.open_year, year=2017, by=ANNA, accepted=[asked])
    assert (done.name, done.message) == ("Opened", f"opened: {HLPF}")
    assert office.view("2999-01-01").provisional == ("un-deadline",)


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


def test_a_deputy_is_set_and_ended(office: Desk) -> None:
    who = {"person": "Focal Point", "by": ANNA, "as_of": moment("2017-03-01")}
    state = run(people.set_deputy, **who, deputy="a@state.example", to_on=date(2017, 3, 10))
    assert (state.name, state.message) == (
        "Appointed",
        "Delegate A stands in for Focal Point from 2017-03-01 to 2017-03-10",
    )
    assert run(people.set_deputy, **who, deputy="Focal Point").name == "Refused"
    state = run(people.end_deputy, **who)
    assert (state.name, state.message) == ("Ended", "Delegate A no longer stands in for Focal Point")
    assert [act for act, _ in acts(office)][-2:] == ["deputy", "deputy-end"]


FORMS = {
    "met": "mark-met",
    "agree": "agree-date",
    "move": "move-anchor",  # and move-meeting
    "open": "open-cycle",
    "close": "close-cycle",
    "abandon": "abandon-cycle",
    "year": "open-year",
    "resolution adopt": "adopt-resolution",
    "meeting confirm": "confirm-meeting",
    "meeting hold": "hold-meeting",
    "meeting postpone": "postpone-meeting",
    "meeting cancel": "cancel-meeting",
    "outbox release": "release-mail",
    "outbox drop": "drop-mail",
    "outbox allow": "allow-mail",
    "outbox forbid": "allow-mail",  # which may say no
    "choices mute": "mute",
    "choices unmute": "mute",  # which may say no, too
    "choices set": "choose",
    "channels seal": "seal-channels",
    "channels test": "test-channel",
    "deputy set": "set-deputy",
    "deputy end": "end-deputy",
    "people reachable": "reachable",
    "sending hold": "hold-sending",
    "sending resume": "resume-sending",
    "outbox hold": "hold-mail",
    "outbox retry": "retry-mail",
}
OF_THE_TERMINAL = {"feed tokens issue", "feed tokens revoke"}  # a run keeps its parameters for all to read


def acting_commands(group: click.Group, path: str = "") -> Iterator[str]:
    """Yield the name of each command that asks who acts."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from acting_commands(command, f"{path}{name} ")
        elif any(each.name == "by" for each in command.params):
            yield f"{path}{name}"


def test_what_the_terminal_can_do_a_form_can_do_too() -> None:
    forms = {form.name for form in DESK}
    named = {name: FORMS.get(name, name.replace(" ", "-")) for name in acting_commands(council)}
    assert {name for name, form in named.items() if form not in forms} <= OF_THE_TERMINAL
    assert len(named) > 35


def test_every_form_says_what_each_of_its_fields_means_and_asks_who_acts() -> None:
    for form in DESK:
        fields = form.parameters.properties
        assert "by" in form.parameters.required, form.name
        assert [name for name, field in fields.items() if not field.get("description")] == [], form.name
    assert len({form.name for form in DESK}) == len(DESK)

"""The forms of the desk beside those of deadlines and meetings: answers, items, papers, resolutions, steps, people."""

from datetime import date
from pathlib import Path

import pytest

from flows.forms import FORMS
from models.engine import reading
from planning.clock import utc_now
from record import items
from record.mandates import resolutions
from record.papers import submissions
from tests import EXAMPLES
from tests.flows.conftest import ANNA
from tests.flows.prefect_states import artifacts, ended, filled, run, run_of, sentence, word
from tests.flows.test_triggers import acts
from tests.known_record import registers_circular
from tests.secretariat import HLPF, OFFICER, Desk, moment

pytestmark = pytest.mark.xdist_group("prefect")

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


def test_an_answer_and_what_became_of_its_comments(office: Desk) -> None:
    office.opens_agreed()
    nobody = filled(FORMS["comment/record"], **WINDOW, **STATE, says="Shorter.")
    assert (word(nobody), nobody.is_failed()) == ("Refused", True)
    came = run(
        FORMS["answer/give"], **WINDOW, **STATE, on="2017-03-11", says=["Shorter.", "Clearer."], accepted_by="Chair"
    )
    assert ended(came) == (
        "Answered",
        f"An organization has answered {HLPF} comments, late, accepted by Chair; comments 1, 2",
    )
    assert (
        sentence(filled(FORMS["comment/record"], **WINDOW, **STATE, says="Sooner.")) == f"comment 3 of {HLPF} comments"
    )
    resolved = run(FORMS["comment/resolve"], **WINDOW, number=3, taken_up="final draft, section 5")
    assert sentence(resolved) == f"comment 3 of {HLPF} comments is taken up"
    assert run_of(resolved).name == f"Taken up: {HLPF} comments 3"
    wrong = filled(FORMS["comment/resolve"], **WINDOW, number=4, declined="late")
    assert word(wrong) == "Refused"
    assert word(filled(FORMS["answer/withdraw"], **WINDOW, **STATE, because="sent by mistake")) == "Withdrawn"
    assert acts(office) == [("comment/record", ANNA), ("comment/resolve", ANNA), ("answer/withdraw", ANNA)]


def test_items_are_adopted_assigned_done_reopened_and_dropped(house: Desk) -> None:
    house.loads(EXAMPLES / "items" / "c17-8.yaml", on="2017-02-10")
    proposed, loose = {"item": "c17-8/2.2.3-4", "by": ANNA}, {"item": "c17-8/3.2-1", "by": ANNA}
    early = filled(FORMS["item/done"], **proposed)
    assert word(early) == "Refused"
    assert sentence(early).startswith("c17-8/2.2.3-4 waits for the Council")
    adopted = filled(FORMS["item/adopt"], items=["c17-8/2.2.3-4", "c17-8/2.2.3-5"], by=ANNA, document="C17/126")
    assert word(adopted) == "Adopted"
    assert "c17-8/2.2.3-5 is " in str(adopted.message)
    assert (
        sentence(filled(FORMS["item/assign"], **loose, assignees=["secretariat"])) == "c17-8/3.2-1 is open: secretariat"
    )
    assert sentence(filled(FORMS["item/done"], **loose, where="revised draft, section 5")) == "c17-8/3.2-1 is done"
    assert sentence(filled(FORMS["item/reopen"], **loose, because="it was not")) == "c17-8/3.2-1 is open"
    assert sentence(filled(FORMS["item/drop"], **proposed, because="overtaken")) == "c17-8/2.2.3-4 is dropped"
    assert acts(house) == [("item/done", ANNA), ("item/reopen", ANNA), ("item/drop", ANNA)]
    with reading(house.engine) as session:
        assert items.item(session, "c17-8/3.2-1", now=utc_now()).standing == "open"


def test_a_paper_is_handed_over_and_received_and_a_circular_answered(house: Desk) -> None:
    house.opens_agreed()
    form = {"cycle": HLPF, "step": "submission", "reference": "mail of 2 May", "by": ANNA}
    assert word(filled(FORMS["submission/receive"], **form)) == "Refused"
    house.meets("submission", on="2017-04-27", document="C17/47-E", url=None)
    assert sentence(filled(FORMS["submission/receive"], **form)).endswith("has received C17/47-E")
    submitted = filled(FORMS["document/submit"], document="C17/47-E", body="cstd", by=ANNA, on="2017-05-08", cycle=HLPF)
    assert sentence(submitted).startswith("C17/47-E was submitted to cstd on 2017-05-08; no body 'cstd' is loaded")
    with reading(house.engine) as session:
        submissions_made = submissions.of_cycle(session, HLPF, now=utc_now()).made
    assert [(submission.body, submission.receipt is not None) for submission in submissions_made] == [
        ("hlpf", True),
        ("cstd", False),
    ]

    with house.acting() as session:
        terms = {"title": "Questionnaire", "kind": "questionnaire", "to": "membership", "source": None}
        days = {"sent_on": date(2017, 2, 1), "answers_by": date(2017, 2, 28)}
        registers_circular(session, "CL-17/9", **terms, **days, now=moment("2017-02-10"), by=OFFICER)
    answer = {"circular": "CL-17/9", "on": "2017-02-20", "by": ANNA, **STATE}
    assert sentence(filled(FORMS["circular/answer"], **answer)) == "An organization has answered CL-17/9"
    assert word(filled(FORMS["circular/answer"], **answer)) == "Known"
    assert "known are CL-17/9" in str(filled(FORMS["circular/answer"], **(answer | {"circular": "CL-17/10"})).message)
    assert acts(house) == [("document/submit", ANNA), ("circular/register", OFFICER), ("circular/answer", ANNA)]


def test_a_file_is_loaded_from_its_text_but_no_secret_is_typed_into_a_run(office: Desk) -> None:
    bodies = {"name": "bodies.yaml", "text": "bodies: [{key: council, name: Council}]"}
    shown = run(FORMS["file/load"], files=[bodies], by=ANNA, preview=True)
    assert ended(shown) == ("Preview", "1 body added; nothing was changed")
    assert '{"what": "body Council", "fate": "added", "how": ""}' in str(artifacts(shown)["changes"].data)
    loaded = filled(FORMS["file/load"], files=[bodies], by=ANNA)
    assert ended(loaded) == ("Loaded", "1 body added")
    broken = filled(FORMS["file/load"], files=[bodies | {"text": "bodies: [{key: Council}]"}], by=ANNA)
    assert word(broken) == "Refused"
    assert sentence(broken).startswith("bodies.yaml, line 1, bodies[1] 'Council'")
    row = "name,email,channels\nAn,an@itu.example,slack://token/token/token\n"
    kept = filled(FORMS["file/load"], files=[bodies, {"name": "contacts.csv", "text": row}], by=ANNA)
    assert word(kept) == "Refused"
    assert str(kept.message).endswith("; load contacts with channels at the terminal")
    assert acts(office) == [("file/load", ANNA)]


def test_an_edition_and_a_year_are_shown_and_then_opened(office: Desk) -> None:
    prizes = {"cycle": "wsis-prizes/2017", "anchors": ["forum=2017-06-12/2017-06-16"], "by": ANNA}
    assert word(filled(FORMS["cycle/open"], **prizes, as_of=moment("2016-09-01"))) == "Opened"
    office.agrees("selection", "end of April 2017", on="2016-09-02", cycle="wsis-prizes/2017")
    form = {"cycle": "wsis-prizes/2018", "last": "wsis-prizes/2017", "by": ANNA}
    form |= {"anchors": ["forum=2018-03-19/2018-03-23"], "provisional": ["forum"]}
    seen = run(FORMS["cycle/open"], **form, preview=True)
    assert word(seen) == "Preview"
    assert sentence(seen).startswith("wsis-prizes/2018 is open with 5 deadlines, its dates reckoned as in wsis-")
    assert sentence(seen).endswith("nothing was changed")
    dates = artifacts(seen)["dates"].data
    assert "month of 2 months before forum.opens" in str(dates)
    opened = run(FORMS["cycle/open"], **form)
    assert sentence(opened).startswith("wsis-prizes/2018 is open with 5 deadlines")
    assert artifacts(opened)["dates"].data == dates
    assert office.view("2999-01-01", "wsis-prizes/2018").provisional == ("forum",)

    before = acts(office)
    year = run(FORMS["year/open"], year=2017, by=ANNA, apply=True)
    assert word(year) == "Shown"
    changes = str(artifacts(year)["changes"].data)
    count = changes.count('"what": ')
    assert count > 10, changes
    assert sentence(year) == f"2017 calls for {count} cycles; none is accepted, and none was opened"
    assert f'{{"what": "{HLPF}", "fate": "offered"' in changes
    assert acts(office) == before
    assert word(filled(FORMS["year/open"], year=2017, by=ANNA, accept=["wsis-forum/2017"])) == "Refused"
    own = {"anchors": [f"{HLPF} un-deadline=2017-04-28"], "provisional": [f"{HLPF} un-deadline"]}
    assert word(filled(FORMS["year/open"], year=2017, by=ANNA, accept=[HLPF], **own)) == "Preview"
    assert acts(office) == before
    done = filled(FORMS["year/open"], year=2017, by=ANNA, accept=[HLPF], apply=True, **own)
    assert sentence(done).startswith(f"opened: {HLPF}")
    assert acts(office)[-2:] == [("year/open", ANNA), ("cycle/open", ANNA)]
    assert office.view("2999-01-01").provisional == ("un-deadline",)


def test_a_version_is_compared_first_and_put_in_force_when_told(office: Desk, tmp_path: Path) -> None:
    (tmp_path / "next.yaml").write_text(VERSION, encoding="utf-8")
    office.loads(tmp_path / "next.yaml", on="2017-02-10")
    form = {"resolution": "council-1332", "version": "Modified 2027", "since": "2027-06-18", "by": ANNA}
    form |= {"because": "adopted by the Council"}
    before = acts(office)
    preview = run(FORMS["resolution/adopt"], **form)
    assert ended(preview) == (
        "Preview",
        "Modified 2027 of council-1332 is in force from 2027-06-18; Council Resolution 1332: nothing before → "
        "Modified 2027; no open cycle serves instructs the Secretary-General 6; nothing was changed",
    )
    assert "added" in str(artifacts(preview)["changes"].data)
    assert acts(office) == before
    assert word(filled(FORMS["resolution/adopt"], **(form | {"since": "2027-06-18/2027-06-01"}))) == "Refused"
    assert word(filled(FORMS["resolution/adopt"], **form, apply=True)) == "Adopted"
    assert word(filled(FORMS["resolution/adopt"], **form, apply=True)) == "Refused"
    assert acts(office)[-1] == ("resolution/adopt", ANNA)
    with reading(office.engine) as session:
        force = resolutions.named(session, "council-1332", now=utc_now()).version("Modified 2027").force
    assert force is not None
    assert force.since == date(2027, 6, 18)


def test_a_step_is_added_and_needs_its_second_person(house: Desk) -> None:
    house.opens_agreed()
    form = {"cycle": HLPF, "step": "clearance", "by": ANNA}
    terms = {"title": "Have the text cleared", "follows": ["final-draft"], "before": ["submission"]}
    added = filled(FORMS["step/add"], **form, **terms, evidence="none", confirmation=True)
    own = "members do not read of it: it is the office's own"
    coming = f"{own}; next: the form deadline-agree, cycle: {HLPF}, step: clearance"
    assert ended(added) == ("Added", f"{HLPF} has the step clearance, undated until a date is agreed; {coming}")
    assert word(filled(FORMS["step/add"], **form, **terms)) == "Refused"
    assert word(filled(FORMS["deadline/met"], **form)) == "Reported"
    assert word(filled(FORMS["deadline/confirm"], **form)) == "Refused"
    assert word(filled(FORMS["deadline/confirm"], **(form | {"by": "Boris"}))) == "Met"
    assert acts(house) == [("step/add", ANNA), ("deadline/met", ANNA), ("deadline/confirm", "Boris")]


def test_a_deputy_is_set_and_ended(house: Desk) -> None:
    terms = {"person": "Focal Point", "by": ANNA, "as_of": moment("2017-03-01")}
    state = filled(FORMS["deputy/set"], **terms, deputy="a@state.example", to_on=date(2017, 3, 10))
    assert ended(state) == (
        "Appointed",
        "Delegate A stands in for Focal Point from 2017-03-01 to 2017-03-10",
    )
    assert word(filled(FORMS["deputy/set"], **terms, deputy="Focal Point")) == "Refused"
    state = filled(FORMS["deputy/end"], **terms)
    assert ended(state) == ("Ended", "Delegate A no longer stands in for Focal Point")
    assert [act for act, _ in acts(house)][-2:] == ["deputy/set", "deputy/end"]


def test_the_links_that_were_mailed_to_somebody_are_ended_by_form(house: Desk) -> None:
    state = filled(FORMS["people/end-links"], person="Focal Point", because="the mailbox was read", by=ANNA)
    assert ended(state) == ("Ended", "no link in the mail that Focal Point has had works any more")
    assert word(filled(FORMS["people/end-links"], person="Nobody", because="lost", by=ANNA)) == "Refused"
    assert [act for act, _ in acts(house)] == ["people/end-links"]

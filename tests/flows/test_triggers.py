import json
from datetime import date
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from flows.forms import FORMS
from flows.undo import undo
from models.engine import reading
from models.events import Event
from planning.chain import Anchor, Chain, Step
from planning.standing import Standing
from record import journal
from tests.flows.conftest import ANNA
from tests.flows.prefect_states import artifacts, ended, filled, listed, logged, run, run_of, sentence, word
from tests.secretariat import HLPF, Desk, moment
from tests.wait import until

pytestmark = pytest.mark.xdist_group("prefect")  # one server for all of them


def acts(desk: Desk) -> list[tuple[str, str]]:
    """Return each act and its hand, the last three lines of the journal."""
    with reading(desk.engine) as session:
        names, lines = journal.names(session), journal.entries(session, None, now=moment("2999-01-01"))
        return [(entry.act, names.get(entry.by, entry.by)) for entry in lines][-3:]


def test_the_page_on_which_one_lands_lists_an_act_that_was_done_and_one_that_was_refused(office: Desk) -> None:
    office.opens_agreed()
    form = {"cycle": HLPF, "step": "revised-draft", "by": ANNA, "url": "https://council.example/drafts/1"}
    run(FORMS["deadline/met"], **form)
    run(FORMS["deadline/met"], **form)
    assert listed()[:2] == [f"Refused: {HLPF} revised-draft", f"Met: {HLPF} revised-draft"]


def test_met_by_form_is_met_in_the_store_and_journaled_under_its_hand(office: Desk) -> None:
    office.opens_agreed()
    state = run(
        FORMS["deadline/met"],
        cycle=HLPF,
        step="revised-draft",
        by=ANNA,
        on="2017-02-23",
        document="CWG-WSIS-30/7",
        url="https://council.example/drafts/1",
        as_of=moment("2017-02-24 10:00"),
    )
    assert ended(state) == ("Met", f"{HLPF} revised-draft is completed")
    assert run_of(state).name == f"Met: {HLPF} revised-draft"
    deadline = office.view("2017-02-24")["revised-draft"]
    assert deadline.standing is Standing.MET
    assert deadline.settlement is not None
    assert (deadline.settlement.on, deadline.settlement.document) == (date(2017, 2, 23), "CWG-WSIS-30/7")
    assert acts(office)[-1] == ("deadline/met", ANNA)


def test_a_word_that_nobody_reads_to_its_end_is_shortened_in_the_run_and_its_name(office: Desk) -> None:
    office.opens_agreed()
    long = run(FORMS["deadline/waive"], cycle=HLPF, step="x" * 50_000, because="none is needed", by=ANNA)
    assert sentence(long) == f"{'x' * 200 + '…'!r} has 50,000 characters; shorten it to 500 at most"
    assert len(run_of(long).name) < 120
    gone = run(undo, line="y" * 50_000, by=ANNA)
    assert (len(sentence(gone)) < 400, len(run_of(gone).name) < 120) == (True, True)
    by = run(FORMS["deadline/waive"], cycle=HLPF, step="comments", because="none is needed", by="z" * 50_000)
    assert "has 50,000 characters; shorten it to 500 at most" in sentence(by)


def test_a_refusal_ends_the_run_with_its_sentence_and_changes_nothing(office: Desk) -> None:
    office.opens_agreed()
    office.meets("revised-draft", on="2017-02-24")
    before = acts(office)
    again = run(FORMS["deadline/met"], cycle=HLPF, step="revised-draft", by=ANNA)
    assert again.is_failed()
    assert run_of(again).name == f"Refused: {HLPF} revised-draft"
    assert sentence(again) == (
        "'revised-draft' is already settled; reopen it first "
        f"(the form deadline-reopen, cycle: {HLPF}, step: revised-draft)"
    )
    assert word(run(FORMS["deadline/met"], cycle=HLPF, step="comments", by="  ")) == "Refused"  # nobody acts
    assert acts(office) == before


def test_what_needs_a_second_person_is_only_reported_until_that_one_confirms(house: Desk) -> None:
    step = Step("send", "Send the letter", due="on reply", confirmation=True)
    anchor = Anchor("reply", "the day on which the other side wants it")
    house.chains["letter"] = Chain("letter", 1, "A letter", "none: of a test", (anchor,), (step,))
    house.opens("letter/2020", on="2020-01-01", reply="2020-03-20")
    form = {"cycle": "letter/2020", "step": "send"}
    reported = filled(FORMS["deadline/met"], **form, by=ANNA)
    assert ended(reported) == (
        "Reported",
        "letter/2020 send is reported completed; a second person confirms it; "
        "next: the form deadline-confirm, cycle: letter/2020, step: send",
    )
    assert word(filled(FORMS["deadline/confirm"], **form, by=ANNA)) == "Refused"
    assert word(filled(FORMS["deadline/confirm"], **form, by="Boris")) == "Met"
    assert house.view("2999-01-01", "letter/2020")["send"].settlement is not None


def test_parameters_of_the_wrong_kind_are_refused_before_anything_runs(office: Desk) -> None:
    office.opens()
    before = acts(office)
    form = {"cycle": HLPF, "step": "comments", "by": ANNA}
    wrong = run(FORMS["deadline/met"], **form, on="the other day")
    assert wrong.is_failed()
    assert "on: Input should be a valid date" in str(wrong.message)
    wrong = run(FORMS["deadline/agree"], **form, due="2017-03-10", because="so agreed", later="perhaps")
    assert wrong.is_failed()
    assert "later: Input should be 'keep', 'shift' or 'squeeze'" in str(wrong.message)
    assert acts(office) == before


def test_a_cycle_is_opened_agreed_issued_and_released_by_forms_alone(office: Desk) -> None:
    opened = run(
        FORMS["cycle/open"],
        cycle=HLPF,
        anchors=["un-deadline=2017-04-28", "review=2017-02-07/2017-02-08"],
        by=ANNA,
        as_of=moment("2017-02-09 10:00"),
    )
    assert ended(opened) == ("Opened", f"{HLPF} is open with 7 deadlines")
    agreed = run(
        FORMS["deadline/agree"],
        cycle=HLPF,
        step="comments",
        due="2017-03-12",
        because="agreed by the Group",
        by=ANNA,
        agreed_by="the 30th meeting",
        later="shift",
        as_of=moment("2017-02-09 11:00"),
    )
    assert word(agreed) == "Agreed"
    assert "final-draft moves to 2017-03-26" in str(agreed.message)
    assert office.view("2017-02-10")["comments"].due == date(2017, 3, 12)

    issued = run(FORMS["cycle/issue"], cycle=HLPF, by=ANNA, steps=["comments"], as_of=moment("2017-02-09 12:00"))
    read = "members read it from 2017-02-09 12:10 (Geneva time) on"
    assert ended(issued) == ("Issued", f"{HLPF}: comments issued; {read}")
    assert office.states() == []
    office.meets("revised-draft", on="2017-02-24 08:00")
    office.turn("2017-02-24 09:00")
    empty = run(FORMS["outbox/release"], by=ANNA)
    assert sentence(empty) == "no mail is named; name a cycle, or letters by number, or choose everything"
    released = run(FORMS["outbox/release"], by=ANNA, cycle=HLPF, as_of=moment("2017-02-24 13:00"))
    assert word(released) == "Released"
    assert "held" not in office.states()
    assert [act for act, _ in acts(office)] == ["cycle/issue", "deadline/met", "outbox/release"]


def test_the_run_of_a_form_says_the_id_of_its_act_which_takes_it_back(office: Desk) -> None:
    office.opens()
    state = run(FORMS["deadline/waive"], cycle=HLPF, step="comments", because="no one asked", by=ANNA)
    with reading(office.engine) as session:
        line = journal.entries(session, None, now=moment("2999-01-01"))[-1]
        events = session.scalars(select(Event.name).where(Event.act == json.loads(line.text)["id"])).all()
    assert (json.loads(line.text)["door"], events) == ("prefect", ["council.deadline.waived"])
    until(lambda: [words for words in logged(state) if json.loads(line.text)["id"] in words])
    undone = run(undo, line=json.loads(line.text)["id"], by=ANNA)
    assert word(undone) == "Reopened"


def test_an_anchor_is_moved_only_when_told_and_shown_first(office: Desk) -> None:
    office.opens()
    later = {"cycle": HLPF, "anchor": "un-deadline", "span": "2017-05-05", "by": ANNA}
    shown = run(FORMS["anchor/move"], **later, as_of=moment("2017-02-10"))
    assert word(shown) == "Preview"
    assert sentence(shown).endswith("nothing was changed")
    assert "submission" in str(artifacts(shown)["changes"].data)
    assert office.view("2017-02-11")["submission"].due == date(2017, 4, 28)

    moved = filled(FORMS["anchor/move"], **later, apply=True, because="the UN said so", as_of=moment("2017-02-10"))
    assert word(moved) == "Moved"
    assert office.view("2017-02-11")["submission"].due == date(2017, 5, 5)
    assert acts(office)[-1] == ("anchor/move", ANNA)
    back = filled(FORMS["anchor/move"], **(later | {"span": "2017-05-05/2017-05-01"}))
    why = "it ends before it begins; write its first day first"
    assert sentence(back) == f"'2017-05-05/2017-05-01' is not an interval: {why}"


def test_a_meeting_takes_its_cycles_along(house: Desk) -> None:
    house.schedules("cwg-30", "2017-02-07", "2017-02-08")
    house.opens(HLPF, on="2017-01-09", un_deadline="2017-04-28", review="cwg-30")
    form = {"meeting": "cwg-30", "span": "2017-02-14/2017-02-15", "by": ANNA}
    moved = filled(FORMS["meeting/move"], **form, apply=True, as_of=moment("2017-01-10"))
    days = (
        "cwg-30 is on 2017-02-14/2017-02-15; members read 2017-02-07/2017-02-08, confirmed until an approver issues it"
    )
    assert sentence(moved).startswith(
        f"{days}; {HLPF} preliminary-draft moves to 2017-02-14; next: let members read it"
    )
    assert house.view("2017-01-11")["preliminary-draft"].due == date(2017, 2, 14)


def test_the_other_acts_of_the_desk_each_leave_their_line(house: Desk) -> None:
    house.opens_agreed()
    form = {"cycle": HLPF, "by": ANNA}
    assigned = filled(FORMS["deadline/assign"], **form, step="final-draft", person="focal@itu.example")
    assert sentence(assigned) == f"Focal Point is responsible for {HLPF} final-draft"
    assert word(filled(FORMS["deadline/waive"], **form, step="comments", because="no one asked")) == "Waived"
    assert word(filled(FORMS["deadline/reopen"], **form, step="comments", because="someone did")) == "Reopened"
    assert house.view("2999-01-01")["comments"].standing is Standing.CLOSED
    assert sentence(filled(FORMS["cycle/close"], **form)).startswith(f"{HLPF} cannot be closed")
    assert word(filled(FORMS["cycle/abandon"], **form, because="the forum was cancelled")) == "Abandoned"
    assert house.view("2999-01-01").ending == "abandoned"
    assert acts(house) == [("deadline/waive", ANNA), ("deadline/reopen", ANNA), ("cycle/abandon", ANNA)]


def test_a_calendar_offered_by_form_goes_by_mail_and_its_address_is_in_no_run(office: Desk) -> None:
    office.opens_agreed()
    state = run(FORMS["tokens/offer"], person="a@state.example", by=ANNA, language="fr")
    words = "a link to organization/An organization in fr for Delegate A has left"
    assert ended(state) == ("Offered", words)
    assert [mail.recipient for mail in office.sink.mails] == ["a@state.example"]
    letter = message_from_bytes(office.sink.mails[0].data, policy=policy.default).get_body(("plain",))
    assert "https://council.example/address/" in letter.get_content()
    assert "/address/" not in str(run_of(state))
    assert acts(office)[-1] == ("tokens/offer", ANNA)
    refused = run(FORMS["tokens/offer"], person="nobody@else.example", by=ANNA)
    assert word(refused) == "Refused"
